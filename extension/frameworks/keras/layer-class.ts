/** `keras.layers.Layer`: the base of every layer, of Keras's own and the user's. keras/src/layers/layer.py */
import { type Message, say } from '../../message.ts';
import { Arguments } from '../../model/records/arguments.ts';
import { kerasInitialiser } from '../../model/records/initialisers.ts';
import { answering } from '../../model/refusal.ts';
import type { Initialiser } from '../../model/weight.ts';
import { lookup } from '../../python/evaluate/classes.ts';
import { nativeClass, nativeProperty, type NativeRun } from '../../python/evaluate/native.ts';
import {
  bool,
  FALSE,
  int,
  list,
  NONE,
  str,
  type NativeCall,
  type PyClass,
  type PyInstance,
  type Value,
} from '../../python/values.ts';
import { toPlain } from '../plain.ts';
import { sizeToValue, valueToSize } from '../symint.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import type { Shape } from '../../model/size.ts';
import type { GivenShape, LayerData, Variable } from './layer-data.ts';
import { notAShape } from './refused-shape.ts';
import { weightTensor } from './weight-tensor.ts';
import { applyBuiltIn, buildFrom, callLayer, computedShape, loseWeights } from './run-layer.ts';
import type { KerasState } from './state.ts';
import { childrenOf, countOf, setTrainable, variablesOf } from './weights.ts';

/** Methods that change nothing we follow; their result is not known. */
const QUIET_METHODS = [
  'add_loss',
  'add_metric',
  'add_update',
  'get_config',
  'get_build_config',
  'build_from_config',
  'get_weights',
  'set_weights',
  'compute_mask',
  'save_own_variables',
  'load_own_variables',
  'quantize',
  'stateless_call',
  'reset_states',
  'reset_state',
  'get_updates_for',
  'get_losses_for',
  'adapt',
  'get_vocabulary',
  'set_vocabulary',
];

/** Keywords of `Layer.__init__`, and those of Keras 2 that are still written. */
export const LAYER_KEYWORDS: ReadonlySet<string> = new Set([
  'name',
  'trainable',
  'dtype',
  'autocast',
  'activity_regularizer',
  'input_shape',
  'input_dim',
  'batch_input_shape',
  'batch_size',
  'input_length',
  'weights',
  'dynamic',
  'implementation',
  'rms_scaling',
]);

