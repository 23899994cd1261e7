/**
 * einops on tensors of PyTorch and Keras: rearrange, repeat, reduce, einsum, pack and unpack as the reshapes, permutations and sums that they are,
 * so that every rule, kernel and symbolic size of those holds here too. The layers are Python of our own.
 */
import { say } from '../../message.ts';
import { answering, unsure } from '../../model/refusal.ts';
import type { Size } from '../../model/size.ts';
import { sameShape } from '../../model/shape-rules/reshape.ts';
import { Evaluator } from '../../python/evaluate/evaluator.ts';
import { builtinClasses, nativeClass, nativeModule } from '../../python/evaluate/native.ts';
import {
  int,
  native,
  NONE,
  str,
  tuple,
  type NativeCall,
  type PyModule,
  type PyNative,
  type Value,
} from '../../python/values.ts';
import { applyUnknown, reportClash } from '../apply.ts';
import { LIBRARY_PREFIX } from '../session.ts';
import { sizeToValue, valueToSize } from '../symint.ts';
import { tensorOf } from '../tensor.ts';
import type { TorchContext } from '../torch/context.ts';
import { KERAS_LAYERS, TORCH_LAYERS } from './layers.ts';
import { pack, unpack } from './pack.ts';
import { run } from './run.ts';
import { parsePattern } from './pattern.ts';
import { planOf, type Operation, type Plan } from './plan.ts';

export const isEinops = (name: string): boolean => /^einops(\.|$)/.test(name);

const LAYERS: Readonly<Record<string, string>> = {
  'einops.layers.torch': TORCH_LAYERS,
  'einops.layers.keras': KERAS_LAYERS,
  'einops.layers.tensorflow': KERAS_LAYERS,
};

export class Einops {
  readonly #ctx: TorchContext;
  readonly #made = new Map<string, PyModule>();

  constructor(ctx: TorchContext) {
    this.#ctx = ctx;
  }

  module(name: string): PyModule | undefined {
    const known = this.#made.get(name);
    if (known) return known;
    const made = this.#make(name);
    if (made) this.#made.set(name, made);
    return made;
  }

