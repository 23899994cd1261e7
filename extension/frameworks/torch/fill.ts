/** What fills tensors in place (`normal_`, `zero_`, `copy_`), and what a cast does to their numbers. */
import { say } from '../../message.ts';
import type { KernelCall } from '../../model/kernel.ts';
import type { NativeRun } from '../../python/evaluate/native.ts';
import { NONE, type NativeCall, type Place, type PyInstance, type Value } from '../../python/values.ts';
import { numberOf } from '../operand-tensors.ts';
import { addResult } from '../operators.ts';
import { attachTensor, tensorOf, type TensorData } from '../tensor.ts';
import { setNumbers, TORCH, type TorchContext } from './context.ts';
import { onNumbers } from '../../model/part-kernel.ts';

import { isParameter } from './parameter.ts';
import { startParameter } from './parameter-start.ts';

/** In place, and what comes out is not known. Uninitialised numbers that nobody filled are not, either. */
export function overwritten(
  ctx: TorchContext,
  call: NativeCall,
  name: string,
  kernel: KernelCall | null = null,
): Value {
  const [self = NONE] = call.args;
  const data = tensorOf(self);
  if (self.kind !== 'instance' || !data) return self;
  setNumbers(self, null);
  const reason = data.shape ? null : (data.reason ?? say`The shape is not known.`);
  const other = name === 'copy_' ? (call.args[1] ?? NONE) : null;
  const copied = tensorOf(other ?? undefined);
  const copies: KernelCall | null =
    data.shape && copied ? onNumbers([data.shape], (shape) => ({ op: 'expand', shape })) : null;
  const operands = copied && other ? [other] : kernel ? [] : [self];
  const result = addResult(ctx.session, TORCH, name, operands, call.site, {
    shape: data.shape,
    reason,
    kernel: kernel ?? copies,
    macs: 0,
    ...(data.dtype === null ? {} : { dtype: data.dtype }),
  });
  const made = tensorOf(result);
  if (made) replaceData(ctx, self, made, call.site);
  return self;
}

/** A parameter keeps its tensor and starts as what was made; anything else becomes it. */
export function replaceData(ctx: TorchContext, self: PyInstance, made: TensorData, place: Place): void {
  const data = tensorOf(self);
  if (!data) return;
  if (isParameter(ctx, self)) startParameter(ctx, data, made.id, place);
  else attachTensor(self, made);
}

/** `x.normal_(0, 0.02)`, `x.uniform_(-1, 1)`, `x.zero_()`. */
export function drawnInPlace(ctx: TorchContext): Record<string, NativeRun> {
  const draw =
    (
      distribution: Extract<KernelCall, { op: 'random' }>['distribution'],
      names: readonly string[],
      defaults: readonly number[],
    ): NativeRun =>
    (call) => {
      const [first = 0, second = 1] = names.map((name, index) => {
        const given = call.args[index + 1] ?? call.kwargs.get(name);
        return given === undefined ? (defaults[index] ?? 0) : (numberOf(given) ?? Number.NaN);
      });
      const shape = tensorOf(call.args[0])?.shape;
      const known = !Number.isNaN(first) && !Number.isNaN(second);
      const kernel =
        shape && known
          ? onNumbers([shape], (sizes) => ({ op: 'random', distribution, shape: sizes, first, second }))
          : null;
      return overwritten(ctx, call, distribution, kernel);
    };
  const fill =
    (fallback: number | null): NativeRun =>
    (call) => {
      const value = fallback ?? numberOf(call.args[1] ?? call.kwargs.get('value'));
      const shape = tensorOf(call.args[0])?.shape;
      const kernel =
        shape && value !== undefined
          ? onNumbers([shape], (sizes) => ({ op: 'constant', shape: sizes, values: [value] }))
          : null;
      return overwritten(ctx, call, 'fill_', kernel);
    };
  return {
    normal_: draw('normal', ['mean', 'std'], [0, 1]),
    trunc_normal_: draw('truncated-normal', ['mean', 'std'], [0, 1]),
    uniform_: draw('uniform', ['from', 'to'], [0, 1]),
    bernoulli_: draw('bernoulli', ['p'], [0.5, 1]),
    zero_: fill(0),
    fill_: fill(null),
  };
}

/** What a cast does to the numbers: towards integers they are cut, towards bool they become 0 and 1. */
export function castKernel(from: string | null, to: string): KernelCall | null {
  const whole = from !== null && /int|bool/.test(from);
  if (to === 'bool') return from === 'bool' ? null : { op: 'unary', name: 'bool', parameters: {} };
  return /int/.test(to) && !whole ? { op: 'unary', name: 'trunc', parameters: {} } : null;
}
