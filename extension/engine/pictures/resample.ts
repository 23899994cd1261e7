/** The user's pixels at the size of the network's input: averaged areas where they shrink, bilinear where they grow. */
import { at, type NDArray } from '../array.ts';
import { resample } from '../reference/resize.ts';
import type { AxisSample } from '../reference/sampling.ts';
import { finish } from '../reference/steps.ts';

export function resamplePicture(picture: NDArray, height: number, width: number): NDArray {
  const sizes = [height, width];
  return sizes.reduce((result, size, axis) => {
    const from = at(result.shape, axis);
    return finish(resample(result, axis, size < from ? areas(from, size) : interpolation(from, size)));
  }, picture);
}

/** Each new pixel covers from / to old ones, some of them in part. */
function areas(from: number, to: number): AxisSample[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, position) => {
    const [start, end] = [position * scale, Math.min(from, (position + 1) * scale)];
    const first = Math.floor(start);
    const sources = Array.from({ length: Math.ceil(end) - first }, (_, i) => first + i);
    return { sources, weights: sources.map((i) => (Math.min(i + 1, end) - Math.max(i, start)) / (end - start)) };
  });
}

function interpolation(from: number, to: number): AxisSample[] {
  return Array.from({ length: to }, (_, position) => {
    const centre = Math.min(Math.max(((position + 0.5) * from) / to - 0.5, 0), from - 1);
    const low = Math.floor(centre);
    const fraction = centre - low;
    if (fraction === 0) return { sources: [low], weights: [1] };
    return { sources: [low, low + 1], weights: [1 - fraction, fraction] };
  });
}
