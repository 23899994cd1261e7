/** `keras.Sequential`: a stack that becomes a graph as soon as its input shape is known. keras/src/models/sequential.py */
import { isMessage, type Message, say } from '../../message.ts';
import type { Shape } from '../../model/size.ts';
import { nativeClass } from '../../python/evaluate/native.ts';
import {
  list,
  NONE,
  type CallSite,
  type NativeCall,
  type PyClass,
  type PyInstance,
  type Value,
} from '../../python/values.ts';
import { toRange } from '../session.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { functionalPart, runPart } from './functional.ts';
import { historyOf, levelOf } from './graph.ts';
import { makeInput } from './input.ts';
import { ensureLayer, shapesGiven, textOf, truthOf } from './layer-class.ts';
import type { GivenShape, LayerData } from './layer-data.ts';
import { refuseShape } from './refused-shape.ts';
import { callLayer } from './run-layer.ts';
import { BATCH, type KerasState } from './state.ts';
import { flatten } from './structure.ts';

export function createSequentialClass(state: KerasState, modelClass: PyClass, inputLayer: () => PyClass): PyClass {
  const sequential = (call: NativeCall): LayerData & { stack: PyInstance[] } => {
    const layer = ensureLayer(state, call);
    layer.stack ??= [];
    return layer as LayerData & { stack: PyInstance[] };
  };

  /** Appends a layer; the first one may carry the input shape. */
  const push = (model: LayerData & { stack: PyInstance[] }, value: Value, site: CallSite): void => {
    const origin = historyOf(value)?.operation.value;
    const layer = state.layerOf(origin ?? value);
    state.touch(model);
    model.built = false;
    model.part = null;
    if (!layer) {
      model.uncertain ??= {
        reason: value.kind === 'unknown' ? value.cause.reason : say`Something that is no layer was added to the model.`,
        place: site,
      };
      return;
    }
    if (model.stack.length === 0 && layer.inputShape) {
      const shape = givenShape(state, layer, layer.inputShape);
      const input = makeInput(state, inputLayer(), shape, null, layer.site);
      const operation = historyOf(input)?.operation.value;
      if (operation) model.stack.push(operation);
    }
    model.stack.push(layer.instance);
  };

  /** `before` is the graph without the layer that was just added: that layer is all that has to be called. */
  const rebuild = (
    model: LayerData & { stack: PyInstance[] },
    site: CallSite,
    before: LayerData['part'] = null,
  ): void => {
    const first = state.layerOf(model.stack[0]);
    if (!first || model.stack.length < 2 || model.uncertain) return;
    const shape = first.layerKind === 'input' ? outputShape(first) : firstInputShape(first);
    // An input of unknown shape is an input all the same: the graph is there, its shapes are not.
    if (shape || first.layerKind === 'input') build(state, inputLayer(), model, shape, site, before);
  };

  return nativeClass({
    name: 'Sequential',
    qualifiedName: 'keras.Sequential',
    bases: [modelClass],
    methods: {
      __init__: (call) => {
        const instance = call.args[0] as PyInstance;
        // Sequential(layers=None, trainable=True, name=None); Keras 2 had the name second.
        const layers = call.args[1] ?? call.kwargs.get('layers');
        const name = call.kwargs.get('name') ?? call.args.slice(2).find((value) => value.kind === 'str');
        const model = state.setUp({
          instance,
          kind: 'sequential',
          type: instance.cls.name,
          name: textOf(name),
          trainable: truthOf(call, call.kwargs.get('trainable'), true),
          site: call.site,
          replay: (args, _keywords, site) => runSequential(state, inputLayer(), model, args, site),
        }) as LayerData & { stack: PyInstance[] };
        model.stack = [];
        if (layers === undefined || layers.kind === 'none') return NONE;
        if (state.layerOf(layers) && layers.kind === 'instance')
          return call.interpreter.raise('TypeError', `'${layers.cls.name}' object is not iterable`, call.site);
        const items = call.interpreter.iterate(layers);
        if (!items) {
          model.uncertain = { reason: say`The list of layers is not known.`, place: call.site };
          return NONE;
        }
        for (const item of items) push(model, item, call.site);
        if (items.length > 0) rebuild(model, call.site);
        return NONE;
      },
      add: (call) => {
        const model = sequential(call);
        const layer = call.args[1] ?? call.kwargs.get('layer');
        const before = layer ? model.part : null;
        if (layer) push(model, layer, call.site);
        rebuild(model, call.site, before);
        return NONE;
      },
      pop: (call) => {
        const model = sequential(call);
        state.touch(model);
        const last = model.stack.pop();
        model.built = false;
        model.part = null;
        rebuild(model, call.site);
        return last ?? NONE;
      },
      build: (call) => {
        const model = sequential(call);
        const shape = call.args[1] ?? call.kwargs.get('input_shape');
        const [first] = shape ? (shapesGiven(state, shape) ?? []) : [];
        if (first) build(state, inputLayer(), model, first, call.site);
        return NONE;
      },
    },
    properties: {
      layers: (call) => list(visibleStack(state, sequential(call))),
    },
  });
}

