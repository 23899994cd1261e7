/**
 * The packed extension, installed in VS Code, on a file that has nothing to do with the repository: hover, hints, problems, preview and
 * comparison.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  codeOf,
  findings,
  hasScreen,
  hints,
  hoverText,
  lineOf,
  open,
  positionOf,
  screen,
  until,
} from '../suite/workspace.ts';

describe('the installed extension', () => {
  let document: vscode.TextDocument;
  let editor: vscode.TextEditor;

  before(async () => {
    editor = await open('their_model.py');
    ({ document } = editor);
    await until('hints', async () => (await hints(document)).size > 0);
  });

  it('is the packed one', () => {
    const installed = vscode.extensions.getExtension('layerscope.layerscope');
    assert.ok(installed);
    assert.ok(installed.extensionPath.includes(process.env['LAYERSCOPE_EXTENSIONS'] ?? '?'), installed.extensionPath);
    assert.ok(installed.isActive);
  });

  it('has the pictures of its pages', () => {
    const pages = path.join(
      vscode.extensions.getExtension('layerscope.layerscope')?.extensionPath ?? '',
      'media/docs/layerscope-pages',
    );
    const pictures = fs
      .readdirSync(pages)
      .filter((name) => name.endsWith('.md'))
      .flatMap((name) => [...fs.readFileSync(path.join(pages, name), 'utf8').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)])
      .map(([, file]) => path.join(pages, file ?? ''));
    assert.ok(pictures.length >= 4, String(pictures.length));
    for (const file of pictures) assert.ok(fs.existsSync(file), file);
  });

  it('hovers, at a later use of a name too', async () => {
    assert.match(await hoverText(document, 'ConvTranspose2d(64'), /1×64×16×16 → 1×32×33×33[^]*Receptive field/);
    assert.match(await hoverText(document, 'self.up(small)', 6), /3·3·64·32 \+ 32 = (\*\*)?18,464/);
    assert.match(await hoverText(document, '(small)', 2), /`small` tensor[^]*1×64×16×16/);
  });

  it('hints at shapes and reports the checkerboard', async () => {
    assert.equal((await hints(document)).get(lineOf(document, 'small = ')), '→ 1×64×16×16');
    const found = await until('a problem', () => findings(document)[0]);
    assert.equal(codeOf(found), 'checkerboard-overlap');
  });

  it('previews the model', async function () {
    if (!hasScreen()) this.skip();
    await vscode.commands.executeCommand('layerscope.preview', document.uri);
    const rows = await until('rows', async () => {
      const all = await screen<string[][]>('previewRows');
      return all.length > 0 ? all : null;
    });
    assert.ok(
      rows.some((row) => row.join(' ').includes('ConvTranspose2d') && row.join(' ').includes('1×32×33×33')),
      JSON.stringify(rows),
    );
    await until('pictures', async () => await screen('previewPixels', '#picture-0 canvas'));
  });

  it('compares ways of upsampling', async function () {
    if (!hasScreen()) this.skip();
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    const position = positionOf(document, 'ConvTranspose2d(64', 1);
    await vscode.commands.executeCommand('layerscope.compare', document.uri, document.offsetAt(position));
    const text = await until('the comparison', async () => {
      const seen = await screen<string>('compareText');
      return /ConvTranspose2d/.test(seen) && /\bms\b/.test(seen) ? seen : null;
    });
    assert.match(text, /as written/i);
  });
});
