/** What stands at an offset of a text, and its card: a variable, a layer, a call, an argument or a model. The narrowest that has one. */
import type { Analysis, BindingFact, CallFact, LayerFact } from '../../model/graph.ts';
import type { Range } from '../../model/range.ts';
import { isGone } from '../analysis/shift.ts';
import { namedArguments } from './argument-names.ts';
import { callCard, layerCard, modelCard, tensorCard, type CardOptions } from './cards.ts';
import { indexOf, type FactsIndex } from './facts-index.ts';

export interface HoverTarget {
  readonly range: Range;
  readonly markdown: string;
  /** Where the upsampling layer stands that the card speaks of, and the model. */
  readonly upsampling: Range | null;
  readonly model: number | null;
}

interface Candidate {
  readonly range: Range;
  readonly card: () => string | null;
  readonly upsampling?: Range;
  readonly model?: number;
}

const length = (range: Range): number => range.end - range.start;
const key = (range: Range): string => `${range.start}-${range.end}`;

function bindingCard(index: FactsIndex, binding: BindingFact, options: CardOptions): string | null {
  const tensors = binding.values.flatMap((value) => {
    const tensor = value.kind === 'tensor' ? index.tensor(value.tensor) : undefined;
    return tensor ? [tensor] : [];
  });
  if (tensors.length > 0) return tensorCard(index, binding.name, tensors, options);
  const layers = binding.values.flatMap((value) => {
    const layer = value.kind === 'layer' ? index.layer(value.layer) : undefined;
    return layer ? [layer] : [];
  });
  if (layers.length > 0) return constructedCard(index, layers, options);
  const [value] = binding.values;
  const model = value?.kind === 'model' ? index.analysis.models.find(({ id }) => id === value.model) : undefined;
  return model ? modelCard(index, model) : null;
}

/** A variable leads where its layer or its model leads. */
function linksOf(index: FactsIndex, { values }: BindingFact): Pick<Candidate, 'upsampling' | 'model'> {
  const [value] = values;
  if (value?.kind === 'model') return { model: value.model };
  const call =
    value?.kind === 'layer'
      ? index.callsOf(value.layer).find(({ artifact }) => artifact)
      : index.call(index.tensor(value?.tensor ?? -1)?.producer ?? null);
  return call?.artifact ? { upsampling: call.range } : {};
}

/** Layers made by one piece of code; those that are called speak for those that are not. */
function constructedCard(index: FactsIndex, layers: readonly LayerFact[], options: CardOptions): string | null {
  const used = layers.filter(({ id }) => index.callsOf(id).length > 0);
  const shown = used.length > 0 ? used : layers.slice(0, 1);
  return layerCard(
    index,
    shown,
    shown.flatMap(({ id }) => index.callsOf(id)),
    options,
  );
}

/** The names among a call's arguments; none where the call stands at the layer's construction, whose arguments are no tensors. */
function argumentCandidates(
  index: FactsIndex,
  calls: readonly CallFact[],
  text: string,
  constructions: ReadonlySet<string>,
  options: CardOptions,
): Candidate[] {
  const [call] = calls;
  if (!call || constructions.has(key(call.range))) return [];
  const { file, start, end } = call.range;
  return namedArguments(text.slice(start, end), call.inputs.length).map((argument) => ({
    range: { file, start: start + argument.start, end: start + argument.end },
    card: () => {
      const tensors = calls.map(({ inputs }) => index.tensor(inputs[argument.input] ?? -1));
      const known = tensors.filter((tensor) => tensor !== undefined);
      return known.length > 0 ? tensorCard(index, argument.name, known, options) : null;
    },
  }));
}

function grouped<T extends { readonly range: Range }>(facts: readonly T[]): readonly (readonly [Range, T[]])[] {
  const groups = new Map<string, [Range, T[]]>();
  for (const fact of facts) {
    const group = groups.get(key(fact.range));
    if (group) group[1].push(fact);
    else groups.set(key(fact.range), [fact.range, [fact]]);
  }
  return [...groups.values()];
}

export function hoverTarget(
  analysis: Analysis,
  file: string,
  text: string,
  offset: number,
  options: CardOptions,
): HoverTarget | null {
  const index = indexOf(analysis);
  const at = ({ range }: { readonly range: Range }): boolean =>
    range.file === file && !isGone(range) && range.start <= offset && offset <= range.end;
  const layers = grouped(analysis.layers.filter(at));
  const calls = grouped(analysis.calls.filter(at));
  const constructions = new Set(layers.map(([range]) => key(range)));
  const candidates: Candidate[] = [
    ...analysis.bindings.filter(at).map((binding) => ({
      range: binding.range,
      card: () => bindingCard(index, binding, options),
      ...linksOf(index, binding),
    })),
    ...layers.map(([range, made]) => ({
      range,
      card: () => constructedCard(index, made, options),
      ...(made.some(({ id }) => index.callsOf(id).some(({ artifact }) => artifact)) && { upsampling: range }),
    })),
    ...calls.map(([range, made]) => ({
      range,
      card: () => callCard(index, made, options),
      ...(made.some(({ artifact }) => artifact) && { upsampling: range }),
    })),
    ...calls.flatMap(([, made]) => argumentCandidates(index, made, text, constructions, options)).filter(at),
    ...analysis.models
      .filter(at)
      .map((model) => ({ range: model.range, card: () => modelCard(index, model), model: model.id })),
  ];
  candidates.sort((a, b) => length(a.range) - length(b.range));
  for (const { range, card, upsampling = null, model = null } of candidates) {
    const markdown = card();
    if (markdown !== null) return { range, markdown, upsampling, model };
  }
  return null;
}
