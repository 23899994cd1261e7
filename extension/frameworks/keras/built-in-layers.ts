/**
 * The classes of Keras's own layers, made from the generated signatures when they are first asked for. What they do stands in
 * the layer records.
 */
import { say } from '../../message.ts';
import type { Range } from '../../model/range.ts';
import { impossible, known } from '../../model/answer.ts';
import type { PlainArguments } from '../../model/record.ts';
import { lookup } from '../../python/evaluate/classes.ts';
import { nativeClass, type NativeRun } from '../../python/evaluate/native.ts';
import { list, NONE, type NativeCall, type PyClass, type PyInstance, type Value } from '../../python/values.ts';
import { configureRecord } from '../apply.ts';
import { bindSignature, type Bound } from '../signature.ts';
import { withScores } from './attention-scores.ts';
import { createLambda } from './lambda.ts';
import { presentCall } from './former-spellings.ts';
import { inputShapeOf, LAYER_KEYWORDS, textOf, truthOf } from './layer-class.ts';
import { mergeOfKeras1 } from './merge-of-keras-1.ts';
import type { LayerData } from './layer-data.ts';
import { kerasRecord } from './records/registry.ts';
import { reversed } from './records/reversible-embedding.ts';
import { honourKeywords } from './call-keywords.ts';
import { keptArgument } from './kept-arguments.ts';
import { datasetOf } from './data/dataset.ts';
import { readArray } from '../numpy/read.ts';
import { fromPlain } from './plain-values.ts';
import { applyBuiltIn, buildFrom } from './run-layer.ts';
import { signatureOf } from './signatures.ts';
import type { KerasState } from './state.ts';
import { tensorOf } from '../tensor.ts';
import { callCell, initialStates, isCell, setStateSize, stateSizes } from './wrappers/cells.ts';
import { WRAPPERS, wrapperNamed } from './wrappers/registry.ts';
import { vocabularyMethods } from './vocabulary.ts';
import { weightAttribute } from './weight-attributes.ts';

/** Other public names of the same classes. */
const ALIASES: Readonly<Record<string, string>> = {
  AtrousConvolution1D: 'Conv1D',
  AtrousConvolution2D: 'Conv2D',
  Deconv2D: 'Conv2DTranspose',
  Deconv3D: 'Conv3DTranspose',
  Convolution1D: 'Conv1D',
  Convolution2D: 'Conv2D',
  Convolution3D: 'Conv3D',
  Convolution1DTranspose: 'Conv1DTranspose',
  Convolution2DTranspose: 'Conv2DTranspose',
  Convolution3DTranspose: 'Conv3DTranspose',
  SeparableConvolution1D: 'SeparableConv1D',
  SeparableConvolution2D: 'SeparableConv2D',
  AvgPool1D: 'AveragePooling1D',
  AvgPool2D: 'AveragePooling2D',
  AvgPool3D: 'AveragePooling3D',
  MaxPool1D: 'MaxPooling1D',
  MaxPool2D: 'MaxPooling2D',
  MaxPool3D: 'MaxPooling3D',
  GlobalAvgPool1D: 'GlobalAveragePooling1D',
  GlobalAvgPool2D: 'GlobalAveragePooling2D',
  GlobalAvgPool3D: 'GlobalAveragePooling3D',
  GlobalMaxPool1D: 'GlobalMaxPooling1D',
  GlobalMaxPool2D: 'GlobalMaxPooling2D',
  GlobalMaxPool3D: 'GlobalMaxPooling3D',
};

/** Layers without weights that are built from the start; the others are built when they are first called. */
const BUILT_AT_ONCE =
  /^(Average|Max|AdaptiveAverage|AdaptiveMax|GlobalAverage|GlobalMax)Pooling\dD$|^(Activation|ActivityRegularization|AlphaDropout|Dropout|ELU|GaussianDropout|GaussianNoise|Identity|LeakyReLU|Masking|ReLU|Softmax|SpatialDropout\dD|UnitNormalization)$/;

