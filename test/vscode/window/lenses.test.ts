/** The other ways to look at a layer's picture, in the window: spectrum, phases, overlap, against another layer. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { SPECTRUM_RANGE, spectrumOf } from '../../../webview/shared/spectrum.ts';
import type { FeatureMaps } from '../../../extension/protocol.ts';
import { extentOf, meanPlane } from '../../../webview/shared/planes.ts';
import { phasesOf } from '../../../webview/preview/phases.ts';
import { layerMaps } from '../suite/engine-truth.ts';
import { drawn, inFolder, page, pixelsOf, preview, show } from './window.ts';

const STRIDE = [2, 2] as const;

describe('ways to look at a picture, in the window', () => {
  let frame: Frame;
  let maps: FeatureMaps;
  before(async () => {
    await show('upsampling.py', '16×16×32');
    frame = await preview('model_transpose');
    maps = await layerMaps({
      file: inFolder('upsampling.py'),
      model: 'model_transpose',
      layer: 'conv2d_transpose',
      stride: STRIDE,
    });
  });
  const look = (name: string): Promise<void> => frame.getByRole('tab', { name, exact: true }).click();
  const lens = () => frame.locator('#lens');
  after(() => look('Map'));

  it('the spectrum is the picture’s own, with the harmonics of the stride marked', async () => {
    await look('Spectrum');
    assert.equal(await lens().locator('.harmonic').count(), 3);
    const { plane } = spectrumOf(meanPlane(maps), STRIDE);
    assert.deepEqual((await pixelsOf(frame, '#lens canvas')).bytes, drawn(plane, 'viridis', SPECTRUM_RANGE));
    const percent = Math.round((maps.measured?.share ?? NaN) * 100);
    assert.match(
      await lens().innerText(),
      new RegExp(`${percent}% of the power of all channels stands at the 3 marked harmonics`),
    );
    await frame.getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    assert.match(await lens().locator('output').innerText(), /^0\.0625 across {2}0 down {2}10\^-?\d/);
  });

  it('the phases are the picture taken apart by the stride, each with its mean', async () => {
    await look('Phases');
    const phases = phasesOf(meanPlane(maps), STRIDE);
    const range = extentOf(meanPlane(maps).values);
    const seen = await lens().getByRole('img').count();
    assert.equal(seen, phases.length);
    for (const [index, phase] of phases.entries()) {
      const { bytes } = await pixelsOf(frame, `#lens canvas >> nth=${index}`);
      assert.deepEqual(bytes, drawn(phase.plane, 'viridis', range), `phase ${phase.y}, ${phase.x}`);
      const caption = await lens().locator('figcaption').nth(index).innerText();
      const [, mean] = /mean (\S+)/.exec(caption) ?? [];
      assert.ok(Math.abs(Number(mean) - phase.mean) < 1e-4, caption);
    }
  });

  it('the overlap says how many taps feed each pixel', async () => {
    await look('Overlap');
    await lens().getByText('Output pixels are fed by 1 to 4 taps, unevenness 1.333.').waitFor();
    const { width, bytes } = await pixelsOf(frame, '#lens canvas');
    const color = (x: number, y: number): string => bytes.slice((y * width + x) * 4, (y * width + x) * 4 + 3).join();
    assert.equal(color(0, 0), color(2, 4));
    assert.equal(new Set([color(0, 0), color(1, 0), color(1, 1)]).size, 3);
  });

  it('the layer lies on its input under a wipe, moved by slider and pointer, or stands beside it', async () => {
    await look('Compare');
    const wipe = frame.getByRole('slider', { name: /^Wipe between/ });
    await wipe.waitFor();
    await wipe.fill('20');
    const over = frame.locator('.wipe-over');
    assert.match((await over.getAttribute('style')) ?? '', /inset\((0px|0) 80% (0px|0) (0px|0)\)/);
    await frame.locator('.wipe').click({ position: { x: 2, y: 20 } });
    assert.ok(Number(await wipe.inputValue()) < 5);
    await frame.getByRole('button', { name: 'Side by side' }).click();
    const sides = lens().locator('.side-by-side canvas');
    assert.equal(await sides.count(), 2);
    const widths = await sides.evaluateAll((all) => all.map((one) => (one as HTMLCanvasElement).width));
    assert.deepEqual(widths, [8, 16]);
    assert.deepEqual((await pixelsOf(frame, '.side-by-side canvas >> nth=1')).bytes, drawn(meanPlane(maps)));
  });

  it('and against any other layer', async () => {
    await frame.getByRole('combobox', { name: 'Against' }).selectOption('input_layer_1');
    await frame
      .getByText(/input_layer_1/)
      .last()
      .waitFor();
    await frame.locator('.side-by-side figcaption', { hasText: 'input_layer_1' }).waitFor();
    await frame.getByRole('button', { name: 'Side by side' }).click();
    await frame.getByRole('slider', { name: 'Wipe between input_layer_1 and conv2d_transpose' }).waitFor();
  });
});
