/** Hover: the card of what stands under the pointer: a variable, a layer, a call or a model. */
import * as vscode from 'vscode';
import type { Analysis, BindingFact, CallFact } from '../model/graph.ts';
import { editorRange, isIn } from './analysis/documents.ts';
import type { AnalysisService } from './analysis/service.ts';
import { callCard, layerCard, modelCard, tensorCard, type Card } from './describe/cards.ts';
import { indexOf } from './describe/facts-index.ts';
import type { Range } from '../model/range.ts';

interface Target {
  readonly range: Range;
  readonly card: Card;
}

const length = (range: Range): number => range.end - range.start;
const contains = (range: Range, offset: number): boolean => range.start <= offset && offset <= range.end;

function bindingCard(analysis: Analysis, binding: BindingFact): Card | null {
  const index = indexOf(analysis);
  const tensors = binding.values.flatMap((value) => {
    const tensor = value.kind === 'tensor' ? index.tensor(value.tensor) : undefined;
    return tensor ? [tensor] : [];
  });
  if (tensors.length > 0) return tensorCard(index, binding.name, tensors);
  const [value] = binding.values;
  if (value?.kind === 'layer') {
    const layer = index.layer(value.layer);
    return layer ? layerCard(index, layer) : null;
  }
  const model = value?.kind === 'model' ? analysis.models.find(({ id }) => id === value.model) : undefined;
  return model ? modelCard(index, model) : null;
}

/** The narrowest thing at the offset that has a card. */
function targetAt(analysis: Analysis, offset: number, here: (range: Range) => boolean): Target | null {
  const index = indexOf(analysis);
  const at = (range: Range): boolean => contains(range, offset) && here(range);
  const targets: { range: Range; card: () => Card | null }[] = [];
  const calls = new Map<string, CallFact[]>();
  for (const binding of analysis.bindings) {
    if (at(binding.range)) targets.push({ range: binding.range, card: () => bindingCard(analysis, binding) });
  }
  for (const layer of analysis.layers) {
    if (at(layer.range)) targets.push({ range: layer.range, card: () => layerCard(index, layer) });
  }
  for (const call of analysis.calls) {
    if (!at(call.range)) continue;
    const key = `${call.range.start}-${call.range.end}`;
    const same = calls.get(key);
    if (same) same.push(call);
    else calls.set(key, [call]);
  }
  for (const same of calls.values()) {
    const [call] = same;
    if (call) targets.push({ range: call.range, card: () => callCard(index, same) });
  }
  for (const model of analysis.models) {
    if (at(model.range)) targets.push({ range: model.range, card: () => modelCard(index, model) });
  }
  targets.sort((a, b) => length(a.range) - length(b.range));
  for (const { range, card } of targets) {
    const made = card();
    if (made) return { range, card: made };
  }
  return null;
}

export class HoverProvider implements vscode.HoverProvider {
  readonly #analysis: AnalysisService;

  constructor(analysis: AnalysisService) {
    this.#analysis = analysis;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | null> {
    const facts = await this.#analysis.facts(document, token);
    if (!facts) return null;
    const target = targetAt(facts.analysis, document.offsetAt(position), (range) => isIn(document, range));
    if (!target) return null;
    const text = new vscode.MarkdownString(target.card.markdown, true);
    text.supportHtml = true;
    return new vscode.Hover(text, editorRange(document, target.range));
  }
}
