/** `keras.Model`: functional when it is given inputs and outputs, else the base of the user's models. keras/src/models/model.py */
import { isMessage, say } from '../../message.ts';
import { lookup } from '../../python/evaluate/classes.ts';
import { nativeClass, nativeProperty, type NativeRun } from '../../python/evaluate/native.ts';
import {
  asInt,
  asNumber,
  list,
  NONE,
  str,
  tuple,
  type NativeCall,
  type PyClass,
  type PyFunction,
  type PyInstance,
  type PyProperty,
  type Value,
} from '../../python/values.ts';
import type { Size } from '../../model/size.ts';
import { makeArray, untoldSize } from '../numpy/array-data.ts';
import { toRange } from '../session.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { asElement, datasetOf, withShapes } from './data/dataset.ts';
import { configOfModel, modelFromConfig } from './clone.ts';
import { tellFormer } from './former-spellings.ts';
import { functionalPart, runPart } from './functional.ts';
import { ensureLayer, shapesGiven, textOf, truthOf } from './layer-class.ts';
import type { LayerData } from './layer-data.ts';
import { callLayer, toTensors } from './run-layer.ts';
import { BATCH, type KerasState } from './state.ts';
import { flatten, mapTensors } from './structure.ts';
import { endTrainingLoop } from './training-loop.ts';
import { childrenOf } from './weights.ts';

/** These build a model that has no shape yet from the data they are given. */
const TRAINING_METHODS = ['fit', 'evaluate', 'train_on_batch', 'test_on_batch', 'fit_generator'];

/** `fit(batch_size=None)` */
const DEFAULT_BATCH = 32;

/** Training, evaluation and saving: quick and quiet. */
const QUIET_METHODS = [
  'compile',
  'evaluate_generator',
  'predict_generator',
  'summary',
  'save',
  'save_weights',
  'load_weights',
  'export',
  'to_yaml',
  'make_train_function',
  'make_test_function',
  'make_predict_function',
  'reset_metrics',
  'get_metrics_result',
  'compute_loss',
  'compute_metrics',
  'get_compile_config',
  'compile_from_config',
  'train_step',
  'test_step',
  'predict_step',
  'loss',
  'add_loss',
  'add_metric',
];

/**
 * `model.outputs` and `model.inputs`, which code for Keras 2 assigns to cut a model off (`vgg.outputs = [vgg.layers[9].output]`).
 * Keras 3 refuses that, and from there on nobody knows what the author takes the model for.
 */
function ends(state: KerasState, side: 'inputs' | 'outputs'): PyProperty {
  return nativeProperty(
    side,
    (call) => {
      const { part } = ensureLayer(state, call);
      return part ? list(part[side]) : call.interpreter.unknown(say`The model has no defined ${side}.`, call.site);
    },
    (call) => {
      const model = ensureLayer(state, call);
      state.touch(model).uncertain ??= { reason: say`Its ${side} were assigned.`, place: call.site };
      return call.interpreter.raise('AttributeError', `property '${side}' of '${model.type}' object has no setter`);
    },
  );
}

export function createModelClass(state: KerasState, layerClass: PyClass, inputLayer: () => PyClass): PyClass {
  const quiet: NativeRun = (call) => call.interpreter.unknown(say`What this method gives is not followed.`, call.site);
  const partOf = (call: NativeCall): LayerData['part'] => ensureLayer(state, call).part;
  const single = (items: readonly Value[]): Value => (items.length === 1 && items[0] ? items[0] : list(items));

  return nativeClass({
    name: 'Model',
    qualifiedName: 'keras.Model',
    bases: [layerClass],
    methods: {
      ...Object.fromEntries(QUIET_METHODS.map((name) => [name, quiet])),
      __init__: (call) => {
        initialise(state, layerClass, inputLayer, call);
        return NONE;
      },
      // It says that the model is built and builds nothing: the layers are built when it is called. keras/src/layers/layer.py
      build: (call) => {
        const layer = ensureLayer(state, call);
        const shape = call.args[1] ?? call.kwargs.get('input_shape');
        state.touch(layer).built = true;
        layer.builtOn = shape ? shapesGiven(state, shape) : null;
        return NONE;
      },
      ...Object.fromEntries(TRAINING_METHODS.map((name) => [name, (call: NativeCall) => train(state, call, name)])),
      get_config: (call) => configOfModel(state, call),
      to_json: (call) => configOfModel(state, call),
      from_config: (call) => modelFromConfig(state, call),
      predict: (call) => predict(state, call),
      predict_on_batch: (call) => predict(state, call),
      get_layer: (call) => getLayer(state, call),
    },
    attributes: { inputs: ends(state, 'inputs'), outputs: ends(state, 'outputs') },
    properties: {
      layers: (call) => list(layersOf(state, ensureLayer(state, call)).map((layer) => layer.instance)),
      input: (call) => {
        const part = partOf(call);
        return part
          ? single(flatten(part.inputStructure))
          : call.interpreter.unknown(say`The model has no defined input.`, call.site);
      },
      output: (call) => {
        const part = partOf(call);
        return part
          ? single(flatten(part.outputStructure))
          : call.interpreter.unknown(say`The model has no defined output.`, call.site);
      },
      input_shape: (call) => shapeOfEnds(state, call, partOf(call)?.inputs),
      output_shape: (call) => shapeOfEnds(state, call, partOf(call)?.outputs),
      input_names: (call) => list(namesOf(state, partOf(call)?.inputs)),
      output_names: (call) => list(namesOf(state, partOf(call)?.outputs)),
      optimizer: quiet,
      history: quiet,
      metrics_names: quiet,
      stop_training: quiet,
      compiled_loss: quiet,
      compiled_metrics: quiet,
    },
  });
}

