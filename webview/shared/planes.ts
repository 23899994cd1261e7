/** The planes of a feature map and their plain statistics, computed once per snapshot's array. */
import type { FeatureMaps } from '../../extension/protocol.ts';
import type { Extent } from './colormap.ts';

/** One picture's numbers, row after row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

export function channelPlane(maps: FeatureMaps, channel: number): Plane {
  const size = maps.width * maps.height;
  return { width: maps.width, height: maps.height, values: maps.data.subarray(channel * size, (channel + 1) * size) };
}

const means = new WeakMap<FeatureMaps, Plane>();

export function meanPlane(maps: FeatureMaps): Plane {
  const cached = means.get(maps);
  if (cached) return cached;
  const size = maps.width * maps.height;
  const sums = new Float64Array(size);
  for (let channel = 0; channel < maps.channels; channel++)
    for (let index = 0; index < size; index++)
      sums[index] = (sums[index] ?? 0) + (maps.data[channel * size + index] ?? 0);
  const values = Float32Array.from(sums, (sum) => sum / Math.max(1, maps.channels));
  const plane = { width: maps.width, height: maps.height, values };
  means.set(maps, plane);
  return plane;
}

const extents = new WeakMap<Float32Array, Extent>();

/** Smallest and largest finite value; 0 and 0 where there is none. */
export function extentOf(values: Float32Array): Extent {
  const cached = extents.get(values);
  if (cached) return cached;
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const extent = low > high ? { low: 0, high: 0 } : { low, high };
  extents.set(values, extent);
  return extent;
}

/** Differences smaller than this share of the values are rounding: the mean of a softmax over its classes is such a plane. */
const ROUNDING = 1e-5;

export function isFlat({ values }: Plane): boolean {
  const { low, high } = extentOf(values);
  return high - low <= ROUNDING * Math.max(Math.abs(low), Math.abs(high));
}

export const union = (extents: readonly Extent[]): Extent => ({
  low: Math.min(...extents.map((extent) => extent.low)),
  high: Math.max(...extents.map((extent) => extent.high)),
});

const energies = new WeakMap<FeatureMaps, Float32Array>();

/** Root mean square of each channel: what "sort by energy" sorts by. */
export function energyByChannel(maps: FeatureMaps): Float32Array {
  const cached = energies.get(maps);
  if (cached) return cached;
  const energy = new Float32Array(maps.channels);
  for (let channel = 0; channel < maps.channels; channel++) {
    const { values } = channelPlane(maps, channel);
    let sum = 0;
    for (const value of values) sum += value * value;
    energy[channel] = Math.sqrt(sum / Math.max(1, values.length));
  }
  energies.set(maps, energy);
  return energy;
}
