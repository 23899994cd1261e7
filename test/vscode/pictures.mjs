/** Takes the README's pictures: opens the samples as a reader would and looks. Run by build/screenshots.mjs. */
import path from 'node:path';

const { PICTURES = '.', VSCODE_TEST_SCHEME: THEME = 'dark' } = process.env;
/** A run that was asked for has begun, and one that has ended is drawn, after this. */
const FRAME_MS = 300;

/** Waits until the panel's run has ended. */
export async function ran(ui, selector) {
  const frame = await ui.webview((css) => Boolean(document.querySelector(css)), selector);
  await frame.locator(selector).first().waitFor();
  await ended(ui, frame);
  return frame;
}

/** Waits until the panel shows the end of its run: no progress, and how long it took, in two looks one after the other. */
export async function ended(ui, frame) {
  for (let quiet = 0; quiet < 2;) {
    await ui.page.waitForTimeout(FRAME_MS);
    const working = await frame.locator('.progress-line').count();
    const status = await frame.locator('.status-text').first().textContent();
    quiet = working === 0 && /\d\s*(?:ms|s|sec)\b/.test(status ?? '') ? quiet + 1 : 0;
  }
}

/** Two rows of the comparison beside each other, and the code. */
const COMPARE_WIDTH = 400;

/** Pulls the edge of the side bar. */
async function widen(ui, by) {
  const bar = await ui.page.locator('.part.sidebar').boundingBox();
  const [x, y] = [bar.x + bar.width, bar.y + bar.height / 2];
  await ui.page.mouse.move(x, y);
  await ui.page.mouse.down();
  await ui.page.mouse.move(x + by, y, { steps: 4 });
  await ui.page.mouse.up();
  await ui.page.waitForTimeout(FRAME_MS);
}

export async function run(ui) {
  const picture = async (name, options) => {
    await ui.page.mouse.move(5, 5);
    await ui.shot(path.join(PICTURES, `${name}-${THEME}.png`), options);
  };
  await ui.ready();
  await ui.open('upsampling.py');
  await ui.page.locator('.editor-instance .view-line', { hasText: '16×16×32' }).first().waitFor();
  await ui.page.keyboard.press('Control+B'); // the side bar away
  await ui.command('Layerscope: Preview Model');
  const preview = await ran(ui, '.channels');
  await preview
    .locator('select')
    .filter({ has: preview.locator('option', { hasText: 'model_transpose' }) })
    .first()
    .selectOption({ label: 'model_transpose' });
  // The article's 8 x 8 pixels make a small picture; a larger one shows the pattern.
  await preview.getByLabel('Input height').fill('48');
  await preview.getByLabel('Input height').press('Enter');
  await ended(ui, preview);
  await preview.getByLabel('Input width').fill('48');
  await preview.getByLabel('Input width').press('Enter');
  await ended(ui, preview);
  await picture('preview');

  await ui.command('View: Close All Editors');
  await ui.open('upsampling.py');
  const at = await ui.word('Conv2DTranspose(');
  await ui.page.mouse.click(at.x, at.y);
  await ui.command('Layerscope: Compare Upsampling');
  await ran(ui, '.cards');
  await widen(ui, COMPARE_WIDTH);
  await picture('compare');
  await widen(ui, -COMPARE_WIDTH);

  await ui.page.keyboard.press('Control+B');
  await ui.hover('Conv2DTranspose(');
  await ui.page.waitForTimeout(FRAME_MS);
  await ui.shot(path.join(PICTURES, `hover-${THEME}.png`));
}
