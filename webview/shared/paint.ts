/** Planes to pixels. Pure: numbers in, bytes out; the Picture component puts them on a canvas. */
import type { FeatureMaps } from '../../extension/protocol.ts';
import { TABLES, tableIndex, type ColormapName, type Extent } from './colormap.ts';
import { channelPlane, extentOf, type Plane } from './planes.ts';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha. */
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
}

export type Rgb = readonly [number, number, number];

/** Values that are no numbers stay transparent. */
export function paintPlane({ width, height, values }: Plane, colormap: ColormapName, range: Extent): Pixels {
  const table = TABLES[colormap];
  const bytes = new Uint8ClampedArray(width * height * 4);
  values.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    const entry = tableIndex(value, range) * 3;
    for (let part = 0; part < 3; part++) bytes[index * 4 + part] = table[entry + part] ?? 0;
    bytes[index * 4 + 3] = 255;
  });
  return { width, height, bytes };
}

/** Below this share of the range 0..1, a picture that is drawn as it is looks like one flat colour. */
const FAINT = 0.25;

/** The range of pictures, which are drawn as they are. */
export const UNIT: Extent = { low: 0, high: 1 };

/** The range over which three channels are drawn as colours: 0..1 where that shows something, else the values' own. */
export function rgbRange(maps: FeatureMaps): Extent {
  const { low, high } = extentOf(maps.data);
  const faint = high > low && high - low < FAINT;
  return low >= 0 && high <= 1 && !faint ? UNIT : { low, high };
}

/** The first three channels as red, green and blue; values outside 0..1 or of little contrast are spread over the range they share. */
export function paintRgb(maps: FeatureMaps, range = rgbRange(maps)): Pixels {
  const { width, height } = maps;
  const planes = [0, 1, 2].map((channel) => channelPlane(maps, channel).values);
  const scale = range.high > range.low ? 255 / (range.high - range.low) : 0;
  const bytes = new Uint8ClampedArray(width * height * 4);
  for (let index = 0; index < width * height; index++) {
    planes.forEach((plane, channel) => {
      bytes[index * 4 + channel] = ((plane[index] ?? 0) - range.low) * scale;
    });
    bytes[index * 4 + 3] = 255;
  }
  return { width, height, bytes };
}

/**
 * A periodic part this large, as a fraction of the picture's own contrast, glows fully. Tied to the contrast so that a faint
 * artifact glows faintly.
 */
const FULL_GLOW = 0.25;
/** How much of the picture's brightness is left under the glow. */
const DIMMED = 0.55;

/** The artifact overlay: the picture in dimmed gray, and on it the pixels that stand out at the stride's frequency. */
export function paintArtifacts(mean: Plane, periodicPart: Float32Array, glow: Rgb): Pixels {
  const { low, high } = extentOf(mean.values);
  const contrast = high - low;
  const bytes = new Uint8ClampedArray(mean.width * mean.height * 4);
  mean.values.forEach((value, index) => {
    const gray = contrast > 0 ? ((value - low) / contrast) * 255 * DIMMED : 0;
    const part = periodicPart[index] ?? 0;
    const strength = contrast > 0 ? Math.max(0, Math.min(1, part / (FULL_GLOW * contrast))) : 0;
    glow.forEach((light, channel) => {
      bytes[index * 4 + channel] = gray + (light - gray) * strength;
    });
    bytes[index * 4 + 3] = 255;
  });
  return { width: mean.width, height: mean.height, bytes };
}

/** Averages blocks of pixels: a map that is larger than its place must not alias into a pattern that is not there. */
export function shrink({ width, height, bytes }: Pixels, factor: number): Pixels {
  const small = { width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
  const result = new Uint8ClampedArray(small.width * small.height * 4);
  for (let y = 0; y < small.height; y++)
    for (let x = 0; x < small.width; x++) {
      const sums = [0, 0, 0, 0];
      let taken = 0;
      for (let row = y * factor; row < Math.min(height, (y + 1) * factor); row++)
        for (let column = x * factor; column < Math.min(width, (x + 1) * factor); column++, taken++)
          for (let part = 0; part < 4; part++)
            sums[part] = (sums[part] ?? 0) + (bytes[(row * width + column) * 4 + part] ?? 0);
      result.set(
        sums.map((sum) => sum / taken),
        (y * small.width + x) * 4,
      );
    }
  return { ...small, bytes: result };
}
