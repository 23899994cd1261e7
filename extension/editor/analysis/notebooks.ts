/**
 * Notebooks: the Python cells joined in order are analysed as one text, as they are run; what is found is then given in the coordinates of the
 * cell where it stands, so that every surface treats a cell as the document it is.
 */
import * as vscode from 'vscode';
import type { Analysis } from '../../model/graph.ts';
import type { Range } from '../../model/range.ts';
import { blankMagics } from '../../python/parse/notebook.ts';
import type { TextEdit } from '../../rewrite/text-edit.ts';
import { filePath, isPython } from './documents.ts';
import { GONE, mapRanges } from './shift.ts';

interface JoinedCell {
  readonly document: vscode.TextDocument;
  readonly start: number;
  readonly end: number;
}

export class JoinedNotebook {
  readonly file: string;
  readonly key: string;
  readonly text: string;
  readonly #cells: readonly JoinedCell[];

  constructor(notebook: vscode.NotebookDocument) {
    this.file = notebook.uri.scheme === 'file' ? notebook.uri.fsPath : notebook.uri.toString();
    this.key = notebook.uri.toString();
    let text = '';
    this.#cells = pythonCells(notebook).map((document) => {
      const start = text.length;
      text += blankMagics(document.getText());
      const end = text.length;
      text += '\n';
      return { document, start, end };
    });
    this.text = text;
  }

  /** An analysis of the joined text with every range in the cell that it stands in. */
  inCells(analysis: Analysis): Analysis {
    return mapRanges(analysis, (range) => {
      if (range.file !== this.file) return range;
      const cell = this.#cellAt(range.start);
      if (!cell || range.end > cell.end) return { file: this.file, ...GONE };
      return { file: filePath(cell.document), start: range.start - cell.start, end: range.end - cell.start };
    });
  }

  /** A range of a cell as a range of the joined text. */
  joined(range: Range): Range {
    const cell = this.#cells.find(({ document }) => filePath(document) === range.file);
    return cell ? { file: this.file, start: range.start + cell.start, end: range.end + cell.start } : range;
  }

  /** Edits of the joined text, each in its cell. */
  edit(edits: readonly TextEdit[]): vscode.WorkspaceEdit {
    const result = new vscode.WorkspaceEdit();
    for (const { start, end, text } of edits) {
      const cell = this.#cellAt(start);
      if (!cell) continue;
      const [from, to] = [cell.document.positionAt(start - cell.start), cell.document.positionAt(end - cell.start)];
      result.replace(cell.document.uri, new vscode.Range(from, to), text);
    }
    return result;
  }

  #cellAt(offset: number): JoinedCell | undefined {
    return this.#cells.find(({ start, end }) => start <= offset && offset <= end);
  }
}

export function pythonCells(notebook: vscode.NotebookDocument): readonly vscode.TextDocument[] {
  return notebook
    .getCells()
    .filter(({ kind, document }) => kind === vscode.NotebookCellKind.Code && isPython(document))
    .map(({ document }) => document);
}

/** The notebook that a document is a cell of. */
export function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document === document),
  );
}
