/**
 * Calling a Keras layer: build it from the input's shape, compute, and keep a node of Keras's graph when the call is on
 * symbolic tensors outside of any other layer's `call`. keras/src/layers/layer.py, __call__
 */
import { type Message, say } from '../../message.ts';
import { keyOf } from '../../model/sizes/polynomial.ts';
import { sizeText, tupleText } from '../../model/sizes/text.ts';
import type { Shape } from '../../model/size.ts';
import type { WeightSpec } from '../../model/weight.ts';
import { lookup } from '../../python/evaluate/classes.ts';
import { list, NONE, type CallSite, type PyFunction, type PyInstance, type Value } from '../../python/values.ts';
import { applyRecord, applyUnknown, type Applied } from '../apply.ts';
import { arrayOf } from '../numpy/array-data.ts';
import { constantTensor } from '../operand-tensors.ts';
import { addResult } from '../operators.ts';
import { toRange } from '../session.ts';
import { makeTensor, tensorOf, type TensorData } from '../tensor.ts';
import { addNode, historyOf, kerasTensors, type Operation } from './graph.ts';
import type { LayerData } from './layer-data.ts';
import { attachMask, withMasks } from './masks.ts';
import { withOwnShape } from './own-output-shape.ts';
import type { KerasState } from './state.ts';
import { weightTensor } from './weight-tensor.ts';
import { flatten, mapTensors } from './structure.ts';

const NO_KEYWORDS: ReadonlyMap<string, Value> = new Map();

export function callLayer(
  state: KerasState,
  layer: LayerData,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: CallSite,
): Value {
  const given = args.map((arg) => toTensors(state, arg));
  const symbolic = state.isSymbolic(given, kwargs);
  if (!symbolic && state.depth === 0 && isBuiltModel(layer)) return computeOnly(state, layer, given, kwargs, site);
  const from = state.session.calls.length;
  const keywords = symbolic ? withMasks(layer, given, kwargs) : kwargs;
  const computed = state.inside(() => compute(state, layer, given, keywords, site));
  if (!symbolic) return keepRun(state, layer, given, from, computed);
  const [first] = given;
  const told = first ? withOwnShape(state, layer, shapesValue(state, first), computed, site) : computed;
  const result = recordNode(state, layer, given, keywords, site, from, told);
  attachMask(state, layer, first, keywords, result, site);
  return result;
}

/** A model that is built shows its own graph; what it makes of further arrays matters for the shape alone. */
const isBuiltModel = (layer: LayerData): boolean =>
  layer.part !== null ||
  (layer.layerKind === 'subclassed-model' &&
    (layer.lastRun?.outputs.some((output) => tensorOf(output)?.shape != null) ?? false));

function computeOnly(
  state: KerasState,
  layer: LayerData,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: CallSite,
): Value {
  const key = args
    .flatMap((arg) => flatten(arg))
    .map((arg) => tensorOf(arg)?.shape?.map(keyOf).join() ?? '?')
    .join(';');
  const known = layer.computed.get(key);
  const result = known ?? state.session.discarding(() => state.inside(() => compute(state, layer, args, kwargs, site)));
  layer.computed.set(key, result);
  return mapTensors(result, (tensor) => {
    const data = tensorOf(tensor);
    return makeTensor(state.session, 'keras', data?.shape ?? null, data?.reason ?? null, data?.dtype ?? null);
  });
}

/** `compute_output_shape` of a layer whose output no rule tells: what it makes of tensors of these shapes. */
export function computedShape(state: KerasState, layer: LayerData, shapes: readonly Shape[], site: CallSite): Value {
  const tensors = shapes.map((shape) => makeTensor(state.session, 'keras', shape));
  const [only, second] = tensors;
  const given = only && !second ? only : list(tensors);
  return shapesValue(state, computeOnly(state, layer, [given], NO_KEYWORDS, site));
}

