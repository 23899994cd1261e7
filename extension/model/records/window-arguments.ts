/** The arguments that convolutions, transposed convolutions and pooling share: windows, padding, data format. */
import { say } from '../../message.ts';
import type { Layout, Padding, PaddingMode } from '../kernel.ts';
import { refuse, unsure } from '../refusal.ts';
import { effectiveKernel, type AxisPadding, type WindowAxis } from '../shape-rules/windows.ts';
import type { Shape } from '../size.ts';
import { atLeast } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';
import { plainText, type Arguments } from './arguments.ts';
import { at, repeated } from './shapes.ts';

export type Window = readonly WindowAxis[];

/** Keras's data_format; None is the default of its configuration, channels_last. */
export function dataFormat(args: Arguments): Layout {
  if (args.isNone('data_format')) return 'channels_last';
  const given = args.raw('data_format');
  const word = typeof given === 'string' ? given.toLowerCase() : '';
  if (word === 'channels_last' || word === 'channels_first') return word;
  return args.refuse(
    'data_format',
    say`data_format must be 'channels_last' or 'channels_first', not ${plainText(given)}.`,
  );
}

export function windowOf(
  kernel: readonly number[],
  strides: readonly number[],
  dilation: readonly number[] = repeated(1, kernel.length),
): Window {
  return kernel.map((size, axis) => ({ kernel: size, stride: strides[axis] ?? 1, dilation: dilation[axis] ?? 1 }));
}

export const kerasWindow = (args: Arguments, rank: number): Window =>
  windowOf(args.perAxis('kernel_size', rank), args.perAxis('strides', rank), args.perAxis('dilation_rate', rank));

export const torchWindow = (args: Arguments, rank: number): Window =>
  windowOf(
    args.perAxis('kernel_size', rank),
    args.perAxis('stride', rank, { single: true }),
    args.perAxis('dilation', rank, { single: true }),
  );

/** Keras refuses the two together. */
export function noStridedDilation(args: Arguments, window: Window): void {
  const stride = Math.max(...window.map((axis) => axis.stride));
  const dilation = Math.max(...window.map((axis) => axis.dilation));
  if (stride > 1 && dilation > 1) {
    args.refuse(
      'dilation_rate',
      say`Keras takes no dilation_rate > 1 (${dilation}) together with strides > 1 (${stride}).`,
    );
  }
}

/** Keras's `padding`, per axis; `causal` looks at nothing that comes later. */
export function kerasPadding(args: Arguments, window: Window, causal: boolean): readonly AxisPadding[] {
  const given = args.raw('padding');
  const word = typeof given === 'string' ? given.toLowerCase() : '';
  if (word === 'same') return window.map(() => 'same');
  if (word === 'valid') return window.map(() => [0, 0]);
  if (word === 'causal' && causal) return window.map((axis) => [effectiveKernel(axis) - 1, 0]);
  return causal
    ? args.refuseWord('padding', ['valid', 'same', 'causal'], say`'valid', 'same' or 'causal'`)
    : args.refuseWord('padding', ['valid', 'same'], say`'valid' or 'same'`);
}

/** PyTorch's `padding`: amounts, or `same` (stride 1 only; the odd one goes to the end) or `valid`. */
export function torchPadding(
  args: Arguments,
  window: Window,
  mode: PaddingMode,
): readonly (readonly [number, number])[] {
  const given = args.raw('padding');
  if (mode !== 'zeros' && typeof given === 'number' && given < 0)
    unsure(say`Negative ${mode} padding is not followed.`);
  if (typeof given !== 'string') return symmetric(args.perAxis('padding', window.length, { least: 0, single: true }));
  if (given === 'valid') return window.map(() => [0, 0]);
  if (given !== 'same') return args.refuseWord('padding', ['valid', 'same'], say`'valid', 'same' or integers`);
  const strided = window.find(({ stride }) => stride !== 1);
  if (strided)
    args.refuse('padding', say`padding='same' works with stride 1 only, but the stride is ${strided.stride}.`);
  return window.map((axis) => {
    const total = effectiveKernel(axis) - 1;
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}

export const symmetric = (amounts: readonly number[]): readonly (readonly [number, number])[] =>
  amounts.map((amount) => [amount, amount]);

/** As the engine takes it. */
export function kernelPadding(padding: readonly AxisPadding[]): Padding {
  const amounts = padding.flatMap((axis) => (axis === 'same' ? [] : [axis]));
  if (amounts.length < padding.length) return 'same';
  return amounts.every(([before, after]) => before === 0 && after === 0) ? 'valid' : amounts;
}

export const kernelWindow = (window: Window) => ({
  kernel: window.map(({ kernel }) => kernel),
  strides: window.map(({ stride }) => stride),
  dilation: window.map(({ dilation }) => dilation),
});

/** What a border can be mirrored or wrapped from is limited by the size itself. aten/src/ATen/native/ReflectionPad.cpp, PadNd.cpp */
export function checkBorder(
  mode: PaddingMode | 'constant',
  input: Shape,
  axes: readonly number[],
  padding: readonly AxisPadding[],
  argument: string,
): void {
  if (mode !== 'reflect' && mode !== 'circular') return;
  axes.forEach((axis, index) => {
    const amounts = padding[index] ?? 'same';
    if (amounts === 'same') return;
    const size = at(input, axis);
    const largest = Math.max(...amounts);
    if (atLeast(size, mode === 'reflect' ? largest + 1 : largest) === false) {
      refuse({
        code: 'bad-argument',
        message: say`${mode} padding of ${largest} needs a size of at least ${mode === 'reflect' ? largest + 1 : largest}, but the input has ${sizeText(size)}.`,
        argument,
      });
    }
  });
}
