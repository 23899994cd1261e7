/** A notebook in the real editor: its cells are one program, and each shows what stands in it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { codeOf, findings, hints, hoverText, revertAndClose, samplePath, until } from './workspace.ts';

const CELLS = [
  'import keras\nfrom keras import layers\nimport numpy as np',
  '%matplotlib inline\ninputs = keras.Input((8, 8, 3))',
  'x = layers.Conv2D(16, 3, padding="same")(inputs)\nx = layers.Conv2DTranspose(8, 3, strides=2, padding="same")(x)',
  'model = keras.Model(inputs, x)',
];

const notebookJson = (cells: readonly string[]): string =>
  JSON.stringify({
    cells: [
      { cell_type: 'markdown', metadata: {}, source: ['# A decoder'] },
      ...cells.map((source) => ({ cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source })),
    ],
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  });

describe('a notebook', () => {
  const path = samplePath('decoder.ipynb');
  let cells: readonly vscode.TextDocument[] = [];
  const cell = (index: number): vscode.TextDocument => {
    const found = cells[index];
    assert.ok(found, `cell ${index}`);
    return found;
  };

  before(async () => {
    fs.writeFileSync(path, notebookJson(CELLS));
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
    await vscode.window.showNotebookDocument(notebook);
    cells = notebook
      .getCells()
      .filter(({ kind }) => kind === vscode.NotebookCellKind.Code)
      .map(({ document }) => document);
    await until('hints', async () => (await hints(cell(2))).size === 2);
  });
  after(async () => {
    await revertAndClose();
    fs.rmSync(path);
  });

  it('has hints in each cell, with what the cells before define', async () => {
    assert.deepEqual(
      [...(await hints(cell(2)))],
      [
        [1, '→ 8×8×16'],
        [2, '→ 16×16×8'],
      ],
    );
  });

  it('has hovers in each cell', async () => {
    assert.match(await hoverText(cell(2), 'Conv2DTranspose('), /8×8×16 → 16×16×8/);
    assert.match(await hoverText(cell(3), 'model = '), /8×8×3 → 16×16×8/);
  });

  it('has problems in the cell where they are, and nowhere else', async () => {
    const [finding] = await until('the finding', () => {
      const found = findings(cell(2));
      return found.length > 0 ? found : null;
    });
    assert.ok(finding);
    assert.equal(codeOf(finding), 'checkerboard-overlap');
    assert.equal(finding.range.start.line, 1);
    for (const other of [0, 1, 3]) assert.deepEqual(findings(cell(other)), []);
  });

  it('is fixed in the cells that the fix touches', async () => {
    const [finding] = findings(cell(2));
    assert.ok(finding);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      cell(2).uri,
      finding.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const action = actions.find(({ title }) => title.startsWith('Resize (nearest'));
    assert.ok(action?.edit, actions.map(({ title }) => title).join('; '));
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.match(
      cell(2).getText(),
      /x = layers\.UpSampling2D\(2\)\(x\)\nx = layers\.Conv2D\(8, 3, padding="same"\)\(x\)$/,
    );
    await until('the finding to go', () => findings(cell(2)).length === 0);
  });

  it('follows an edit of a cell in those after it', async () => {
    const edit = new vscode.WorkspaceEdit();
    const text = cell(1).getText();
    const from = cell(1).positionAt(text.indexOf('8, 8'));
    edit.replace(cell(1).uri, new vscode.Range(from, from.translate(0, 4)), '5, 6');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until('new shapes', async () => (await hints(cell(2))).get(1) === '→ 5×6×16');
  });
});