/** Makes the outputs part of Keras's graph. An output that already has a history gets a copy of its own. */
export function recordNode(
  state: KerasState,
  operation: Operation,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: CallSite,
  from: number,
  computed: Value,
): Value {
  const result = mapTensors(computed, (tensor) =>
    historyOf(tensor) ? identity(state, operation.type, tensor, site) : tensor,
  );
  const outputs = flatten(result).filter((value): value is PyInstance => tensorOf(value) !== undefined);
  state.tensorCount += outputs.length;
  state.session.keep();
  const calls = [from, state.session.calls.length] as const;
  const inputs = kerasTensors(args, kwargs);
  addNode({ operation, args, kwargs, inputs, outputs, isInput: false, site, calls, level: state.depth });
  const layer = state.layerOf(operation.value ?? undefined);
  if (layer) layer.lastRun = { inputs, outputs, calls };
  return result;
}

function keepRun(state: KerasState, layer: LayerData, args: readonly Value[], from: number, computed: Value): Value {
  const inputs = args.flatMap((arg) => flatten(arg)).filter((value) => tensorOf(value));
  const outputs = flatten(computed).filter((value) => tensorOf(value));
  if (!state.session.isDiscarding) layer.lastRun = { inputs, outputs, calls: [from, state.session.calls.length] };
  return computed;
}

function identity(state: KerasState, label: string, tensor: Value, site: CallSite): Value {
  const data = tensorOf(tensor);
  return addResult(state.session, 'keras', label, [tensor], site, {
    shape: data?.shape ?? null,
    reason: data?.reason ?? null,
    kernel: { op: 'identity' },
    macs: 0,
  });
}

/** Constants stand nowhere in the text by themselves. */
const NOWHERE = { file: '', start: 0, end: 0 };

/** NumPy arrays become tensors of their shape. */
export function toTensors(state: KerasState, value: Value): Value {
  const array = arrayOf(value);
  // In a layer's or an operation's own computation numbers count; arrays that a model is called on are data.
  if (array?.numbers && state.depth > 0) return constantTensor(state.session, 'keras', value, NOWHERE) ?? value;
  if (array) return makeTensor(state.session, 'keras', array.shape, array.reason, array.dtype);
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => toTensors(state, item)) };
  if (value.kind === 'tuple') return { ...value, items: value.items.map((item) => toTensors(state, item)) };
  return value;
}

function compute(
  state: KerasState,
  layer: LayerData,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: CallSite,
): Value {
  ensureBuilt(state, layer, args, kwargs, site);
  const method = lookup(layer.instance.cls, 'call');
  const result =
    method?.kind === 'function'
      ? state.session.interpreter.call(
          method,
          [layer.instance, ...args],
          withContext(method, kwargs, args.length),
          site,
        )
      : layer.replay(args, kwargs, site);
  state.touch(layer).built = true;
  return result;
}

/** `training` and `mask` are given by Keras when `call` wants them and nobody says otherwise; `training` that it does not take is dropped. */
function withContext(
  method: PyFunction,
  kwargs: ReadonlyMap<string, Value>,
  positional: number,
): ReadonlyMap<string, Value> {
  const { parameters } = method.node;
  if (kwargs.has('training') && !parameters.some(({ name, kind }) => name === 'training' || kind === 'double-star'))
    return withContext(method, new Map([...kwargs].filter(([name]) => name !== 'training')), positional);
  const missing = parameters.filter(
    (parameter, index) =>
      (parameter.name === 'training' || parameter.name === 'mask') &&
      parameter.defaultValue === null &&
      index > positional &&
      !kwargs.has(parameter.name),
  );
  return missing.length === 0 ? kwargs : new Map([...kwargs, ...missing.map(({ name }) => [name, NONE] as const)]);
}

/** Calls the user's `build` with the input's shape, once. Built-in layers are built where they are computed. */
export function ensureBuilt(
  state: KerasState,
  layer: LayerData,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: CallSite,
): void {
  if (layer.built) return;
  const build = lookup(layer.instance.cls, 'build');
  if (build?.kind !== 'function') {
    if (layer.record && lookup(layer.instance.cls, 'call')?.kind === 'function')
      buildInherited(state, layer, args, site);
    return;
  }
  const tensorArguments = [...args, ...[...kwargs].filter(([name]) => name !== 'mask').map(([, value]) => value)];
  const first = tensorArguments.find((arg) => flatten(arg).some((value) => tensorOf(value)));
  const parameters = build.node.parameters.filter(({ kind }) => kind !== 'star' && kind !== 'double-star').slice(1);
  const { interpreter } = state.session;
  // build(self, query_shape, value_shape): named after call's arguments, which come in the same order.
  const shapes = parameters.map((_, index) => {
    const value = index === 0 && parameters.length === 1 ? first : tensorArguments[index];
    return value ? shapesValue(state, value) : NONE;
  });
  // What stands in build() is no part of a call: models between tensors of their own may be made there.
  const { depth } = state;
  layer.building = true;
  state.depth = 0;
  try {
    const ended = interpreter.call(build, [layer.instance, ...shapes], NO_KEYWORDS, site);
    // It was not followed to its end: there may be weights that nobody saw.
    if (ended.kind === 'unknown') state.touch(layer).unknownWeights ??= ended.cause.reason;
  } finally {
    layer.building = false;
    state.depth = depth;
  }
  state.touch(layer).built = true;
  layer.builtWithShape = true;
}

