/** How borders are padded: amounts as the frameworks compute them, and where a padded position takes its number from. */
import type { Padding } from '../../model/kernel.ts';

export type Border = 'constant' | 'reflect' | 'replicate' | 'circular' | 'symmetric';

/**
 * [before, after] of one axis. `same` as TensorFlow computes it: as much as ceil(size / stride) windows need, the odd one at the end.
 * tensorflow/core/framework/common_shape_fns.cc, GetWindowedOutputSizeVerbose
 */
export function axisPadding(
  padding: Padding,
  axis: number,
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
): readonly [number, number] {
  if (padding === 'valid') return [0, 0];
  if (padding === 'same') {
    const windows = Math.ceil(size / stride);
    const total = Math.max((windows - 1) * stride + (kernel - 1) * dilation + 1 - size, 0);
    const before = Math.floor(total / 2);
    return [before, total - before];
  }
  const amounts = padding[axis];
  if (amounts === undefined) throw new Error(`Padding is given for ${padding.length} axes, not for axis ${axis}.`);
  return amounts;
}

/** The position that a (possibly padded) position reads, or -1 where it reads the constant. */
export function borderIndex(index: number, size: number, border: Border): number {
  if (index >= 0 && index < size) return index;
  switch (border) {
    case 'constant':
      return -1;
    case 'replicate':
      return index < 0 ? 0 : size - 1;
    case 'circular':
      return ((index % size) + size) % size;
    case 'reflect': {
      const mirrored = index < 0 ? -index : 2 * (size - 1) - index;
      if (mirrored < 0 || mirrored >= size) {
        throw new Error(`Reflection padding must be smaller than the size it pads, which is ${size}.`);
      }
      return mirrored;
    }
    case 'symmetric': {
      const mirrored = index < 0 ? -index - 1 : 2 * size - 1 - index;
      if (mirrored < 0 || mirrored >= size) {
        throw new Error(`Symmetric padding must not be larger than the size it pads, which is ${size}.`);
      }
      return mirrored;
    }
    default:
      return border satisfies never;
  }
}
