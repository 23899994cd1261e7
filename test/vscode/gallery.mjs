/**
 * Takes the pictures of the gallery in one window: the card, the preview with its table and maps, the graph, the comparison. They are for
 * people to look at: `npm run screenshots -- gallery`.
 */
import path from 'node:path';
import { ended, ran } from './pictures.mjs';

const { PICTURES = '.', NAME = 'dark', ONLY = 'hover,preview,graph,compare' } = process.env;
const wanted = new Set(ONLY.split(','));
/** What an editor's popup takes to be whole. */
const POPUP_MS = 400;

export async function run(ui) {
  const picture = (name) => ui.shot(path.join(PICTURES, `${name}-${NAME}.png`));
  const park = () => ui.page.mouse.move(5, 5);
  await ui.ready();
  await ui.open('upsampling.py');
  await ui.page.locator('.editor-instance .view-line', { hasText: '16×16×32' }).first().waitFor();
  await ui.page.keyboard.press('Control+B'); // the side bar away
  if (wanted.has('hover')) {
    await ui.hover('Conv2DTranspose(');
    await ui.page.waitForTimeout(POPUP_MS);
    await picture('hover');
    await park();
    await ui.page.keyboard.press('Escape');
  }
  if (wanted.has('preview')) {
    await ui.command('Layerscope: Preview Model');
    const preview = await ran(ui, '.channels');
    await preview.getByLabel('Sizes that fit').selectOption('64');
    await ended(ui, preview);
    await park();
    await picture('preview');
  }
  if (wanted.has('graph')) {
    await ui.command('View: Close All Editors');
    await ui.open('unet.py');
    await ui.page.locator('.editor-instance .view-line', { hasText: 'H×W×3' }).first().waitFor();
    await ui.command('Layerscope: Preview Model');
    const preview = await ran(ui, '.channels');
    await preview.getByRole('tab', { name: 'Graph' }).click();
    await park();
    await picture('graph');
  }
  if (wanted.has('compare')) {
    await ui.command('View: Close All Editors');
    await ui.open('upsampling.py');
    const at = await ui.word('Conv2DTranspose(');
    await ui.page.mouse.click(at.x, at.y);
    await ui.command('Layerscope: Compare Upsampling');
    await ran(ui, '.cards');
    await park();
    await picture('compare');
  }
}
