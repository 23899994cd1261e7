/** The other samples in the real editor: a Keras U-Net with open sizes, PyTorch modules, models whose parts stand in another file. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  hasScreen,
  hints,
  hoverText,
  lensTitles,
  lineOf,
  open,
  replace,
  revertAndClose,
  samplePath,
  screen,
  until,
} from './workspace.ts';

describe('a U-Net of open size', () => {
  let document: vscode.TextDocument;

  before(async () => {
    ({ document } = await open('unet.py'));
    await until('facts', async () => (await hints(document)).size > 0);
  });

  it('hints at the shapes of every turn of a loop', async () => {
    const found = await hints(document);
    assert.equal(found.get(lineOf(document, 'inputs = keras.Input')), '→ H×W×3');
    assert.equal(found.get(lineOf(document, 'x = layers.MaxPooling2D()(x)')), '→ H//2×W//2×32 (4 shapes)');
    assert.equal(found.get(lineOf(document, 'x = double_conv(x, 2 * FILTERS[-1])')), '→ H//16×W//16×512');
    assert.equal(found.get(lineOf(document, 'x = inputs')), undefined, 'a new name is no new shape');
  });

  it('hovers over a layer made in a loop with the flow of every turn', async () => {
    const text = await hoverText(document, 'Concatenate()');
    assert.match(text, /H\/\/8×W\/\/8×256, 2\\\*\(H\/\/16\)×2\\\*\(W\/\/16\)×256 → H\/\/8×W\/\/8×512/);
    assert.match(text, /H×W×32, 2\\\*\(H\/\/2\)×2\\\*\(W\/\/2\)×32 → H×W×64/);
  });

  it('hovers over an argument with the shapes it had there', async () => {
    const text = await hoverText(document, 'skip, x])');
    assert.match(text, /`skip` tensor/);
    assert.match(text, /H\/\/8×W\/\/8×256/);
    assert.match(text, /H×W×32/);
  });

  it('tells which input sizes the model accepts', async () => {
    const text = await hoverText(document, 'model = unet()');
    assert.match(text, /7,769,028/);
    assert.match(text, /`H % 16 == 0`, `W % 16 == 0`/);
  });

  it('previews it at a size of ours and says why another does not fit', async function () {
    if (!hasScreen()) this.skip();
    await vscode.commands.executeCommand('layerscope.preview');
    const text = await until('the constraint', async () => {
      const seen = await screen<string>('previewText');
      return seen.includes('H % 16 == 0') && /\d m?s(ec)? · /.test(seen) ? seen : null;
    });
    assert.match(text, /7,769,028/);
    const rows = await screen<string[][]>('previewRows');
    assert.equal(rows.filter((row) => row.length > 0).length, 69, '68 layers and the totals');
    assert.ok(rows.some((row) => row.join(' ').includes('conv2d_transpose_3') && row.join(' ').includes('64×64×32')));
    await screen('previewFill', { label: 'Input height', value: 40 });
    const reason = await until('the reason', async () =>
      /An input of 40×64 does not fit:[^\n]*/.exec(await screen<string>('previewText')),
    );
    assert.match(reason[0], /5.*4|4.*5/, 'both sizes that the first skip joins');
    await until('the layers before it', async () => (await screen<string>('previewText')).includes('40×64×32'));
    await vscode.commands.executeCommand('layerscope.preview');
  });
});

describe('PyTorch modules', () => {
  let document: vscode.TextDocument;

  before(async () => {
    ({ document } = await open('decoder.py'));
    await until('facts', async () => (await hints(document)).size > 0);
  });

  it('hints inside forward, and nowhere where the line does something else with a shape', async () => {
    const found = await hints(document);
    assert.equal(found.get(lineOf(document, 'x = self.project(code).view')), '→ 1×64×8×8');
    assert.equal(found.get(lineOf(document, 'return torch.sigmoid')), '→ 1×3×64×64');
    assert.equal(found.get(lineOf(document, 'kernel_size=4')), '→ 1×16×32×32');
    assert.equal(found.get(lineOf(document, 'print(decoder(')), undefined);
  });

  it('hovers over a layer inside Sequential, a parameter of forward and the class', async () => {
    const layer = await hoverText(document, 'ConvTranspose2d(width, width // 2');
    assert.match(layer, /1×64×8×8 → 1×32×16×16/);
    assert.match(layer, /64·32·3·3 \+ 32|3·3·64·32 \+ 32/);
    assert.match(layer, /18,464/);
    assert.match(layer, /checkerboard/);
    assert.match(await hoverText(document, 'code):', 0), /`code` tensor[^]*1×64/);
    assert.match(await hoverText(document, 'class Decoder', 'class '.length), /Decoder\*\* PyTorch model, 8 layers/);
  });

  it('puts a lens over the class', async () => {
    const line = lineOf(document, 'class Decoder');
    assert.ok((await lensTitles(document)).some((title) => title.startsWith(`${line}: 293K parameters`)));
  });

  it('previews the layers with their paths', async function () {
    if (!hasScreen()) this.skip();
    await vscode.commands.executeCommand('layerscope.preview');
    const rows = await until('the rows', async () => {
      const seen = await screen<string[][]>('previewRows');
      return seen.some(([name]) => name === 'up.0') ? seen : null;
    });
    const text = rows.map((row) => row.join(' ')).find((row) => row.startsWith('up.0')) ?? '';
    assert.match(text, /ConvTranspose2d.*1×32×16×16.*18,464/);
  });
});

