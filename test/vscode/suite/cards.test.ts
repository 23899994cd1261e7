/** Cards and hints in the real editor: every kind of name that a card stands at, and what can be done with a hint. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  hasScreen,
  hints,
  hoverText,
  lineOf,
  open,
  openText,
  positionOf,
  revertAndClose,
  screen,
  until,
} from './workspace.ts';

const TORCH = `import torch
from torch import nn


class Up(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.up = nn.ConvTranspose2d(i, o, 3, stride=2)

    def forward(self, x):
        y = self.up(x)
        return torch.relu(y)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1)
        self.big = Up(8, 4)
        self.small = Up(4, 2)

    def forward(self, picture):
        seen = self.first(picture)
        large = self.big(seen)
        return self.small(large)


net = Net()
result = net(torch.zeros(1, 3, 16, 16))
`;
const KERAS = `import keras
from keras import layers

i = keras.Input((16, 16, 3))
conv = layers.Conv2D(4, 3, padding="same", name="conv")
x = conv(i)
model = keras.Model(i, x)
odd = layers.Dense(int(input()))(x)
`;

async function opened(text: string): Promise<vscode.TextDocument> {
  const { document } = await openText(text);
  await until('facts', async () => (await hints(document)).size > 0);
  return document;
}

describe('cards in the editor', () => {
  let document: vscode.TextDocument;

  describe('of PyTorch modules', () => {
    before(async () => {
      document = await opened(TORCH);
    });
    after(revertAndClose);

    it('stand at an attribute, where it is made and where it is called', async () => {
      for (const [at, within] of [
        ['self.first = ', 6],
        ['self.first(picture)', 7],
      ] as const)
        assert.match(await hoverText(document, at, within), /Conv2d.*`first`[^]*1×3×16×16 → 1×8×16×16[^]*224/);
    });

    it('list each shape of shared code with the way that led there', async () => {
      for (const [at, within] of [
        ['self.up = ', 6],
        ['self.up(x)', 6],
      ] as const) {
        const text = await hoverText(document, at, within);
        assert.match(text, /1×8×16×16 → 1×4×33×33\*\* <small>Net.forward › self.big<\/small>/);
        assert.match(text, /1×4×33×33 → 1×2×67×67\*\* <small>Net.forward › self.small<\/small>/);
      }
    });

    it('stand at the parameters of forward, the model’s and that of a shared module', async () => {
      assert.match(await hoverText(document, 'picture):', 2), /`picture` tensor[^]*1×3×16×16/);
      assert.match(await hoverText(document, 'x):', 0), /`x` tensor[^]*1×8×16×16[^]*1×4×33×33/);
    });

    it('stand at a module of the user’s own, its class and the model', async () => {
      assert.match(await hoverText(document, 'self.big(seen)', 6), /\*\*Up\*\*[^]*→ 1×4×33×33/);
      assert.match(await hoverText(document, 'class Net', 6), /\*\*Net\*\* PyTorch model/);
      assert.match(await hoverText(document, 'net = Net', 1), /\*\*\w+\*\* PyTorch model/);
    });
  });

  describe('of Keras', () => {
    before(async () => {
      document = await opened(KERAS);
    });
    after(revertAndClose);

    it('stand at a layer’s variable, where it is made and where it is called', async () => {
      assert.match(await hoverText(document, 'conv = ', 1), /Conv2D.*`conv`[^]*3·3·3·4 \+ 4 = \*\*112\*\*/);
      assert.match(await hoverText(document, 'conv(i)', 1), /16×16×3 → 16×16×4[^]*Receptive field \| 3×3 of the input/);
    });

    it('say the first cause where something is not known', async () => {
      assert.match(await hoverText(document, 'odd = ', 1), /not inferred: .*what a user types/);
    });
  });
});

describe('hints in the editor', () => {
  let document: vscode.TextDocument;

  before(async () => {
    // Beside a panel the end of a long line is out of sight, and the hint with it.
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    ({ document } = await open('upsampling.py'));
    await until('hints', async () => (await hints(document)).size > 0);
  });

  it('say shape and parameters in parts, of which the second leads to the layer', async () => {
    const settings = vscode.workspace.getConfiguration('layerscope');
    await settings.update('inlayHints.parameters', true, vscode.ConfigurationTarget.Global);
    try {
      const parts = await until('both parts', async () => {
        const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
          'vscode.executeInlayHintProvider',
          document.uri,
          new vscode.Range(0, 0, document.lineCount, 0),
        );
        const hint = found.find(({ position }) => position.line + 1 === lineOf(document, ')(inputs_b)'));
        return Array.isArray(hint?.label) && hint.label.length === 2 ? hint.label : null;
      });
      assert.deepEqual(
        parts.map(({ value }) => value),
        ['→ 16×16×32', '  896 parameters'],
      );
      const there = parts[1]?.location;
      assert.equal(there?.uri.toString(), document.uri.toString());
      assert.ok(document.getText(there.range).startsWith('Conv2DTranspose('));
    } finally {
      await settings.update('inlayHints.parameters', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('have the whole card as their tooltip', async function () {
    if (!hasScreen()) this.skip();
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    // The first hint of this shape: of the convolution.
    await until('the tooltip', async () => {
      const text = await screen<string>('hover', '→ 16×16×32');
      return /Conv2D\s+conv2d[^]*16×16×3 → 16×16×32[^]*3·3·3·32 \+ 32 = 896[^]*Receptive field/.test(text);
    });
  });

  it('open the preview by a click with Ctrl', async function () {
    if (!hasScreen()) this.skip();
    const editor = await open('upsampling.py');
    await until('the hint', async () => (await screen<string>('editorText')).includes('→ 16×16×32'));
    editor.revealRange(new vscode.Range(0, 0, 0, 0));
    assert.ok(positionOf(document, 'refined = '));
    await screen('ctrlClick', '→ 16×16×32');
    await until('its model', async () => (await screen<string>('previewText')).includes('up_sampling2d'));
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
  });
});
