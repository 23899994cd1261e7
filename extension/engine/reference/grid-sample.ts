/** Sampling pictures at given places: grid_sample and affine_grid. aten/src/ATen/native/GridSampler.cpp */
import { at, type NDArray } from '../array.ts';
import type { KernelCall } from '../../model/kernel.ts';

type Call = Extract<KernelCall, { op: 'grid-sample' }>;

/** From -1..1 to pixels. */
const unnormalised = (x: number, size: number, corners: boolean): number =>
  corners ? ((x + 1) / 2) * (size - 1) : ((x + 1) * size - 1) / 2;

function reflected(x: number, low: number, high: number): number {
  const span = high - low;
  if (span === 0) return 0;
  const distance = Math.abs(x - low);
  const [flips, rest] = [Math.floor(distance / span), distance % span];
  return flips % 2 === 0 ? rest + low : span - rest + low;
}

function place(x: number, size: number, { border, alignCorners }: Call): number {
  const own = unnormalised(x, size, alignCorners);
  if (border === 'zeros') return own;
  const turned =
    border === 'reflection' ? (alignCorners ? reflected(own, 0, size - 1) : reflected(own, -0.5, size - 0.5)) : own;
  return Math.min(size - 1, Math.max(0, turned));
}

function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
}

/** Input [N, C, H, W], grid [N, h, w, 2] of (x, y). */
export function gridSample(call: Call, inputs: readonly NDArray[]): NDArray {
  const [input, grid] = inputs;
  if (input === undefined || grid === undefined) throw new Error('Sampling needs a picture and a grid.');
  if (input.shape.length !== 4) throw new Error('Only pictures are sampled, not volumes.');
  const [batch, channels, height, width] = input.shape as [number, number, number, number];
  const [, rows, columns] = grid.shape as [number, number, number];
  const data = new Float32Array(batch * channels * rows * columns);
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < rows * columns; i++) {
      const from = (n * rows * columns + i) * 2;
      const x = place(at(grid.data, from), width, call);
      const y = place(at(grid.data, from + 1), height, call);
      const taps = call.method === 'nearest' ? [[roundHalfEven(x), roundHalfEven(y), 1] as const] : corners(x, y);
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (const [px, py, weight] of taps) {
          if (px < 0 || px >= width || py < 0 || py >= height) continue;
          sum += weight * (input.data[((n * channels + c) * height + py) * width + px] as number);
        }
        data[(n * channels + c) * rows * columns + i] = sum;
      }
    }
  }
  return { shape: [batch, channels, rows, columns], data };
}

function corners(x: number, y: number): (readonly [number, number, number])[] {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - left, y - top];
  return [
    [left, top, (1 - right) * (1 - down)],
    [left + 1, top, right * (1 - down)],
    [left, top + 1, (1 - right) * down],
    [left + 1, top + 1, right * down],
  ];
}

/** Theta [N, 2, 3] as a grid [N, H, W, 2]. */
export function affineGrid(call: Extract<KernelCall, { op: 'affine-grid' }>, theta: NDArray): NDArray {
  const [batch, , height, width] = call.size as [number, number, number, number];
  if (call.size.length !== 4) throw new Error('Only grids of pictures are made, not of volumes.');
  const data = new Float32Array(batch * height * width * 2);
  const coordinate = (i: number, size: number): number =>
    call.alignCorners ? (size === 1 ? 0 : -1 + (2 * i) / (size - 1)) : (2 * i + 1) / size - 1;
  let target = 0;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let row = 0; row < 2; row++) {
          const own = theta.data.subarray(n * 6 + row * 3, n * 6 + row * 3 + 3);
          data[target++] = at(own, 0) * coordinate(x, width) + at(own, 1) * coordinate(y, height) + at(own, 2);
        }
      }
    }
  }
  return { shape: [batch, height, width, 2], data };
}
