/** Layerscope: Compare Upsampling, Compare Two Models. */
import * as vscode from 'vscode';
import type { ComparePart } from '../../protocol.ts';
import { toUri, type UriArgument } from './uri-argument.ts';
import type { CompareView } from '../panels/compare-view.ts';

export function registerCompare(view: CompareView): vscode.Disposable {
  return vscode.Disposable.from(
    register(view, 'layerscope.compare', 'ways'),
    register(view, 'layerscope.compareModels', 'models'),
  );
}

function register(view: CompareView, command: string, part: ComparePart): vscode.Disposable {
  return vscode.commands.registerCommand(command, async (uri?: UriArgument, offset?: number) => {
    const editor = vscode.window.activeTextEditor;
    if (uri) await view.show(await vscode.workspace.openTextDocument(toUri(uri)), offset ?? 0, part);
    else if (editor) await view.show(editor.document, editor.document.offsetAt(editor.selection.active), part);
    else void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor on an upsampling layer first.'));
  });
}
