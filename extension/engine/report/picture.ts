/** Feature maps as pictures for a report: three channels as colours, others as the mean of the channels in viridis. */
import { interpolateViridis } from 'd3-scale-chromatic';
import type { FeatureMaps } from '../../protocol.ts';
import { at } from '../array.ts';
import { meanMap } from '../measure/measure.ts';
import { encodePng } from './png.ts';

/** Longest side, in pixels: larger maps are averaged down by a whole factor, so that no pattern appears that is not there. */
const LONGEST_SIDE = 512;
const COLOURS = 256;

let viridis: readonly (readonly number[])[] | undefined;
function colours(): readonly (readonly number[])[] {
  viridis ??= Array.from({ length: COLOURS }, (_, index) => {
    const text = interpolateViridis(index / (COLOURS - 1));
    // `#rrggbb`
    return [1, 3, 5].map((start) => Number.parseInt(text.slice(start, start + 2), 16));
  });
  return viridis;
}

/** Blocks of factor x factor numbers as their mean; what is left at the edges is a smaller block. */
function shrink(plane: Float32Array, width: number, height: number, factor: number): Float32Array {
  const [columns, rows] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const sums = new Float64Array(columns * rows);
  const counts = new Uint32Array(columns * rows);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const to = Math.floor(y / factor) * columns + Math.floor(x / factor);
      sums[to] = at(sums, to) + at(plane, y * width + x);
      counts[to] = at(counts, to) + 1;
    }
  return Float32Array.from(sums, (sum, index) => sum / at(counts, index));
}

function extent(values: Float32Array): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? [0, 0] : [low, high];
}

export interface MapPicture {
  readonly width: number;
  readonly height: number;
  /** Pixels of the map per drawn pixel. */
  readonly factor: number;
  readonly png: Uint8Array;
  /** What is drawn, and the range of its numbers. */
  readonly shown: 'colours' | 'mean';
  readonly low: number;
  readonly high: number;
}

export async function pictureOfMaps({ data, width, height, channels }: FeatureMaps): Promise<MapPicture> {
  const size = width * height;
  const shown = channels === 3 ? 'colours' : 'mean';
  const planes =
    shown === 'colours'
      ? [0, 1, 2].map((channel) => data.subarray(channel * size, (channel + 1) * size))
      : [meanMap(data, size, channels)];
  const [low, high] = shown === 'colours' ? extent(data) : extent(planes[0] ?? new Float32Array());
  // Pictures are drawn as they are; other numbers are spread over the colours.
  const [from, to] = shown === 'colours' && low >= 0 && high <= 1 ? [0, 1] : [low, high];
  const factor = Math.max(1, Math.ceil(Math.max(width, height) / LONGEST_SIDE));
  const small = planes.map((plane) => (factor > 1 ? shrink(plane, width, height, factor) : plane));
  const [columns, rows] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const rgb = new Uint8ClampedArray(columns * rows * 3);
  const place = (value: number): number => (to > from ? (value - from) / (to - from) : 0);
  for (let i = 0; i < columns * rows; i++) {
    const color =
      shown === 'colours'
        ? small.map((plane) => place(at(plane, i)) * 255)
        : (colours()[Math.max(0, Math.min(COLOURS - 1, Math.floor(place(at(small[0] ?? data, i)) * COLOURS)))] ?? []);
    rgb.set(color, i * 3);
  }
  return { width: columns, height: rows, factor, png: await encodePng(columns, rows, rgb), shown, low, high };
}
