/** Orthogonal matrices by modified Gram-Schmidt on normal numbers, flattened the way each framework flattens a kernel. */
import { at, sizeOf } from './array.ts';
import type { Random } from './random.ts';
import type { Framework } from '../model/record.ts';

/**
 * Keras sees the kernel as [everything else, last axis], PyTorch as [first axis, everything else]. The shorter side's vectors come
 * out orthonormal, times the gain.
 */
export function orthogonal(
  shape: readonly number[],
  gain: number,
  framework: Framework,
  random: Random,
): Float32Array<ArrayBuffer> {
  if (shape.length < 2) throw new Error('An orthogonal weight needs at least two axes.');
  const size = sizeOf(shape);
  const rows = framework === 'keras' ? size / at(shape, shape.length - 1) : at(shape, 0);
  const columns = size / rows;
  const long = Math.max(rows, columns);
  const vectors: Float64Array[] = [];
  for (let k = 0; k < Math.min(rows, columns); k++) {
    const vector = Float64Array.from({ length: long }, () => random.normal());
    // Twice is enough for orthogonality to working precision (Kahan, Parlett).
    for (let pass = 0; pass < 2; pass++) for (const other of vectors) subtract(vector, other, dot(vector, other));
    const length = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < long; i++) vector[i] = (vector[i] as number) / length;
    vectors.push(vector);
  }
  const data = new Float32Array(size);
  for (const [k, vector] of vectors.entries()) {
    for (let i = 0; i < long; i++) data[rows >= columns ? i * columns + k : k * columns + i] = gain * at(vector, i);
  }
  return data;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function subtract(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] as number) - factor * (b[i] as number);
}
