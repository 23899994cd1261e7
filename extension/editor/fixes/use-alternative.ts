/** The comparison's "Use this": writes a row's code in place of its layer, one undo step; by the rules of the quick fixes. */
import * as vscode from 'vscode';
import type { Range } from '../../model/range.ts';
import type { AnalysisService } from '../analysis/service.ts';

/** `layerscope.useAlternative` with a document, the range of the layer's construction, and the row's code. True when it is done. */
export function registerUseAlternative(analysis: AnalysisService): vscode.Disposable {
  return vscode.commands.registerCommand(
    'layerscope.useAlternative',
    async (uri: vscode.Uri, layer: Range, code: readonly string[]): Promise<boolean> =>
      useAlternative(analysis, await vscode.workspace.openTextDocument(uri), layer, code),
  );
}

/** False where the text cannot take the code; the user has been told. */
async function useAlternative(
  analysis: AnalysisService,
  document: vscode.TextDocument,
  layer: Range,
  code: readonly string[],
): Promise<boolean> {
  const { version } = document;
  const edit = await analysis.useCode(document, layer, code, new AbortController().signal);
  if (edit !== null && document.version === version) return vscode.workspace.applyEdit(edit);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('This layer cannot be rewritten here: the code around it would no longer fit. Copy the row instead.'),
  );
  return false;
}
