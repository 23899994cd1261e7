/**
 * What outlives a reload of the window: the preview, with its model, its layer and its input, and the order of the comparison. A driver of its own
 * (see host/vscode-headless.mjs), since a suite in the extension host ends with the window.
 */
import assert from 'node:assert/strict';
import { ended, ran } from './panels.mjs';

const HINT = '16×16×32';
const hinted = (ui) => ui.page.locator('.editor-instance .view-line', { hasText: HINT }).first().waitFor();
const modelOf = (frame) =>
  frame
    .locator('select')
    .filter({ has: frame.locator('option', { hasText: 'model_transpose' }) })
    .first();

export async function run(ui) {
  await ui.ready();
  await ui.open('upsampling.py');
  await hinted(ui);
  const at = await ui.word('Conv2DTranspose(');
  await ui.page.mouse.click(at.x, at.y);
  await ui.command('Layerscope: Compare Upsampling');
  const comparison = await ran(ui, '.cards');
  await comparison.getByLabel('Sort by').selectOption('MACs');
  await ui.command('Layerscope: Preview Model');
  const before = await ran(ui, '.channels');
  await modelOf(before).selectOption({ label: 'model_upsampling' });
  await ended(ui, before);
  await before.getByLabel('Input height').fill('24');
  await before.getByLabel('Input height').press('Enter');
  await ended(ui, before);
  await before.locator('.grid-row', { hasText: 'up_sampling2d' }).click();
  await before.locator('.layer-name', { hasText: 'up_sampling2d' }).waitFor();
  await ended(ui, before);

  // The command saves what is to be kept before it reloads the page.
  await ui.page.keyboard.press('F1');
  await ui.page.locator('.quick-input-widget input[type=text]:visible').fill('>Developer: Reload Window');
  await ui.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Reload Window' }).first().waitFor();
  await Promise.all([ui.page.waitForEvent('load'), ui.page.keyboard.press('Enter')]);
  await ui.ready();
  const after = await ran(ui, '.channels');
  assert.match(await after.locator('.layer-name').innerText(), /up_sampling2d/);
  assert.equal(await modelOf(after).locator('option:checked').innerText(), 'model_upsampling');
  assert.equal(await after.getByLabel('Input height').inputValue(), '24');
  assert.match(await after.locator('.grid-row[aria-selected=true]').innerText(), /up_sampling2d[^]*48×16×3/);
  // The comparison follows the cursor; how it is looked at is kept.
  const there = await ui.word('Conv2DTranspose(');
  await ui.page.mouse.click(there.x, there.y);
  await ui.command('Layerscope: Compare Upsampling');
  const again = await ran(ui, '.cards');
  assert.equal(await again.getByLabel('Sort by').inputValue(), 'macs');
  console.log('preview and comparison are as they were before the reload');
}
