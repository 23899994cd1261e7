/** Inlay hints: the output shape of what a line computes, at its end. */
import * as vscode from 'vscode';
import { editorRange, filePath, isIn } from './analysis/documents.ts';
import type { Analysis, CallFact } from '../model/graph.ts';
import type { AnalysisService } from './analysis/service.ts';
import { callCard } from './describe/cards.ts';
import { indexOf, type FactsIndex } from './describe/facts-index.ts';
import { hintText, USUAL_LIMIT } from './describe/hint-text.ts';
import { lineHints, type LineHint } from './describe/line-shapes.ts';
import { product, sum } from '../model/sizes/arithmetic.ts';
import { compactText } from './describe/numbers.ts';
import { cardMarkdown } from './hover.ts';

/** A hint, and what its tooltip tells when somebody asks for it. */
class LineInlayHint extends vscode.InlayHint {
  analysis: Analysis | null = null;
  calls: readonly CallFact[] = [];
}

export class InlayHintsProvider implements vscode.InlayHintsProvider<LineInlayHint>, vscode.Disposable {
  readonly #analysis: AnalysisService;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #pressed = false;
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
  ): Promise<LineInlayHint[]> {
    const { show, shapes, parameters } = hintSettings(document);
    const enabled = show === 'always' || (show === 'onKeyPress' && this.#pressed);
    const facts = enabled ? await this.#analysis.facts(document, token) : null;
    if (!facts || token.isCancellationRequested) return [];
    const index = indexOf(facts.analysis);
    const limit = vscode.workspace.getConfiguration('editor.inlayHints', document).get('maximumLength', USUAL_LIMIT);
    return lineHints(facts.analysis, filePath(document), document.getText())
      .filter(({ line }) => line >= visible.start.line && line <= visible.end.line && line < document.lineCount)
      .flatMap((one) => {
        const text = hintText(shapes ? one.shapes : null, parameters ? parametersOf(index, one) : null, limit);
        const parts = [
          ...(text.shapes === null ? [] : [shapePart(document, index, one, text.shapes)]),
          ...(text.parameters === null ? [] : [parametersPart(document, index, one, text.parameters)]),
        ];
        if (parts.length === 0) return [];
        const hint = new LineInlayHint(document.lineAt(one.line).range.end, parts, vscode.InlayHintKind.Type);
        hint.paddingLeft = true;
        hint.analysis = facts.analysis;
        hint.calls = one.calls;
        return [hint];
      });
  }

  async resolveInlayHint(hint: LineInlayHint): Promise<LineInlayHint> {
    const { analysis, calls } = hint;
    if (!analysis) return hint;
    const receptive = await this.#analysis.receptiveFields(analysis);
    const card = callCard(indexOf(analysis), calls, { reported: false, receptive });
    if (card !== null) hint.tooltip = cardMarkdown(card);
    return hint;
  }

  /** Shows what is hidden until a key is pressed, and hides it again. */
  toggle(): void {
    this.#pressed = !this.#pressed;
    this.#changed.fire();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}

interface HintSettings {
  readonly show: 'always' | 'onKeyPress' | 'never';
  readonly shapes: boolean;
  readonly parameters: boolean;
}

function hintSettings(document: vscode.TextDocument): HintSettings {
  const settings = vscode.workspace.getConfiguration('layerscope.inlayHints', document);
  return {
    show: settings.get('show', 'always'),
    shapes: settings.get('shapes', true),
    parameters: settings.get('parameters', false),
  };
}

/** A click opens the preview of the model that the line belongs to. */
function shapePart(
  document: vscode.TextDocument,
  index: FactsIndex,
  { calls }: LineHint,
  text: string,
): vscode.InlayHintLabelPart {
  const part = new vscode.InlayHintLabelPart(text);
  const ids = new Set(calls.map(({ id }) => id));
  const model = index.analysis.models.find((one) => one.calls.some((id) => ids.has(id)));
  if (model) {
    const title = vscode.l10n.t('Preview {0}', model.name);
    part.command = { title, command: 'layerscope.preview', arguments: [document.uri, model.id] };
  }
  return part;
}

/** A click leads to where the layer is constructed. */
function parametersPart(
  document: vscode.TextDocument,
  index: FactsIndex,
  { calls }: LineHint,
  text: string,
): vscode.InlayHintLabelPart {
  const part = new vscode.InlayHintLabelPart(text);
  const layer = calls.map((call) => index.layer(call.layer)).find((one) => one !== undefined);
  if (layer && isIn(document, layer.range)) {
    part.location = new vscode.Location(document.uri, editorRange(document, layer.range));
  }
  return part;
}

/** Of the layer that the line calls; none for what has no parameters, or where several layers differ. */
function parametersOf(index: FactsIndex, { calls }: LineHint): string | null {
  const counts = calls.map(({ layer }) => {
    const weights = index.layer(layer)?.weights;
    return weights ? sum(weights.filter(({ counted }) => counted).map(({ shape }) => product(shape))) : null;
  });
  const texts = new Set(counts.map((count) => (count === null || count === 0 ? null : compactText(count))));
  const [text] = texts;
  return texts.size !== 1 || text === null || text === undefined ? null : vscode.l10n.t('{0} parameters', text);
}
