/** What goes into the preview, in the window: size, picture, weights; how far the run is, and its end. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { encode } from 'fast-png';
import type { Frame } from 'playwright-core';
import { channelPlane } from '../../../webview/shared/planes.ts';
import { ended } from '../panels.mjs';
import { layerMaps } from '../suite/engine-truth.ts';
import { drawn, inFolder, page, pixelsOf, preview, show, showText, soon, ui } from './window.ts';

/** Takes seconds on any machine. */
const LONG = `import keras
from keras import layers

inputs = keras.Input((512, 512, 3))
x = inputs
for _ in range(12):
    x = layers.Conv2D(64, 5, padding="same", activation="relu")(x)
endless = keras.Model(inputs, x, name="endless")
`;

const layer = { model: 'model_transpose', layer: 'conv2d_transpose' };

describe('what goes into the preview, in the window', () => {
  let frame: Frame;

  describe('size, weights and picture', () => {
    before(async () => {
      await show('upsampling.py', '16×16×32');
      frame = await preview('model_transpose');
    });
    const size = (side: 'height' | 'width') => frame.getByRole('spinbutton', { name: `Input ${side}` });
    /** Waits until a channel is drawn as the engine computes it with the weights. */
    const drawnWith = async (weights: Parameters<typeof layerMaps>[0]['weights'] & object): Promise<void> => {
      const maps = await layerMaps({ file: inFolder('upsampling.py'), ...layer, weights });
      for (const channel of [0, 9]) {
        const expected = drawn(channelPlane(maps, channel));
        await soon(async () => assert.deepEqual((await pixelsOf(frame, `#picture-${channel} canvas`)).bytes, expected));
      }
    };

    it('another size is run, one that fits is offered, and the one of the code comes back', async () => {
      await size('height').fill('12');
      await size('height').press('Enter');
      await frame.getByText('24×16×32').first().waitFor();
      await soon(async () => assert.equal((await pixelsOf(frame, '#picture-0 canvas')).height, 24));
      await frame.getByRole('combobox', { name: 'Sizes that fit' }).selectOption('32');
      await frame.getByText('64×64×32').first().waitFor();
      await frame.getByRole('button', { name: 'Back to the size the code says' }).click();
      await frame.getByText('16×16×32').first().waitFor();
      await ended(ui, frame);
      // No size at all is put back.
      await size('width').fill('0');
      await size('width').press('Enter');
      await soon(async () => assert.equal(await size('width').inputValue(), '8'));
    });

    it('the weights are drawn from another seed, are all ones, or interpolate', async () => {
      const weights = frame.getByRole('combobox', { name: 'Weights' });
      const seed = frame.getByRole('spinbutton', { name: 'Seed' });
      await drawnWith({ kind: 'initial', seed: 1 });
      await seed.fill('42');
      await seed.press('Enter');
      await drawnWith({ kind: 'initial', seed: 42 });
      await weights.selectOption('All ones');
      await seed.waitFor({ state: 'detached' });
      await drawnWith({ kind: 'ones' });
      await weights.selectOption('Bilinear');
      await drawnWith({ kind: 'bilinear', seed: 1 });
      await frame.getByRole('button', { name: 'Draw new weights' }).click();
      await soon(async () => assert.notEqual(await seed.inputValue(), '1'));
      await drawnWith({ kind: 'bilinear', seed: Number(await seed.inputValue()) });
      await weights.selectOption('Initial');
      await ended(ui, frame);
    });

    it('an own picture is chosen from the disk, and dropped on the panel', async () => {
      const own = (red: number): Uint8Array => {
        const data = Uint8Array.from({ length: 8 * 8 * 3 }, (_, at) => [red, (at * 5) % 256, 40][at % 3] ?? 0);
        return encode({ width: 8, height: 8, channels: 3, depth: 8, data });
      };
      const red = async (): Promise<number | undefined> => (await pixelsOf(frame, '.tile canvas')).bytes[0];
      fs.writeFileSync(inFolder('chosen.png'), own(210));
      await frame.getByRole('combobox', { name: 'Input', exact: true }).selectOption('Choose file…');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'chosen.png' }).click();
      await frame
        .getByRole('combobox', { name: 'Input', exact: true })
        .getByText('chosen.png')
        .waitFor({ state: 'attached' });
      await soon(async () => assert.equal(await red(), 210));
      await frame.locator('main').evaluate(
        (main, bytes) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([new Uint8Array(bytes)], 'dropped.png'));
          main.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
        },
        [...own(90)],
      );
      await frame
        .getByRole('combobox', { name: 'Input', exact: true })
        .getByText('dropped.png')
        .waitFor({ state: 'attached' });
      await soon(async () => assert.equal(await red(), 90));
      await frame.getByRole('combobox', { name: 'Input', exact: true }).selectOption('Zone plate');
      await soon(async () => assert.notEqual(await red(), 90));
    });
  });

  it('a long run says how far it is, and ends when it is cancelled', async () => {
    await showText('endless.py', LONG, '512×512×64');
    await ui.command('Layerscope: Preview Model');
    frame = await ui.webview(() => document.title === 'Layerscope' && Boolean(document.querySelector('main')));
    await frame.getByRole('progressbar').waitFor();
    await frame
      .getByText(/\d of \d+/)
      .first()
      .waitFor();
    await frame.getByRole('button', { name: 'Cancel' }).click();
    await frame
      .getByText(/Cancelled/i)
      .first()
      .waitFor();
    assert.equal(await frame.getByRole('progressbar').count(), 0);
    // The table stays, and the next run is a whole one.
    assert.ok((await frame.getByRole('row').count()) > 8);
  });
});
