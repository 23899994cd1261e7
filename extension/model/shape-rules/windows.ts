/**
 * Output sizes of everything that slides a window: convolution and pooling, per spatial axis.
 * Keras: keras/src/ops/operation_utils.py, compute_conv_output_shape. PyTorch: aten/src/ATen/native/ConvUtils.h and Pool.h.
 */
import { say } from '../../message.ts';
import { impossible, known, cannotTell, type Answer } from '../answer.ts';
import type { Size } from '../size.ts';
import { add, atLeast, ceilDivide, floorDivide, subtract } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';

/** One spatial axis of a window that slides over its input. */
export interface WindowAxis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
}

/** Padding of one axis: `same` as TensorFlow defines it, or [before, after]. */
export type AxisPadding = 'same' | readonly [number, number];

/** What a dilated kernel spans. */
export const effectiveKernel = ({ kernel, dilation }: Pick<WindowAxis, 'kernel' | 'dilation'>): number =>
  dilation * (kernel - 1) + 1;

/** `same` in numbers: the output is ceil(input / stride), and an uneven rest goes to the end. */
export function samePadding(input: number, axis: WindowAxis): readonly [number, number] {
  const output = Math.ceil(input / axis.stride);
  const total = Math.max((output - 1) * axis.stride + effectiveKernel(axis) - input, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** How many windows fit. Impossible when not one does. */
export function windowsAlong(input: Size, axis: WindowAxis, padding: AxisPadding): Answer<Size> {
  if (padding === 'same') return known(ceilDivide(input, axis.stride));
  const padded = add(input, padding[0] + padding[1]);
  const window = effectiveKernel(axis);
  if (atLeast(padded, window) === false) return tooSmall(padded, window, padding);
  return known(add(floorDivide(subtract(padded, window), axis.stride), 1));
}

/**
 * PyTorch's ceil_mode: a last window may hang over the end, if it starts inside the input or its padding before.
 * aten/src/ATen/native/Pool.h, pooling_output_shape_pad_lr
 */
export function windowsAlongCeil(input: Size, axis: WindowAxis, padding: readonly [number, number]): Answer<Size> {
  const window = effectiveKernel(axis);
  const padded = add(input, padding[0] + padding[1]);
  const count = add(ceilDivide(subtract(padded, window), axis.stride), 1);
  const reach = add(input, padding[0]);
  // The last window starts at (count - 1) * stride <= padded - window + stride - 1, so a large window never starts outside.
  if (window >= padding[1] + axis.stride) return positive(count, padded, window, padding);
  if (typeof count !== 'number' || typeof reach !== 'number') {
    return cannotTell(
      say`With ceil_mode, whether the last window of stride ${axis.stride} counts depends on the size ${sizeText(input)}.`,
    );
  }
  return positive((count - 1) * axis.stride >= reach ? count - 1 : count, padded, window, padding);
}

function positive(count: Size, padded: Size, window: number, padding: readonly [number, number]): Answer<Size> {
  return atLeast(count, 1) === false ? tooSmall(padded, window, padding) : known(count);
}

function tooSmall(padded: Size, window: number, padding: readonly [number, number]): Answer<never> {
  const message =
    padding[0] + padding[1] > 0
      ? say`The window spans ${window}, but the input is only ${sizeText(padded)} long after padding.`
      : say`The window spans ${window}, but the input is only ${sizeText(padded)} long.`;
  return impossible({ code: 'shape-mismatch', message, argument: 0 });
}