/** Old spellings that Keras 3 still takes. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = { LeakyReLU: { alpha: 'negative_slope' } };

/** Functions such as `keras.layers.add([a, b])`, and the layer that each makes. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  add: 'Add',
  average: 'Average',
  concatenate: 'Concatenate',
  dot: 'Dot',
  maximum: 'Maximum',
  minimum: 'Minimum',
  multiply: 'Multiply',
  subtract: 'Subtract',
};

/** A name of `keras.layers`; undefined when it has none such. */
export function layerMember(state: KerasState, base: PyClass, name: string): Value | undefined {
  const layer = FUNCTIONS[name];
  if (layer !== undefined) return mergeFunction(state, base, name, layer);
  if (name === 'merge') return mergeOfKeras1(state, (each) => layerMember(state, base, each));
  const own = ALIASES[name] ?? name;
  if (own === 'Lambda') return state.cls('Lambda', () => createLambda(state, base));
  if (own === 'InputSpec') return state.cls('InputSpec', createInputSpec);
  if (WRAPPERS.has(own)) return wrapperNamed(state, base, own);
  if (!/^[A-Z]/.test(own) || signatureOf(`layers.${own}`) === undefined) return undefined;
  return state.cls(`layers.${own}`, () => builtInClass(state, base, own));
}

/** Classes that are called otherwise than they are exported. */
const CLASS_NAMES: Readonly<Record<string, string>> = { GroupQueryAttention: 'GroupedQueryAttention' };

/** `InputSpec(ndim=4)` says what a layer takes; it is none itself. */
const createInputSpec = (): PyClass =>
  nativeClass({
    name: 'InputSpec',
    qualifiedName: 'keras.layers.InputSpec',
    methods: {
      __init__: (call) => {
        const names = (signatureOf('layers.InputSpec') ?? []).map(([name]) => name);
        const instance = call.args[0] as PyInstance;
        names.forEach((name, index) => {
          instance.attributes.set(name, call.args[index + 1] ?? call.kwargs.get(name) ?? NONE);
        });
        return NONE;
      },
    },
  });

function builtInClass(state: KerasState, base: PyClass, name: string): PyClass {
  return nativeClass({
    name: CLASS_NAMES[name] ?? name,
    qualifiedName: `keras.layers.${name}`,
    bases: [base],
    methods: {
      __init__: (call) => {
        construct(state, call, name);
        return NONE;
      },
      // For subclasses with a `call` of their own.
      ...(/Conv\dD/.test(name) ? { convolution_op: convolve(state) } : {}),
      ...(name === 'Normalization' ? { adapt: adapt(state) } : {}),
      ...(name.endsWith('Lookup') || name === 'TextVectorization' ? vocabularyMethods(state, name) : {}),
      ...(isCell(name) || RECURRENT.has(name) ? { get_initial_state: (call) => startOf(state, call, name) } : {}),
      // The weights of a built layer: `layer.kernel`.
      __getattr__: (call) => weightAttribute(state, call),
    },
  });
}

/** `normalization.adapt(data)` builds the layer: it keeps statistics of the data. */
const adapt =
  (state: KerasState): NativeRun =>
  (call) => {
    const layer = state.layerOf(call.args[0]);
    const data = call.args[1] ?? call.kwargs.get('data');
    const dataset = datasetOf(data);
    const { shape, reason } = dataset
      ? { shape: tensorOf(dataset.element)?.shape ?? null, reason: say`The shape of the data is not known.` }
      : readArray(data);
    if (!layer) return NONE;
    if (shape) buildFrom(state, layer, [shape], call.site);
    else if (!layer.built) state.touch(layer).unknownWeights ??= reason ?? say`The shape of the data is not known.`;
    return NONE;
  };

const RECURRENT: ReadonlySet<string> = new Set(['SimpleRNN', 'GRU', 'LSTM']);

function startOf(state: KerasState, call: NativeCall, name: string): Value {
  const { attributes } = call.args[0] as PyInstance;
  const units = attributes.get('units') ?? NONE;
  const sizes = stateSizes(attributes.get('state_size') ?? (name === 'LSTM' ? list([units, units]) : units));
  return sizes === null
    ? call.interpreter.unknown(say`The size of the state is not known.`, call.site)
    : initialStates(state, call, sizes);
}

/** `self.convolution_op(inputs, kernel)`: the layer's own convolution, with whatever numbers. */
const convolve =
  (state: KerasState): NativeRun =>
  (call) => {
    const layer = state.layerOf(call.args[0]);
    const input = call.args[1] ?? call.kwargs.get('inputs');
    return layer && input
      ? applyBuiltIn(state, layer, [input], call.site)
      : call.interpreter.unknown(say`The input of the convolution is not known.`, call.site);
  };

