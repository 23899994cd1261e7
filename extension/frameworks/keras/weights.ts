/** Weights of layers and of all that is inside them: what `layer.weights` holds and `count_params` counts. */
import type { Message } from '../../message.ts';
import { add, product } from '../../model/sizes/arithmetic.ts';
import type { Size } from '../../model/size.ts';
import type { WeightSpec } from '../../model/weight.ts';
import type { Value } from '../../python/values.ts';
import type { LayerData, Variable } from './layer-data.ts';
import type { KerasState } from './state.ts';

/** Lists of layers in lists of layers; deeper nesting is not tracked by Keras either. */
const MAX_DEPTH = 6;
/** Values that are or hold layers or weights; most attributes of a layer are numbers and words. */
const MAY_HOLD: ReadonlySet<Value['kind']> = new Set(['instance', 'list', 'tuple', 'dict']);

/** The layers directly inside, in Keras's order: `layer._layers`. */
export function childrenOf(state: KerasState, layer: LayerData): LayerData[] {
  const found = new Set<LayerData>();
  for (const value of layer.stack ?? []) {
    const child = state.layerOf(value);
    if (child) found.add(child);
  }
  if (layer.layerKind === 'functional') {
    for (const operation of layer.part?.map.operations ?? []) {
      const child = state.layerOf(operation.value ?? undefined);
      if (child) found.add(child);
    }
  }
  for (const value of layer.instance.attributes.values()) collectLayers(state, value, found, 0);
  found.delete(layer);
  return [...found];
}

function collectLayers(state: KerasState, value: Value, found: Set<LayerData>, depth: number): void {
  if (!MAY_HOLD.has(value.kind)) return;
  const layer = state.layerOf(value);
  if (layer) {
    found.add(layer);
    return;
  }
  if (depth >= MAX_DEPTH) return;
  if (value.kind === 'list' || value.kind === 'tuple') {
    for (const item of value.items) collectLayers(state, item, found, depth + 1);
  } else if (value.kind === 'dict') {
    for (const entry of value.entries.values()) collectLayers(state, entry.value, found, depth + 1);
  }
}

/** Every variable once, with those of the layers inside; `unknown` says why some cannot be told. */
export function variablesOf(state: KerasState, layer: LayerData): { variables: Variable[]; unknown: Message | null } {
  const variables = new Set<Variable>();
  const seen = new Set<LayerData>();
  let unknown: Message | null = null;
  const visit = (each: LayerData): void => {
    if (seen.has(each)) return;
    seen.add(each);
    unknown ??= each.unknownWeights ?? (each.uncertain ? each.uncertain.reason : null);
    for (const variable of each.variables) variables.add(variable);
    for (const value of each.instance.attributes.values()) collectVariables(state, value, variables, 0);
    for (const child of childrenOf(state, each)) visit(child);
  };
  visit(layer);
  return { variables: [...variables], unknown };
}

function collectVariables(state: KerasState, value: Value, found: Set<Variable>, depth: number): void {
  if (!MAY_HOLD.has(value.kind)) return;
  const variable = state.variableOf(value);
  if (variable) {
    found.add(variable);
    return;
  }
  if (depth >= MAX_DEPTH || (value.kind !== 'list' && value.kind !== 'tuple')) return;
  for (const item of value.items) collectVariables(state, item, found, depth + 1);
}

export const sizeOfWeight = (spec: WeightSpec): Size => product(spec.shape);

export function countOf(variables: Iterable<Variable>): Size {
  let total: Size = 0;
  for (const variable of variables) if (variable.spec.counted) total = add(total, sizeOfWeight(variable.spec));
  return total;
}

/** keras/src/layers/layer.py: setting `trainable` reaches the layer's own trainable variables and all layers inside. */
export function setTrainable(state: KerasState, layer: LayerData, trainable: boolean): void {
  const seen = new Set<LayerData>();
  const visit = (each: LayerData): void => {
    if (seen.has(each)) return;
    seen.add(each);
    state.touch(each).trainable = trainable;
    for (const variable of each.variables) if (variable.spec.trainable) variable.trainable = trainable;
    state.session.updateLayer(each.id, { trainable });
    for (const child of childrenOf(state, each)) visit(child);
  };
  visit(layer);
}
