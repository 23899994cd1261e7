/** Layerscope: Compare Upsampling. */
import * as vscode from 'vscode';
import { toUri, type UriArgument } from './uri-argument.ts';
import type { CompareView } from '../panels/compare-view.ts';

export function registerCompare(view: CompareView): vscode.Disposable {
  return vscode.commands.registerCommand('layerscope.compare', async (uri?: UriArgument, offset?: number) => {
    const editor = vscode.window.activeTextEditor;
    if (uri) await view.show(await vscode.workspace.openTextDocument(toUri(uri)), offset ?? 0, 'ways');
    else if (editor) await view.show(editor.document, editor.document.offsetAt(editor.selection.active), 'ways');
    else void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor on an upsampling layer first.'));
  });
}
