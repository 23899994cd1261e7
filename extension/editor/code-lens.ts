/** Code lens: over each model, Preview, Compare upsampling, and its totals. */
import * as vscode from 'vscode';
import type { ModelGraph } from '../model/graph.ts';
import { editorRange, isIn } from './analysis/documents.ts';
import type { AnalysisService } from './analysis/service.ts';
import { indexOf, type FactsIndex } from './describe/facts-index.ts';
import { compactText } from './describe/numbers.ts';

function totalsText(index: FactsIndex, model: ModelGraph): string {
  const inputs = index.shapesText(model.inputs);
  const outputs = index.shapesText(model.outputs);
  const parts = [
    model.params.total === null ? null : `${compactText(model.params.total)} parameters`,
    model.macs === null || typeof model.macs !== 'number' ? null : `${compactText(model.macs)} MACs`,
    inputs && outputs ? `${inputs} → ${outputs}` : null,
  ];
  return parts.filter((part) => part !== null).join('  ·  ');
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
    return facts.analysis.models.flatMap((model) => {
      if (!isIn(document, model.range)) return [];
      const range = editorRange(document, model.range);
      const at = new vscode.Range(range.start, range.start);
      const lens = (title: string, command: string, args: readonly unknown[]): vscode.CodeLens =>
        new vscode.CodeLens(at, { title, command, arguments: [...args] });
      const upsampling = model.calls.map((id) => index.call(id)).find((call) => call?.artifact);
      return [
        lens('Preview', 'layerscope.preview', [document.uri, model.id]),
        ...(upsampling
          ? [lens('Compare upsampling', 'layerscope.compare', [document.uri, upsampling.range.start])]
          : []),
        lens(totalsText(index, model), 'layerscope.copySummary', [document.uri, model.id]),
      ];
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