/** A layer of Keras's own with another `call`: it has the inherited weights, and `call` reads them as attributes. */
function buildInherited(state: KerasState, layer: LayerData, args: readonly Value[], site: CallSite): void {
  const inputs = args.flatMap((arg) => flatten(arg)).filter((value) => tensorOf(value) ?? value.kind === 'unknown');
  const shapes = inputs.map((input) => tensorOf(input)?.shape);
  if (shapes.length === 0 || !shapes.every((shape) => shape != null)) {
    loseWeights(state, layer, inputs);
    return;
  }
  buildFrom(state, layer, shapes, site);
  if (layer.config?.kind === 'unknown') layer.unknownWeights ??= layer.config.reason;
  for (const { spec } of layer.variables)
    layer.instance.attributes.set(
      spec.name,
      weightTensor(state, { ...spec, name: `${layer.name}/${spec.name}` }, site),
    );
  if (!layer.instance.attributes.has('bias')) layer.instance.attributes.set('bias', NONE);
}

/** Shapes in the form of the tensors: a tuple for one, a list of tuples for a list. */
export function shapesValue(state: KerasState, value: Value): Value {
  const tensor = tensorOf(value);
  if (tensor) {
    if (tensor.shape) return state.shapeValue(tensor.shape);
    return state.session.interpreter.unknown(tensor.reason ?? say`The shape of the input is not known.`);
  }
  if (value.kind === 'list' || value.kind === 'tuple') {
    return { ...value, items: value.items.map((item) => shapesValue(state, item)) };
  }
  return value.kind === 'unknown' ? value : NONE;
}

/** What a built-in layer does: the record's rule on the tensors of the first argument and those that follow. */
export function applyBuiltIn(
  state: KerasState,
  layer: LayerData,
  args: readonly Value[],
  site: CallSite,
  config = layer.config,
): Value {
  // `training` can be a tensor: super().call(x, tf.logical_and(training, self.trainable)).
  const inputs = args
    .filter((arg, index) => index === 0 || tensorOf(arg)?.shape?.length !== 0)
    .flatMap((arg) => flatten(arg))
    .filter((value) => tensorOf(value) ?? value.kind === 'unknown');
  const base = { framework: 'keras', layer: layer.id, label: layer.type, inputs, site } as const;
  const { record } = layer;
  let applied: Applied;
  if (inputs.length === 0) {
    applied = applyUnknown(state.session, base, say`${layer.type} is called on something that is no tensor.`, false);
  } else if (!record || !config) {
    layer.unknownWeights ??= say`Layerscope does not know the layer ${layer.type} yet.`;
    applied = applyUnknown(state.session, base, layer.unknownWeights, true);
  } else if (config.kind !== 'known') {
    // An impossible argument was reported where the layer is constructed.
    const reason = config.kind === 'unknown' ? config.reason : config.clash.message;
    if (!record.weightless) layer.unknownWeights ??= reason;
    state.session.updateLayer(layer.id, { reason });
    applied = applyUnknown(state.session, base, reason, config.kind === 'unknown');
  } else {
    const shapes = inputs.map((input) => tensorOf(input)?.shape);
    const told = shapes.every((shape) => shape != null);
    const clash = told ? buildFrom(state, layer, shapes, site) : null;
    if (!told && !layer.built) loseWeights(state, layer, inputs);
    const [only] = site.positional.length === 1 ? site.positional : [];
    const place = only ? { file: site.file, start: only.start, end: only.end } : undefined;
    applied =
      clash === null
        ? applyRecord(state.session, { ...base, record, config: config.value, inputRanges: inputs.map(() => place) })
        : applyUnknown(state.session, base, clash, false);
  }
  const [output, ...more] = applied.outputs;
  if (!output) return state.session.interpreter.unknown(say`${layer.type} has no output.`, site);
  return more.length === 0 ? output : { kind: 'list', items: [output, ...more] };
}

