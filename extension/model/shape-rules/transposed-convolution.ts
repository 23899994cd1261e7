/**
 * Output size and crop of a transposed convolution, per spatial axis. The full output is (input - 1) * stride + window;
 * both frameworks cut something from its sides, and may add to its end.
 * Keras: keras/src/backend/common/backend_utils.py. PyTorch: aten/src/ATen/native/Convolution.cpp, conv_input_size.
 */
import type { Size } from '../size.ts';
import { add, multiply, subtract } from '../sizes/arithmetic.ts';
import { effectiveKernel, type WindowAxis } from './windows.ts';

/** What is cut from the full output before and after, and what is added at the end (positions that no tap feeds). */
export interface Crop {
  readonly before: number;
  readonly after: number;
  readonly added: number;
}

export function transposedSize(input: Size, axis: WindowAxis, crop: Crop): Size {
  const full = add(multiply(subtract(input, 1), axis.stride), effectiveKernel(axis));
  return add(full, crop.added - crop.before - crop.after);
}

/**
 * Keras. `same`: input * stride, or with an output padding (input - 1) * stride + window % 2 + output padding.
 * `valid`: (input - 1) * stride + max(window, stride), or with an output padding the full output and that.
 */
export function kerasCrop(axis: WindowAxis, padding: 'same' | 'valid', outputPadding: number | null): Crop {
  const window = effectiveKernel(axis);
  if (padding === 'valid') {
    return { before: 0, after: 0, added: outputPadding ?? Math.max(window, axis.stride) - window };
  }
  // The padding of the convolution over the input with zeros between its pixels that this one is the same as.
  const total = outputPadding === null ? axis.stride + window - 2 : window + (window % 2) - 2 + outputPadding;
  const left = Math.min(Math.ceil(total / 2), window - 1);
  return fromEnd(window - 1 - left, window - 1 - (total - left));
}

/** PyTorch: `padding` is cut from both sides, and `output_padding` of the full output is left at the end. */
export const torchCrop = (padding: number, outputPadding: number): Crop => fromEnd(padding, padding - outputPadding);

const fromEnd = (before: number, after: number): Crop => ({
  before,
  after: Math.max(after, 0),
  added: Math.max(-after, 0),
});
