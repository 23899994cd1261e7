/**
 * What the layers of torch.nn do, one for each name in the generated signatures. Constructing one binds its arguments, configures
 * its record and registers its weights; calling one applies the record.
 */
import { type Message, say } from '../../message.ts';
import type { NativeRun } from '../../python/evaluate/native.ts';
import {
  FALSE,
  float,
  int,
  NONE,
  str,
  TRUE,
  tuple,
  type NativeCall,
  type PyInstance,
  type Value,
} from '../../python/values.ts';
import { isReduced, LOSS_INPUTS } from './records/losses.ts';
import { torchRecord } from './records/registry.ts';
import type { LayerRecord, Plain } from '../../model/record.ts';
import type { WeightSpec } from '../../model/weight.ts';
import { applyRecord, applyUnknown, configureRecord, type Application, type Applied } from '../apply.ts';
import { bindSignature, type Bound } from '../signature.ts';
import { sizeToValue } from '../symint.ts';
import { tensorOf } from '../tensor.ts';
import { toRange, type Session } from '../session.ts';
import { signatureOf, TORCH, type TorchContext } from './context.ts';
import { becomes, isLazy, materialised } from './lazy-layers.ts';
import { applyWithOutputSize } from './output-size.ts';
import { packOutputs, tensorInputs } from './layer-results.ts';
import { initialise, receiver, registerModule, registerTensor } from './module-class.ts';
import { countParameters, moduleOf, type ModuleData, type NativeLayer } from './module-data.ts';
import { makeParameter } from './parameter.ts';
import { startsAs } from './parameter-start.ts';
import { makePacked, packedOf } from './packed-sequence.ts';
import { readParametrised } from './parametrisation.ts';
import { settleFor } from './pending-input.ts';
import { makeTensor } from '../tensor.ts';

export const layerMethods = (ctx: TorchContext, name: string): Record<string, NativeRun> => ({
  __init__: (call) => construct(ctx, name, call),
  forward: forwardOf(ctx, name),
});

function construct(ctx: TorchContext, name: string, call: NativeCall): Value {
  const { session } = ctx;
  const self = receiver(call);
  if (!self) return NONE;
  const data = initialise(self, call);
  const bound = bindSignature(session, name, signatureOf(`nn.${name}`) ?? [], call, { skip: 1 });
  const record = torchRecord(name) ?? null;
  const { config, weights, reason } = isLazy(name) ? UNMADE : configured(ctx, name, record, bound, call);
  const layer = session.addLayer({
    framework: TORCH,
    name: '',
    type: self.cls.name,
    record: record?.id ?? null,
    arguments: bound.args,
    argumentRanges: bound.ranges,
    range: session.userRange(data.site),
    weights,
    trainable: true,
    reason,
  });
  data.native = { type: name, layer, record, args: bound.args, ranges: bound.ranges, config, reason };
  setAttributes(ctx, self, name, bound);
  registerWeights(ctx, self, data, name, weights, reason, call);
  return NONE;
}

const UNMADE: Configured = { config: null, weights: null, reason: say`It takes its size from its first input.` };

interface Configured {
  readonly config: NativeLayer['config'];
  readonly weights: readonly WeightSpec[] | null;
  readonly reason: Message | null;
}

function configured(
  ctx: TorchContext,
  name: string,
  record: LayerRecord | null,
  bound: Bound,
  call: NativeCall,
): Configured {
  const spelling = record?.torch;
  if (!record || !spelling) {
    // A loss or another module without weights of its own is no gap; anything else is.
    const weightless = WEIGHTLESS.test(name);
    const reason = say`Layerscope does not know the rules of ${name} yet.`;
    return { config: null, weights: weightless ? [] : null, reason: weightless ? null : reason };
  }
  if (bound.refusal !== null) return { config: null, weights: null, reason: bound.refusal };
  const answer = configureRecord(ctx.session, name, spelling, bound.args, bound.ranges, call.site);
  if (answer.kind !== 'known') {
    return { config: null, weights: null, reason: answer.kind === 'unknown' ? answer.reason : answer.clash.message };
  }
  const config = { value: answer.value };
  const weights = record.weights(answer.value, []);
  if (weights.kind === 'known') return { config, weights: weights.value, reason: null };
  return { config, weights: null, reason: weights.kind === 'unknown' ? weights.reason : weights.clash.message };
}

