/** The table of layers, in the window: sorted, filtered, its modules folded; a thousand rows. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { page, preview, show, showText } from './window.ts';

const LAYERS = 1000;

const THOUSAND = `import torch
from torch import nn


class Long(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = nn.ModuleList([nn.Conv2d(2, 2, 1) for _ in range(${LAYERS})])

    def forward(self, x):
        for layer in self.block:
            x = layer(x)
        return x


model = Long()
model(torch.rand(1, 2, 8, 8))
`;

const integers = (texts: readonly string[]): number[] => texts.map((text) => Number(text.replaceAll(',', '')));

describe('the table of layers, in the window', () => {
  let frame: Frame;
  const names = (): Promise<(string | null)[]> =>
    frame.locator('.cell-name').evaluateAll((all) => all.map((cell) => cell.getAttribute('title')));
  const row = (name: string) => frame.getByRole('row').filter({ has: frame.locator(`.cell-name[title="${name}"]`) });
  const state = (header: string): Promise<string | null> =>
    frame.getByRole('columnheader', { name: header }).getAttribute('aria-sort');

  describe('of a U-Net', () => {
    before(async () => {
      await show('unet.py', 'H×W×3');
      frame = await preview();
      await frame.locator('.grid').focus();
    });
    const inModelOrder = async (): Promise<void> => {
      while ((await state('MACs')) !== 'none') await frame.getByRole('button', { name: 'MACs', exact: true }).click();
    };

    it('is sorted by a column, either way round, and back', async () => {
      const before = await names();
      const figures = async (): Promise<number[]> =>
        integers(
          await frame
            .locator('.grid-row:not(.grid-total) .cell-params')
            .evaluateAll((all) => all.map((cell) => cell.textContent)),
        );
      const header = frame.getByRole('button', { name: 'Parameters', exact: true });
      await header.click();
      assert.equal(await state('Parameters'), 'descending');
      const falling = await figures();
      assert.ok(falling.length > 5);
      assert.deepEqual(
        falling,
        falling.toSorted((a, b) => b - a),
      );
      await header.click();
      assert.equal(await state('Parameters'), 'ascending');
      const rising = await figures();
      assert.deepEqual(
        rising,
        rising.toSorted((a, b) => a - b),
      );
      await header.click();
      assert.equal(await state('Parameters'), 'none');
      assert.deepEqual(await names(), before);
    });

    it('shows what upsamples, and what changes the size', async () => {
      await inModelOrder();
      const upsampling = frame.getByRole('button', { name: 'Upsampling', exact: true });
      const size = frame.getByRole('button', { name: 'Size changes' });
      const types = (): Promise<string[]> =>
        frame.locator('.grid-row:not(.grid-head):not(.grid-total) .cell-type').allInnerTexts();
      await upsampling.click();
      assert.deepEqual(
        await types(),
        Array.from({ length: 4 }, () => 'Conv2DTranspose'),
      );
      assert.match(await frame.locator('.part-layers .count-badge').innerText(), /^4 of \d\d$/);
      await size.click();
      assert.deepEqual((await types()).toSorted(), [
        ...Array.from({ length: 4 }, () => 'Conv2DTranspose'),
        ...Array.from({ length: 4 }, () => 'MaxPooling2D'),
      ]);
      await size.click();
      assert.ok((await names()).length > 8);
    });
  });

  describe('of modules', () => {
    before(async () => {
      await show('decoder.py', '3×64×64');
      frame = await preview();
    });

    it('folds them by mouse and keyboard, with their sums', async () => {
      const module = row('up').first();
      assert.equal(await module.getAttribute('aria-expanded'), 'true');
      const parts = (await names()).filter((name) => name?.startsWith('up.'));
      assert.equal(parts.length, 7);
      const sum = integers(
        await Promise.all(
          parts.map((name) =>
            row(name ?? '')
              .locator('.cell-params')
              .innerText(),
          ),
        ),
      ).reduce((a, b) => a + b, 0);
      await module.locator('.cell-name').click();
      assert.equal(await module.getAttribute('aria-expanded'), 'false');
      assert.deepEqual(
        (await names()).filter((name) => name?.startsWith('up.')),
        [],
      );
      assert.match(await module.innerText(), /7 layers/);
      assert.deepEqual(integers([await module.locator('.cell-params').innerText()]), [sum]);
      await frame.locator('.grid').focus();
      await page.keyboard.press('ArrowRight');
      await row('up.6').waitFor();
      await page.keyboard.press('ArrowLeft');
      await row('up.6').waitFor({ state: 'detached' });
      await page.keyboard.press('ArrowRight');
    });
  });

  describe('of a thousand layers', () => {
    before(async () => {
      await showText('thousand.py', THOUSAND, '2×8×8');
      frame = await preview();
    });

    it('has all rows, draws those in sight, and keys and wheel reach the last', async () => {
      const grid = frame.locator('.grid');
      // The module, its headings and its totals stand around them.
      assert.equal(await grid.getAttribute('aria-rowcount'), String(LAYERS + 3));
      // What is selected at first, the output, is in sight.
      await row('block.999').waitFor();
      assert.ok((await frame.getByRole('row').count()) < 80);
      await grid.focus();
      await page.keyboard.press('Home');
      await row('block.0').waitFor();
      assert.match(await row('block.0').innerText(), /1×2×8×8\s+6\s+256\s/);
      await page.keyboard.press('End');
      await row('block.999').waitFor();
      assert.equal(await row('block.999').getAttribute('aria-selected'), 'true');
      await frame.locator('.layer-name', { hasText: '999' }).waitFor();
      await page.keyboard.press('Home');
      await row('block.0').waitFor();
      const box = await grid.boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.wheel(0, 1e6);
      await row('block.999').waitFor();
      assert.equal(integers([await frame.locator('.grid-total .cell-params').innerText()])[0], 6 * LAYERS);
    });

    it('opens where it is narrow with the selected row in sight, in rows of two lines', async () => {
      const size = page.viewportSize();
      assert.ok(size);
      await page.setViewportSize({ width: 1280, height: size.height });
      try {
        await show('thousand.py', '2×8×8');
        frame = await preview();
        const box = await row('block.999').boundingBox();
        const grid = await frame.locator('.grid-narrow').boundingBox();
        const totals = await frame.locator('.grid-total').boundingBox();
        assert.ok(box && grid && totals, 'all three are in the page');
        assert.ok(box.y >= grid.y && box.y + box.height <= totals.y + 1, `${box.y} in ${grid.y} to ${totals.y}`);
        // There is no room for headings: a list orders the rows.
        await frame.getByRole('combobox', { name: 'Order of the layers' }).selectOption('Layer');
        await row('block.1').waitFor();
        await frame.getByRole('combobox', { name: 'Order of the layers' }).selectOption('Order of the model');
      } finally {
        await page.setViewportSize(size);
      }
    });
  });
});
