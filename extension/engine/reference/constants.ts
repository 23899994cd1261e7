/** Arrays that a graph makes from nothing: constants, ranges, random numbers, weights of the code's own. */
import { arrayOf, sizeOf, zeros, type NDArray } from '../array.ts';
import type { Random } from '../random.ts';
import type { KernelCall } from '../../model/kernel.ts';

export function constant({ shape, values }: Extract<KernelCall, { op: 'constant' }>): NDArray {
  const size = sizeOf(shape);
  const [only = 0] = values;
  return values.length === 1
    ? { shape, data: new Float32Array(size).fill(only) }
    : arrayOf(shape, Float32Array.from(values));
}

export const range = ({ start, step, count }: Extract<KernelCall, { op: 'range' }>): NDArray => ({
  shape: [count],
  data: Float32Array.from({ length: count }, (_, index) => start + index * step),
});

export function eye({ rows, columns, offset }: Extract<KernelCall, { op: 'eye' }>): NDArray {
  const result = zeros([rows, columns]);
  for (let row = 0; row < rows; row++) {
    const column = row + offset;
    if (column >= 0 && column < columns) result.data[row * columns + column] = 1;
  }
  return result;
}

export function randomNumbers(call: Extract<KernelCall, { op: 'random' }>, random: Random): NDArray {
  const { distribution, shape, first, second } = call;
  const { data } = zeros(shape);
  const fill = (next: () => number): NDArray => {
    for (let i = 0; i < data.length; i++) data[i] = next();
    return { shape, data };
  };
  switch (distribution) {
    case 'normal':
      return fill(() => first + second * random.normal());
    case 'truncated-normal':
      return fill(() => first + second * random.truncatedNormal());
    case 'uniform':
      return fill(() => random.uniform(first, second));
    case 'integers':
      return fill(() => Math.floor(random.uniform(first, second)));
    case 'bernoulli':
      return fill(() => (random.uniform() < first ? 1 : 0));
    case 'permutation':
      for (let i = 0; i < data.length; i++) data[i] = i;
      // Fisher and Yates.
      for (let i = data.length - 1; i > 0; i--) {
        const j = Math.floor(random.uniform(0, i + 1));
        [data[i], data[j]] = [data[j] as number, data[i] as number];
      }
      return { shape, data };
    default:
      return distribution satisfies never;
  }
}