const WEIGHTLESS =
  /Loss$|^(Identity|ReLU6?|.*Pool\dd|.*Pad\dd|Dropout\d?d?|.*Dropout|Flatten|Unflatten|Fold|Unfold|Softm\w+|LogSoftm\w+|Sigmoid|Tanh|GELU|SiLU|Mish|ELU|SELU|CELU|GLU|Hard\w+|LeakyReLU|RReLU|Softplus|Softshrink|Softsign|Tanhshrink|Threshold|LogSigmoid|Upsampl\w+|Upsample|PixelShuffle|PixelUnshuffle|ChannelShuffle|CosineSimilarity|PairwiseDistance|LocalResponseNorm|CrossMapLRN2d)$/;

/** Arguments that PyTorch keeps as a tuple with one entry per axis. */
const PER_AXIS = new Set(['kernel_size', 'stride', 'padding', 'dilation', 'output_padding']);

function setAttributes(ctx: TorchContext, self: PyInstance, name: string, bound: Bound): void {
  const rank = /^(?:Lazy)?Conv(?:Transpose)?([123])d$/.exec(name)?.[1];
  for (const [key, plain] of Object.entries(bound.args)) {
    if (key === 'device' || key === 'dtype' || self.attributes.has(key)) continue;
    const value = bound.values.get(key) ?? plainToValue(ctx, plain);
    const perAxis = rank !== undefined && PER_AXIS.has(key) && value.kind === 'int';
    self.attributes.set(key, perAxis ? tuple(Array<Value>(Number(rank)).fill(value)) : value);
  }
  if (name.includes('Pool') && self.attributes.get('stride')?.kind === 'none') {
    const kernel = self.attributes.get('kernel_size');
    if (kernel) self.attributes.set('stride', kernel);
  }
  if (name === 'LayerNorm' || name === 'RMSNorm') {
    const shape = self.attributes.get('normalized_shape');
    if (shape?.kind === 'int') self.attributes.set('normalized_shape', tuple([shape]));
  }
  if (name === 'MultiheadAttention') {
    const [width, heads] = [bound.args['embed_dim'], bound.args['num_heads']];
    if (typeof width === 'number' && typeof heads === 'number' && heads > 0) {
      self.attributes.set('head_dim', int(Math.floor(width / heads)));
    }
  }
}

function plainToValue(ctx: TorchContext, plain: Plain): Value {
  if (plain === null) return NONE;
  if (typeof plain === 'boolean') return plain ? TRUE : FALSE;
  if (typeof plain === 'string') return str(plain);
  if (typeof plain === 'number') return Number.isInteger(plain) ? int(plain) : float(plain);
  if ('kind' in plain) {
    if (plain.kind === 'size') return sizeToValue(ctx.session, plain.size);
    return ctx.session.interpreter.unknown(plain.kind === 'unknown' ? plain.reason : say`The default ${plain.type}.`);
  }
  return tuple(plain.map((item) => plainToValue(ctx, item)));
}

/** Layers whose absent weight or bias is an attribute that is None. */
const HAS_OPTIONAL = /^(Lazy)?(Conv|Linear|Bilinear|BatchNorm|SyncBatchNorm|InstanceNorm|LayerNorm|GroupNorm|RMSNorm)/;

