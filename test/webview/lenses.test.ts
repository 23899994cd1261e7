/** The ways to look at a layer's picture: pixels, phases, spectrum, overlap, against another layer. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { frequencyAt, harmonics, spectrumOf } from '../../webview/shared/spectrum.ts';
import { phasesOf } from '../../webview/preview/phases.ts';
import { meanPlane } from '../../webview/shared/planes.ts';
import { openStage, pixelsOf, posted, type Stage } from './harness/browser.ts';
import { AGAINST, ARTICLE } from './harness/fixtures.ts';

const maps = ARTICLE.maps?.maps;
assert.ok(maps);

describe('spectra and phases', () => {
  const HEIGHT = 18;
  const WIDTH = 12;
  /** A slope, and on it what repeats every third row and every second column. */
  const values = Float32Array.from({ length: HEIGHT * WIDTH }, (_, at) => {
    const [y, x] = [Math.floor(at / WIDTH), at % WIDTH];
    return (y % 3 === 0 ? 5 : 0) + (x % 2) * 4;
  });
  const plane = { height: HEIGHT, width: WIDTH, values };

  it('what repeats at the stride stands at the harmonics that are marked', () => {
    const { plane: spectrum } = spectrumOf(plane, [3, 2]);
    const marks = harmonics(spectrum, [3, 2]);
    assert.equal(marks.length, 5);
    const at = (x: number, y: number): number => spectrum.values[y * WIDTH + x] ?? Number.NaN;
    const pure = marks.filter(({ x, y }) => frequencyAt(x, WIDTH) === 0 || frequencyAt(y, HEIGHT) === 0);
    assert.deepEqual(
      pure.map(({ x, y }) => [frequencyAt(x, WIDTH), frequencyAt(y, HEIGHT)].map((value) => Number(value.toFixed(3)))),
      [
        [-0.5, 0],
        [0, 0.333],
        [0, -0.333],
      ],
    );
    // They are the three strongest of the spectrum's places.
    const strongest = [...spectrum.values].sort((a, b) => b - a).slice(0, 3);
    assert.deepEqual(pure.map(({ x, y }) => at(x, y)).sort(), strongest.sort());
  });

  it('phases hold every pixel once, and their means differ as the pattern does', () => {
    const phases = phasesOf(plane, [3, 2]);
    assert.deepEqual(
      phases.map(({ y, x, mean }) => [y, x, mean]),
      [
        [0, 0, 5],
        [0, 1, 9],
        [1, 0, 0],
        [1, 1, 4],
        [2, 0, 0],
        [2, 1, 4],
      ],
    );
    assert.equal(
      phases.reduce((sum, phase) => sum + phase.plane.values.length, 0),
      HEIGHT * WIDTH,
    );
  });
});

describe('ways to look at a picture', function () {
  this.timeout(60_000);
  let stage: Stage;
  let page: Page;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());
  beforeEach(async () => {
    page = await stage.show({ panel: 'preview', fixture: 'article' });
  });
  afterEach(() => page.close());
  const look = (name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click();
  const lens = () => page.locator('#lens');

  it('a click on a pixel shows it and those around it with their numbers; the arrow keys go on from there', async () => {
    const picture = page.getByRole('application');
    const box = await picture.boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + (40.5 * box.width) / 64, box.y + (9.5 * box.height) / 64);
    const cell = lens().locator('td[aria-selected=true]');
    const { values } = meanPlane(maps);
    assert.ok(Math.abs(Number(await cell.innerText()) - (values[9 * 64 + 40] ?? 0)) < 1e-5);
    await page.getByRole('grid', { name: /^Mean of 32 channels/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.getByText('around x 41, y 10').waitFor();
    assert.ok(Math.abs(Number(await cell.innerText()) - (values[10 * 64 + 41] ?? 0)) < 1e-5);
  });

  it('the arrow keys walk through the tabs, and the choice is kept', async () => {
    await page.getByRole('tab', { name: 'Map' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Phases', selected: true }).waitFor();
    assert.equal(await page.evaluate(() => (window.harness.state as { lens: string }).lens), 'phases');
    assert.equal(await lens().getByRole('img').count(), 4);
    assert.match(
      await lens().innerText(),
      /0, 0 mean 0\.04677[\s\S]*1, 1 mean 0\.03688[\s\S]*differ by 50% of the largest/,
    );
  });

  it('the spectrum marks the harmonics of the stride and reads single frequencies', async () => {
    await look('Spectrum');
    assert.equal(await lens().locator('.harmonic').count(), 3);
    assert.match(await lens().innerText(), /47% of the power of all channels stands at the 3 marked harmonics/);
    await page.getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    assert.match(await lens().locator('output').innerText(), /^0\.01563 across {2}0 down {2}10\^-?\d/);
    const drawn = await pixelsOf(page, '#lens canvas');
    assert.deepEqual([drawn.width, drawn.height], [64, 64]);
  });

  it('the overlap map says how many taps feed the pixels', async () => {
    await look('Overlap');
    await lens().getByText('Output pixels are fed by 1 to 4 taps, unevenness 1.333.').waitFor();
    const { width, bytes } = await pixelsOf(page, '#lens canvas');
    const color = (x: number, y: number): string => bytes.slice((y * width + x) * 4, (y * width + x) * 4 + 3).join();
    assert.equal(color(0, 0), color(2, 4));
    assert.equal(new Set([color(0, 0), color(1, 0), color(1, 1)]).size, 3);
  });

  it('looks at the layer against its input and against others, under a wipe and side by side', async () => {
    await look('Compare');
    const last = async (): Promise<unknown> => (await posted(page)).at(-1);
    assert.deepEqual(await last(), { type: 'look-against', what: 'input' });
    await page.evaluate(
      (against) => {
        const { maps: other } = window.harness.fixture as unknown as { maps: object };
        window.harness.feed({ ...window.harness.fixture, against: { ...against, ...other } });
      },
      { kind: 'input', title: AGAINST.against?.title, reason: null },
    );
    const wipe = page.getByRole('slider');
    await wipe.fill('20');
    assert.match(
      (await page.locator('.wipe-over').getAttribute('style')) ?? '',
      /inset\((0px|0) 80% (0px|0) (0px|0)\)/,
    );
    await page.getByRole('button', { name: 'Side by side' }).click();
    assert.equal(await lens().locator('.side-by-side canvas').count(), 2);
    await page.getByRole('combobox', { name: 'Against' }).selectOption('input_layer_1');
    assert.deepEqual(await last(), { type: 'look-against', what: 0 });
    // Nobody looks any more.
    await look('Map');
    await page.waitForTimeout(50);
    assert.deepEqual(await last(), { type: 'look-against', what: null });
  });

  it('fits into 360 pixels', async () => {
    await page.setViewportSize({ width: 360, height: 900 });
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, await tab.innerText());
    }
  });
});
