/** Dense (Linear): the last axis times a matrix, plus bias. */
import { at, type NDArray } from '../array.ts';
import { biasOf, KERNEL_NAMES, weightNamed, type Weights } from '../weights.ts';
import { activate } from './activation.ts';
import { permute } from './permute.ts';
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
  const matrix =
    call.weightOrder === 'in-out' ? weight.data : permute({ shape: [units, features], data: weight.data }, [1, 0]).data;
  const bias = biasOf(call, weights, units);
  const rows = input.data.length / features;
  const data = new Float32Array(rows * units);
  const sums = new Float64Array(units);
  for (let row = 0; row < rows; row++) {
    if (bias === null) sums.fill(0);
    else sums.set(bias);
    for (let i = 0; i < features; i++) {
      const value = input.data[row * features + i] as number;
      const first = i * units;
      for (let o = 0; o < units; o++) sums[o] = (sums[o] as number) + value * (matrix[first + o] as number);
    }
    data.set(sums, row * units);
    yield;
  }
  const output = { shape: [...input.shape.slice(0, -1), units], data };
  return activate(call.activation, output, weights);
}