function shapeOfEnds(state: KerasState, call: NativeCall, ends: readonly PyInstance[] | undefined): Value {
  const shapes = (ends ?? []).map((tensor) => {
    const shape = tensorOf(tensor)?.shape;
    return shape ? state.shapeValue(shape) : call.interpreter.unknown(say`The shape is not known.`, call.site);
  });
  const [only] = shapes;
  if (!only) return call.interpreter.unknown(say`The model has no defined shapes.`, call.site);
  return shapes.length === 1 ? only : list(shapes);
}

function namesOf(state: KerasState, ends: readonly PyInstance[] | undefined): Value[] {
  return (ends ?? []).map((tensor) => str(state.layerOf(tensor)?.name ?? tensor.cls.name));
}

/** `Model(inputs, outputs)` also by keyword, with the spellings of Keras 1. */
function functionalArguments(call: NativeCall): { inputs: Value; outputs: Value; name: Value | undefined } | null {
  const [, ...positional] = call.args;
  const inputs = positional[0] ?? call.kwargs.get('inputs') ?? call.kwargs.get('input');
  const outputs = positional[1] ?? call.kwargs.get('outputs') ?? call.kwargs.get('output');
  if (!inputs || !outputs) return null;
  return { inputs, outputs, name: positional[2] ?? call.kwargs.get('name') };
}

function initialise(state: KerasState, layerClass: PyClass, inputLayer: () => PyClass, call: NativeCall): void {
  const functional = functionalArguments(call);
  if (!functional) {
    const init = layerClass.namespace.get('__init__');
    if (init?.kind === 'native') init.run(call);
    return;
  }
  const instance = call.args[0] as PyInstance;
  const own = instance.cls.qualifiedName === 'keras.Model';
  for (const keyword of ['input', 'output'])
    if (call.kwargs.has(keyword)) tellFormer(state.session, 'Model', call, keyword, `${keyword}s`);
  const type = own ? 'Functional' : instance.cls.name;
  const part = functionalPart(state, inputLayer(), functional.inputs, functional.outputs, call.site);
  const model = state.setUp({
    instance,
    kind: 'functional',
    type,
    name: textOf(functional.name),
    trainable: truthOf(call, call.kwargs.get('trainable'), true),
    site: call.site,
    replay: (args, _keywords, site) => {
      if (model.part && !model.uncertain) return runPart(state, model, model.part, args, site);
      return makeTensor(
        state.session,
        'keras',
        null,
        model.uncertain?.reason ?? say`The graph of the model is not known.`,
      );
    },
  });
  if (isMessage(part)) {
    model.uncertain = { reason: part, place: toRange(call.site) };
    model.unknownWeights = part;
    state.session.finding('not-inferred', toRange(call.site), say`The layers of the model could not be told: ${part}`);
  } else model.part = part;
  model.built = true;
}

/** `model.layers`. */
export function layersOf(state: KerasState, model: LayerData): LayerData[] {
  if (model.stack)
    return model.stack.flatMap((value) => state.layerOf(value) ?? []).filter((layer) => layer.layerKind !== 'input');
  if (model.part)
    return model.part.map.operations.flatMap((operation) => state.layerOf(operation.value ?? undefined) ?? []);
  return childrenOf(state, model);
}

function getLayer(state: KerasState, call: NativeCall): Value {
  const model = ensureLayer(state, call);
  const [, first, second] = call.args;
  const name = call.kwargs.get('name') ?? (first?.kind === 'str' ? first : undefined);
  const index = call.kwargs.get('index') ?? (first?.kind === 'int' ? first : second);
  const layers = layersOf(state, model);
  if (index?.kind === 'int') {
    const position = Number(index.value);
    const layer = layers[position < 0 ? layers.length + position : position];
    return (
      layer?.instance ?? call.interpreter.raise('ValueError', `The model has only ${layers.length} layers.`, call.site)
    );
  }
  if (name?.kind !== 'str') return call.interpreter.unknown(say`The name of the layer is not known.`, call.site);
  const layer = layers.find((each) => each.name === name.value);
  return layer?.instance ?? call.interpreter.raise('ValueError', `No such layer: ${name.value}.`, call.site);
}

