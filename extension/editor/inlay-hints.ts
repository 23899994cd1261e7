/** Inlay hints: the output shape of what a line computes, at its end. */
import * as vscode from 'vscode';
import type { Analysis, CallFact } from '../model/graph.ts';
import type { Range } from '../model/range.ts';
import { isIn } from './analysis/documents.ts';
import type { AnalysisService } from './analysis/service.ts';
import { callCard } from './describe/cards.ts';
import { indexOf } from './describe/facts-index.ts';

/** Distinct shapes that a hint names; code that runs more often shows the first and how many there are. */
const MAX_SHAPES = 3;

interface LineShapes {
  range: Range;
  calls: CallFact[];
}

/** For every line, the outermost call that ends there, with all its runs; layer constructions where no call ends. */
function callsByLine(document: vscode.TextDocument, analysis: Analysis): Map<number, LineShapes> {
  const lines = new Map<number, LineShapes>();
  const put = (range: Range, call: CallFact): void => {
    if (!isIn(document, range)) return;
    const line = document.positionAt(range.end).line;
    const there = lines.get(line);
    if (!there || range.start < there.range.start) lines.set(line, { range, calls: [call] });
    else if (there.range.start === range.start && there.range.end === range.end) there.calls.push(call);
  };
  for (const call of analysis.calls) put(call.range, call);
  const index = indexOf(analysis);
  const called = new Set(lines.keys());
  for (const layer of analysis.layers) {
    if (!isIn(document, layer.range) || called.has(document.positionAt(layer.range.end).line)) continue;
    for (const call of index.callsOf(layer.id)) put(layer.range, call);
  }
  return lines;
}

export class InlayHintsProvider implements vscode.InlayHintsProvider, vscode.Disposable {
  readonly #analysis: AnalysisService;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(analysis: AnalysisService) {
    this.#analysis = analysis;
    this.#subscription = analysis.onDidChangeFacts(() => this.#changed.fire());
  }

  async provideInlayHints(
    document: vscode.TextDocument,
    visible: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlayHint[]> {
    const enabled = vscode.workspace.getConfiguration('layerscope', document).get<boolean>('inlayHints.enabled', true);
    const facts = enabled ? await this.#analysis.facts(document, token) : null;
    if (!facts) return [];
    const index = indexOf(facts.analysis);
    const hints: vscode.InlayHint[] = [];
    for (const [line, { calls }] of callsByLine(document, facts.analysis)) {
      if (line < visible.start.line || line > visible.end.line) continue;
      const shapes = [...new Set(calls.map((call) => index.shapesText(call.outputs)))].filter(
        (shape) => shape !== null,
      );
      if (shapes.length === 0) continue;
      const text = shapes.length <= MAX_SHAPES ? shapes.join(' · ') : `${shapes[0] ?? ''} (${shapes.length} shapes)`;
      const hint = new vscode.InlayHint(document.lineAt(line).range.end, `→ ${text}`, vscode.InlayHintKind.Type);
      hint.paddingLeft = true;
      const card = callCard(index, calls);
      if (card) {
        const tooltip = new vscode.MarkdownString(card.markdown, true);
        tooltip.supportHtml = true;
        hint.tooltip = tooltip;
      }
      hints.push(hint);
    }
    return hints;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
