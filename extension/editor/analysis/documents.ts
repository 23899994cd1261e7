/** Which documents are analysed, how they are named in an analysis, and how its offsets become the editor's ranges. */
import * as vscode from 'vscode';
import type { Range } from '../../model/range.ts';
import { isGone } from './shift.ts';

export const PYTHON: vscode.DocumentFilter = { language: 'python' };

export function isPython(document: vscode.TextDocument): boolean {
  return document.languageId === 'python' && document.uri.scheme !== 'git';
}

/** How a document is named in an analysis: its path on disk where it has one. */
export function filePath(document: vscode.TextDocument): string {
  return document.uri.scheme === 'file' ? document.uri.fsPath : document.uri.toString();
}

/** True when the range stands in the document and still exists. */
export function isIn(document: vscode.TextDocument, range: Range): boolean {
  return range.file === filePath(document) && !isGone(range);
}

export function editorRange(document: vscode.TextDocument, range: Range): vscode.Range {
  return new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
}
