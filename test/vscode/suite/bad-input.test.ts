/** What goes wrong in practice: one clear sentence in the panel, and the rest stays alive. */
import assert from 'node:assert/strict';
import { encode } from 'fast-png';
import * as vscode from 'vscode';
import { hasScreen, open, openText, positionOf, replace, revertAndClose, screen, until } from './workspace.ts';

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: readonly number[];
}

const SIDE = 8;

/** A picture in which every pixel is another colour. */
function ownPicture(): { readonly base64: string; readonly bytes: readonly number[] } {
  const data = Uint8Array.from({ length: SIDE * SIDE * 4 }, (_, at) => {
    const pixel = Math.floor(at / 4);
    return [(pixel % SIDE) * 30, Math.floor(pixel / SIDE) * 30, (pixel * 37) % 256, 255][at % 4] ?? 0;
  });
  const png = encode({ width: SIDE, height: SIDE, channels: 4, depth: 8, data });
  return { base64: Buffer.from(png).toString('base64'), bytes: [...data] };
}

const shows = (pattern: RegExp): Promise<boolean> =>
  until(String(pattern), async () => pattern.test(await screen<string>('previewText')));
const READY = /\d m?s(ec)? · /;

describe('bad input, seen in the panel', function () {
  before(async function () {
    if (!hasScreen()) {
      console.log('      (desktop VS Code: there is no browser to drive, so the panel is looked at in CI only)');
      this.skip();
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  describe('pictures', () => {
    before(async () => {
      await open('upsampling.py');
      await vscode.commands.executeCommand('layerscope.preview');
      await shows(READY);
    });

    it('draws the user’s own picture', async () => {
      const { base64, bytes } = ownPicture();
      await screen('previewDrop', { name: 'mine.png', base64 });
      await until('the picture', async () => {
        const seen = await screen<Pixels | null>('previewPixels', '.tile canvas');
        assert.deepEqual(seen, { width: SIDE, height: SIDE, bytes });
        return true;
      });
      await shows(READY);
    });

    it('says that a file is no picture, and keeps what was drawn', async () => {
      const before = await screen<Pixels | null>('previewPixels', '.tile canvas');
      await screen('previewDrop', { name: 'notes.png', base64: Buffer.from('not a picture').toString('base64') });
      await shows(/“notes\.png” is not a picture that can be decoded/);
      assert.deepEqual(await screen<Pixels | null>('previewPixels', '.tile canvas'), before);
    });

    it('goes on with the next picture', async () => {
      await screen('previewChoose', 'Scene');
      await until('no complaint', async () => !/notes\.png/.test(await screen<string>('previewText')));
    });
  });

  it('refuses a run above the memory limit with both figures, and runs again when it may', async () => {
    const settings = vscode.workspace.getConfiguration('layerscope');
    await open('unet.py');
    await vscode.commands.executeCommand('layerscope.preview');
    await shows(READY);
    await settings.update('preview.memoryLimit', 16, true);
    try {
      await shows(/unet would need [\d.]+ MB for this input, more than the limit of 16 MB/);
      assert.match(await screen<string>('previewText'), /7,769,028/, 'the layers stay');
    } finally {
      await settings.update('preview.memoryLimit', undefined, true);
    }
    await shows(READY);
  });

  it('draws what stands before a layer that cannot be run, and says why the rest is not', async () => {
    await openText(
      'import keras\nfrom keras import layers\ni = keras.Input((8, 8, 3))\n' +
        'a = layers.Conv2D(4, 3, padding="same", name="before")(i)\n' +
        'b = layers.Masking(name="masked")(a)\n' +
        'model = keras.Model(i, layers.Conv2D(2, 3, padding="same", name="after")(b), name="partly")\n',
    );
    await vscode.commands.executeCommand('layerscope.preview');
    await shows(READY);
    await screen('previewRow', 'before');
    await until(
      'the maps',
      async () => (await screen<Pixels | null>('previewPixels', '#picture-0 canvas'))?.width === 8,
    );
    await screen('previewRow', 'masked');
    await shows(/Nothing to draw here: \S+/);
    await screen('previewRow', 'before');
    await until('the maps again', async () =>
      Boolean(await screen<Pixels | null>('previewPixels', '#picture-3 canvas')),
    );
  });

  it('says that a file has no model, and wakes up when it has one', async () => {
    const editor = await openText('import keras\n');
    await vscode.commands.executeCommand('layerscope.preview');
    await shows(/No model found in this file/);
    await replace(
      editor,
      'import keras\n',
      'import keras\nmodel = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.UpSampling2D()])\n',
    );
    await shows(/16×16×1/);
  });

  it('stays when the file is closed, hidden panels catch up when they are shown', async () => {
    const editor = await open('upsampling.py');
    await vscode.commands.executeCommand('layerscope.preview');
    await shows(/up_sampling2d/);
    await shows(READY);
    // Another editor over the panel: it is hidden, and its page is gone.
    const over = await vscode.workspace.openTextDocument({ language: 'plaintext', content: 'over the panel' });
    await vscode.window.showTextDocument(over, { viewColumn: vscode.ViewColumn.Two });
    await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
    await replace(editor, 'strides=(2, 2)', 'strides=(4, 4)');
    await vscode.window.showTextDocument(over, { viewColumn: vscode.ViewColumn.Two });
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await screen('previewChoose', 'model_transpose');
    await shows(/32×32×32/);
    await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
    await revertAndClose();
    await screen('previewRow', 'conv2d_transpose');
    await shows(/896/);
    await shows(/Conv2DTranspose/);
  });

  it('recovers from a restart of the workers', async () => {
    const editor = await open('upsampling.py');
    await vscode.commands.executeCommand('layerscope.preview');
    await shows(READY);
    await vscode.commands.executeCommand('layerscope.restart');
    await replace(editor, 'model_upsampling = Model', 'model_upsampling  = Model');
    await shows(READY);
    await until('maps', async () => (await screen<Pixels | null>('previewPixels', '#picture-0 canvas')) !== null);
    assert.ok(positionOf(editor.document, 'model_upsampling  ='));
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
