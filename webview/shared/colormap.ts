/**
 * Colormaps as tables of 256 colours, sampled once from d3-scale-chromatic. A value's place in the table is found as matplotlib
 * does it (floor of 256 t), so the pictures agree with the figures people know.
 */
import { interpolateRdBu, interpolateViridis } from 'd3-scale-chromatic';
import { t } from './l10n.ts';

export const COLORMAPS = {
  viridis: 'Viridis',
  gray: t('Gray'),
  signed: t('Signed'),
} as const;
export type ColormapName = keyof typeof COLORMAPS;

export interface Extent {
  readonly low: number;
  readonly high: number;
}

export const TABLE_SIZE = 256;

/** d3 gives `#rrggbb` or `rgb(r, g, b)`. */
function parse(color: string): readonly number[] {
  if (color.startsWith('#')) return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
  return (color.match(/\d+/g) ?? []).map(Number);
}

function sample(interpolate: (t: number) => string): Uint8ClampedArray {
  const table = new Uint8ClampedArray(TABLE_SIZE * 3);
  for (let index = 0; index < TABLE_SIZE; index++) table.set(parse(interpolate(index / (TABLE_SIZE - 1))), index * 3);
  return table;
}

const gray = (t: number): string => `rgb(${[0, 0, 0].map(() => Math.round(t * 255)).join(', ')})`;

export const TABLES: Readonly<Record<ColormapName, Uint8ClampedArray>> = {
  viridis: sample(interpolateViridis),
  gray: sample(gray),
  // Red for positive, as in most figures of weights and activations; d3 has it the other way round.
  signed: sample((t) => interpolateRdBu(1 - t)),
};

/** The range a colormap is laid over: symmetric about zero for the signed one, so that white means zero. */
export function rangeFor(name: ColormapName, { low, high }: Extent): Extent {
  if (name !== 'signed') return { low, high };
  const size = Math.max(Math.abs(low), Math.abs(high));
  return { low: -size, high: size };
}

/** Place of a value in a table; a range without length puts everything at its start, as matplotlib does. */
export function tableIndex(value: number, { low, high }: Extent): number {
  if (!(high > low)) return 0;
  return Math.max(0, Math.min(TABLE_SIZE - 1, Math.floor(((value - low) / (high - low)) * TABLE_SIZE)));
}
