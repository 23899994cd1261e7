/** Rows of a table by their numbers, and the other layers whose weights meet two inputs. torch/nn/modules/sparse.py, linear.py */
import { at, onlyInput, type NDArray } from '../array.ts';
import { biasOf, weightNamed, type Weights } from '../weights.ts';
import { broadcast } from './arithmetic.ts';
import { take } from './indexing.ts';
import { reduce } from './reduce.ts';
import type { KernelCall } from '../../model/kernel.ts';

export const embedding = (input: NDArray, weights: Weights): NDArray =>
  take({ op: 'take', axis: 0, batch: 0 }, [weightNamed(weights, 'embeddings', 'weight'), whole(input)]);

/** Pictures of values between 0 and 1 stand in for texts: their numbers are cut to integers as the frameworks cut them. */
const whole = (input: NDArray): NDArray => ({ shape: input.shape, data: input.data.map(Math.trunc) });

export function embeddingBag(method: 'mean' | 'sum' | 'max', input: NDArray, weights: Weights): NDArray {
  return reduce({ op: 'reduce', method, axes: [1], keepAxes: false, parameter: 0 }, embedding(input, weights));
}

/** x1^T W x2 + b for each output. */
export function bilinear(
  call: Extract<KernelCall, { op: 'bilinear' }>,
  inputs: readonly NDArray[],
  weights: Weights,
): NDArray {
  const [left, right] = [onlyInput(inputs), onlyInput(inputs.slice(1))];
  const weight = weightNamed(weights, 'weight');
  const [outs, first, second] = weight.shape as [number, number, number];
  const rows = left.data.length / first;
  const bias = biasOf(call, weights, outs);
  const data = new Float32Array(rows * outs);
  for (let row = 0; row < rows; row++) {
    for (let out = 0; out < outs; out++) {
      let sum = bias === null ? 0 : at(bias, out);
      for (let i = 0; i < first; i++) {
        for (let j = 0; j < second; j++) {
          sum +=
            at(left.data, row * first + i) *
            at(weight.data, (out * first + i) * second + j) *
            at(right.data, row * second + j);
        }
      }
      data[row * outs + out] = sum;
    }
  }
  return { shape: [...left.shape.slice(0, -1), outs], data };
}

export function cosineSimilarity(
  call: Extract<KernelCall, { op: 'cosine-similarity' }>,
  inputs: readonly NDArray[],
): NDArray {
  const [left, right] = [onlyInput(inputs), onlyInput(inputs.slice(1))];
  const sum = (array: NDArray): NDArray =>
    reduce({ op: 'reduce', method: 'sum', axes: [call.axis], keepAxes: false, parameter: 0 }, array);
  const products = sum(broadcast((a, b) => a * b, left, right));
  const norms = [left, right].map((array) => {
    const one = broadcast((a, b) => a * b, array, array);
    return sum(one).data.map((square) => Math.max(Math.sqrt(square), call.epsilon));
  });
  const [a, b] = norms as [Float32Array, Float32Array];
  if (a.length !== b.length) throw new Error('Vectors of different numbers are not compared.');
  return { shape: products.shape, data: products.data.map((value, i) => value / (at(a, i) * at(b, i))) };
}

export function pairwiseDistance(
  call: Extract<KernelCall, { op: 'pairwise-distance' }>,
  inputs: readonly NDArray[],
): NDArray {
  const difference = broadcast((a, b) => a - b + call.epsilon, onlyInput(inputs), onlyInput(inputs.slice(1)));
  const axis = difference.shape.length - 1;
  return reduce(
    { op: 'reduce', method: 'norm', axes: [axis], keepAxes: call.keepAxes, parameter: call.order },
    difference,
  );
}
