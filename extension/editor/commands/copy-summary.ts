/** Layerscope: Copy Model Summary, as the framework prints it or as a table. */
import * as vscode from 'vscode';
import type { ModelGraph } from '../../model/graph.ts';
import { summaryText } from '../../model/summary.ts';
import type { AnalysisService } from '../analysis/service.ts';
import { csvTable, markdownTable } from '../describe/model-table.ts';

type Format = 'text' | 'markdown' | 'csv';

export function registerCopySummary(analysis: AnalysisService): vscode.Disposable {
  return vscode.commands.registerCommand(
    'layerscope.copySummary',
    async (uri?: vscode.Uri, id?: number, format?: Format) => {
      const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
      const facts = document ? await analysis.facts(document) : null;
      const models = facts?.analysis.models ?? [];
      if (models.length === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t('No model found in this file.'));
        return;
      }
      const model = typeof id === 'number' ? models.find((one) => one.id === id) : await picked(models);
      // Whoever names a model, as the code lens does, wants what the framework would print.
      const chosen = model && (format ?? (typeof id === 'number' ? 'text' : await pickedFormat(model)));
      if (!model || !chosen) return;
      await vscode.env.clipboard.writeText(textOf(model, chosen));
      vscode.window.setStatusBarMessage(vscode.l10n.t('Summary of {0} copied', model.name), 3000);
    },
  );
}

function textOf(model: ModelGraph, format: Format): string {
  switch (format) {
    case 'text':
      return summaryText(model);
    case 'markdown':
      return markdownTable(model);
    case 'csv':
      return csvTable(model);
    default:
      return format satisfies never;
  }
}

async function picked(models: readonly ModelGraph[]): Promise<ModelGraph | undefined> {
  if (models.length < 2) return models[0];
  const items = models.map((model) => ({ label: model.name, description: model.type, model }));
  const title = vscode.l10n.t('Copy the summary of which model?');
  return (await vscode.window.showQuickPick(items, { title }))?.model;
}

async function pickedFormat({ framework }: ModelGraph): Promise<Format | undefined> {
  const text = framework === 'keras' ? vscode.l10n.t('As Keras prints it') : vscode.l10n.t('As torchinfo prints it');
  const items: readonly { label: string; format: Format }[] = [
    { label: text, format: 'text' },
    { label: vscode.l10n.t('Markdown table'), format: 'markdown' },
    { label: vscode.l10n.t('CSV, for spreadsheets'), format: 'csv' },
  ];
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Copy the summary in which form?') }))
    ?.format;
}
