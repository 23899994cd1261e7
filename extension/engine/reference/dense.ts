/** Dense (Linear): the last axis times a matrix, plus bias. */
import { at, type NDArray } from '../array.ts';
import { biasOf, KERNEL_NAMES, weightNamed, type Weights } from '../weights.ts';
import { activate } from './activation.ts';
import type { Steps } from './steps.ts';
import type { KernelCall } from '../../model/kernel.ts';

export type DenseCall = Extract<KernelCall, { op: 'dense' }>;

export function* dense(call: DenseCall, input: NDArray, weights: Weights): Steps<NDArray> {
  const features = at(input.shape, input.shape.length - 1);
  const weight = weightNamed(weights, ...KERNEL_NAMES);
  const units = weight.data.length / features;
  if (!Number.isInteger(units)) {
    throw new Error(`A kernel of shape (${weight.shape.join(', ')}) does not fit ${features} features.`);
  }
  const bias = biasOf(call, weights, units);
  const rows = input.data.length / features;
  const data = new Float32Array(rows * units);
  const sums = new Float64Array(units);
  for (let row = 0; row < rows; row++) {
    const source = input.data.subarray(row * features, (row + 1) * features);
    if (bias === null) sums.fill(0);
    else sums.set(bias);
    if (call.weightOrder === 'in-out') addColumns(sums, source, weight.data);
    else addRows(sums, source, weight.data);
    data.set(sums, row * units);
    yield;
  }
  const output = { shape: [...input.shape.slice(0, -1), units], data };
  return activate(call.activation, output, weights);
}

/** `matrix` is [in, out]. */
function addColumns(sums: Float64Array, source: Float32Array, matrix: Float32Array): void {
  for (let i = 0, place = 0; i < source.length; i++) {
    const value = source[i] as number;
    for (let o = 0; o < sums.length; o++) sums[o] = (sums[o] as number) + value * (matrix[place++] as number);
  }
}

/** `matrix` is [out, in]. */
function addRows(sums: Float64Array, source: Float32Array, matrix: Float32Array): void {
  for (let o = 0, place = 0; o < sums.length; o++) {
    let sum = sums[o] as number;
    for (const value of source) sum += value * (matrix[place++] as number);
    sums[o] = sum;
  }
}
