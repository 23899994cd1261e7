/** The classes of torch.nn, made when they are asked for, and their bases as far as code asks with isinstance (`_BatchNorm`). */
import { say } from '../../message.ts';
import { nativeClass, type NativeRun } from '../../python/evaluate/native.ts';
import { native, NONE, type PyClass, type Value } from '../../python/values.ts';
import { signatureOf, type TorchContext } from './context.ts';
import { layerMethods } from './layers.ts';
import { becomes } from './lazy-layers.ts';
import { initialise, receiver, registerTensor } from './module-class.ts';
import { moduleTree } from './module-data.ts';
import { makeParameter } from './parameter.ts';
import { torchRecord } from './records/registry.ts';

/** Public names of torch.nn that are no layers of this kind. */
const NOT_LAYERS = new Set([
  'Module',
  'Sequential',
  'ModuleList',
  'ModuleDict',
  'ParameterList',
  'ParameterDict',
  'Container',
  'Parameter',
  'Buffer',
  'UninitializedParameter',
  'UninitializedBuffer',
  'DataParallel',
]);

/** The class of torch.nn by name; undefined when PyTorch has none. */
export function layerClass(ctx: TorchContext, name: string): PyClass | undefined {
  const existing = ctx.layers.get(name);
  if (existing) return existing;
  const signature = signatureOf(`nn.${name}`);
  if (!signature || NOT_LAYERS.has(name)) return undefined;
  const bases = layerBases(ctx, name);
  const cls = nativeClass({
    name,
    qualifiedName: `torch.nn.${name}`,
    bases,
    methods: layerMethods(ctx, name),
  });
  if (name === 'SyncBatchNorm') {
    const convert = native('convert_sync_batchnorm', ({ args }) => synchronise(ctx, cls, args[1]));
    cls.namespace.set('convert_sync_batchnorm', { kind: 'classmethod', callable: convert });
  }
  ctx.layers.set(name, cls);
  return cls;
}

/** Every BatchNorm of the model becomes a SyncBatchNorm with the same weights. */
function synchronise(ctx: TorchContext, cls: PyClass, model: Value | undefined): Value {
  const record = torchRecord('SyncBatchNorm') ?? null;
  if (model?.kind !== 'instance') return model ?? NONE;
  for (const { module, data } of moduleTree(model).modules) {
    if (!data.native || !/^BatchNorm\dd$/.test(data.native.type)) continue;
    const answer = record?.torch?.configure(data.native.args);
    if (answer?.kind === 'known')
      data.native = { ...data.native, type: 'SyncBatchNorm', record, config: { value: answer.value } };
    becomes(ctx, module, cls);
  }
  return model;
}

/** By pattern of the class name, the first that fits; the base is looked up in turn. */
const BASES: readonly (readonly [RegExp, string])[] = [
  [/^Lazy/, '_LazyMixin'],
  [/^ConvTranspose\dd$/, '_ConvTransposeNd'],
  [/^Conv\dd$|^_ConvTransposeNd$/, '_ConvNd'],
  [/^(Sync)?BatchNorm/, '_BatchNorm'],
  [/^InstanceNorm/, '_InstanceNorm'],
  [/^_(Batch|Instance)Norm$/, '_NormBase'],
  [/^MaxPool\dd$/, '_MaxPoolNd'],
  [/^AvgPool\dd$/, '_AvgPoolNd'],
  [/^AdaptiveAvgPool\dd$/, '_AdaptiveAvgPoolNd'],
  [/^AdaptiveMaxPool\dd$/, '_AdaptiveMaxPoolNd'],
  [/^(Alpha|FeatureAlpha)?Dropout\d?d?$/, '_DropoutNd'],
  [/^(RNN|LSTM|GRU)$/, 'RNNBase'],
  [/^(RNN|LSTM|GRU)Cell$/, 'RNNCellBase'],
  [/^(CrossEntropy|NLL|BCE|MultiMargin|MultiLabelSoftMargin)\w*Loss$/, '_WeightedLoss'],
  [/Loss$/, '_Loss'],
  [/^Upsampling(Nearest|Bilinear)2d$/, 'Upsample'],
  [/^ReLU6$/, 'Hardtanh'],
  [/^NonDynamicallyQuantizableLinear$/, 'Linear'],
];

function layerBases(ctx: TorchContext, name: string): readonly PyClass[] {
  const base = BASES.find(([pattern, base]) => base !== name && pattern.test(name))?.[1];
  return [base === undefined ? ctx.classes.module : baseClass(ctx, base)];
}

/** Bases that compute just what one of their subclasses does: people derive their own from them. */
const SAME_AS: Readonly<Record<string, string>> = { _BatchNorm: 'BatchNorm2d', _InstanceNorm: 'InstanceNorm2d' };
/** Bases whose constructors make weights by arguments that are not followed. */
const MAKES_WEIGHTS = new Set(['_ConvNd', '_ConvTransposeNd', '_NormBase', 'RNNBase', 'RNNCellBase']);

function unknownWeights(ctx: TorchContext, name: string): NativeRun {
  return (call) => {
    const self = receiver(call);
    if (!self) return NONE;
    initialise(self, call);
    const reason = say`The constructor of ${name} is not followed.`;
    registerTensor(call.interpreter, self, 'parameters', 'weight', makeParameter(ctx, null, reason));
    return NONE;
  };
}

/** Abstract bases are made when they are asked for. */
export function baseClass(ctx: TorchContext, name: string): PyClass {
  const known = ctx.layers.get(name) ?? layerClass(ctx, name);
  if (known) return known;
  const same = SAME_AS[name];
  const methods =
    same !== undefined
      ? layerMethods(ctx, same)
      : MAKES_WEIGHTS.has(name)
        ? { __init__: unknownWeights(ctx, name) }
        : {};
  const cls = nativeClass({ name, qualifiedName: `torch.nn.modules.${name}`, bases: layerBases(ctx, name), methods });
  ctx.layers.set(name, cls);
  return cls;
}

/** True for the underscored names above. */
export const isAbstractBase = (name: string): boolean => BASES.some(([, base]) => base === name);