  #make(name: string): PyModule | undefined {
    const { interpreter } = this.#ctx.session;
    if (name === 'einops' || name === 'einops.einops' || name === 'einops.packing') {
      return nativeModule(name, this.#functions(), (member) =>
        member.startsWith('__')
          ? undefined
          : (this.module(`einops.${member}`) ?? interpreter.unknown(say`einops.${member} is not followed.`)),
      );
    }
    if (name === 'einops.layers') return nativeModule(name, {}, (member) => this.module(`einops.layers.${member}`));
    const layers = LAYERS[name];
    if (layers !== undefined && interpreter instanceof Evaluator)
      return interpreter.runModule(`${LIBRARY_PREFIX}einops/${name}.py`, layers, name);
    if (/^einops\.layers\.\w+$/.test(name))
      return nativeModule(name, {}, (member) =>
        member.startsWith('__') ? undefined : interpreter.unknown(say`${name}.${member} is not followed.`),
      );
    return undefined;
  }

  #functions(): Readonly<Record<string, Value>> {
    const own = (name: Operation): PyNative => native(name, (call) => this.#transform(name, call));
    return {
      rearrange: own('rearrange'),
      repeat: own('repeat'),
      reduce: own('reduce'),
      einsum: native('einsum', (call) => this.#einsum(call)),
      pack: native('pack', (call) => pack(this.#ctx, call)),
      unpack: native('unpack', (call) => unpack(this.#ctx, call)),
      parse_shape: native('parse_shape', (call) => this.#parseShape(call)),
      asnumpy: native('asnumpy', (call) => call.args[0] ?? NONE),
      EinopsError: nativeClass({
        name: 'EinopsError',
        qualifiedName: 'einops.EinopsError',
        bases: [builtinClasses.RuntimeError],
      }),
    };
  }

  #transform(operation: Operation, call: NativeCall): Value {
    const { session } = this.#ctx;
    const given = call.args[0] ?? call.kwargs.get('tensor');
    const input = given?.kind === 'list' || given?.kind === 'tuple' ? run(this.#ctx, 'stack', call, [given]) : given;
    const data = tensorOf(input);
    if (!input || !data) {
      if (input?.kind === 'unknown') return input;
      return call.interpreter.unknown(say`${operation} is followed for tensors only.`, call.site);
    }
    const reduction = operation === 'reduce' ? (call.args[2] ?? call.kwargs.get('reduction')) : undefined;
    const answer = answering(() => {
      const pattern = call.args[1] ?? call.kwargs.get('pattern');
      if (pattern?.kind !== 'str') return unsure(say`The pattern cannot be told.`);
      const lengths = new Map<string, Size>();
      for (const [name, value] of call.kwargs) {
        if (name === 'tensor' || name === 'pattern' || name === 'reduction') continue;
        lengths.set(
          name,
          valueToSize(value) ?? unsure(value.kind === 'unknown' ? value.cause.reason : say`${name} is no integer.`),
        );
      }
      const shape = data.shape ?? unsure(data.reason ?? say`The shape of the input is not known.`);
      return { shape, plan: planOf(operation, parsePattern(pattern.value), shape, lengths) };
    });
    if (answer.kind === 'known') {
      const { shape, plan } = answer.value;
      for (const [left, right] of plan.demands) session.requireEqual(left, right, call.site);
      return carryOut(this.#ctx, call, input, shape, plan, reduction);
    }
    if (answer.kind === 'impossible') reportClash(session, operation, answer.clash, {}, [], call.site);
    const reason = answer.kind === 'impossible' ? answer.clash.message : answer.reason;
    const application = { framework: data.framework, layer: null, label: operation, inputs: [input], site: call.site };
    const report = answer.kind === 'unknown' && data.shape !== null && this.#ctx.trace.active;
    return applyUnknown(session, application, reason, report).outputs[0] ?? call.interpreter.unknown(reason, call.site);
  }

  /** Names of axes in place of letters; the pattern comes last. */
  #einsum(call: NativeCall): Value {
    const pattern = call.args.at(-1);
    if (pattern?.kind !== 'str') return call.interpreter.unknown(say`The pattern cannot be told.`, call.site);
    const letters = new Map<string, string>();
    const equation = pattern.value.replace(/…/g, '...').replace(/[A-Za-z_]\w*/g, (name) => {
      const letter = letters.get(name) ?? String.fromCharCode((letters.size < 26 ? 97 : 39) + letters.size);
      letters.set(name, letter);
      return letter;
    });
    return run(this.#ctx, 'einsum', call, [str(equation), ...call.args.slice(0, -1)]);
  }

  #parseShape(call: NativeCall): Value {
    const [input, pattern] = call.args;
    const shape = tensorOf(input)?.shape;
    if (!shape || pattern?.kind !== 'str')
      return call.interpreter.unknown(say`The shape of the tensor is not known.`, call.site);
    const entries = new Map<string, { key: Value; value: Value }>();
    pattern.value
      .trim()
      .split(/\s+/)
      .forEach((name, axis) => {
        const size = shape[axis];
        if (size === undefined || !/^[A-Za-z]/.test(name)) return;
        const key = str(name);
        entries.set(call.interpreter.hashKey(key) ?? name, { key, value: sizeToValue(this.#ctx.session, size) });
      });
    return { kind: 'dict', entries };
  }
}

const REDUCTIONS: Readonly<Record<string, string>> = {
  mean: 'mean',
  sum: 'sum',
  max: 'amax',
  min: 'amin',
  prod: 'prod',
  any: 'any',
  all: 'all',
};

function carryOut(
  ctx: TorchContext,
  call: NativeCall,
  input: Value,
  shape: readonly Size[],
  plan: Plan,
  reduction: Value | undefined,
): Value {
  const sizes = (values: readonly Size[]): Value => tuple(values.map((size) => sizeToValue(ctx.session, size)));
  const numbers = (values: readonly number[]): Value => tuple(values.map(int));
  let value = input;
  const reshape = (from: readonly Size[], to: readonly Size[]): void => {
    if (!sameShape(from, to)) value = run(ctx, 'reshape', call, [value, sizes(to)]);
  };
  reshape(shape, plan.split);
  if (plan.reduced.length > 0) {
    value = reduced(ctx, call, value, numbers(plan.reduced), reduction);
    if (!tensorOf(value)?.shape) return value;
  }
  const left = plan.split.map((_, axis) => axis).filter((axis) => !plan.reduced.includes(axis));
  const order = plan.order.map((axis) => left.indexOf(axis));
  if (order.some((axis, index) => axis !== index)) value = run(ctx, 'permute', call, [value, numbers(order)]);
  reshape(
    plan.order.map((axis) => plan.split[axis] ?? 1),
    plan.spread,
  );
  if (!sameShape(plan.spread, plan.expanded)) value = run(ctx, 'broadcast_to', call, [value, sizes(plan.expanded)]);
  reshape(plan.expanded, plan.result);
  return value;
}

function reduced(ctx: TorchContext, call: NativeCall, value: Value, axes: Value, reduction: Value | undefined): Value {
  if (reduction?.kind !== 'str') {
    if (!reduction || reduction.kind === 'unknown')
      return call.interpreter.unknown(say`The reduction cannot be told.`, call.site);
    return call.interpreter.call(reduction, [value, axes], undefined, call.site);
  }
  const name = REDUCTIONS[reduction.value];
  if (name === undefined)
    return call.interpreter.raise('RuntimeError', `Unknown reduction ${reduction.value}.`, call.site);
  return run(ctx, name, call, [value, axes]);
}
