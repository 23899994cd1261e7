/**
 * The cursor in the editor and the row of the preview that belongs to it, both ways: moving the cursor selects the row, selecting a row
 * marks its code. The cursor itself never moves unless the user asks to go there.
 */
import * as vscode from 'vscode';
import type { Range } from '../../model/range.ts';

/** So long the cursor rests before the preview follows: a held arrow key passes many layers. */
const REST_MS = 120;

/** Calls back when the cursor has come to rest somewhere in a document, and marks code there. */
export class PreviewCursor implements vscode.Disposable {
  readonly #mark = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    borderColor: new vscode.ThemeColor('contrastActiveBorder'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
    isWholeLine: true,
  });
  readonly #subscription: vscode.Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #marked: vscode.TextEditor | null = null;

  constructor(follows: (document: vscode.TextDocument) => boolean, onRest: (position: vscode.Position) => void) {
    this.#subscription = vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections: [selection] }) => {
      if (!selection || !follows(textEditor.document)) return;
      this.clear();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => onRest(selection.active), REST_MS);
    });
  }

  /** Marks the lines of a range in an editor that shows the document, and scrolls to them if they are out of sight. */
  mark(uri: vscode.Uri, { start, end }: Range): void {
    this.clear();
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
    if (!editor) return;
    const range = new vscode.Range(editor.document.positionAt(start), editor.document.positionAt(end));
    editor.setDecorations(this.#mark, [range]);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    this.#marked = editor;
  }

  clear(): void {
    this.#marked?.setDecorations(this.#mark, []);
    this.#marked = null;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#mark.dispose();
  }
}
