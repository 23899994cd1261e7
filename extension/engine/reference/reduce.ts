/** Reductions over any axes, extremes with their positions, running sums. Sums are in double precision. */
import { at, sizeOf, type NDArray } from '../array.ts';
import { permute } from './permute.ts';
import { alongAxis } from './softmax.ts';
import type { KernelCall } from '../../model/kernel.ts';
import type { Reduction } from '../../model/tensor-kernel.ts';

type ReduceCall = Extract<KernelCall, { op: 'reduce' }>;

export function reduce(call: ReduceCall, input: NDArray): NDArray {
  const rank = input.shape.length;
  const axes = call.axes ?? input.shape.map((_, axis) => axis);
  const kept = input.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const shape = call.keepAxes
    ? input.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : kept.map((axis) => at(input.shape, axis));
  // The reduced axes last, as one; a tail of axes is there already.
  const order = [...kept, ...axes.toSorted((a, b) => a - b)];
  const ready = order.every((axis, index) => axis === index);
  const { data } = ready || rank === 0 ? input : permute(input, order);
  const count = sizeOf(axes.map((axis) => at(input.shape, axis)));
  const result = new Float32Array(sizeOf(shape));
  const fold = folds[call.method];
  for (let i = 0; i < result.length; i++) result[i] = fold(data.subarray(i * count, (i + 1) * count), call.parameter);
  return { shape, data: result };
}

type Fold = (values: Float32Array, parameter: number) => number;

const sum: Fold = (values) => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

const variance: Fold = (values, correction) => {
  const mean = sum(values, 0) / values.length;
  let total = 0;
  for (const value of values) total += (value - mean) * (value - mean);
  return total / Math.max(0, values.length - correction);
};

/** NaN is the extreme wherever it occurs, as in the frameworks. */
function extremePosition(values: Float32Array, better: (a: number, b: number) => boolean): number {
  let best = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) return i;
    if (better(value, values[best] as number)) best = i;
  }
  return best;
}

const largest = (values: Float32Array): number => extremePosition(values, (a, b) => a > b);
const smallest = (values: Float32Array): number => extremePosition(values, (a, b) => a < b);

/** The lower one of the two in the middle, as PyTorch takes it. */
function medianPosition(values: Float32Array): number {
  const nan = values.findIndex((value) => Number.isNaN(value));
  if (nan >= 0) return nan;
  const order = Array.from(values, (_, index) => index);
  order.sort((a, b) => at(values, a) - at(values, b) || a - b);
  return order[Math.floor((values.length - 1) / 2)] ?? 0;
}

function norm(values: Float32Array, order: number): number {
  if (order === Infinity) return values.reduce((result, value) => Math.max(result, Math.abs(value)), 0);
  if (order === -Infinity) return values.reduce((result, value) => Math.min(result, Math.abs(value)), Infinity);
  if (order === 0) return values.reduce((result, value) => result + (value === 0 ? 0 : 1), 0);
  let total = 0;
  for (const value of values) total += order === 2 ? value * value : Math.abs(value) ** order;
  return order === 2 ? Math.sqrt(total) : total ** (1 / order);
}

function logSumExp(values: Float32Array): number {
  const maximum = values.reduce((result, value) => Math.max(result, value), -Infinity);
  if (!Number.isFinite(maximum)) return maximum;
  let total = 0;
  for (const value of values) total += Math.exp(value - maximum);
  return maximum + Math.log(total);
}

const folds: Readonly<Record<Reduction, Fold>> = {
  sum,
  mean: (values) => sum(values, 0) / values.length,
  max: (values) => at(values, largest(values)),
  min: (values) => at(values, smallest(values)),
  product: (values) => {
    let result = 1;
    for (const value of values) result *= value;
    return result;
  },
  variance,
  deviation: (values, correction) => Math.sqrt(variance(values, correction)),
  norm,
  logsumexp: logSumExp,
  any: (values) => (values.some((value) => value !== 0) ? 1 : 0),
  all: (values) => (values.every((value) => value !== 0) ? 1 : 0),
  count: (values) => values.reduce((result, value) => result + (value === 0 ? 0 : 1), 0),
  argmax: largest,
  argmin: smallest,
  median: (values) => at(values, medianPosition(values)),
};

export function extreme(call: Extract<KernelCall, { op: 'extreme' }>, input: NDArray): NDArray[] {
  const { outer, length, inner } = alongAxis(input.shape, call.axis);
  const shape = input.shape.flatMap((size, axis) => (axis === call.axis ? (call.keepAxes ? [1] : []) : [size]));
  const [values, positions] = [new Float32Array(outer * inner), new Float32Array(outer * inner)];
  const find = call.method === 'max' ? largest : call.method === 'min' ? smallest : medianPosition;
  const line = new Float32Array(length);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      for (let k = 0; k < length; k++) line[k] = input.data[(o * length + k) * inner + i] as number;
      const position = find(line);
      values[o * inner + i] = at(line, position);
      positions[o * inner + i] = position;
    }
  }
  return [
    { shape, data: values },
    { shape, data: positions },
  ];
}

export function cumulative(call: Extract<KernelCall, { op: 'cumulative' }>, input: NDArray): NDArray[] {
  const { outer, length, inner } = alongAxis(input.shape, call.axis);
  const [data, positions] = [new Float32Array(input.data.length), new Float32Array(input.data.length)];
  const { method, exclusive, reverse } = call;
  const start = { sum: 0, product: 1, logsumexp: -Infinity, max: -Infinity, min: Infinity }[method];
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let [result, position] = [start, 0];
      for (let k = 0; k < length; k++) {
        const step = reverse ? length - 1 - k : k;
        const place = (o * length + step) * inner + i;
        const value = input.data[place] as number;
        if (exclusive) data[place] = result;
        // The last of equal extremes counts, and NaN stays.
        if ((method === 'max' && !(value < result)) || (method === 'min' && !(value > result))) position = step;
        result = next(method, result, value);
        if (!exclusive) data[place] = result;
        positions[place] = position;
      }
    }
  }
  const values = { shape: input.shape, data };
  return method === 'max' || method === 'min' ? [values, { shape: input.shape, data: positions }] : [values];
}

function next(method: Extract<KernelCall, { op: 'cumulative' }>['method'], result: number, value: number): number {
  switch (method) {
    case 'sum':
      return result + value;
    case 'product':
      return result * value;
    case 'max':
      return Math.max(result, value);
    case 'min':
      return Math.min(result, value);
    case 'logsumexp': {
      const larger = Math.max(result, value);
      return larger === -Infinity ? larger : larger + Math.log1p(Math.exp(Math.min(result, value) - larger));
    }
    default:
      return method satisfies never;
  }
}
