/** Layerscope: Copy Model Summary. */
import * as vscode from 'vscode';
import type { AnalysisService } from '../analysis/service.ts';

export function registerCopySummary(analysis: AnalysisService): vscode.Disposable {
  return vscode.commands.registerCommand('layerscope.copySummary', async (uri?: vscode.Uri, id?: number) => {
    const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
    const facts = document ? await analysis.facts(document) : null;
    const models = facts?.analysis.models ?? [];
    const picked =
      typeof id === 'number'
        ? models.find((model) => model.id === id)
        : models.length < 2
          ? models[0]
          : (
              await vscode.window.showQuickPick(
                models.map((model) => ({ label: model.name, description: model.type, model })),
                { title: vscode.l10n.t('Copy the summary of which model?') },
              )
            )?.model;
    if (picked) {
      await vscode.env.clipboard.writeText(picked.summary);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Summary of {0} copied', picked.name), 3000);
    } else if (models.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No model found in this file.'));
    }
  });
}
