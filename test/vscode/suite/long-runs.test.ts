/** Runs that take a while in the real VS Code: a sketch first, refined in place; and what has no room, with the size that has. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hasScreen, openText, screen, until } from './workspace.ts';

/** A U-Net of two levels on square pictures. */
const unet = (size: number): string => `import keras
from keras import layers
x = i = keras.Input((${size}, ${size}, 3))
skips = []
for level in range(2):
    x = layers.Conv2D(32 << level, 3, padding='same', activation='relu')(x)
    skips.append(x)
    x = layers.MaxPooling2D()(x)
x = layers.Conv2D(128, 3, padding='same', activation='relu')(x)
for level in (1, 0):
    x = layers.Conv2DTranspose(32 << level, 2, strides=2)(x)
    x = layers.concatenate([skips[level], x])
    x = layers.Conv2D(32 << level, 3, padding='same', activation='relu')(x)
long_run = keras.Model(i, layers.Conv2D(1, 1)(x), name='long_run')
`;

describe('long runs in the preview', () => {
  before(async function () {
    if (!hasScreen()) this.skip();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('show a sketch, which the maps of the run take the place of', async () => {
    await openText(unet(256));
    await screen('command', 'Layerscope: Preview Model');
    await until('the sketch', async () =>
      /Preview from an input of (\d+)×\1, until/.test(await screen<string>('previewText')),
    );
    const text = await until('the maps of the run', async () => {
      const seen = await screen<string>('previewText');
      return seen.includes('Preview from an input') || !/(ms|sec) · [\d.]+ [MG]B/.test(seen) ? null : seen;
    });
    assert.match(text, /256×256/);
  }).timeout(60_000);

  it('are refused where there is no room, with the size that has', async () => {
    await openText(unet(4096));
    await screen('command', 'Layerscope: Preview Model');
    const text = await until('the refusal', async () => {
      const seen = await screen<string>('previewText');
      return seen.includes('The largest input that fits is') ? seen : null;
    });
    assert.match(text, /long_run would need [\d.]+ GB for this input, more than the limit of 1 GB/);
    const [, side = ''] = /fits is (\d+)×\1/.exec(text) ?? [];
    assert.ok(Number(side) >= 512 && Number(side) < 4096 && Number(side) % 32 === 0, side);
  }).timeout(60_000);
});