function registerWeights(
  ctx: TorchContext,
  self: PyInstance,
  data: ModuleData,
  name: string,
  weights: readonly WeightSpec[] | null,
  reason: Message | null,
  call: NativeCall,
): void {
  const { interpreter } = call;
  if (weights === null) {
    // One parameter of unknown size, so that nobody claims a total.
    registerTensor(interpreter, self, 'parameters', 'weight', makeParameter(ctx, null, reason));
    const bias = self.attributes.get('bias');
    if (bias?.kind === 'bool') {
      registerTensor(interpreter, self, 'parameters', 'bias', bias.value ? makeParameter(ctx, null, reason) : NONE);
    }
    return;
  }
  for (const spec of weights) {
    const [first = '', second] = spec.name.split('.');
    const owner = second === undefined ? self : innerModule(ctx, self, data, first, call);
    const kind = spec.counted ? 'parameters' : 'buffers';
    const tensor = spec.counted
      ? makeParameter(ctx, spec.shape, null, spec.trainable)
      : makeTensor(ctx.session, TORCH, spec.shape);
    startsAs(ctx, tensor, spec.initialiser);
    registerTensor(interpreter, owner, kind, second ?? first, tensor);
  }
  if (!HAS_OPTIONAL.test(name)) return;
  const optional = name.includes('Norm') && !/Layer|Group|RMS/.test(name) ? ['running_mean', 'running_var'] : [];
  for (const absent of ['weight', 'bias']) {
    if (!data.parameters.has(absent)) registerTensor(interpreter, self, 'parameters', absent, NONE);
  }
  for (const absent of optional) {
    if (!data.buffers.has(absent)) registerTensor(interpreter, self, 'buffers', absent, NONE);
  }
}

/** MultiheadAttention keeps its output projection in a module of its own. */
function innerModule(
  ctx: TorchContext,
  self: PyInstance,
  data: ModuleData,
  name: string,
  call: NativeCall,
): PyInstance {
  const existing = data.modules.get(name);
  if (existing?.kind === 'instance') return existing;
  const cls = ctx.classes.layer('Linear') ?? ctx.classes.module;
  const inner: PyInstance = { kind: 'instance', cls, attributes: new Map() };
  initialise(inner, call);
  registerModule(call.interpreter, self, name, inner);
  return inner;
}

function forwardOf(ctx: TorchContext, name: string): NativeRun {
  return (call) => {
    const self = receiver(call);
    const native = self && moduleOf(self)?.native;
    if (!self || !native) return call.interpreter.unknown(say`${name} was not constructed.`, call.site);
    const packed = packedOf(call.args[1] ?? call.kwargs.get('input'));
    if (packed && native.record) return runPacked(ctx, self, native, packed, call);
    const inputs = tensorInputs(name, call);
    settleFor(ctx, inputs, native);
    readParametrised(ctx, self, call);
    const layer = isLazy(native.type) ? materialise(ctx, self, native, inputs[0], call) : native;
    const applied = apply(ctx, self, layer, inputs, call);
    return packOutputs(ctx, name, layer, call, applied);
  };
}

/** A recurrent layer on a packed sequence: what it knows as time and batch, packed again. */
function runPacked(
  ctx: TorchContext,
  self: PyInstance,
  native: NativeLayer,
  packed: NonNullable<ReturnType<typeof packedOf>>,
  call: NativeCall,
): Value {
  const { batch, longest, features } = packed;
  const input = makeTensor(ctx.session, TORCH, [longest, batch, ...features]);
  const args = { ...native.args, batch_first: false };
  const answer = native.record?.torch?.configure(args);
  const config = answer?.kind === 'known' ? { value: answer.value } : null;
  const [, ...states] = tensorInputs(native.type, call);
  const layer = { ...native, args, config };
  const result = packOutputs(ctx, native.type, layer, call, apply(ctx, self, layer, [input, ...states], call));
  if (result.kind !== 'tuple') return result;
  const shape = tensorOf(result.items[0])?.shape;
  if (!shape) return result;
  return tuple([makePacked(ctx, { ...packed, features: shape.slice(2) }), ...result.items.slice(1)]);
}

