/** Cubic convolution (Keys 1981) of four neighbours, with each framework's coefficient and border. */
import type { AxisSample } from './sampling.ts';

export const CUBIC_KEYS = -0.5;
export const CUBIC_TORCH = -0.75;
/** tf.compat.v1's resize_bicubic without half-pixel centres. */
export const CUBIC_TENSORFLOW_V1 = -0.75;

/** TensorFlow reads the weights from a table of this many steps. tensorflow/core/kernels/image/resize_bicubic_op.cc */
export const TABLE_STEPS = 1024;

/** The cubic kernel at distance |x| < 2. */
export function cubicKernel(x: number, a: number): number {
  const d = Math.abs(x);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  if (d < 2) return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  return 0;
}

/** Borders are repeated. `steps` is the size of the weight table, null where weights are computed. */
export function cubicSample(coordinate: number, size: number, a: number, steps: number | null): AxisSample {
  const low = Math.floor(coordinate);
  const fraction = quantised(coordinate - low, steps);
  const offsets = [-1, 0, 1, 2];
  return {
    sources: offsets.map((offset) => Math.min(Math.max(low + offset, 0), size - 1)),
    weights: offsets.map((offset) => cubicKernel(offset - fraction, a)),
  };
}

/** TensorFlow with half-pixel centres: neighbours beyond the border count nothing, the rest is normalised. */
export function keysCubicSample(coordinate: number, size: number): AxisSample {
  const low = Math.floor(coordinate);
  const fraction = quantised(coordinate - low, TABLE_STEPS);
  const inside = [-1, 0, 1, 2].filter((offset) => low + offset >= 0 && low + offset < size);
  const weights = inside.map((offset) => cubicKernel(offset - fraction, CUBIC_KEYS));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { sources: inside.map((offset) => low + offset), weights: weights.map((weight) => weight / sum) };
}

const quantised = (fraction: number, steps: number | null): number =>
  steps === null ? fraction : roundHalfEven(fraction * steps) / steps;

/** C's lrintf. */
function roundHalfEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}