export function createLayerClass(state: KerasState): PyClass {
  const quiet: NativeRun = (call) => call.interpreter.unknown(say`What this method gives is not followed.`, call.site);
  const unknown = (call: NativeCall, reason: Message): Value => call.interpreter.unknown(reason, call.site);
  const weightsOf = (call: NativeCall, wanted: (variable: Variable) => boolean): Value => {
    const layer = ensureLayer(state, call);
    const { variables, unknown: reason } = variablesOf(state, layer);
    if (reason !== null) return unknown(call, reason);
    return list(
      variables.filter(wanted).map(({ spec }) => makeTensor(state.session, 'keras', spec.shape, null, 'float32')),
    );
  };
  const ends = (call: NativeCall, side: 'inputs' | 'outputs'): Value => {
    const node = ensureLayer(state, call).nodes[0];
    if (!node)
      return call.interpreter.raise(
        'AttributeError',
        'The layer has never been called and has no defined input or output.',
        call.site,
      );
    const values = node[side];
    const [only] = values;
    return values.length === 1 && only ? only : list(values);
  };
  const endShape = (call: NativeCall, side: 'inputs' | 'outputs'): Value => {
    const value = ends(call, side);
    const shape = tensorOf(value)?.shape;
    return shape ? state.shapeValue(shape) : unknown(call, say`The shape is not known.`);
  };

  return nativeClass({
    name: 'Layer',
    qualifiedName: 'keras.layers.Layer',
    methods: {
      ...Object.fromEntries(QUIET_METHODS.map((name) => [name, quiet])),
      __init__: (call) => {
        initialise(state, call);
        return NONE;
      },
      __call__: (call) => callLayer(state, ensureLayer(state, call), call.args.slice(1), call.kwargs, call.site),
      build: (call) => {
        const layer = ensureLayer(state, call);
        const shape = call.args[1] ?? [...call.kwargs.values()][0];
        const shapes = shape ? shapesGiven(state, shape) : null;
        if (layer.record && shapes) buildFrom(state, layer, shapes, call.site);
        else if (layer.record && !layer.built) loseWeights(state, layer, shape ? [shape] : []);
        state.touch(layer).built = true;
        layer.builtWithShape = true;
        return NONE;
      },
      call: (call) => ensureLayer(state, call).replay(call.args.slice(1), call.kwargs, call.site),
      add_weight: (call) => addWeight(state, call),
      add_variable: (call) => addWeight(state, call),
      count_params: (call) => {
        const { variables, unknown: reason } = variablesOf(state, ensureLayer(state, call));
        return reason === null ? sizeToValue(state.session, countOf(variables)) : unknown(call, reason);
      },
      compute_output_shape: (call) => {
        const layer = ensureLayer(state, call);
        const shapes = call.args[1] ? shapesGiven(state, call.args[1]) : null;
        if (!shapes) return unknown(call, say`The shape of the input is not known.`);
        if (!layer.record) return computedShape(state, layer, shapes, call.site);
        if (layer.config?.kind !== 'known') return unknown(call, say`The shape is not followed.`);
        const answer = layer.record.output(layer.config.value, shapes);
        const [first] = answer.kind === 'known' ? answer.value : [];
        return first ? state.shapeValue(first) : unknown(call, say`The shape cannot be told.`);
      },
    },
    properties: {
      input: (call) => ends(call, 'inputs'),
      output: (call) => ends(call, 'outputs'),
      input_shape: (call) => endShape(call, 'inputs'),
      output_shape: (call) => endShape(call, 'outputs'),
      weights: (call) => weightsOf(call, () => true),
      variables: (call) => weightsOf(call, () => true),
      trainable_weights: (call) => weightsOf(call, (variable) => variable.trainable),
      trainable_variables: (call) => weightsOf(call, (variable) => variable.trainable),
      non_trainable_weights: (call) => weightsOf(call, (variable) => !variable.trainable),
      non_trainable_variables: (call) => weightsOf(call, (variable) => !variable.trainable),
      losses: () => list([]),
      metrics: () => list([]),
      updates: () => list([]),
      _layers: (call) => list(childrenOf(state, ensureLayer(state, call)).map((child) => child.instance)),
      dtype: () => str('float32'),
      compute_dtype: () => str('float32'),
      variable_dtype: () => str('float32'),
      dtype_policy: (call) => unknown(call, say`Dtype policies are not followed.`),
    },
    attributes: {
      // Set by layers of the user's own.
      input_spec: NONE,
      supports_masking: FALSE,
      stateful: FALSE,
      name: nativeProperty(
        'name',
        (call) => str(ensureLayer(state, call).name),
        (call) => {
          const value = call.args[1];
          if (value?.kind === 'str') rename(state, ensureLayer(state, call), value.value);
          return NONE;
        },
      ),
      _name: nativeProperty(
        '_name',
        (call) => str(ensureLayer(state, call).name),
        (call) => {
          const value = call.args[1];
          if (value?.kind === 'str') rename(state, ensureLayer(state, call), value.value);
          return NONE;
        },
      ),
      trainable: nativeProperty(
        'trainable',
        (call) => bool(ensureLayer(state, call).trainable),
        (call) => {
          const value = call.args[1];
          const layer = ensureLayer(state, call);
          const truth = value === undefined ? null : call.interpreter.truth(value);
          if (truth === null)
            state.touch(layer).uncertain = { reason: say`Whether it is trainable is not known.`, place: call.site };
          else setTrainable(state, layer, truth);
          return NONE;
        },
      ),
      built: nativeProperty(
        'built',
        (call) => bool(ensureLayer(state, call).built),
        (call) => {
          const truth = call.args[1] === undefined ? null : call.interpreter.truth(call.args[1]);
          state.touch(ensureLayer(state, call)).built = truth ?? false;
          return NONE;
        },
      ),
    },
  });
}

function rename(state: KerasState, layer: LayerData, name: string): void {
  layer.name = name;
  state.session.updateLayer(layer.id, { name });
}

/** The receiver's data; made on first use for a subclass that did not call `super().__init__()`. */
export function ensureLayer(state: KerasState, call: NativeCall): LayerData {
  const instance = call.args[0];
  const known = state.layerOf(instance);
  if (known) return known;
  if (instance?.kind !== 'instance') return call.interpreter.raise('TypeError', 'A layer is needed here.', call.site);
  return initialise(state, { ...call, args: [instance], kwargs: new Map() });
}

