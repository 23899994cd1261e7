/** Windows of pictures as columns of a matrix, and back: nn.Unfold and nn.Fold. aten/src/ATen/native/im2col.h */
import { at, sizeOf, type NDArray } from '../array.ts';
import type { KernelCall } from '../../model/kernel.ts';
import type { Columns } from '../../model/tensor-kernel.ts';

/** Calls `visit` with each place of the columns of one picture [C * taps, positions] and of the picture itself, -1 in the padding. */
function walk(
  call: Columns,
  channels: number,
  [height, width]: readonly [number, number],
  visit: (column: number, pixel: number) => void,
): void {
  const [kh, kw] = call.kernel as [number, number];
  const count = (axis: number, size: number): number =>
    Math.floor(
      (size + 2 * at(call.padding, axis) - at(call.dilation, axis) * (at(call.kernel, axis) - 1) - 1) /
        at(call.strides, axis),
    ) + 1;
  const [rows, columns] = [count(0, height), count(1, width)];
  let column = 0;
  for (let row = 0; row < channels * kh * kw; row++) {
    const [channel, tap] = [Math.floor(row / (kh * kw)), row % (kh * kw)];
    const [ty, tx] = [Math.floor(tap / kw) * at(call.dilation, 0), (tap % kw) * at(call.dilation, 1)];
    for (let y = 0; y < rows; y++) {
      const py = y * at(call.strides, 0) - at(call.padding, 0) + ty;
      for (let x = 0; x < columns; x++) {
        const px = x * at(call.strides, 1) - at(call.padding, 1) + tx;
        const inside = py >= 0 && py < height && px >= 0 && px < width;
        visit(column++, inside ? (channel * height + py) * width + px : -1);
      }
    }
  }
}

export function unfold(call: Extract<KernelCall, { op: 'unfold' }>, input: NDArray): NDArray {
  const [channels, height, width] = input.shape.slice(-3) as [number, number, number];
  const lead = input.shape.slice(0, -3);
  const picture = channels * height * width;
  const rows = channels * sizeOf(call.kernel);
  const places: number[] = [];
  walk(call, channels, [height, width], (_, pixel) => places.push(pixel));
  const data = new Float32Array(sizeOf(lead) * places.length);
  for (let n = 0; n < sizeOf(lead); n++) {
    places.forEach((pixel, i) => {
      data[n * places.length + i] = pixel < 0 ? 0 : (input.data[n * picture + pixel] as number);
    });
  }
  return { shape: [...lead, rows, places.length / rows], data };
}

export function fold(call: Extract<KernelCall, { op: 'fold' }>, input: NDArray): NDArray {
  const [height, width] = call.size as [number, number];
  const [rows, positions] = input.shape.slice(-2) as [number, number];
  const channels = rows / sizeOf(call.kernel);
  const lead = input.shape.slice(0, -2);
  const picture = channels * height * width;
  const sums = new Float64Array(sizeOf(lead) * picture);
  for (let n = 0; n < sizeOf(lead); n++) {
    walk(call, channels, [height, width], (column, pixel) => {
      if (pixel < 0) return;
      const place = n * picture + pixel;
      sums[place] = (sums[place] as number) + (input.data[n * rows * positions + column] as number);
    });
  }
  return { shape: [...lead, channels, height, width], data: Float32Array.from(sums) };
}
