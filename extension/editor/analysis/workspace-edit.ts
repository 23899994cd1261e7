/** Edits of a document's text as the editor applies them: all of them one undo step. */
import * as vscode from 'vscode';
import type { TextEdit } from '../../rewrite/text-edit.ts';

export function workspaceEdit(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of edits) {
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  }
  return edit;
}