describe('a model whose parts stand in another file', () => {
  const blocks = (): vscode.Uri => vscode.Uri.file(samplePath('blocks.py'));
  const main = (): vscode.Uri => vscode.Uri.file(samplePath('assembled.py'));
  const write = (uri: vscode.Uri, text: string): Thenable<void> =>
    vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  let document: vscode.TextDocument;

  before(async () => {
    await write(
      blocks(),
      'from torch import nn\n\n\nclass Double(nn.Module):\n    def __init__(self, width):\n        super().__init__()\n' +
        '        self.up = nn.ConvTranspose2d(width, width, 4, stride=2, padding=1)\n\n' +
        '    def forward(self, x):\n        return self.up(x)\n',
    );
    await write(
      main(),
      'import torch\nfrom blocks import Double\n\nmodel = Double(8)\ny = model(torch.randn(1, 8, 16, 16))\n',
    );
    ({ document } = await open('assembled.py'));
  });
  after(async () => {
    await revertAndClose();
    for (const uri of [blocks(), main()]) await vscode.workspace.fs.delete(uri);
  });

  it('reads it', async () => {
    await until('the hint', async () => (await hints(document)).get(lineOf(document, 'y = model')) === '→ 1×8×32×32');
    assert.match(await hoverText(document, 'model = Double', 0), /1,032/);
    assert.match(await hoverText(document, 'y = model', 0), /1×8×32×32/);
  });

  it('has what goes wrong in the other file where this one leads to it, with the way there', async () => {
    const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await replace(editor, 'randn(1, 8', 'randn(1, 5');
    const found = await until('the problem', () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .find(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    );
    assert.match(found.message, /^In blocks\.py: in_channels is 8, but the input has 5 channels\./);
    assert.equal(document.getText(found.range), 'model(torch.randn(1, 5, 16, 16))');
    const [related] = found.relatedInformation ?? [];
    assert.equal(related?.location.uri.fsPath, blocks().fsPath);
    assert.equal(related.location.range.start.line + 1, 7);
    await replace(editor, 'randn(1, 5', 'randn(1, 8');
    await until('no problem', () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error),
    );
  });

  it('follows the other file as it is typed, before it is saved', async () => {
    const other = await vscode.workspace.openTextDocument(blocks());
    const editor = await vscode.window.showTextDocument(other, vscode.ViewColumn.One);
    await replace(editor, '4, stride=2, padding=1', '4, stride=4');
    await until('the hint', async () => (await hints(document)).get(lineOf(document, 'y = model')) === '→ 1×8×64×64');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});

describe('a model outside of the workspace', () => {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-elsewhere-')));
  const write = (name: string, text: string): void => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  };
  const block = (width: number): string =>
    `from torch import nn\nfrom .sizes import KERNEL\n\n\ndef block():\n    return nn.Sequential(nn.Conv2d(3, ${width}, KERNEL))\n`;
  let document: vscode.TextDocument;
  const hintIs = (hint: string): Promise<boolean> =>
    until(hint, async () => (await hints(document)).get(lineOf(document, 'y = model')) === hint);

  before(async () => {
    write('parts/__init__.py', '');
    write('parts/sizes.py', 'KERNEL = 3\n');
    write('parts/blocks.py', block(4));
    write(
      'main.py',
      'import torch\nfrom parts.blocks import block\n\nmodel = block()\ny = model(torch.rand(1, 3, 8, 8))\n',
    );
    document = await vscode.workspace.openTextDocument(path.join(folder, 'main.py'));
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  });
  after(async () => {
    await revertAndClose();
    fs.rmSync(folder, { recursive: true });
  });

  it('is read with the packages beside it', () => hintIs('→ 1×4×6×6'));

  it('follows them when they change on the disk', async () => {
    write('parts/blocks.py', block(16));
    await hintIs('→ 1×16×6×6');
    write('parts/sizes.py', 'KERNEL = 5\n');
    await hintIs('→ 1×16×4×4');
  });
});
