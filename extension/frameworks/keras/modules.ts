/**
 * What `import keras`, `from tensorflow.keras.layers import *`, `import tensorflow as tf` and their older forms mean. Names that
 * nothing of ours depends on are Unknown, quietly: optimisers, losses, data sets, callbacks.
 */
import { say } from '../../message.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import { list, native, NONE, str, type PyClass, type PyModule, type Value } from '../../python/values.ts';
import { addonsModules, isAddons } from './addons.ts';
import { applicationsModule, isApplications } from './applications.ts';
import { layerMember } from './built-in-layers.ts';
import { createInputLayer, inputFunction } from './input.ts';
import { initializerMember } from './initializers.ts';
import { cloneFunction, modelFromConfig } from './clone.ts';
import { loaderMember } from './data/loaders.ts';
import { padSequences } from './data/pad-sequences.ts';
import { textMember } from './data/text.ts';
import { dataModule, datasetClass, specMember } from './data/module.ts';
import { dataSetModule, isDataSet } from './datasets.ts';
import { createLayerClass } from './layer-class.ts';
import { createModelClass } from './model-class.ts';
import { operationMember } from './operations.ts';
import { createSequentialClass } from './sequential.ts';
import { namesBelow } from './signatures.ts';
import type { KerasState } from './state.ts';
import { createGradientTape } from './training-loop.ts';
import { treeMember } from './tree.ts';
import { createTensorClass } from './tensor-class.ts';

/** Where Keras is found: each of these is `keras` itself. */
const ROOTS = [
  'tensorflow.keras',
  'tensorflow.python.keras',
  'tensorflow.compat.v1.keras',
  'tensorflow.compat.v2.keras',
  'tensorflow.contrib.keras',
  'keras.api._v2.keras',
  'keras._tf_keras.keras',
  'keras.api',
  'keras.src',
  'tf_keras',
];
/** Modules of Keras 1 and 2 whose contents live elsewhere now. */
const MOVED: Readonly<Record<string, string>> = {
  'keras.engine': 'keras.layers',
  'keras.engine.topology': 'keras.layers',
  'keras.engine.base_layer': 'keras.layers',
  'keras.engine.input_layer': 'keras.layers',
  'keras.engine.training': 'keras.models',
  'keras.engine.functional': 'keras.models',
  'keras.engine.sequential': 'keras.models',
  'keras.legacy.layers': 'keras.layers',
  'keras.legacy.backend': 'keras.backend',
  'keras.backend.tensorflow_backend': 'keras.backend',
  'keras_applications.imagenet_utils': 'keras.applications.imagenet_utils',
};
const VERSION = '3.15.0';

export interface KerasClasses {
  readonly layer: PyClass;
  readonly model: PyClass;
  readonly sequential: PyClass;
  readonly input: PyClass;
  readonly tensor: PyClass;
}

export function createClasses(state: KerasState): KerasClasses {
  const tensor = createTensorClass(state);
  const layer = createLayerClass(state);
  const input = createInputLayer(state, layer);
  const model = createModelClass(state, layer, () => input);
  return { tensor, layer, input, model, sequential: createSequentialClass(state, model, () => input) };
}

const activation = (state: KerasState, name: string): Value | undefined =>
  name === 'linear'
    ? native('linear', (call) => call.args[0] ?? call.kwargs.get('x') ?? NONE)
    : operationMember(state, 'activations', name);

/** `keras.activations.get('relu')`: None is linear, a function is itself. */
function activationGetter(state: KerasState): Value {
  return native('get', (call) => {
    const given = call.args[0] ?? call.kwargs.get('identifier') ?? NONE;
    const name = given.kind === 'none' ? 'linear' : given.kind === 'str' ? given.value : null;
    if (name === null) return given;
    return activation(state, name) ?? call.interpreter.unknown(say`The activation ${name} is not followed.`, call.site);
  });
}

/** `tf.image.ResizeMethod.BILINEAR` is a word. */
const resizeMethod = (): Value =>
  nativeModule(
    'tensorflow.image.ResizeMethod',
    Object.fromEntries(
      ['bilinear', 'bicubic', 'area', 'lanczos3', 'lanczos5', 'gaussian', 'mitchellcubic']
        .map((method) => [method.toUpperCase(), str(method)] as const)
        .concat([['NEAREST_NEIGHBOR', str('nearest')]]),
    ),
  );

