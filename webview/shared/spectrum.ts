/** The spectrum of a map as a picture: the logarithm of its power, frequency zero in the middle. The transform is the engine's own. */
import { planSpectrum, powerSpectrum } from '../../extension/engine/measure/spectrum.ts';
import type { Plane } from './planes.ts';

/** Larger maps are transformed in their middle, where a pattern shows as everywhere: more would make the panel wait. */
const LARGEST_SIDE = 256;
/** Powers below the strongest by more than this are drawn as nothing. */
const DECADES = 6;

export interface Spectrum {
  /** log10 of the power relative to the strongest, from -DECADES to 0; the middle is frequency zero. */
  readonly plane: Plane;
  /** The part of the map that was transformed, when it was not all of it. */
  readonly cropped: boolean;
}

const spectra = new WeakMap<Float32Array, Spectrum>();

/** Whole periods of the stride, so that its harmonics fall on one place each. */
const sideFor = (size: number, stride: number): number =>
  Math.max(stride, Math.floor(Math.min(size, LARGEST_SIDE) / stride) * stride);

export function spectrumOf(plane: Plane, [down, across]: readonly [number, number]): Spectrum {
  const known = spectra.get(plane.values);
  if (known) return known;
  const [height, width] = [sideFor(plane.height, down), sideFor(plane.width, across)];
  const [top, left] = [Math.floor((plane.height - height) / 2), Math.floor((plane.width - width) / 2)];
  const part = new Float64Array(height * width);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) part[y * width + x] = plane.values[(top + y) * plane.width + left + x] ?? 0;
  const power = powerSpectrum(part, planSpectrum(height, width));
  const most = power.reduce((a, b) => Math.max(a, b), 0);
  const values = new Float32Array(height * width);
  for (let v = 0; v < height; v++)
    for (let u = 0; u < width; u++) {
      const relative = most > 0 ? (power[v * width + u] ?? 0) / most : 0;
      const at = ((v + Math.floor(height / 2)) % height) * width + ((u + Math.floor(width / 2)) % width);
      values[at] = relative > 0 ? Math.max(-DECADES, Math.log10(relative)) : -DECADES;
    }
  const made = { plane: { height, width, values }, cropped: height * width < plane.height * plane.width };
  spectra.set(plane.values, made);
  return made;
}

export const SPECTRUM_RANGE = { low: -DECADES, high: 0 };

/** Cycles per pixel of a place in the picture. */
export const frequencyAt = (place: number, size: number): number => (place - Math.floor(size / 2)) / size;

export interface Harmonic {
  readonly x: number;
  readonly y: number;
}

/** Where the non-zero multiples of 1 / stride stand in the picture: once each, the highest frequency at its negative end. */
export function harmonics({ height, width }: Plane, [down, across]: readonly [number, number]): readonly Harmonic[] {
  const found: Harmonic[] = [];
  for (let i = 0; i < down; i++)
    for (let j = 0; j < across; j++) {
      if (i === 0 && j === 0) continue;
      const [v, u] = [(i * height) / down, (j * width) / across];
      found.push({ y: (v + Math.floor(height / 2)) % height, x: (u + Math.floor(width / 2)) % width });
    }
  return found;
}
