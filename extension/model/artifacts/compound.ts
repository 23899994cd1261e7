/**
 * Compound overlap: a constant picture sent through a whole chain of upsampling layers with all-ones weights. Unevenness of
 * one layer is multiplied and spread by the next (Odena et al. 2016, "Overlap in multiple layers"). All layers act on
 * each axis alone, so the axes are computed apart; away from the border the result repeats with the product of the strides.
 */
import type { UpsamplingTrait } from '../record.ts';
import { overlapGrid, unevennessOf } from './overlap.ts';

/** Six layers of stride 2. The grid of a longer chain would be too fine to show, and grows with the square. */
const MAX_PERIOD = 64;

export interface CompoundOverlap {
  /** One period of the output, in taps: how often an input pixel is added up there. */
  readonly grid: readonly (readonly number[])[];
  readonly unevenness: number;
}

/** null: there is no period (a factor that is no integer), it is too long, or an interpolation whose taps are not followed. */
export function compoundOverlap(chain: readonly UpsamplingTrait[]): CompoundOverlap | null {
  const rank = Math.max(0, ...chain.map(rankOf));
  if (rank === 0 || chain.some((trait) => rankOf(trait) !== rank)) return null;
  const axes: number[][] = [];
  for (let axis = 0; axis < rank; axis++) {
    let signal: number[] | null = [1];
    for (const trait of chain) signal = signal === null ? null : throughAxis(signal, trait, axis);
    if (signal === null) return null;
    axes.push(signal);
  }
  const grid = overlapGrid(axes);
  return { grid, unevenness: unevennessOf(grid) };
}

function rankOf(trait: UpsamplingTrait): number {
  switch (trait.kind) {
    case 'transposed':
      return trait.strides.length;
    case 'sub-pixel':
      return 2;
    case 'resize':
      return trait.factors.length;
    default:
      return trait satisfies never;
  }
}

function throughAxis(signal: readonly number[], trait: UpsamplingTrait, axis: number): number[] | null {
  switch (trait.kind) {
    case 'transposed': {
      const [stride, dilation] = [trait.strides[axis] ?? 1, trait.dilation[axis] ?? 1];
      const [kernel, crop] = [trait.kernel[axis] ?? 1, trait.crop?.[axis] ?? 0];
      return spread(signal, stride, (index) => {
        let total = 0;
        for (let tap = 0; tap < kernel; tap++) {
          const reached = index + crop - dilation * tap;
          if (reached % stride === 0) total += periodic(signal, reached / stride);
        }
        return total;
      });
    }
    case 'sub-pixel':
      // All phases of an all-ones convolution are the same number.
      return spread(signal, trait.block, (index) => periodic(signal, Math.floor(index / trait.block)));
    case 'resize':
      return resized(signal, trait.factors[axis] ?? 1, trait.method);
    default:
      return trait satisfies never;
  }
}

function resized(signal: readonly number[], factor: number, method: string): number[] | null {
  if (!Number.isInteger(factor) || factor < 1) return null;
  if (signal.every((value) => value === signal[0])) return spread(signal, factor, () => signal[0] ?? 0);
  if (method.startsWith('nearest'))
    return spread(signal, factor, (index) => periodic(signal, Math.floor(index / factor)));
  if (!method.endsWith('linear')) return null;
  return spread(signal, factor, (index) => {
    // Pixel centres of output and input agree at the half pixel.
    const position = (index + 0.5) / factor - 0.5;
    const before = Math.floor(position);
    const share = position - before;
    return periodic(signal, before) * (1 - share) + periodic(signal, before + 1) * share;
  });
}

function spread(signal: readonly number[], stride: number, value: (index: number) => number): number[] | null {
  const period = signal.length * stride;
  return period > MAX_PERIOD ? null : Array.from({ length: period }, (_, index) => value(index));
}

function periodic(signal: readonly number[], index: number): number {
  const at = index % signal.length;
  return signal[at < 0 ? at + signal.length : at] ?? 0;
}