export function createModules(state: KerasState, classes: KerasClasses): (name: string) => PyModule | undefined {
  const made = new Map<string, PyModule>();
  state.functions = {
    operation: (name) => operationMember(state, 'ops', name),
    activation: (name) => activation(state, name),
  };
  const input = inputFunction(state, () => classes.input);
  const models: Record<string, Value> = {
    Model: classes.model,
    Functional: classes.model,
    Sequential: classes.sequential,
    clone_model: cloneFunction(state),
    model_from_json: native('model_from_json', (call) => modelFromConfig(state, call)),
    model_from_config: native('model_from_config', (call) => modelFromConfig(state, call)),
  };

  const layerEntry = (name: string): Value | undefined => {
    switch (name) {
      case 'Layer':
        return classes.layer;
      case 'Input':
        return input;
      case 'InputLayer':
        return classes.input;
      default:
        return layerMember(state, classes.layer, name);
    }
  };

  const loader = (name: string): Value | undefined =>
    name === 'pad_sequences' ? padSequences(state) : loaderMember(state, () => datasetClass(state), name);

  const lookups: Readonly<Record<string, (name: string) => Value | undefined>> = {
    keras: (name) =>
      name === 'Input'
        ? input
        : name === 'Layer'
          ? classes.layer
          : name === 'KerasTensor'
            ? classes.tensor
            : name === '__version__'
              ? str(VERSION)
              : name === 'Variable'
                ? operationMember(state, 'ops', name)
                : models[name],
    'keras.layers': layerEntry,
    'keras.models': (name) => models[name] ?? (name === 'Input' ? input : undefined),
    'keras.initializers': (name) => initializerMember(state, name),
    'keras.backend': (name) => operationMember(state, 'backend', name),
    'keras.ops': (name) => operationMember(state, 'ops', name),
    // What is in them is in keras.ops as well; only `image` keeps its name.
    ...Object.fromEntries(
      ['nn', 'numpy', 'linalg', 'core', 'math'].map((part) => [
        `keras.ops.${part}`,
        (name: string) => operationMember(state, 'ops', name),
      ]),
    ),
    'keras.ops.image': (name) => operationMember(state, 'ops', `image.${name}`),
    'keras.activations': (name) => (name === 'get' ? activationGetter(state) : activation(state, name)),
    'keras.utils': (name) => loader(name) ?? operationMember(state, 'utils', name),
    'keras.preprocessing': loader,
    'keras.preprocessing.image': loader,
    'keras.preprocessing.text': (name) => textMember(state, name),
    'keras.preprocessing.sequence': loader,
    tensorflow: (name) => (name === 'GradientTape' ? createGradientTape(state) : specMember(state, name)),
    'tensorflow.image': (name) => (name === 'ResizeMethod' ? resizeMethod() : undefined),
    'keras.random': (name) => operationMember(state, 'random', name),
    'keras.tree': treeMember,
    'tensorflow.nest': treeMember,
  };

  /** `tensorflow` and its submodules are looked up by their dotted path. */
  const lookup = (module: string, name: string): Value | undefined => {
    const own = lookups[module]?.(name);
    if (own) return own;
    if (module === 'tensorflow' || module.startsWith('tensorflow.')) {
      const path = ['tf', ...module.split('.').slice(1), name].join('.');
      // tf.constant_initializer, tf.random_normal_initializer, tf.initializers.he_normal
      const [, initializer] =
        /(?:^|\.)initializers\.(\w+)$|^tf\.(\w+)_initializer$/.exec(path)?.filter((part) => part) ?? [];
      const start = initializer === undefined ? undefined : initializerMember(state, initializer);
      if (start) return start;
      const operation = operationMember(state, 'tf', path.slice('tf.'.length));
      if (operation) return operation;
    }
    return undefined;
  };

  const get = (name: string): PyModule => {
    const known = made.get(name);
    if (known) return known;
    const data =
      name.startsWith('keras.datasets.') && dataSetModule(state.session, name.slice('keras.datasets.'.length));
    if (data) {
      made.set(name, data);
      return data;
    }
    if (/^keras\.applications(\.|$)/.test(name)) {
      const applications = applicationsModule(state, name);
      made.set(name, applications);
      return applications;
    }
    if (/^tensorflow\.data(\.|$)/.test(name)) {
      const pipelines = dataModule(state, name);
      made.set(name, pipelines);
      return pipelines;
    }
    const names = starNames(name);
    const entries = { __name__: str(name), ...(names.length > 0 ? { __all__: list(names.map(str)) } : {}) };
    const module = nativeModule(name, entries, (member) => {
      const found = lookup(name, member);
      if (found) {
        // Asked for again and again: the same object, without looking it up.
        module.namespace.set(member, found);
        return found;
      }
      if (isModule(`${name}.${member}`)) return get(canonical(`${name}.${member}`));
      return state.session.interpreter.unknown(say`${name}.${member} is not followed.`);
    });
    made.set(name, module);
    return module;
  };

  const addons = addonsModules(state);
  return (name) => (isAddons(name) ? addons(name) : isKerasModule(name) ? get(canonical(name)) : undefined);
}

