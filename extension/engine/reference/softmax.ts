/** Activations that look along an axis: softmax, log_softmax and glu. */
import { at, type NDArray } from '../array.ts';

/** outer x length x inner: the shape seen from one axis. */
export function alongAxis(shape: readonly number[], axis: number): { outer: number; length: number; inner: number } {
  const product = (sizes: readonly number[]): number => sizes.reduce((result, size) => result * size, 1);
  return { outer: product(shape.slice(0, axis)), length: at(shape, axis), inner: product(shape.slice(axis + 1)) };
}

export function softmax(input: NDArray, axis: number, logarithm: boolean): NDArray {
  const { outer, length, inner } = alongAxis(input.shape, axis);
  const data = new Float32Array(input.data.length);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const first = o * length * inner + i;
      let maximum = -Infinity;
      for (let k = 0; k < length; k++) maximum = Math.max(maximum, input.data[first + k * inner] as number);
      let sum = 0;
      for (let k = 0; k < length; k++) sum += Math.exp((input.data[first + k * inner] as number) - maximum);
      for (let k = 0; k < length; k++) {
        const shifted = (input.data[first + k * inner] as number) - maximum;
        data[first + k * inner] = logarithm ? shifted - Math.log(sum) : Math.exp(shifted) / sum;
      }
    }
  }
  return { shape: input.shape, data };
}

/** The first half of the axis times the sigmoid of the second. */
export function glu(input: NDArray, axis: number): NDArray {
  const { outer, length, inner } = alongAxis(input.shape, axis);
  if (length % 2 !== 0) throw new Error(`glu halves axis ${axis}, whose size ${length} is odd.`);
  const half = (length / 2) * inner;
  const data = new Float32Array(input.data.length / 2);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < half; i++) {
      const value = input.data[o * 2 * half + i] as number;
      const gate = input.data[o * 2 * half + half + i] as number;
      data[o * half + i] = value / (1 + Math.exp(-gate));
    }
  }
  return { shape: input.shape.map((size, a) => (a === axis ? size / 2 : size)), data };
}
