/** Code lens: over each model, Preview, Compare upsampling, and its totals. */
import * as vscode from 'vscode';
import type { ModelGraph } from '../model/graph.ts';
import { isIn } from './analysis/documents.ts';
import type { AnalysisService } from './analysis/service.ts';
import { enclosingFunction } from './describe/definitions.ts';
import { indexOf, type FactsIndex } from './describe/facts-index.ts';
import { compactText } from './describe/numbers.ts';

function totalsText(index: FactsIndex, model: ModelGraph): string {
  const inputs = index.shapesText(model.inputs);
  const outputs = index.shapesText(model.outputs);
  const parts = [
    model.params.total === null ? null : vscode.l10n.t('{0} parameters', compactText(model.params.total)),
    model.macs === null || typeof model.macs !== 'number' ? null : vscode.l10n.t('{0} MACs', compactText(model.macs)),
    inputs && outputs ? `${inputs} → ${outputs}` : null,
  ];
  return parts.filter((part) => part !== null).join('  ·  ');
}

/** Over the model's construction or its class; for what a function builds, over the function. */
function placeOf(document: vscode.TextDocument, { range }: ModelGraph, text: string): vscode.Range {
  const start = document.positionAt(enclosingFunction(text, range.start)?.start ?? range.start);
  return new vscode.Range(start, start);
}

/** The code does not say all sizes of the input, or an output could not be told without them: an example helps. */
function isOpen(index: FactsIndex, { inputs, outputs }: ModelGraph): boolean {
  const known = [...inputs, ...outputs].map((id) => index.tensor(id)?.shape);
  return (
    inputs.length === 0 || known.some((shape) => !shape || shape.slice(1).some((size) => typeof size !== 'number'))
  );
}

export class CodeLensProvider implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #analysis: AnalysisService;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(analysis: AnalysisService) {
    this.#analysis = analysis;
    this.#subscription = analysis.onDidChangeFacts(() => this.#changed.fire());
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    const enabled = vscode.workspace.getConfiguration('layerscope', document).get<boolean>('codeLens.enabled', true);
    const facts = enabled ? await this.#analysis.facts(document, token) : null;
    if (!facts) return [];
    const index = indexOf(facts.analysis);
    const text = document.getText();
    return facts.analysis.models.flatMap((model) => {
      if (!isIn(document, model.range)) return [];
      const at = placeOf(document, model, text);
      const lens = (title: string, command: string, args: readonly unknown[]): vscode.CodeLens =>
        new vscode.CodeLens(at, { title, command, arguments: [...args] });
      const upsampling = model.calls.map((id) => index.call(id)).find((call) => call?.artifact);
      const totals = totalsText(index, model);
      return [
        lens(vscode.l10n.t('Preview'), 'layerscope.preview', [document.uri, model.id]),
        ...(upsampling
          ? [lens(vscode.l10n.t('Compare upsampling'), 'layerscope.compare', [document.uri, upsampling.range.start])]
          : []),
        ...(totals === '' ? [] : [lens(totals, 'layerscope.copySummary', [document.uri, model.id])]),
        ...(isOpen(index, model)
          ? [lens(vscode.l10n.t('Set example input'), 'layerscope.setExampleInput', [document.uri, model.id])]
          : []),
      ];
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
