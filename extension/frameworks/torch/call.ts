/**
 * One call of a function or method of torch by its key in the signatures: through a layer record where one computes the same,
 * else through the table of functions, else a tensor that cannot be told.
 */
import { type Message, say } from '../../message.ts';
import { answering } from '../../model/refusal.ts';
import { torchRecord } from './records/registry.ts';
import type { Plain, PlainArguments } from '../../model/record.ts';
import { native, type NativeCall, type Place, type PyNative, type Value } from '../../python/values.ts';
import type { KernelCall } from '../../model/kernel.ts';
import { operandTensors } from '../operand-tensors.ts';
import { applyRecord, applyUnknown, configureRecord } from '../apply.ts';
import { toPlain } from '../plain.ts';
import { reportUnknownKeyword, type RecordedDefault, type Signature } from '../signature.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { bindCall, hasSignature, keywordsOf, type BoundCall } from './binding.ts';
import { signatureOf, TORCH, type TorchContext } from './context.ts';
import { replaceData } from './fill.ts';
import { layerRule } from './functional-layers.ts';
import { settleByGuess } from './pending-input.ts';
import { Op, runRule, type Rule } from './ops/op.ts';
import { ruleFor } from './ops/table.ts';

/** `key` is `cat` or `nn.functional.relu`; undefined when PyTorch has no such function. */
export function torchFunction(ctx: TorchContext, key: string): PyNative | undefined {
  if (!hasSignature(key)) return undefined;
  const name = key.slice(key.lastIndexOf('.') + 1);
  return native(name, (call) => callByKey(ctx, key, name, call, null));
}

export function torchMethod(ctx: TorchContext, name: string): ((call: NativeCall) => Value) | undefined {
  const key = `Tensor.${name}`;
  if (!hasSignature(key)) return undefined;
  return (call) => callByKey(ctx, key, name, call, call.args[0] ?? null);
}

function callByKey(ctx: TorchContext, key: string, name: string, call: NativeCall, receiver: Value | null): Value {
  // A trailing underscore computes in place: the tensor itself is the result.
  const inPlace = name.endsWith('_') && !name.startsWith('_');
  const base = inPlace ? name.slice(0, -1) : name;
  settleByGuess(ctx, [...call.args, ...call.kwargs.values()].flatMap(nested));
  const bound = bindCall(key, call, receiver);
  if (!bound) return mismatch(ctx, key, name, call);
  const value = compute(ctx, key, base, bound, call);
  return inPlace ? intoReceiver(ctx, bound.values.get('input'), value, call.site) : value;
}

/** `x.add_(y)`: from now on the name stands for the new tensor. */
function intoReceiver(ctx: TorchContext, target: Value | undefined, value: Value, place: Place): Value {
  if (target?.kind !== 'instance') return value;
  const data = tensorOf(value);
  if (data) replaceData(ctx, target, data, place);
  return target;
}

/** cat([x, y]) */
const nested = (value: Value): readonly Value[] =>
  value.kind === 'list' || value.kind === 'tuple' ? value.items : [value];

function mismatch(ctx: TorchContext, key: string, name: string, call: NativeCall): Value {
  const { session } = ctx;
  let refusal: Message | null = null;
  for (const keyword of call.kwargs.keys()) {
    const known = keywordsOf(key);
    if (known.includes(keyword)) continue;
    refusal ??= reportUnknownKeyword(session, name, keyword, known, call.site);
  }
  const unknown = call.args.find((arg) => arg.kind === 'unknown');
  if (unknown?.kind === 'unknown') return makeTensor(session, TORCH, null, unknown.cause.reason);
  const reason = refusal ?? say`The arguments fit no form of ${name}().`;
  const application = { framework: TORCH, layer: null, label: name, inputs: call.args, site: call.site };
  const [output] = applyUnknown(session, application, reason, ctx.trace.active).outputs;
  return output ?? call.interpreter.unknown(reason, call.site);
}

function compute(ctx: TorchContext, key: string, name: string, bound: BoundCall, call: NativeCall): Value {
  const op = new Op(ctx, name, call, bound.values, bound.ranges);
  const byLayer = layerRule(key, name, bound.values);
  if (byLayer) return runLayer(ctx, key, name, byLayer, bound, op);
  const rule = ruleFor(name, key);
  if (rule) return runRule(op, rule);
  return runRule(op, unknownRule(name));
}

