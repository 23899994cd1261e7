/**
 * Kernel overlap of an upsampling layer (Odena, Dumoulin, Olah: "Deconvolution and Checkerboard Artifacts", Distill, 2016):
 * how many taps of the kernel feed each phase of the output. Input pixel i reaches output o = stride·i + dilation·t - crop
 * through tap t, so tap t belongs to the phase (dilation·t - crop) mod stride, wherever it stands.
 */
import type { UpsamplingTrait } from '../record.ts';

export type TransposedTrait = Extract<UpsamplingTrait, { kind: 'transposed' }>;

/** The phase that tap t of one axis feeds, counted from the first pixel of the output. */
export function phaseOfTap(tap: number, stride: number, dilation: number, crop: number): number {
  const phase = (dilation * tap - crop) % stride;
  return phase < 0 ? phase + stride : phase + 0;
}

/** Taps per phase along one axis; `result[p]` feeds the output pixels p, p + stride, p + 2·stride ... */
export function axisOverlap(kernel: number, stride: number, dilation: number, crop: number): number[] {
  const overlap = new Array<number>(stride).fill(0);
  for (let tap = 0; tap < kernel; tap++) {
    const phase = phaseOfTap(tap, stride, dilation, crop);
    overlap[phase] = (overlap[phase] ?? 0) + 1;
  }
  return overlap;
}

/** One list per spatial axis. What does not overlap (resize, sub-pixel) feeds every phase alike: 1 everywhere. */
export function overlapPerAxis(trait: UpsamplingTrait): readonly (readonly number[])[] {
  switch (trait.kind) {
    case 'transposed':
      return trait.strides.map((stride, axis) =>
        axisOverlap(trait.kernel[axis] ?? 1, stride, trait.dilation[axis] ?? 1, trait.crop?.[axis] ?? 0),
      );
    case 'sub-pixel':
      return [evenAxis(trait.block), evenAxis(trait.block)];
    case 'resize':
      return trait.factors.map(evenAxis);
    default:
      return trait satisfies never;
  }
}

/** A factor that is no integer above 1 has no phases that repeat from pixel to pixel. */
function evenAxis(factor: number): number[] {
  return new Array<number>(Number.isInteger(factor) && factor > 1 ? factor : 1).fill(1);
}

/**
 * The taps per phase in two dimensions: the outer product of the axes. A layer of one spatial axis gives a single row; with
 * three the phases of the first axis stand one below the other.
 */
export function overlapGrid(axes: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const columns = axes.at(-1) ?? [1];
  const rows = axes.slice(0, -1).reduce((outer, axis) => outer.flatMap((a) => axis.map((b) => a * b)), [1]);
  return rows.map((row) => columns.map((column) => row * column));
}

/** (max - min) / mean of the taps per phase: 0 exactly when all phases are fed alike. */
export function unevennessOf(grid: readonly (readonly number[])[]): number {
  const values = grid.flat();
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return mean === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / mean;
}

export function hasHoles(grid: readonly (readonly number[])[]): boolean {
  return grid.some((row) => row.includes(0));
}
