/** Axis order: permutation in general, and the two of channels that everything needs. */
import { at, sizeOf, stridesOf, type NDArray } from '../array.ts';
import type { Layout } from '../../model/kernel.ts';

/** numpy.transpose: output axis i is input axis order[i]. */
export function permute(input: NDArray, order: readonly number[]): NDArray {
  const rank = input.shape.length;
  if (order.length !== rank || new Set(order).size !== rank || order.some((axis) => axis < 0 || axis >= rank)) {
    throw new Error(`(${order.join(', ')}) is no order of the ${rank} axes.`);
  }
  const shape = order.map((axis) => at(input.shape, axis));
  const inputStrides = stridesOf(input.shape);
  const steps = order.map((axis) => at(inputStrides, axis));
  const data = new Float32Array(sizeOf(shape));
  const lastSize = rank === 0 ? 1 : at(shape, rank - 1);
  const lastStep = rank === 0 ? 0 : at(steps, rank - 1);
  const position = new Array<number>(Math.max(0, rank - 1)).fill(0);
  let source = 0;
  for (let target = 0; target < data.length; target += lastSize) {
    for (let i = 0; i < lastSize; i++) data[target + i] = input.data[source + i * lastStep] as number;
    for (let axis = rank - 2; axis >= 0; axis--) {
      const next = at(position, axis) + 1;
      source += at(steps, axis);
      if (next < at(shape, axis)) {
        position[axis] = next;
        break;
      }
      source -= at(steps, axis) * next;
      position[axis] = 0;
    }
  }
  return { shape, data };
}

/** [batch, ...spatial, channels], the order that all spatial kernels work in. No copy where it is so already. */
export function toChannelsLast(input: NDArray, layout: Layout): NDArray {
  if (layout === 'channels_last') return input;
  const [batch, channels, ...spatial] = input.shape as [number, number, ...number[]];
  return { shape: [batch, ...spatial, channels], data: transposePlanes(input.data, channels, sizeOf(spatial)) };
}

export function fromChannelsLast(output: NDArray, layout: Layout): NDArray {
  if (layout === 'channels_last') return output;
  const [batch, ...rest] = output.shape as [number, ...number[]];
  const channels = at(rest, rest.length - 1);
  const spatial = rest.slice(0, -1);
  return { shape: [batch, channels, ...spatial], data: transposePlanes(output.data, sizeOf(spatial), channels) };
}

/** Rows and columns of a block that is turned at once: both sides of it stay in the processor's cache. */
const BLOCK = 32;

/** Each [rows, columns] as [columns, rows]. */
function transposePlanes(source: Float32Array, rows: number, columns: number): Float32Array {
  const target = new Float32Array(source.length);
  for (let first = 0; first < source.length; first += rows * columns) {
    for (let top = 0; top < rows; top += BLOCK) {
      const bottom = Math.min(rows, top + BLOCK);
      for (let left = 0; left < columns; left += BLOCK) {
        const right = Math.min(columns, left + BLOCK);
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++) {
            target[first + column * rows + row] = source[first + row * columns + column] as number;
          }
        }
      }
    }
  }
  return target;
}

export function spatialAxes(rank: number, layout: Layout): number[] {
  const first = layout === 'channels_last' ? 1 : 2;
  return Array.from({ length: rank - 2 }, (_, axis) => first + axis);
}

export const channelAxis = (rank: number, layout: Layout): number => (layout === 'channels_last' ? rank - 1 : 1);

/** [batch, channels, ...spatial]: the planes that are drawn. No copy where it is so already. */
export function toChannelsFirst(input: NDArray, layout: Layout): NDArray {
  return layout === 'channels_first' ? input : fromChannelsLast(input, 'channels_first');
}
