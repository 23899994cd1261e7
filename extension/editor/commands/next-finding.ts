/** Layerscope: Go to Next Finding. */
import * as vscode from 'vscode';
import { DIAGNOSTIC_SOURCE } from '../diagnostics.ts';

export function registerNextFinding(): vscode.Disposable {
  return vscode.commands.registerCommand('layerscope.nextFinding', () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const starts = vscode.languages
      .getDiagnostics(editor.document.uri)
      .filter(({ source }) => source === DIAGNOSTIC_SOURCE)
      .map(({ range }) => range.start)
      .sort((a, b) => a.compareTo(b));
    const next = starts.find((start) => start.isAfter(editor.selection.active)) ?? starts[0];
    if (!next) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('Layerscope has no findings in this file'), 3000);
      return;
    }
    editor.selection = new vscode.Selection(next, next);
    editor.revealRange(new vscode.Range(next, next), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  });
}
