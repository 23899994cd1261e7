/** Reading and writing at positions that are numbers of another tensor. */
import { at, sizeOf, stridesOf, type NDArray } from '../array.ts';
import { broadcastShape, expand } from './arithmetic.ts';
import { permute } from './permute.ts';
import { alongAxis } from './softmax.ts';
import type { KernelCall } from '../../model/kernel.ts';

/** Negative positions count from the end. */
function position(index: number, length: number): number {
  const own = index < 0 ? index + length : index;
  if (!Number.isInteger(own) || own < 0 || own >= length) {
    throw new Error(`The position ${index} is outside of an axis with ${length} entries.`);
  }
  return own;
}

function two(inputs: readonly NDArray[]): readonly [NDArray, NDArray] {
  const [input, indices] = inputs;
  if (input === undefined || indices === undefined) throw new Error('An index and what it reads are needed.');
  return [input, indices];
}

export function take({ axis, batch }: Extract<KernelCall, { op: 'take' }>, inputs: readonly NDArray[]): NDArray {
  const [input, indices] = two(inputs);
  const lead = sizeOf(input.shape.slice(0, batch));
  const picked = indices.data.length / Math.max(1, lead);
  const { outer, length, inner } = alongAxis(input.shape, axis);
  const shape = [...input.shape.slice(0, axis), ...indices.shape.slice(batch), ...input.shape.slice(axis + 1)];
  const data = new Float32Array(sizeOf(shape));
  const perBatch = outer / Math.max(1, lead);
  let target = 0;
  for (let o = 0; o < outer; o++) {
    const group = batch === 0 ? 0 : Math.floor(o / perBatch) * picked;
    for (let k = 0; k < picked; k++) {
      const source = (o * length + position(at(indices.data, group + k), length)) * inner;
      data.set(input.data.subarray(source, source + inner), target);
      target += inner;
    }
  }
  return { shape, data };
}

/** Where each entry of `index` reads or writes in an array of `shape`. */
function alongIndex(index: NDArray, shape: readonly number[], axis: number): Int32Array {
  const strides = stridesOf(shape);
  const places = new Int32Array(index.data.length);
  const rank = shape.length;
  for (let i = 0; i < places.length; i++) {
    let [rest, place] = [i, 0];
    for (let each = rank - 1; each >= 0; each--) {
      const size = at(index.shape, each);
      const own = each === axis ? position(at(index.data, i), at(shape, axis)) : rest % size;
      place += own * at(strides, each);
      rest = Math.floor(rest / size);
    }
    places[i] = place;
  }
  return places;
}

export function gather(axis: number, inputs: readonly NDArray[]): NDArray {
  const [input, index] = two(inputs);
  if (input.shape.length === 0) return input;
  const places = alongIndex(index, input.shape, axis);
  return { shape: index.shape, data: Float32Array.from(places, (place) => input.data[place] as number) };
}

export function scatter(call: Extract<KernelCall, { op: 'scatter' }>, inputs: readonly NDArray[]): NDArray {
  const [input, index] = two(inputs);
  const source = inputs[2];
  if (source === undefined) throw new Error('There is nothing to scatter.');
  const places = alongIndex(index, input.shape, call.axis);
  const data = input.data.slice();
  const values = source.data.length === 1 ? expand(source, index.shape) : source;
  const strides = stridesOf(values.shape);
  for (let i = 0; i < places.length; i++) {
    // The source may be larger than the index: its first entries count.
    let [rest, from] = [i, 0];
    for (let each = index.shape.length - 1; each >= 0; each--) {
      from += (rest % at(index.shape, each)) * at(strides, each);
      rest = Math.floor(rest / at(index.shape, each));
    }
    const place = places[i] as number;
    data[place] = combined(call.method, data[place] as number, at(values.data, from));
  }
  return { shape: input.shape, data };
}

function combined(method: Extract<KernelCall, { op: 'scatter' }>['method'], old: number, value: number): number {
  switch (method) {
    case 'set':
      return value;
    case 'sum':
      return old + value;
    case 'product':
      return old * value;
    case 'max':
      return Math.max(old, value);
    case 'min':
      return Math.min(old, value);
    default:
      return method satisfies never;
  }
}

/** NumPy's advanced indexing on some axes; the broadcast indices' shape stands at axis `at` of the result. */
export function advancedIndex(call: Extract<KernelCall, { op: 'index' }>, inputs: readonly NDArray[]): NDArray {
  const [input, ...given] = inputs;
  if (input === undefined) throw new Error('There is nothing to index.');
  const common = broadcastShape(given.map((index) => index.shape));
  const indices = given.map((index) => expand(index, common));
  const others = input.shape.map((_, axis) => axis).filter((axis) => !call.axes.includes(axis));
  // The indexed axes first, the others behind them.
  const moved = permute(input, [...call.axes, ...others]);
  const sizes = call.axes.map((axis) => at(input.shape, axis));
  const inner = sizeOf(others.map((axis) => at(input.shape, axis)));
  const count = sizeOf(common);
  const data = new Float32Array(count * inner);
  for (let i = 0; i < count; i++) {
    let place = 0;
    indices.forEach((index, each) => {
      const size = at(sizes, each);
      place = place * size + position(at(index.data, i), size);
    });
    data.set(moved.data.subarray(place * inner, (place + 1) * inner), i * inner);
  }
  const rest = others.map((axis) => at(input.shape, axis));
  const result = { shape: [...common, ...rest], data };
  if (call.at === 0) return result;
  const lead = Array.from({ length: call.at }, (_, axis) => common.length + axis);
  const middle = common.map((_, axis) => axis);
  const tail = rest.slice(call.at).map((_, axis) => common.length + call.at + axis);
  return permute(result, [...lead, ...middle, ...tail]);
}

export function oneHot(depth: number, input: NDArray): NDArray {
  const data = new Float32Array(input.data.length * depth);
  input.data.forEach((value, i) => {
    if (value >= 0 && value < depth && Number.isInteger(value)) data[i * depth + value] = 1;
  });
  return { shape: [...input.shape, depth], data };
}

/** Stable; NaN is the largest, as in PyTorch. */
export function sort(call: Extract<KernelCall, { op: 'sort' }>, input: NDArray): NDArray[] {
  const { axis, descending, count, only } = call;
  const { outer, length, inner } = alongAxis(input.shape, axis);
  const shape = input.shape.map((size, each) => (each === axis ? count : size));
  const [values, positions] = [new Float32Array(sizeOf(shape)), new Float32Array(sizeOf(shape))];
  const line = new Float32Array(length);
  const compare = (a: number, b: number): number => {
    const [x, y] = [at(line, a), at(line, b)];
    if (x === y) return 0;
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return x - y;
  };
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      for (let k = 0; k < length; k++) line[k] = input.data[(o * length + k) * inner + i] as number;
      const order = Array.from({ length }, (_, k) => k);
      order.sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
      for (let k = 0; k < count; k++) {
        const from = order[k] ?? 0;
        values[(o * count + k) * inner + i] = at(line, from);
        positions[(o * count + k) * inner + i] = from;
      }
    }
  }
  const outputs = [
    { shape, data: values },
    { shape, data: positions },
  ];
  return only === null ? outputs : outputs.slice(only === 'values' ? 0 : 1, only === 'values' ? 1 : 2);
}
