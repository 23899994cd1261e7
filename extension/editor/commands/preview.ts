/** Layerscope: Preview Model. */
import * as vscode from 'vscode';
import { isPython } from '../analysis/documents.ts';
import { toUri, type UriArgument } from './uri-argument.ts';
import type { Previews } from '../panels/previews.ts';

export function registerPreview(previews: Previews): vscode.Disposable {
  return vscode.commands.registerCommand('layerscope.preview', async (uri?: UriArgument, model?: number) => {
    const document = uri
      ? await vscode.workspace.openTextDocument(toUri(uri))
      : vscode.window.activeTextEditor?.document;
    if (!document || !isPython(document)) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Open a Python file with a Keras or PyTorch model first.'),
      );
      return;
    }
    previews.show(document, typeof model === 'number' ? model : null);
  });
}