/** A layer that is called on something of unknown shape has weights, and nobody knows which. */
export function loseWeights(state: KerasState, layer: LayerData, inputs: readonly Value[]): void {
  if (layer.record?.weightless === true) {
    state.session.updateLayer(layer.id, { weights: [] });
    return;
  }
  const unknown = inputs.find((input) => !tensorOf(input)?.shape);
  const reason = tensorOf(unknown)?.reason ?? (unknown?.kind === 'unknown' ? unknown.cause.reason : null);
  state.touch(layer).unknownWeights ??= reason ?? say`The shape of the input is not known.`;
  state.session.updateLayer(layer.id, { reason: layer.unknownWeights });
}

/** Creates the weights at the first call; a later call must fit them. Gives the reason when it does not. */
export function buildFrom(
  state: KerasState,
  layer: LayerData,
  shapes: readonly Shape[],
  site: CallSite,
): Message | null {
  const { record, config } = layer;
  if (!record || config?.kind !== 'known') return null;
  const answer = record.weights(config.value, shapes);
  if (answer.kind !== 'known') {
    // The shape rule refuses the same inputs with a better place; here only the count is lost.
    const reason = answer.kind === 'unknown' ? answer.reason : answer.clash.message;
    if (!layer.built) {
      layer.unknownWeights ??= reason;
      state.session.updateLayer(layer.id, { reason });
    }
    return null;
  }
  // What it was called on first may not have been known: it was built for something that this input fits.
  const lost = layer.unknownWeights !== null && layer.variables.length === 0;
  if (layer.built && !lost) {
    const clash = firstDifference(
      layer.variables.map(({ spec }) => spec),
      answer.value,
    );
    if (clash === null) return null;
    const given = shapes.map((shape) => tupleText(shape, 'keras')).join(', ');
    const message = say`${layer.name} was built for other inputs: its ${clash.name} has the shape ${tupleText(clash.built, 'keras')}, and this input of ${given} needs ${tupleText(clash.needed, 'keras')}.`;
    const [input, second] = site.positional;
    const place = input && !second ? { file: site.file, start: input.start, end: input.end } : toRange(site);
    state.session.finding('wrong-channels', place, message);
    return message;
  }
  state.touch(layer);
  layer.built = true;
  layer.builtWithShape = true;
  layer.unknownWeights = null;
  for (const part of hiddenLayers(state, layer)) state.names.autoName(part);
  const open = answer.value.flatMap(({ shape }) => shape).find((size) => typeof size !== 'number');
  if (open !== undefined) {
    layer.unknownWeights = say`A weight depends on ${sizeText(open)}, which is left open.`;
    state.session.updateLayer(layer.id, { reason: layer.unknownWeights });
    return null;
  }
  layer.variables = answer.value.map((spec) => ({ spec, trainable: spec.trainable && layer.trainable }));
  state.session.updateLayer(layer.id, { weights: answer.value, reason: null });
  return null;
}

/** Layers that a layer makes inside when it is built: they are shown nowhere, but take numbers from the automatic names. */
function hiddenLayers(state: KerasState, layer: LayerData): readonly string[] {
  if (layer.record?.id !== 'multi-head-attention') return [];
  const dropout = state.session.layer(layer.id).arguments['dropout'];
  return typeof dropout === 'number' && dropout > 0 ? ['Softmax', 'Dropout'] : ['Softmax'];
}

function firstDifference(
  built: readonly WeightSpec[],
  needed: readonly WeightSpec[],
): { name: string; built: Shape; needed: Shape } | null {
  for (const [index, spec] of needed.entries()) {
    const other = built[index];
    if (other && other.shape.map(keyOf).join() !== spec.shape.map(keyOf).join()) {
      return { name: spec.name, built: other.shape, needed: spec.shape };
    }
  }
  return null;
}

export const shapeOf = (value: Value): TensorData['shape'] => tensorOf(value)?.shape ?? null;
