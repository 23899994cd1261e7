/**
 * The document that a panel follows. Its last facts stay when its editor is closed; it is opened again when its text is needed; it keeps
 * being followed when its file is renamed.
 */
import * as vscode from 'vscode';
import type { AnalysisService, DocumentFacts } from '../analysis/service.ts';

export class FollowedDocument {
  readonly #analysis: AnalysisService;
  #document: vscode.TextDocument;
  #last: DocumentFacts | null = null;

  constructor(analysis: AnalysisService, document: vscode.TextDocument) {
    this.#analysis = analysis;
    this.#document = document;
  }

  get uri(): vscode.Uri {
    return this.#document.uri;
  }
  get document(): vscode.TextDocument {
    return this.#document;
  }

  is(document: vscode.TextDocument): boolean {
    return document.uri.toString() === this.uri.toString();
  }

  /** What is known now, without waiting. */
  get facts(): DocumentFacts | null {
    this.#last = this.#analysis.current(this.#document) ?? this.#last;
    return this.#last;
  }

  /** Facts of the text as it stands; throws a sentence for the panel when the document cannot be opened any more. */
  async fresh(): Promise<DocumentFacts | null> {
    await this.reopen();
    return (await this.#analysis.facts(this.#document)) ?? this.facts;
  }

  /** The document, open. A closed one no longer changes, so that it must be opened again to be read. */
  async reopen(): Promise<vscode.TextDocument> {
    if (!this.#document.isClosed) return this.#document;
    const { uri } = this;
    try {
      this.#document = await vscode.workspace.openTextDocument(uri);
    } catch {
      throw new Error(vscode.l10n.t('{0} is closed and cannot be opened again.', vscode.workspace.asRelativePath(uri)));
    }
    return this.#document;
  }

  /** Follows a rename of the file or of a folder above it; true when it was one. */
  async renamed({ files }: vscode.FileRenameEvent): Promise<boolean> {
    const path = this.uri.toString();
    const hit = files.find(({ oldUri }) => path === oldUri.toString() || path.startsWith(`${oldUri.toString()}/`));
    if (!hit) return false;
    const now = vscode.Uri.parse(hit.newUri.toString() + path.slice(hit.oldUri.toString().length));
    this.#document = await vscode.workspace.openTextDocument(now);
    return true;
  }

  /** The line, from 1, of an offset. */
  readonly line = (offset: number): number => this.#document.positionAt(Math.max(0, offset)).line + 1;

  /** Shows the place in the editor that has the document, else in the first column. */
  async reveal(offset: number): Promise<void> {
    const document = await this.reopen();
    const position = document.positionAt(Math.max(0, offset));
    const shown = vscode.window.visibleTextEditors.find((editor) => this.is(editor.document));
    await vscode.window.showTextDocument(document, {
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(position, position),
    });
  }
}
