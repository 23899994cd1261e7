/**
 * Takes the pictures of the gallery in one window: the card, the preview with its table and maps, the graph, the comparison. Opens the
 * samples as a reader would. Run by build/screenshots.mjs.
 */
import path from 'node:path';
import { ended, FRAME_MS, ran, widen } from './panels.mjs';

const { PICTURES = '.', NAME = 'dark', ONLY = 'hover,preview,graph,compare', THEME_CLASS = 'vs-dark' } = process.env;
const wanted = new Set(ONLY.split(','));
/** Two rows of the comparison beside each other, and the code. */
const COMPARE_WIDTH = 400;

export async function run(ui) {
  const picture = async (name) => {
    // The mouse leaves, and what stood where it was.
    await ui.page.mouse.move(5, 5);
    await ui.page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });
    await ui.shot(path.join(PICTURES, `${name}-${NAME}.png`));
  };
  await ui.ready();
  await ui.page.locator(`.monaco-workbench.${THEME_CLASS}`).waitFor();
  await ui.open('upsampling.py');
  await ui.page.locator('.editor-instance .view-line', { hasText: '16×16×32' }).first().waitFor();
  await ui.page.keyboard.press('Control+B'); // the side bar away
  if (wanted.has('hover')) {
    await ui.hover('Conv2DTranspose(');
    await ui.page.waitForTimeout(FRAME_MS);
    await ui.shot(path.join(PICTURES, `hover-${NAME}.png`));
    await ui.page.keyboard.press('Escape');
  }
  if (wanted.has('preview')) {
    await ui.command('Layerscope: Preview Model');
    const preview = await ran(ui, '.channels');
    await preview
      .locator('select')
      .filter({ has: preview.locator('option', { hasText: 'model_transpose' }) })
      .first()
      .selectOption({ label: 'model_transpose' });
    await ended(ui, preview);
    // The article's 8 x 8 pixels make a small picture; a larger one shows the pattern.
    await preview.getByLabel('Sizes that fit').selectOption('64');
    await ended(ui, preview);
    await picture('preview');
  }
  if (wanted.has('graph')) {
    await ui.command('View: Close All Editors');
    await ui.open('unet.py');
    await ui.page.locator('.editor-instance .view-line', { hasText: 'H×W×3' }).first().waitFor();
    await ui.command('Layerscope: Preview Model');
    const preview = await ran(ui, '.channels');
    await preview.getByRole('tab', { name: 'Graph' }).click();
    await preview.locator('.graph-area').evaluate((area) => area.scrollIntoView({ block: 'end' }));
    await picture('graph');
  }
  if (wanted.has('compare')) {
    await ui.command('View: Close All Editors');
    await ui.open('upsampling.py');
    const at = await ui.word('Conv2DTranspose(');
    await ui.page.mouse.click(at.x, at.y);
    await ui.command('Layerscope: Compare Upsampling');
    await ran(ui, '.cards');
    if (ui.page.viewportSize().width > 2 * COMPARE_WIDTH) await widen(ui, COMPARE_WIDTH);
    await picture('compare');
  }
}