const unknownRule =
  (name: string): Rule =>
  (op) => {
    const [first] = op.tensorArguments;
    if (first && !tensorOf(first)?.shape) op.inputUnknown = true;
    return { value: unknownResult(op, name) };
  };

function unknownResult(op: Op, name: string): Value {
  const reason = say`Layerscope does not know the rules of ${name} yet.`;
  const { ctx, site } = op;
  const inputs = op.tensorArguments;
  const report = ctx.trace.active && !op.inputUnknown;
  const [output] = applyUnknown(
    ctx.session,
    { framework: TORCH, layer: null, label: name, inputs, site },
    reason,
    report,
  ).outputs;
  return output ?? op.call.interpreter.unknown(reason, site);
}

/** F.max_pool2d(x, 2) is the layer MaxPool2d(2) on x. */
function runLayer(
  ctx: TorchContext,
  key: string,
  name: string,
  rule: NonNullable<ReturnType<typeof layerRule>>,
  bound: BoundCall,
  op: Op,
): Value {
  const record = torchRecord(rule.layer);
  const spelling = record?.torch;
  if (!record || !spelling) return unknownResult(op, name);
  const inputs = rule.inputs.flatMap((input) => bound.values.get(input) ?? []);
  const common = { framework: TORCH, layer: null, label: name, inputs, site: op.site };
  const asked = answering(() => rule.arguments?.(op));
  if (asked.kind !== 'known' || asked.value === null) {
    const reason = asked.kind === 'unknown' ? asked.reason : say`The shape of the weight is not known.`;
    return applyUnknown(ctx.session, common, reason, false).outputs[0] ?? unknownResult(op, name);
  }
  const args = { ...complete(ctx, key, rule.layer, bound), ...asked.value };
  const configured = configureRecord(ctx.session, name, spelling, args, bound.ranges, op.site);
  if (configured.kind !== 'known') {
    const reason = configured.kind === 'unknown' ? configured.reason : configured.clash.message;
    const report = configured.kind === 'unknown' && ctx.trace.active;
    return applyUnknown(ctx.session, common, reason, report).outputs[0] ?? unknownResult(op, name);
  }
  const applied = applyRecord(ctx.session, {
    ...common,
    record,
    config: configured.value,
    argumentRanges: bound.ranges,
  });
  const [output] = applied.outputs;
  if (!output) return unknownResult(op, name);
  if (rule.weightIsTensor) {
    bindWeights(ctx, applied.call, op);
  }
  return rule.pack ? rule.pack(op, applied.outputs) : output;
}

/** `F.conv2d(x, weight, bias)`: the weights are tensors of the graph. */
function bindWeights(ctx: TorchContext, call: number, op: Op): void {
  const { session } = ctx;
  const { kernel } = session.call(call);
  const names = ['weight', 'bias'].filter((name) => op.has(name));
  const ids = operandTensors(
    session,
    TORCH,
    names.flatMap((name) => op.value(name) ?? []),
    op.site,
  );
  const bound: KernelCall | null = kernel && ids && { op: 'with-weights', call: kernel, inputs: 1, names };
  session.extendCall(call, bound && ids ? ids : [], [], bound);
}

/** The arguments of the layer: its own defaults, then those of the function, then what was given. */
function complete(ctx: TorchContext, key: string, layer: string, bound: BoundCall): PlainArguments {
  const args: Record<string, Plain> = {};
  const fill = (signature: Signature | undefined): void => {
    for (const parameter of signature ?? []) {
      if (parameter.length === 3) args[parameter[0]] = defaultPlain(parameter[2]);
    }
  };
  fill(signatureOf(`nn.${layer}`));
  fill(signatureOf(key));
  for (const [name, value] of bound.values) if (!tensorOf(value)) args[name] = toPlain(ctx.session, value);
  return args;
}

function defaultPlain(value: RecordedDefault): Plain {
  if (Array.isArray(value)) return (value as readonly RecordedDefault[]).map(defaultPlain);
  if (typeof value === 'object' && value !== null && 'object' in value)
    return { kind: 'object', type: value.object, config: {} };
  return value as Plain;
}
