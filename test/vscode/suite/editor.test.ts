/** The article's file in the real editor: hover, hints, lens, problems, and what an edit does to them. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, findings, hints, hoverText, lensTitles, lineOf, open, replace, until } from './workspace.ts';

describe('the article in the editor', () => {
  let editor: vscode.TextEditor;
  let document: vscode.TextDocument;

  before(async () => {
    editor = await open('upsampling.py');
    document = editor.document;
    await until('facts', async () => (await hints(document)).size > 0);
  });
  afterEach(async () => {
    if (document.isDirty) await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('hovers over a layer with shapes, the parameters and their sum, cost, memory, and the artifact', async () => {
    const text = await hoverText(document, 'Conv2DTranspose(\n');
    assert.match(text, /8×8×3 → 16×16×32/);
    assert.match(text, /3·3·3·32 \+ 32 = (\*\*)?896/);
    assert.match(text, /55,296/);
    assert.match(text, /32 KB of activations/);
    assert.match(text, /strong checkerboard/i);
    assert.match(text, /data:image\/svg\+xml;base64,/);
    assert.match(text, /https:\/\/keras\.io\/api\/layers/);
  });

  it('hovers over a tensor variable', async () => {
    assert.match(await hoverText(document, 'upsampled ='), /16×16×3/);
    assert.match(await hoverText(document, 'transposed = '), /16×16×32/);
  });

  it('hovers over a model', async () => {
    const text = await hoverText(document, 'model_transpose = ');
    assert.match(text, /8×8×3 → 16×16×32/);
    assert.match(text, /896 \(896 trainable, 0 not\)/);
  });

  it('hovers over later uses of names, with how far a layer sees', async () => {
    assert.match(await hoverText(document, '(upsampled)'), /`upsampled` tensor[^]*16×16×3/);
    assert.match(await hoverText(document, 'model_transpose.summary'), /8×8×3 → 16×16×32/);
    assert.match(await hoverText(document, 'Conv2DTranspose(\n'), /Receptive field \| 2×2 of the input/);
  });

  it('has hints as long as the editor shows', async () => {
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      all,
    );
    const labels = found.flatMap(({ label }) => (typeof label === 'string' ? [] : label));
    assert.ok(labels.length > 0);
    for (const { value } of labels) assert.ok(value.length <= 43, value);
  });

  it('shows shapes at line ends', async () => {
    const found = await hints(document);
    assert.equal(found.get(lineOf(document, 'upsampled = ')), '→ 16×16×3');
    assert.equal(found.get(lineOf(document, 'refined = ')), '→ 16×16×32');
    assert.equal(found.get(lineOf(document, ')(inputs_b)')), '→ 16×16×32');
  });

  it('puts a lens over each model', async () => {
    const titles = await lensTitles(document);
    for (const name of ['model_upsampling = ', 'model_transpose = ']) {
      const line = lineOf(document, name);
      assert.ok(titles.includes(`${line}: Preview`), titles.join('; '));
      assert.ok(
        titles.some((title) => title.startsWith(`${line}: `) && title.includes('896 parameters')),
        titles.join('; '),
      );
    }
    assert.ok(titles.includes(`${lineOf(document, 'model_transpose = ')}: Compare upsampling`));
  });

  it('warns of the checkerboard at the layer that makes it, and only there', async () => {
    const found = await until('a finding', () => {
      const all = findings(document);
      return all.length > 0 ? all : null;
    });
    assert.equal(found.length, 1, found.map(({ message }) => message).join('; '));
    const [finding] = found;
    assert.ok(finding);
    assert.equal(codeOf(finding), 'checkerboard-overlap');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(finding.message, /kernel/);
    assert.match(finding.message, /stride/);
    assert.equal(finding.range.start.line + 1, lineOf(document, 'transposed = '));
    assert.ok(document.getText(finding.range).startsWith('Conv2DTranspose('));
  });

  it('follows an edit to strides everywhere', async () => {
    await replace(editor, 'strides=(2, 2)', 'strides=(3, 3)');
    const line = lineOf(document, ')(inputs_b)');
    assert.equal((await hints(document)).get(line), '→ 24×24×32');
    assert.match(await hoverText(document, 'Conv2DTranspose(\n'), /8×8×3 → 24×24×32/);
    assert.ok((await lensTitles(document)).some((title) => title.includes('8×8×3 → 24×24×32')));
    // kernel 3 is a multiple of stride 3: the overlap is even, and the warning goes
    await until('the warning to go', () => !findings(document).some((one) => codeOf(one) === 'checkerboard-overlap'));
  });

  it('keeps what is still there while a statement is half typed', async () => {
    const before = await hints(document);
    await replace(
      editor,
      'refined = Conv2D(32, (3, 3), padding="same", activation="relu")(upsampled)',
      'refined = Conv2D(32, (3,',
    );
    const during = await hints(document);
    const transposed = lineOf(document, ')(inputs_b)');
    assert.equal(during.get(transposed), before.get(transposed));
    assert.equal(during.get(lineOf(document, 'upsampled = ')), '→ 16×16×3');
    assert.ok((await lensTitles(document)).some((title) => title.includes('896 parameters')));
  });

  it('names both numbers of a reshape that does not fit, at the argument', async () => {
    await replace(
      editor,
      'model_upsampling.summary()',
      'from tensorflow.keras.layers import Reshape\nwrong = Reshape((5, 7, 3))(inputs_a)\nmodel_upsampling.summary()',
    );
    const finding = await until('the error', () => findings(document).find((one) => codeOf(one) === 'bad-reshape'));
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
    assert.match(finding.message, /105/);
    assert.match(finding.message, /192/);
    assert.equal(document.getText(finding.range), '(5, 7, 3)');
  });
});
