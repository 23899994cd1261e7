/** Slices with steps, and what moves or repeats whole entries of an axis. */
import { at, onlyInput, sizeOf, stridesOf, type NDArray } from '../array.ts';
import { expand } from './arithmetic.ts';
import { alongAxis } from './softmax.ts';
import { concat, reshape } from './tensor.ts';
import type { KernelCall } from '../../model/kernel.ts';
import type { SliceCall } from '../../model/tensor-kernel.ts';

export function slice(call: Extract<KernelCall, { op: 'slice' }>, input: NDArray): NDArray {
  const positions = slicePositions(call, input.shape);
  const data = new Float32Array(positions.length);
  for (let i = 0; i < data.length; i++) data[i] = input.data[positions[i] as number] as number;
  return reshape({ shape: call.sizes, data }, call.shape);
}

export function sliceUpdate(call: Extract<KernelCall, { op: 'slice-update' }>, inputs: readonly NDArray[]): NDArray {
  const input = onlyInput(inputs);
  const update = inputs[1];
  if (update === undefined) throw new Error('Nothing to put into the slice.');
  const positions = slicePositions(call, input.shape);
  const data = input.data.slice();
  // Axes of size 1 may be missing in what is put in: x[:, 0] = y.
  const flat = update.data.length === positions.length ? update : expand(alignedTo(update, call.sizes), call.sizes);
  for (let i = 0; i < positions.length; i++) data[positions[i] as number] = flat.data[i] as number;
  return { shape: input.shape, data };
}

/** The update with the axes of size 1 that an index with numbers took away. */
function alignedTo(update: NDArray, sizes: readonly number[]): NDArray {
  const rest = [...update.shape];
  const shape: number[] = [];
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    const size = rest.at(-1);
    if (size !== undefined && (size === sizes[axis] || size === 1)) {
      shape.unshift(size);
      rest.pop();
    } else shape.unshift(1);
  }
  if (rest.some((size) => size !== 1)) throw new Error('What is put in does not fit the slice.');
  return { shape, data: update.data };
}

/** Where in the data each entry of the slice stands. */
function slicePositions({ starts, steps, sizes }: SliceCall, shape: readonly number[]): Int32Array {
  if (starts.length !== shape.length) throw new Error(`A slice of ${starts.length} axes of ${shape.length}.`);
  sizes.forEach((size, axis) => {
    const last = at(starts, axis) + (size - 1) * at(steps, axis);
    if (
      size > 0 &&
      (at(starts, axis) < 0 || at(starts, axis) >= at(shape, axis) || last < 0 || last >= at(shape, axis))
    )
      throw new Error(`The slice leaves axis ${axis}, which has ${at(shape, axis)} entries.`);
  });
  const strides = stridesOf(shape);
  const positions = new Int32Array(sizeOf(sizes));
  let target = 0;
  const walk = (axis: number, source: number): void => {
    if (axis === sizes.length) {
      positions[target++] = source;
      return;
    }
    const [start, step, stride] = [at(starts, axis), at(steps, axis), at(strides, axis)];
    for (let i = 0; i < at(sizes, axis); i++) walk(axis + 1, source + (start + i * step) * stride);
  };
  if (positions.length > 0) walk(0, 0);
  return positions;
}

export function tile(counts: readonly number[], input: NDArray): NDArray {
  const rank = Math.max(counts.length, input.shape.length);
  const shape = [...new Array<number>(rank - input.shape.length).fill(1), ...input.shape];
  const times = [...new Array<number>(rank - counts.length).fill(1), ...counts];
  return times.reduce<NDArray>(
    (result, count, axis) => (count === 1 ? result : concatTimes(result, axis, count)),
    reshape(input, shape),
  );
}

function concatTimes(input: NDArray, axis: number, count: number): NDArray {
  if (count > 0) return concat(new Array<NDArray>(count).fill(input), axis);
  return { shape: input.shape.map((size, each) => (each === axis ? 0 : size)), data: new Float32Array(0) };
}