/** `Layer.__init__` of a user's class. */
function initialise(state: KerasState, call: NativeCall): LayerData {
  const instance = call.args[0] as PyInstance;
  const known = state.layerOf(instance);
  if (known) return known;
  const { kwargs } = call;
  const isModel = instance.cls.mro.some((each) => each.qualifiedName === 'keras.Model');
  return state.setUp({
    instance,
    kind: isModel ? 'subclassed-model' : 'layer',
    type: instance.cls.name,
    name: textOf(kwargs.get('name')),
    trainable: truthOf(call, kwargs.get('trainable'), true),
    site: call.site,
    inputShape: inputShapeOf(state, kwargs),
    replay: (args, keywords, site) => {
      const method = lookup(instance.cls, 'call');
      if (method?.kind === 'function')
        return state.session.interpreter.call(method, [instance, ...args], keywords, site);
      const layer = state.layerOf(instance);
      return layer ? applyBuiltIn(state, layer, args, site) : NONE;
    },
  });
}

export const textOf = (value: Value | undefined): string | null => (value?.kind === 'str' ? value.value : null);

export function truthOf(call: NativeCall, value: Value | undefined, otherwise: boolean): boolean {
  return value === undefined ? otherwise : (call.interpreter.truth(value) ?? otherwise);
}

/** `input_shape=`, `input_dim=`, `batch_input_shape=` of a Sequential's first layer; a sentence where it cannot be told. */
export function inputShapeOf(state: KerasState, kwargs: ReadonlyMap<string, Value>): GivenShape | null {
  const given = (name: string): Value | undefined => {
    const value = kwargs.get(name);
    return value?.kind === 'none' ? undefined : value;
  };
  const reason = say`The shape of the input is not known.`;
  const dimension = given('input_dim');
  if (dimension) {
    const size = valueToSize(dimension);
    return size === undefined ? reason : [size];
  }
  const shape = given('input_shape');
  if (shape) return notAShape(shape) ? { refused: shape } : (state.readInputShape(shape, false) ?? reason);
  const batched = given('batch_input_shape');
  return batched ? (state.readInputShape(batched, true)?.slice(1) ?? reason) : null;
}

/** The shapes in `build(shape)`: one tuple or a list of tuples. */
export function shapesGiven(state: KerasState, value: Value): Shape[] | null {
  const items = value.kind === 'tuple' || value.kind === 'list' ? value.items : null;
  if (!items) return null;
  if (items.some((item) => item.kind === 'tuple' || item.kind === 'list')) {
    const shapes = items.map((item) => state.readShape(item, true));
    return shapes.every((shape) => shape !== null) ? shapes : null;
  }
  const shape = state.readShape(value, true);
  return shape ? [shape] : null;
}

/** `self.add_weight(shape=(in, out), initializer='zeros', trainable=True, name='w')`; Keras 2 wrote the name first. */
function addWeight(state: KerasState, call: NativeCall): Value {
  const layer = ensureLayer(state, call);
  const positional = call.args.slice(1);
  const name = call.kwargs.get('name') ?? positional.find((value) => value.kind === 'str');
  const shapeGiven =
    call.kwargs.get('shape') ?? positional.find((value) => value.kind === 'tuple' || value.kind === 'list');
  const shape = shapeGiven === undefined || shapeGiven.kind === 'none' ? [] : state.readShape(shapeGiven, false);
  if (!shape?.every((size) => typeof size === 'number')) {
    const reason = say`The shape of a weight is not known.`;
    state.touch(layer).unknownWeights ??= reason;
    return makeTensor(state.session, 'keras', null, reason);
  }
  const trainable = truthOf(call, call.kwargs.get('trainable'), true);
  const spec = {
    name: textOf(name) ?? 'variable',
    shape,
    initialiser: initialiserOf(state, call.kwargs.get('initializer')),
    trainable,
    counted: true,
  };
  state.touch(layer);
  layer.variables.push({ spec, trainable: trainable && layer.trainable });
  state.session.updateLayer(layer.id, { weights: layer.variables.map((variable) => variable.spec), reason: null });
  const tensor = weightTensor(state, { ...spec, name: `${layer.name}/${spec.name}` }, call.site);
  tensor.attributes.set('trainable', bool(trainable));
  tensor.attributes.set('ndim', int(shape.length));
  return tensor;
}

/** What a variable starts from; Keras's default is glorot_uniform. */
export function initialiserOf(state: KerasState, value: Value | undefined): Initialiser {
  const initializer = value === undefined || value.kind === 'none' ? 'glorot_uniform' : toPlain(state.session, value);
  const answer = answering(() => kerasInitialiser(new Arguments({ initializer }), 'initializer'));
  return answer.kind === 'known' ? answer.value : { kind: 'unknown', name: 'initializer' };
}
