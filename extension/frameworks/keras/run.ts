/** Keras as one framework of an analysis: `createKeras(session)`. */
import type { Shape } from '../../model/size.ts';
import { isSubclass } from '../../python/evaluate/classes.ts';
import { list, type CallSite, type Place, type PyInstance, type Value } from '../../python/values.ts';
import type { FrameworkRun } from '../framework.ts';
import { toRange, type Session } from '../session.ts';
import { makeTensor } from '../tensor.ts';
import { callLayer } from './run-layer.ts';
import { createClasses, createModules } from './modules.ts';
import { addModelGraph } from './rows.ts';
import { KerasState } from './state.ts';
import { historyOf, nodeOf, runThrough, type KerasNode } from './graph.ts';
import type { LayerData, ModelPart, Run } from './layer-data.ts';
import { childrenOf, countOf, variablesOf } from './weights.ts';

export function createKeras(session: Session): FrameworkRun {
  const state = new KerasState(session);
  const classes = createClasses(state);
  const modules = createModules(state, classes);
  const graphs = new Map<LayerData, number>();
  /**
   * Models that are not merely a part of another. What is part of another is shown on its own account when a name of the module
   * stands for it, or when the other has one only from its place (a generator, an encoder); a block that is made several times
   * for one model is a row.
   */
  const own = (named?: ReadonlySet<PyInstance>): LayerData[] => {
    const models = state.all.filter(isModel);
    const placeOf = ({ site }: LayerData): string => `${site.file}|${site.start}`;
    const blocks = new Set<LayerData>();
    for (const model of models) {
      const byPlace = new Map<string, LayerData[]>();
      for (const part of partsOf(state, model, isModel))
        if (isModel(part)) byPlace.set(placeOf(part), [...(byPlace.get(placeOf(part)) ?? []), part]);
      for (const group of byPlace.values()) if (group.length > 1) for (const part of group) blocks.add(part);
    }
    return models.filter((model) => !blocks.has(model) || named?.has(model.instance) === true);
  };
  const isModel = (layer: LayerData): boolean => layer.layerKind !== 'layer' && layer.layerKind !== 'input';

  return {
    framework: 'keras',
    module: modules,
    layerOf: (value) => state.layerOf(value)?.id,
    modelOf: (value) => {
      const layer = state.layerOf(value);
      return layer && graphs.get(layer);
    },
    isModel: (value) => {
      const layer = state.layerOf(value);
      return layer !== undefined && isModel(layer);
    },
    isModelClass: (cls) => cls.place !== null && isSubclass(cls, classes.model),
    run: (value, inputs, place) => {
      const layer = state.layerOf(value);
      if (layer) runModel(state, layer, inputs, place);
    },
    hasRun: (value) => {
      const layer = state.layerOf(value);
      return layer !== undefined && (layer.part !== null || layer.lastRun !== null);
    },
    wasConstructed: (cls) => state.all.some((layer) => layer.instance.cls === cls),
    models: () => own().map((layer) => ({ model: layer.instance, place: toRange(layer.site) })),
    finish: (named, only) => {
      for (const model of only ? state.all.filter((layer) => layer.instance === only) : own(named)) {
        const id = session.models.length;
        if (addModelGraph(state, model)) graphs.set(model, id);
      }
      for (const layer of state.all) {
        if (childrenOf(state, layer).length === 0) continue;
        const { variables, unknown } = variablesOf(state, layer);
        session.updateLayer(layer.id, { inside: unknown === null && layer.built ? countOf(variables) : null });
      }
    },
  };
}

/** The layers inside, however deep; those of a model inside are its own. */
function partsOf(state: KerasState, model: LayerData, isModel: (layer: LayerData) => boolean): ReadonlySet<LayerData> {
  const found = new Set(childrenOf(state, model));
  for (const part of found) if (!isModel(part)) for (const child of childrenOf(state, part)) found.add(child);
  return found;
}

function runModel(state: KerasState, model: LayerData, given: readonly Shape[] | null, place: Place): void {
  const inputs = given ?? model.builtOn;
  if (!inputs) return;
  const site: CallSite = { ...place, positional: [], keywords: new Map() };
  const { part } = model;
  if (part) {
    if (inputs.length === part.inputs.length) rerun(state, model, part, inputs, site);
    return;
  }
  const tensors: Value[] = inputs.map((shape) => makeTensor(state.session, 'keras', shape));
  const [only] = tensors;
  if (!only) return;
  callLayer(state, model, [tensors.length === 1 ? only : list(tensors)], new Map(), site);
}

/** The same graph on inputs of other shapes: they replace those of the Input layers, in order. */
function rerun(state: KerasState, model: LayerData, part: ModelPart, shapes: readonly Shape[], site: CallSite): void {
  const { session } = state;
  const nodes = new Map<KerasNode, Run>();
  const tensors = part.inputs.map((input, index) => {
    const tensor = makeTensor(session, 'keras', shapes[index] ?? null);
    const history = historyOf(input);
    const node = history && nodeOf(history);
    const call = session.addCall({
      layer: node?.operation.layer ?? null,
      label: 'InputLayer',
      place: node?.site ?? site,
      inputs: [],
      outputs: [session.tensors.length - 1],
      macs: 0,
      kernel: { op: 'input' },
      notRunnable: null,
    });
    if (node) nodes.set(node, { inputs: [], outputs: [tensor], calls: [call, call + 1] });
    return tensor;
  });
  let from = session.calls.length;
  const outputs = state.inside(() =>
    runThrough(part.map, part.inputs, part.outputs, tensors, (node, inputs, results) => {
      nodes.set(node, { inputs, outputs: results, calls: [from, session.calls.length] });
      from = session.calls.length;
    }),
  );
  model.rerun = { nodes, inputs: tensors, outputs: outputs.flatMap((output) => output ?? []) };
}
