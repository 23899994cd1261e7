/** Inlay hints: the output shape of what a line computes, at its end. */
import * as vscode from 'vscode';
import { filePath } from './analysis/documents.ts';
import type { AnalysisService } from './analysis/service.ts';
import { callCard } from './describe/cards.ts';
import { indexOf } from './describe/facts-index.ts';
import { lineHints } from './describe/line-shapes.ts';
import { cardMarkdown } from './hover.ts';

/** Distinct shapes that a hint names; code that runs more often shows the first and how many there are. */
const MAX_SHAPES = 3;

export class InlayHintsProvider implements vscode.InlayHintsProvider, vscode.Disposable {
  readonly #analysis: AnalysisService;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(analysis: AnalysisService) {
    this.#analysis = analysis;
    this.#subscriptions = [
      analysis.onDidChangeFacts(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('layerscope.inlayHints')) this.#changed.fire();
      }),
    ];
  }

  async provideInlayHints(
    document: vscode.TextDocument,
    visible: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlayHint[]> {
    const enabled = vscode.workspace.getConfiguration('layerscope', document).get<boolean>('inlayHints.enabled', true);
    const facts = enabled ? await this.#analysis.facts(document, token) : null;
    if (!facts || token.isCancellationRequested) return [];
    const index = indexOf(facts.analysis);
    return lineHints(facts.analysis, filePath(document), document.getText())
      .filter(({ line }) => line >= visible.start.line && line <= visible.end.line && line < document.lineCount)
      .map(({ line, shapes, calls }) => {
        const text = shapes.length <= MAX_SHAPES ? shapes.join(' · ') : `${shapes[0] ?? ''} (${shapes.length} shapes)`;
        const hint = new vscode.InlayHint(document.lineAt(line).range.end, `→ ${text}`, vscode.InlayHintKind.Type);
        hint.paddingLeft = true;
        const card = callCard(index, calls, { reported: false });
        if (card !== null) hint.tooltip = cardMarkdown(card);
        return hint;
      });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}
