/** Operations that only move numbers: reshape, concat, pad, crop. */
import { at, normaliseAxis, onlyInput, sizeOf, stridesOf, type NDArray } from '../array.ts';
import { borderIndex } from './padding.ts';
import { alongAxis } from './softmax.ts';
import type { KernelCall } from '../../model/kernel.ts';

export function reshape(input: NDArray, shape: readonly number[]): NDArray {
  if (sizeOf(shape) !== input.data.length) {
    throw new Error(`${input.data.length} elements do not fit the shape (${shape.join(', ')}).`);
  }
  return { shape, data: input.data };
}

export function concat(inputs: readonly NDArray[], axis: number): NDArray {
  const first = onlyInput(inputs);
  const normal = normaliseAxis(axis, first.shape.length);
  for (const { shape } of inputs) {
    const meets = shape.length === first.shape.length;
    if (!meets || shape.some((size, a) => a !== normal && size !== first.shape[a])) {
      throw new Error(`(${first.shape.join(', ')}) and (${shape.join(', ')}) do not meet except on axis ${normal}.`);
    }
  }
  const parts = inputs.map((input) => ({ data: input.data, ...alongAxis(input.shape, normal) }));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const { outer, inner } = alongAxis(first.shape, normal);
  const data = new Float32Array(outer * length * inner);
  let target = 0;
  for (let o = 0; o < outer; o++) {
    for (const part of parts) {
      const run = part.length * inner;
      data.set(part.data.subarray(o * run, (o + 1) * run), target);
      target += run;
    }
  }
  return { shape: first.shape.map((size, a) => (a === normal ? length : size)), data };
}

export type PadCall = Extract<KernelCall, { op: 'pad' }>;
export type CropCall = Extract<KernelCall, { op: 'crop' }>;

/** Negative amounts cut, as in torch.nn.functional.pad. */
export function pad(call: PadCall, input: NDArray): NDArray {
  return window(
    input,
    input.shape.map((size, axis) => {
      const [before, after] = amountsOf(call.amounts, axis);
      const length = size + before + after;
      const indices = Array.from({ length: Math.max(0, length) }, (_, i) => borderIndex(i - before, size, call.mode));
      return Int32Array.from(indices);
    }),
    call.value,
  );
}

export function crop(call: CropCall, input: NDArray): NDArray {
  return window(
    input,
    input.shape.map((size, axis) => {
      const [start, end] = amountsOf(call.amounts, axis);
      if (start + end >= size) throw new Error(`Cropping ${start} and ${end} leaves nothing of a size of ${size}.`);
      return Int32Array.from({ length: size - start - end }, (_, i) => start + i);
    }),
    0,
  );
}

/** Reads `indices[axis]` of each axis; -1 reads `value`. */
function window(input: NDArray, indices: readonly Int32Array[], value: number): NDArray {
  const shape = indices.map((list) => list.length);
  const strides = stridesOf(input.shape);
  const data = new Float32Array(sizeOf(shape));
  let target = 0;
  const walk = (axis: number, source: number): void => {
    const list = indices[axis];
    if (list === undefined) {
      data[target++] = source < 0 ? value : at(input.data, source);
      return;
    }
    const stride = at(strides, axis);
    if (axis === indices.length - 1) {
      for (const index of list)
        data[target++] = source < 0 || index < 0 ? value : (input.data[source + index] as number);
      return;
    }
    for (const index of list) walk(axis + 1, source < 0 || index < 0 ? -1 : source + index * stride);
  };
  walk(0, 0);
  return { shape, data };
}

function amountsOf(amounts: PadCall['amounts'], axis: number): readonly [number, number] {
  const pair = amounts[axis];
  if (pair === undefined) throw new Error(`Amounts are given for ${amounts.length} axes, not for axis ${axis}.`);
  return pair;
}