function materialise(
  ctx: TorchContext,
  self: PyInstance,
  native: NativeLayer,
  input: Value | undefined,
  call: NativeCall,
): NativeLayer {
  const data = moduleOf(self);
  const layer = materialised(native, input);
  const cls = layer && ctx.classes.layer(layer.type);
  if (!data || !layer || !cls) return native;
  data.native = layer;
  const answer = layer.config && layer.record ? layer.record.weights(layer.config.value, []) : null;
  const weights = answer?.kind === 'known' ? answer.value : null;
  call.interpreter.touch(data.parameters);
  data.parameters.clear();
  registerWeights(ctx, self, data, layer.type, weights, layer.reason, call);
  const { record, args, reason } = layer;
  ctx.session.updateLayer(layer.layer, { record: record?.id ?? null, arguments: args, weights, reason });
  becomes(ctx, self, cls);
  return layer;
}

function apply(
  ctx: TorchContext,
  self: PyInstance,
  native: NativeLayer,
  inputs: readonly Value[],
  call: NativeCall,
): Applied {
  const { session } = ctx;
  const { record, config, layer } = native;
  const common = { framework: TORCH, layer, label: self.cls.name, inputs, site: call.site };
  const given = call.args[native.type.startsWith('MaxUnpool') ? 3 : 2] ?? call.kwargs.get('output_size');
  if (given && given.kind !== 'none' && /^(ConvTranspose|MaxUnpool)/.test(native.type)) {
    return applyWithOutputSize(ctx, native, common, given);
  }
  if (LOSS_INPUTS.has(native.type) && isReduced(native.args)) {
    // One number, whatever it is given: the target may be what cannot be told.
    const output = makeTensor(session, TORCH, []);
    return { call: session.calls.length, outputs: [output] };
  }
  if (record && config) return applyKnown(session, { ...common, record, config: config.value }, native.type);
  return applyUnknown(
    session,
    common,
    native.reason ?? say`Layerscope does not know the rules of ${native.type} yet.`,
    true,
  );
}

/** Recurrent layers know their outputs by the sequence alone, though not their numbers where a state cannot be told. */
function applyKnown(session: Session, application: Application, type: string): Applied {
  const [first, ...states] = application.inputs;
  const told = states.every((state) => tensorOf(state)?.shape);
  if (told || first === undefined || !/^(RNN|LSTM|GRU)(Cell)?$/.test(type)) return applyRecord(session, application);
  const applied = applyRecord(session, { ...application, inputs: [first] });
  session.extendCall(applied.call, [], [], null);
  return applied;
}

/** A user's own module as a fact, for names that are bound to it and for rows of the table. */
export function factOf(ctx: TorchContext, module: PyInstance): number | null {
  const data = moduleOf(module);
  if (!data) return null;
  if (data.native) return data.native.layer;
  if (data.fact !== null) return data.fact;
  ctx.containers.push(module);
  data.fact = ctx.session.addLayer({
    framework: TORCH,
    name: '',
    type: module.cls.name,
    record: null,
    arguments: {},
    argumentRanges: {},
    range: ctx.session.userRange(toRange(data.site)),
    weights: ownWeights(data),
    trainable: true,
    reason: null,
  });
  return data.fact;
}

function ownWeights({ parameters }: ModuleData): readonly WeightSpec[] {
  return [...parameters].flatMap(([name, tensor]): WeightSpec[] => {
    const shape = tensorOf(tensor)?.shape;
    const initialiser = { kind: 'unknown', name: 'as written' } as const;
    return shape ? [{ name, shape, initialiser, trainable: true, counted: true }] : [];
  });
}

/** A name may have been bound to a module before it had its parts: what is in it is told in the end. */
export function fillContainers(ctx: TorchContext): void {
  for (const module of ctx.containers) {
    const data = moduleOf(module);
    if (!data || data.fact === null) continue;
    ctx.session.updateLayer(data.fact, { weights: ownWeights(data), inside: countParameters(module).total });
  }
}
