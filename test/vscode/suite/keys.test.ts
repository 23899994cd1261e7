/** Every command that has a key, by that key. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  findings,
  hasScreen,
  hints,
  lineOf,
  openText,
  positionOf,
  revertAndClose,
  screen,
  until,
} from './workspace.ts';

const TORCH = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.a = nn.Conv2d(channels, 8, 3, padding=1)
        self.b = nn.ConvTranspose2d(8, 4, 3, stride=2)

    def forward(self, x):
        return self.b(self.a(x))


net = Net(3)
`;

describe('keys', () => {
  let editor: vscode.TextEditor;

  before(function () {
    if (!hasScreen()) this.skip();
  });
  beforeEach(async () => {
    editor = await openText(TORCH);
    await until('a finding', () => findings(editor.document)[0]);
  });
  afterEach(async () => {
    await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
    await revertAndClose();
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
  });

  const cursorOn = (text: string): void => {
    const position = positionOf(editor.document, text, 1);
    editor.selection = new vscode.Selection(position, position);
  };
  const press = async (keys: string): Promise<void> => {
    await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
    await screen('key', keys);
  };
  const compared = (pattern: RegExp): Promise<boolean> =>
    until(String(pattern), async () => pattern.test(await screen<string>('compareText')));

  it('Ctrl+Alt+L previews', async () => {
    await press('Control+Alt+L');
    await until('the layers', async () => (await screen<string>('previewText')).includes('ConvTranspose2d'));
  });

  it('Ctrl+Alt+U compares, Ctrl+Alt+E explains', async () => {
    cursorOn('nn.ConvTranspose2d');
    await press('Control+Alt+U');
    await compared(/ConvTranspose2d on [^]*Ways to write it[^]*Sort by/);
    await press('Control+Alt+E');
    await compared(/unevenness 1\.333/);
    await screen('compareTab', 'Ways to write it');
  });

  it('Alt+F9 and Shift+Alt+F9 go through the findings', async () => {
    const line = findings(editor.document)[0]?.range.start.line;
    for (const keys of ['Alt+F9', 'Shift+Alt+F9']) {
      editor.selection = new vscode.Selection(0, 0, 0, 0);
      await press(keys);
      await until(keys, () => editor.selection.active.line > 0);
    }
    assert.ok(line !== undefined && line > 0);
  });

  it('Ctrl+Alt+Y copies the summary as torchinfo prints it', async () => {
    await press('Control+Alt+Y');
    await screen('pick', 'As torchinfo prints it');
    const text = await until('the summary', async () => {
      const copied = await vscode.env.clipboard.readText();
      return copied.includes('ConvTranspose2d') ? copied : null;
    });
    assert.match(text, /Total params: 516/);
  });

  it('Ctrl+Alt+I writes an example input', async () => {
    cursorOn('class Net');
    await press('Control+Alt+I');
    await until('the comment', () => editor.document.getText().includes('# layerscope: Net(3) on (1, 3, 256, 256)'));
  });

  it('Ctrl+Alt+H shows and hides the shapes that wait for it', async () => {
    const settings = vscode.workspace.getConfiguration('layerscope');
    await settings.update('inlayHints.show', 'onKeyPress', vscode.ConfigurationTarget.Global);
    try {
      const shown = async (): Promise<boolean> =>
        (await hints(editor.document)).has(lineOf(editor.document, 'return self.b'));
      await until('no hint', async () => !(await shown()));
      await press('Control+Alt+H');
      await until('the hint', shown);
      await press('Control+Alt+H');
      await until('no hint again', async () => !(await shown()));
    } finally {
      await settings.update('inlayHints.show', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
