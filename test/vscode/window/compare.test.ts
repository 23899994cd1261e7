/** The comparison, in the window: its rows and columns, their order, the sliders, what it shows in words. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { widen } from '../panels.mjs';
import { comparison, page, pixelsOf, show, soon, ui } from './window.ts';

const ROWS = {
  keras: [
    'Conv2DTranspose',
    'Nearest neighbour, then convolution',
    'Bilinear, then convolution',
    'Bicubic, then convolution',
    'Transposed convolution, kernel as large as the stride',
    'Transposed convolution, kernel a multiple of the stride',
    'Sub-pixel convolution',
    'Sub-pixel convolution, starting with ICNR',
  ],
};
const COLUMNS = ['Parameters', 'MACs', 'Activations', 'Time', 'Receptive field', 'Unevenness', 'Expected', 'Measured'];

/** Room for two rows beside each other. */
const WIDER = 420;

describe('the comparison, in the window', () => {
  let frame: Frame;
  const titles = (): Promise<string[]> => frame.locator('.card h3').allInnerTexts();
  const card = (title: string) =>
    frame.getByRole('listitem').filter({ has: frame.getByRole('heading', { name: title, exact: true }) });
  const figure = async (title: string, name: string): Promise<string> =>
    (
      await card(title)
        .locator('dt', { hasText: new RegExp(`^${name}`) })
        .locator('xpath=following-sibling::dd[1]')
        .innerText()
    ).trim();
  const sort = (by: string) => frame.getByRole('combobox', { name: 'Sort by' }).selectOption(by);

  describe('of a Keras layer', () => {
    before(async () => {
      await show('upsampling.py', '16×16×32');
      frame = await comparison('Conv2DTranspose(');
      await widen(ui, WIDER);
    });
    after(() => widen(ui, -WIDER));

    it('has every way to write the layer, with all columns, picture and spectrum', async () => {
      assert.deepEqual(await titles(), ROWS.keras);
      for (const title of ROWS.keras) {
        const text = await card(title).innerText();
        for (const column of COLUMNS) assert.ok(text.includes(column), `${title} has ${column}: ${text}`);
        assert.match(text, /Output shape\s+16×16×32/, title);
        assert.equal(await card(title).locator('.card-picture canvas').count(), 2, title);
        assert.equal(await card(title).locator('.harmonic').count(), 3, title);
      }
      assert.match(await figure('Conv2DTranspose', 'Time'), /\d [mμ]?s/);
      assert.match(await card('Conv2DTranspose').innerText(), /as written/);
    });

    it('says the difference to the row as written', async () => {
      const nearest = await card('Nearest neighbour, then convolution').innerText();
      assert.match(nearest, /Parameters\s+896\s+same\s+MACs\s+221,184\s+\+165,888/);
      assert.match(await card('Transposed convolution, kernel a multiple of the stride').innerText(), /1,568\s+\+672/);
      assert.equal(await frame.locator('.card-written .figure-apart').count(), 0);
    });

    it('is sorted by each column either way round, and a pinned row stays on top', async () => {
      const MACS = async (): Promise<number[]> =>
        Promise.all((await titles()).map(async (title) => Number((await figure(title, 'MACs')).replaceAll(',', ''))));
      await sort('MACs');
      const rising = await MACS();
      assert.deepEqual(
        rising,
        rising.toSorted((a, b) => a - b),
      );
      await frame.getByRole('button', { name: 'Smallest first: turn round' }).click();
      const falling = await MACS();
      assert.deepEqual(
        falling,
        falling.toSorted((a, b) => b - a),
      );
      const pin = frame.getByRole('button', { name: 'Keep Sub-pixel convolution on top', exact: true });
      await pin.click();
      assert.equal((await titles())[0], 'Sub-pixel convolution');
      await sort('Unevenness');
      assert.deepEqual((await titles()).slice(0, 2), ['Sub-pixel convolution', 'Conv2DTranspose']);
      await pin.click();
      await sort('As listed');
      assert.deepEqual(await titles(), ROWS.keras);
    });

    it('says in words what costs the same, what is learned, and what leaves a checkerboard', async () => {
      const facts = frame.locator('.facts');
      if (!(await facts.evaluate((element) => (element as HTMLDetailsElement).open)))
        await frame.getByText('What this shows').click();
      const text = await facts.innerText();
      assert.match(
        text,
        /896 \(×2\.15\) Conv2DTranspose 3×3, UpSampling2D \+ Conv2D 3×3: the same: a 3×3 kernel from 3 to 32 channels/,
      );
      assert.match(text, /Learned Conv2DTranspose: how to enlarge is in its kernel/);
      assert.match(text, /Fixed .*UpSampling2D.*without parameters/);
      assert.match(text, /Strong .*1\.333/);
      await frame.getByText('What this shows').click();
      await frame.locator('.fact').first().waitFor({ state: 'hidden' });
      await frame.getByText('What this shows').click();
    });

    it('has kernel, stride, interpolation and seed in hand, and gives the row back', async () => {
      const nearest = frame.locator('#way-nearest-conv');
      const picture = '.card >> nth=1 >> .card-picture canvas';
      const before = await pixelsOf(frame, picture);
      await nearest.getByLabel('Kernel', { exact: true }).press('ArrowRight');
      await nearest.getByText('2,432').first().waitFor();
      await nearest.getByLabel('Stride', { exact: true }).press('ArrowRight');
      await nearest.getByText('24×24×32').waitFor();
      await soon(async () => assert.equal((await pixelsOf(frame, picture)).width, 24));
      await nearest.getByRole('button', { name: 'Reset' }).click();
      await nearest.getByText('16×16×32').waitFor();
      await nearest.getByLabel('Seed', { exact: true }).press('ArrowRight');
      await soon(async () => assert.notDeepEqual(await pixelsOf(frame, picture), before));
      await nearest.getByRole('combobox', { name: 'Interpolation' }).selectOption('Bicubic');
      await nearest.locator('code', { hasText: 'bicubic' }).waitFor();
      await nearest.getByRole('button', { name: 'Reset' }).click();
      await nearest.locator('code', { hasText: 'bicubic' }).waitFor({ state: 'detached' });
      await soon(async () => assert.deepEqual(await pixelsOf(frame, picture), before));
    });

    it('leads from a row at a glance to its card, and copies a row', async () => {
      await frame
        .getByRole('navigation', { name: 'Rows at a glance' })
        .getByRole('button', { name: /^Sub-pixel convolution, starting/ })
        .click();
      const box = await card('Sub-pixel convolution, starting with ICNR').boundingBox();
      const { y = 0, height = 0 } = (await page.locator('.part.sidebar').boundingBox()) ?? {};
      assert.ok(box && box.y >= y && box.y < y + height, 'the card is in sight');
      await frame.getByRole('button', { name: 'Copy the code of Bilinear, then convolution' }).click();
      await card('Bilinear, then convolution').getByRole('status').getByText('Copied').waitFor({ state: 'attached' });
      await soon(async () =>
        assert.match(
          await page.evaluate(() => navigator.clipboard.readText()),
          /UpSampling2D\(.*interpolation="bilinear"\)[^]*Conv2D\(32, 3, padding="same", activation="relu"\)/,
        ),
      );
    });
  });

  describe('of a PyTorch layer', () => {
    before(async () => {
      await show('decoder.py', '3×64×64');
      frame = await comparison('ConvTranspose2d(width, width');
    });

    it('has the counterparts, each with the same output shape', async () => {
      const seen = await titles();
      assert.deepEqual(seen.slice(1), ROWS.keras.slice(1));
      assert.equal(seen[0], 'ConvTranspose2d');
      const shapes = await frame.locator('.output-shape').allInnerTexts();
      assert.equal(shapes.length, seen.length);
      for (const shape of shapes) assert.match(shape, /32×16×16/);
      const code = await frame.locator('.code pre').allInnerTexts();
      for (const part of ['nn.Upsample(', 'nn.PixelShuffle(2)', 'mode="bicubic"', 'nn.ConvTranspose2d('])
        assert.ok(
          code.some((text) => text.includes(part)),
          part,
        );
    });
  });
});