function construct(state: KerasState, written: NativeCall, name: string): void {
  const signature = signatureOf(`layers.${name}`) ?? [];
  const call = presentCall(state.session, name, signature, written);
  const instance = call.args[0] as PyInstance;
  const bound = bindSignature(state.session, name, signature, call, {
    skip: 1,
    extraNames: LAYER_KEYWORDS,
    ...(RENAMED[name] ? { renamed: RENAMED[name] } : {}),
  });
  const given = bound.extra.size === 0 ? bound.values : new Map([...bound.extra, ...bound.values]);
  const record = kerasRecord(name) ?? null;
  const { args, ranges } = withDefaultFormat(state, bound);
  const configure = (): ReturnType<typeof configureRecord> | null =>
    record?.keras ? configureRecord(state.session, name, record.keras, args, ranges, call.site) : null;
  // A subclass that builds and computes on its own may leave out what Keras's layer needs: `super().__init__(filters=None)`.
  const answer = isOwn(instance.cls) ? state.session.quietly(configure) : configure();
  // A call that Python itself refuses was reported as such: what follows of it is not told again.
  const config =
    answer?.kind === 'unknown' && bound.refusal !== null
      ? impossible({ code: 'bad-argument', message: answer.reason })
      : answer;
  setAttributes(state, name, instance, bound);
  if (isCell(name)) setStateSize(name, instance);
  const data = state.setUp({
    instance,
    kind: 'layer',
    type: instance.cls.name,
    name: textOf(given.get('name')),
    trainable: truthOf(call, given.get('trainable'), true),
    site: call.site,
    record,
    config,
    arguments: args,
    argumentRanges: ranges,
    // Not an argument of the layer's own: the `input_dim` of an Embedding is its vocabulary.
    inputShape: inputShapeOf(state, bound.extra),
    replay: (inputs, keywords, site) => {
      const layer = state.layerOf(instance);
      if (!layer) return NONE;
      if (isCell(name)) return callCell(state, layer, inputs, keywords, site);
      const given = [...inputs, ...tensorKeywords(keywords)];
      const result = applyBuiltIn(state, layer, given, site, configOf(state, layer, keywords));
      honourKeywords(state, layer, keywords);
      return withScores(state, layer, given, keywords, result, site);
    },
  });
  if (BUILT_AT_ONCE.test(name)) {
    data.built = true;
    state.session.updateLayer(data.id, { weights: [], reason: null });
  }
}

const isOwn = (cls: PyClass): boolean => ['build', 'call'].every((method) => lookup(cls, method)?.kind === 'function');

/** Keras resolves `data_format=None` from its configuration file, whose default this is. */
function withDefaultFormat(
  state: KerasState,
  bound: Bound,
): { args: PlainArguments; ranges: Readonly<Record<string, Range>> } {
  const { args, ranges } = bound;
  return args['data_format'] === null ? { args: { ...args, data_format: state.dataFormat }, ranges } : { args, ranges };
}

/** Attributes of the same names as the arguments, as Keras's layers have them (`layer.filters`). */
function setAttributes(state: KerasState, layer: string, { attributes }: PyInstance, { args, values }: Bound): void {
  for (const name in args) {
    if (name === 'name' || name === 'trainable') continue;
    const value = values.get(name) ?? fromPlain(args[name] ?? null);
    const kept = value && keptArgument(state, layer, name, value, values);
    if (kept) attributes.set(name, kept);
  }
}

/** What a call says changes the configuration of an embedding that is called with `reverse=True`. */
function configOf(state: KerasState, { config }: LayerData, keywords: ReadonlyMap<string, Value>): LayerData['config'] {
  const reverse = keywords.get('reverse');
  if (reverse === undefined || config?.kind !== 'known') return config;
  return state.session.interpreter.truth(reverse) === true ? known(reversed(config.value)) : config;
}

/** Tensors that a layer is given by keyword: `attention(query=q, value=v)`. */
function tensorKeywords(kwargs: ReadonlyMap<string, Value>): Value[] {
  return [...kwargs]
    .filter(([name]) => !/mask|training|initial_state|^reverse$|return_attention_scores/.test(name))
    .map(([, value]) => value);
}

function mergeFunction(state: KerasState, base: PyClass, name: string, layer: string): Value {
  return {
    kind: 'native',
    name,
    run: (call) => {
      const [inputs, ...rest] = call.args;
      const given = inputs ?? call.kwargs.get('inputs');
      const kwargs = new Map([...call.kwargs].filter(([key]) => key !== 'inputs'));
      const cls = layerMember(state, base, layer);
      if (!cls || !given) return call.interpreter.unknown(say`${name} needs its inputs.`, call.site);
      const site = { ...call.site, positional: call.site.positional.slice(inputs ? 1 : 0) };
      const made = call.interpreter.call(cls, rest, kwargs, site);
      return call.interpreter.call(made, [given], new Map(), {
        ...call.site,
        positional: call.site.positional.slice(0, 1),
      });
    },
  };
}