/** Training changes no shape; it only builds a model that was not built before. */
function train(state: KerasState, call: NativeCall, method: string): Value {
  const model = ensureLayer(state, call);
  endTrainingLoop(state, call);
  if (!model.part && !model.lastRun && !model.uncertain) {
    const given = call.args[1] ?? call.kwargs.get('x');
    const step = lookup(model.instance.cls, 'train_step');
    if (step?.kind === 'function') runStep(state, model, step, given, call);
    else {
      const batch =
        given &&
        trainingBatch(state, given, (count) =>
          method.endsWith('_on_batch') ? (count ?? BATCH) : batchSize(state, count, call),
        );
      if (batch) callLayer(state, model, [batch], new Map(), call.site);
      else state.touch(model).unknownWeights ??= say`The model is built from data whose shape is not known.`;
    }
  }
  return call.interpreter.unknown(say`What training gives is not followed.`, call.site);
}

/** What a model is called on in training. Null where a shape is not known. */
function trainingBatch(state: KerasState, given: Value, sizeOf: (count: Size | undefined) => Size): Value | null {
  const dataset = datasetOf(given);
  // (x, y) and (x, y, weights); a data set of inputs alone has them as they are.
  const element = dataset?.element;
  const inputs = element?.kind === 'tuple' ? element.items[0] : (element ?? asElement(state, given));
  if (!inputs || inputs.kind === 'unknown') return null;
  const batch = dataset ? inputs : withShapes(state, inputs, (shape) => [sizeOf(shape[0]), ...shape.slice(1)]);
  const tensors = flatten(batch);
  return tensors.length > 0 && tensors.every((tensor) => tensorOf(tensor)?.shape) ? batch : null;
}

/** Arrays whose length is a multiple of the batch give batches of a known size. keras/src/trainers/data_adapters/array_data_adapter.py */
function batchSize(state: KerasState, count: Size | undefined, call: NativeCall): Size {
  const given = call.args[3] ?? call.kwargs.get('batch_size');
  const size = given === undefined || given.kind === 'none' ? DEFAULT_BATCH : asInt(given);
  const share = call.kwargs.get('validation_split');
  const split = share === undefined ? 0 : asNumber(share);
  if (typeof count !== 'number' || size === undefined || split === undefined || size <= 0)
    return untoldSize(state.session);
  const held = call.kwargs.get('validation_data') ?? NONE;
  const samples = held.kind === 'none' ? Math.floor(count * (1 - split)) : count;
  return samples % size === 0 ? size : BATCH;
}

/** A step of the user's own builds what it calls: it is run on a batch, where something in the model is not built yet. */
function runStep(
  state: KerasState,
  model: LayerData,
  step: PyFunction,
  given: Value | undefined,
  call: NativeCall,
): void {
  const parts = childrenOf(state, model);
  if (parts.length === 0 || parts.every((part) => part.built)) return;
  const dataset = datasetOf(given);
  const target = call.args[2] ?? call.kwargs.get('y');
  const whole =
    dataset?.element ?? (given && target ? tuple([asElement(state, given), asElement(state, target)]) : given);
  if (!whole || whole.kind === 'unknown') return;
  const data = dataset
    ? whole
    : withShapes(state, asElement(state, whole), (shape) => [batchSize(state, shape[0], call), ...shape.slice(1)]);
  state.inside(() => call.interpreter.call(step, [model.instance, data], new Map(), call.site));
}

/** An array of the shape that the model makes of the given one. */
function predict(state: KerasState, call: NativeCall): Value {
  const model = ensureLayer(state, call);
  const given = call.args[1] ?? call.kwargs.get('x');
  const unknown = (): Value => call.interpreter.unknown(say`What the model predicts is not known.`, call.site);
  if (!given) return unknown();
  if (datasetOf(given)) {
    const batch = model.part || model.lastRun ? null : trainingBatch(state, given, () => BATCH);
    if (batch) callLayer(state, model, [batch], new Map(), call.site);
    return unknown();
  }
  const result = state.session.discarding(() =>
    callLayer(state, model, [toTensors(state, given)], new Map(), call.site),
  );
  return mapTensors(result, (tensor) => {
    const data = tensorOf(tensor);
    return data?.shape
      ? makeArray(state.session, { shape: data.shape, reason: null, dtype: data.dtype ?? 'float32', numbers: null })
      : unknown();
  });
}
