/** The cursor, the row and the node are one layer, whichever is moved; and what the preview hands out is a file. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { hasScreen, lineOf, open, positionOf, samplePath, screen, until } from './workspace.ts';

describe('the layer under the cursor', () => {
  let editor: vscode.TextEditor;
  const cursorOn = (text: string): void => {
    const position = positionOf(editor.document, text, 1);
    editor.selection = new vscode.Selection(position, position);
  };
  const selected = (): Promise<string | null> => screen<string | null>('previewSelected');

  before(async function () {
    if (!hasScreen()) this.skip();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    editor = await open('decoder.py');
    await vscode.commands.executeCommand('layerscope.preview');
    await until('the rows', async () => (await screen<string[][]>('previewRows')).some(([name]) => name === 'up.0'));
    editor = await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is the selected row', async () => {
    for (const [text, name] of [
      ['nn.Linear(code', 'project'],
      ['nn.ConvTranspose2d(width // 2', 'up.3'],
      ['nn.ConvTranspose2d(width // 4', 'up.6'],
    ] as const) {
      cursorOn(text);
      await until(name, async () => (await selected()) === name);
    }
  });

  it('is gone to from its row', async () => {
    await screen('previewRow', '0');
    await until('the row', async () => (await selected()) === 'up.0');
    // The cursor stays until somebody asks to go there.
    assert.equal(editor.selection.active.line + 1, lineOf(editor.document, 'nn.ConvTranspose2d(width // 4'));
    await screen('key', 'Enter');
    const called = lineOf(editor.document, 'return torch.sigmoid');
    const made = lineOf(editor.document, 'nn.ConvTranspose2d(width, width // 2');
    await until('the place', () =>
      [called, made].includes((vscode.window.activeTextEditor?.selection.active.line ?? -1) + 1),
    );
  });

  it('is the active node of the graph, and is gone to from it', async () => {
    await screen('previewTab', 'Graph');
    editor = await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
    cursorOn('nn.Linear(code');
    await until('the node', async () => /project/.test((await screen<string | null>('previewNode')) ?? ''));
    await screen('previewNodeEnter');
    await until('the place', () => {
      const line = (vscode.window.activeTextEditor?.selection.active.line ?? -1) + 1;
      return (
        line === lineOf(editor.document, 'self.project(code)') || line === lineOf(editor.document, 'nn.Linear(code')
      );
    });
    await screen('previewTab', 'Table');
  });

  for (const [choice, name, has] of [
    ['Table (CSV)', 'Decoder.csv', /^up\.0,ConvTranspose2d,1×32×16×16,18464,/m],
    ['Report (HTML)', 'Decoder.html', /^<!doctype html>[^]*data:image\/png;base64,[^]*ConvTranspose2d/i],
  ] as const)
    it(`is handed out with its model as a file: ${choice}`, async () => {
      await until('the run', async () => /\d m?s(ec)? · /.test(await screen<string>('previewText')));
      const file = samplePath(name);
      await screen('previewChoose', choice);
      await screen('acceptDialog', name);
      const text = await until('the file', () => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null));
      fs.rmSync(file);
      assert.match(text, has);
    });
});