/** Without the InputLayer, which `Sequential.layers` leaves out. */
export function visibleStack(state: KerasState, model: LayerData): PyInstance[] {
  const stack = model.stack ?? [];
  return state.layerOf(stack[0])?.layerKind === 'input' ? stack.slice(1) : [...stack];
}

/** With the batch; the reason where there is none. */
function givenShape(state: KerasState, layer: LayerData, given: GivenShape): Shape | Message {
  if (isMessage(given)) return given;
  if (!('refused' in given)) return [BATCH, ...given];
  const { argumentRanges } = state.session.layer(layer.id);
  return refuseShape(state, given.refused, argumentRanges, layer.site) ?? say`The shape of the input is not known.`;
}

function outputShape(layer: LayerData): Shape | null {
  return tensorOf(layer.nodes[0]?.outputs[0])?.shape ?? null;
}

/** A model as the first layer brings its input shape along. */
function firstInputShape(layer: LayerData): Shape | null {
  return tensorOf(layer.part?.inputs[0])?.shape ?? null;
}

function build(
  state: KerasState,
  inputLayer: PyClass,
  model: LayerData,
  shape: Shape | null,
  site: CallSite,
  before: LayerData['part'] = null,
): void {
  const stack = model.stack ?? [];
  if (stack.length === 0 || model.uncertain) return;
  state.touch(model);
  if (shape && state.layerOf(stack[0])?.layerKind !== 'input') {
    const operation = historyOf(makeInput(state, inputLayer, shape, null, model.site))?.operation.value;
    if (operation) stack.unshift(operation);
  }
  const start = state.layerOf(stack[0])?.nodes[0]?.outputs[0];
  if (!start) return;
  // The graph is Keras's own also where the model is built inside another layer's call, and its input may come from elsewhere.
  const depth = state.depth;
  state.depth = levelOf(start) ?? 0;
  try {
    const reached = before?.outputs.length === 1 ? before.outputs[0] : undefined;
    let tensor: Value = reached ?? start;
    for (const each of reached ? stack.slice(-1) : stack.slice(1)) {
      const layer = state.layerOf(each);
      if (layer)
        tensor = callLayer(state, layer, [tensor], new Map(), { ...layer.site, positional: [], keywords: new Map() });
    }
    state.names.autoName('Functional');
    const part = functionalPart(state, inputLayer, start, tensor, site);
    if (isMessage(part)) model.uncertain ??= { reason: part, place: toRange(site) };
    else model.part = part;
    model.built = true;
    model.builtWithShape = true;
  } finally {
    state.depth = depth;
  }
}

function runSequential(
  state: KerasState,
  inputLayer: PyClass,
  model: LayerData,
  args: readonly Value[],
  site: CallSite,
): Value {
  const inputs = args[0] ? flatten(args[0]) : [];
  const shape = inputs.length === 1 ? tensorOf(inputs[0])?.shape : null;
  if (!model.part && shape) build(state, inputLayer, model, shape, site);
  if (model.part) return runPart(state, model, model.part, args, site);
  // A layer that is not known stands somewhere in the stack: what comes out of the others says nothing.
  if (model.uncertain) return makeTensor(state.session, 'keras', null, model.uncertain.reason);
  let tensor: Value = args[0] ?? NONE;
  for (const each of visibleStack(state, model)) {
    const layer = state.layerOf(each);
    if (layer) tensor = callLayer(state, layer, [tensor], new Map(), site);
  }
  return tensor;
}
