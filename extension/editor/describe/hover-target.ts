/** What stands at an offset of a text, and its card: a variable, a layer, a call, an argument or a model. The narrowest that has one. */
import type { Analysis, BindingFact, CallFact, LayerFact, TensorFact } from '../../model/graph.ts';
import type { Range } from '../../model/range.ts';
import { isGone } from '../analysis/shift.ts';
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

/**
 * A name where it is read. What is called there speaks of the calls at this place: in `self.conv(x)`, `conv` is the layer as it is used
 * here. A call expression without a record of its own, of the user's functions and modules, tells the tensor that it gives.
 */
function useCandidate(
  index: FactsIndex,
  use: BindingFact,
  calls: readonly CallFact[],
  text: string,
  options: CardOptions,
): Candidate {
  const { range } = use;
  if (use.name === '')
    return { range, card: () => bindingCard(index, { ...use, name: calleeText(text, range) }, options) };
  const layers = new Set(use.values.flatMap((value) => (value.kind === 'layer' ? [value.layer] : [])));
  const here = calls.filter(
    (call) =>
      call.layer !== null &&
      layers.has(call.layer) &&
      call.range.start <= range.start &&
      text.charAt(range.end) === '(' &&
      closes(text, range.end, call.range.end),
  );
  if (here.length === 0) {
    const called = text.charAt(range.end) === '(' && layers.size > 0 ? resultsAt(index, range, text) : [];
    if (called.length === 0) return { range, card: () => bindingCard(index, use, options), ...linksOf(index, use) };
    const known = [...layers].map((id) => index.layer(id)).filter((layer) => layer !== undefined);
    return { range, card: () => layerCard(index, known, [], options, called), ...linksOf(index, use) };
  }
  const [upsampling] = here.filter(({ artifact }) => artifact);
  return { range, card: () => callCard(index, here, options), ...(upsampling && { upsampling: upsampling.range }) };
}

/** What the call of a name gives. */
function resultsAt(index: FactsIndex, { file, start, end }: Range, text: string): readonly TensorFact[] {
  const call = index.analysis.uses.find(
    ({ name, range }) =>
      name === '' && range.file === file && range.start <= start && range.end > end && closes(text, end, range.end),
  );
  return (call?.values ?? []).flatMap((value) => (value.kind === 'tensor' ? (index.tensor(value.tensor) ?? []) : []));
}

/** The brackets that open at one place close before the other: nothing is called on what the call gives. */
function closes(text: string, opening: number, end: number): boolean {
  let depth = 0;
  for (let at = opening; at < end; at++) {
    if ('([{'.includes(text.charAt(at))) depth++;
    else if (')]}'.includes(text.charAt(at)) && --depth === 0) return at + 1 === end;
  }
  return false;
}

/** What a call expression calls: `self.ups[i]` of `self.ups[i](x)`; all of it where that is not plain. */
function calleeText(text: string, { start, end }: Range): string {
  const whole = text.slice(start, end);
  for (let at = 0; at < whole.length; at++) {
    if (whole.charAt(at) === '(' && closes(text, start + at, end)) return `${whole.slice(0, at)}(…)`;
  }
  return whole;
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
  const candidates: Candidate[] = [
    ...analysis.bindings.filter(at).map((binding) => ({
      range: binding.range,
      card: () => bindingCard(index, binding, options),
      ...linksOf(index, binding),
    })),
    // Before the layer that a Keras model also is.
    ...analysis.models
      .filter(at)
      .map((model) => ({ range: model.range, card: () => modelCard(index, model), model: model.id })),
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
    ...analysis.uses.filter(at).map((use) =>
      useCandidate(
        index,
        use,
        calls.flatMap(([, made]) => made),
        text,
        options,
      ),
    ),
  ];
  candidates.sort((a, b) => length(a.range) - length(b.range));
  for (const { range, card, upsampling = null, model = null } of candidates) {
    const markdown = card();
    if (markdown !== null) return { range, markdown, upsampling, model };
  }
  return null;
}