export function repeat(axis: number, count: number, input: NDArray): NDArray {
  const { outer, length, inner } = alongAxis(input.shape, axis);
  const data = new Float32Array(input.data.length * count);
  let target = 0;
  for (let line = 0; line < outer * length; line++) {
    const entry = input.data.subarray(line * inner, (line + 1) * inner);
    for (let k = 0; k < count; k++) {
      data.set(entry, target);
      target += inner;
    }
  }
  return { shape: input.shape.map((size, each) => (each === axis ? size * count : size)), data };
}

export function stack(axis: number, inputs: readonly NDArray[]): NDArray {
  const { shape } = onlyInput(inputs);
  const own = [...shape.slice(0, axis), 1, ...shape.slice(axis)];
  return concat(
    inputs.map((input) => reshape(input, own)),
    axis,
  );
}

export function roll(call: Extract<KernelCall, { op: 'roll' }>, input: NDArray): NDArray {
  return call.axes.reduce<NDArray>((array, axis, index) => {
    const { outer, length, inner } = alongAxis(array.shape, axis);
    if (length === 0) return array;
    const shift = (((call.shifts[index] ?? 0) % length) + length) % length;
    const data = new Float32Array(array.data.length);
    for (let o = 0; o < outer; o++) {
      const line = array.data.subarray(o * length * inner, (o + 1) * length * inner);
      data.set(line.subarray((length - shift) * inner), o * length * inner);
      data.set(line.subarray(0, (length - shift) * inner), (o * length + shift) * inner);
    }
    return { shape: array.shape, data };
  }, input);
}

/** Zero below (or above) a diagonal of the last two axes. */
export function triangle(call: Extract<KernelCall, { op: 'triangle' }>, input: NDArray): NDArray {
  const [rows, columns] = input.shape.slice(-2) as [number, number];
  const data = input.data.slice();
  for (let i = 0; i < data.length; i++) {
    const offset = (i % columns) - (Math.floor(i / columns) % rows);
    if (call.upper ? offset < call.diagonal : offset > call.diagonal) data[i] = 0;
  }
  return { shape: input.shape, data };
}

/** Windows along an axis, on a new last one. */
export function windows(call: Extract<KernelCall, { op: 'windows' }>, input: NDArray): NDArray {
  const { axis, size, step } = call;
  const { outer, length, inner } = alongAxis(input.shape, axis);
  const count = Math.floor((length - size) / step) + 1;
  const shape = [...input.shape.map((each, index) => (index === axis ? count : each)), size];
  const data = new Float32Array(sizeOf(shape));
  let target = 0;
  for (let o = 0; o < outer; o++) {
    for (let window = 0; window < count; window++) {
      for (let i = 0; i < inner; i++) {
        for (let k = 0; k < size; k++)
          data[target++] = input.data[(o * length + window * step + k) * inner + i] as number;
      }
    }
  }
  return { shape, data };
}

export function diagonal(call: Extract<KernelCall, { op: 'diagonal' }>, input: NDArray): NDArray {
  const { offset, first, second } = call;
  const strides = stridesOf(input.shape);
  const rows = at(input.shape, first) + Math.min(0, offset);
  const columns = at(input.shape, second) - Math.max(0, offset);
  const count = Math.max(0, Math.min(rows, columns));
  const start = Math.max(0, -offset) * at(strides, first) + Math.max(0, offset) * at(strides, second);
  const step = at(strides, first) + at(strides, second);
  const others = input.shape.map((_, axis) => axis).filter((axis) => axis !== first && axis !== second);
  const shape = [...others.map((axis) => at(input.shape, axis)), count];
  const data = new Float32Array(sizeOf(shape));
  let target = 0;
  const walk = (index: number, source: number): void => {
    const axis = others[index];
    if (axis === undefined) {
      for (let k = 0; k < count; k++) data[target++] = input.data[source + k * step] as number;
      return;
    }
    for (let i = 0; i < at(input.shape, axis); i++) walk(index + 1, source + i * at(strides, axis));
  };
  walk(0, start);
  return { shape, data };
}

export function diagonalMatrix(offset: number, input: NDArray): NDArray {
  const size = input.data.length + Math.abs(offset);
  const data = new Float32Array(size * size);
  for (let i = 0; i < input.data.length; i++) {
    data[(i + Math.max(0, -offset)) * size + i + Math.max(0, offset)] = input.data[i] as number;
  }
  return { shape: [size, size], data };
}
