/** The feature maps of a layer, in the window: every pixel is the engine's, read by the pointer and by the keys. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import type { FeatureMaps } from '../../../extension/protocol.ts';
import { channelPlane, energyByChannel, extentOf, meanPlane } from '../../../webview/shared/planes.ts';
import { layerMaps } from '../suite/engine-truth.ts';
import { drawn, inFolder, page, pixelsOf, preview, show } from './window.ts';

const SIDE = 16;
/** What is written is rounded to four places. */
const ROUNDED = 1e-4;

describe('feature maps in the window', () => {
  let frame: Frame;
  let maps: FeatureMaps;
  before(async () => {
    await show('upsampling.py', '16×16×32');
    frame = await preview('model_transpose');
    maps = await layerMaps({
      file: inFolder('upsampling.py'),
      model: 'model_transpose',
      layer: 'conv2d_transpose',
      stride: [2, 2],
    });
    assert.deepEqual([maps.height, maps.width, maps.channels], [SIDE, SIDE, 32]);
  });

  const picture = () => frame.getByRole('application');
  const placeOf = async (x: number, y: number): Promise<{ x: number; y: number }> => {
    const box = await picture().boundingBox();
    return { x: ((x + 0.5) * (box?.width ?? 0)) / SIDE, y: ((y + 0.5) * (box?.height ?? 0)) / SIDE };
  };
  const readOut = (): Promise<string> => frame.locator('output.read-out').innerText();
  const near = (text: string | undefined, value: number | undefined): void =>
    assert.ok(
      Math.abs(Number(text) - (value ?? NaN)) < ROUNDED * Math.max(1, Math.abs(value ?? 0)),
      `${text}: ${value}`,
    );

  it('read single pixels under the pointer and by the arrow keys', async () => {
    const { values } = meanPlane(maps);
    await picture().hover({ position: await placeOf(10, 3) });
    await frame.getByText('x 10  y 3').waitFor();
    near((await readOut()).split('  ')[2], values[3 * SIDE + 10]);
    await page.mouse.move(5, 5);
    await picture().focus();
    // The first key only shows the marker, at the first pixel.
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    assert.match(await readOut(), /^x 1 {2}y 1 /);
    near((await readOut()).split('  ')[2], values[SIDE + 1]);
  });

  it('show a pixel and those around it with their numbers; the keys go on from there', async () => {
    const { values } = meanPlane(maps);
    await picture().click({ position: await placeOf(10, 3) });
    const cell = frame.locator('#lens td[aria-selected=true]');
    near(await cell.innerText(), values[3 * SIDE + 10]);
    await frame.getByRole('grid', { name: /^Mean of 32 channels/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await frame.getByText('around x 11, y 4').waitFor();
    near(await cell.innerText(), values[4 * SIDE + 11]);
    await frame.getByRole('tab', { name: 'Map', exact: true }).click();
  });

  it('are listed in the order of the channels, of their energy and of their artifacts, and walked through by the keys', async () => {
    const channels = Array.from({ length: maps.channels }, (_, channel) => channel);
    const shares = maps.measured?.shareByChannel;
    assert.ok(shares);
    const energy = energyByChannel(maps);
    const order = frame.getByRole('combobox', { name: 'Order of the channels' });
    const listed = (): Promise<string[]> =>
      frame.locator('.channel').evaluateAll((all) => all.slice(1).map(({ id }) => id.replace('picture-', '')));
    assert.deepEqual(await listed(), channels.map(String));
    for (const [label, by] of [
      ['By artifact share', shares],
      ['By energy', energy],
    ] as const) {
      await order.selectOption(label);
      const values = (await listed()).map((id) => by[Number(id)] ?? NaN);
      assert.equal(values.length, maps.channels);
      assert.deepEqual(
        values,
        values.toSorted((a, b) => b - a),
        label,
      );
    }
    const [strongest = ''] = await listed();
    await frame.getByRole('listbox').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await frame.locator('.inspector-title', { hasText: `Channel ${strongest}` }).waitFor();
    await order.selectOption('By index');
  });

  it('are drawn in the chosen colours over the chosen range', async () => {
    await frame.locator('#picture-5').click();
    const plane = channelPlane(maps, 5);
    assert.deepEqual((await pixelsOf(frame, '.inspector-picture canvas')).bytes, drawn(plane));
    await frame.getByRole('combobox', { name: 'Range of the colors' }).selectOption('shared');
    const { low, high } = extentOf(maps.data);
    const largest = Math.max(Math.abs(low), Math.abs(high));
    for (const [colors, range] of [
      ['gray', { low, high }],
      // Zero in the middle.
      ['signed', { low: -largest, high: largest }],
    ] as const) {
      await frame.getByRole('combobox', { name: 'Colors', exact: true }).selectOption(colors);
      const expected = drawn(plane, colors, range);
      assert.deepEqual((await pixelsOf(frame, '.inspector-picture canvas')).bytes, expected, colors);
      assert.deepEqual((await pixelsOf(frame, '#picture-5 canvas')).bytes, expected, colors);
    }
    await frame.getByRole('combobox', { name: 'Range of the colors' }).selectOption('each');
    await frame.getByRole('combobox', { name: 'Colors', exact: true }).selectOption('viridis');
    await frame.locator('#picture-mean').click();
  });

  it('light up where they stand out at the stride’s frequency, and nowhere else', async () => {
    const toggle = frame.locator('.map-tools .toggle');
    await toggle.click();
    assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
    const { bytes } = await pixelsOf(frame, '.inspector-picture canvas');
    const part = maps.measured?.periodicPart;
    assert.ok(part);
    const lit = [...part].filter((value, pixel) => {
      const [red = 0, green = 0, blue = 0] = bytes.slice(pixel * 4, pixel * 4 + 3);
      const glows = Math.max(red, green, blue) - Math.min(red, green, blue) > 2;
      if (glows) assert.ok(value > 0, `pixel ${pixel} glows without cause`);
      return glows;
    });
    assert.ok(lit.length > SIDE, `${lit.length} pixels are lit`);
    await toggle.click();
  });

  it('have their numbers as a table, and a summary in words', async () => {
    const inspector = frame.locator('.inspector');
    await inspector.getByText('Numbers as a table').click();
    await inspector.getByRole('columnheader').first().waitFor();
    const { values } = meanPlane(maps);
    const cells = inspector.getByRole('row').nth(3).getByRole('cell');
    near(await cells.nth(7).innerText(), values[2 * SIDE + 7]);
    assert.match(
      (await picture().getAttribute('aria-label')) ?? '',
      /^Mean of 32 channels, 16 by 16 pixels, values from \S+ to \S+, \S+ % at the stride’s frequency\. Arrow keys/,
    );
    await inspector.getByText('Numbers as a table').click();
  });
});