/** True for the modules that Keras, TensorFlow and their addons answer for. */
export const isKerasModule = (name: string): boolean =>
  /^(keras|tensorflow)(\.|$)/.test(canonical(name)) || isAddons(name);

function canonical(name: string): string {
  let own = name;
  for (const root of ROOTS) if (own === root || own.startsWith(`${root}.`)) own = `keras${own.slice(root.length)}`;
  if (own.startsWith('tensorflow.compat.v1') || own.startsWith('tensorflow.compat.v2')) {
    own = `tensorflow${own.slice('tensorflow.compat.v1'.length)}`;
  }
  const moved = MOVED[own];
  if (moved !== undefined) return moved;
  // keras.layers.convolutional, keras.layers.merge, keras.layers.experimental.preprocessing ...
  if (own.startsWith('keras.layers.')) return 'keras.layers';
  return own.startsWith('keras.models.') ? 'keras.models' : own;
}

/** Attributes that are modules; everything else that is not known is Unknown. */
function isModule(name: string): boolean {
  const own = canonical(name);
  if (own.startsWith('keras.datasets.')) return isDataSet(own.slice('keras.datasets.'.length));
  if (own.startsWith('keras.applications.')) return isApplications(own.slice('keras.applications.'.length));
  // What is below keras.layers and keras.models is there as a path for imports; of attributes only the old modules are one.
  if (own !== name && /^keras\.(layers|models)\./.test(name)) return OLD_MODULES.test(name);
  return MODULES.has(own) || ROOTS.includes(name) || MOVED[name] !== undefined;
}

const OLD_MODULES =
  /^keras\.layers\.(advanced_activations|convolutional(_recurrent)?|core|embeddings|local|merge|merging|noise|normalization|pooling|recurrent|rnn|reshaping|regularization|attention|activation|wrappers|preprocessing|experimental(\.\w+)*)$/;

const MODULES = new Set([
  'keras',
  'keras.layers',
  'keras.models',
  'keras.initializers',
  'keras.backend',
  'keras.ops',
  'keras.ops.nn',
  'keras.ops.numpy',
  'keras.ops.linalg',
  'keras.ops.core',
  'keras.ops.math',
  'keras.ops.image',
  'keras.activations',
  'keras.utils',
  'keras.random',
  'keras.tree',
  'keras.datasets',
  'keras.applications',
  'keras.engine',
  'keras.legacy',
  'keras.preprocessing',
  'keras.preprocessing.image',
  'keras.preprocessing.text',
  'keras.preprocessing.sequence',
  'tensorflow',
  'tensorflow.data',
  'tensorflow.data.experimental',
  'tensorflow.nn',
  'tensorflow.math',
  'tensorflow.image',
  'tensorflow.linalg',
  'tensorflow.random',
  'tensorflow.signal',
  'tensorflow.nest',
  'tensorflow.compat',
  'tensorflow.initializers',
  'tensorflow.keras',
]);

/** Of Keras 1 and 2. */
const FORMER_NAMES = ['AtrousConvolution1D', 'AtrousConvolution2D', 'Deconv2D', 'Deconv3D', 'merge'];

function starNames(module: string): readonly string[] {
  switch (module) {
    case 'keras.layers':
      return [...namesBelow('layers.'), ...FORMER_NAMES];
    case 'keras.models':
      return ['Model', 'Sequential', 'Input'];
    case 'keras.initializers':
      return namesBelow('initializers.');
    case 'keras':
      return ['Model', 'Sequential', 'Input', 'Layer'];
    case 'keras.activations':
      return namesBelow('activations.');
    default:
      return [];
  }
}
