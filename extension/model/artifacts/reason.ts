/** The reason of a grade, as one sentence: the grade, the figure, and what follows it. */
import type { Grade } from '../artifact.ts';
import type { UpsamplingTrait } from '../record.ts';
import type { Initialiser } from '../weight.ts';
import type { TransposedTrait } from './overlap.ts';

export interface ReasonBasis {
  readonly trait: UpsamplingTrait;
  readonly overlap: readonly (readonly number[])[];
  readonly unevenness: number;
  readonly periodicEnergy: number | null;
  readonly initialiser: Initialiser | null;
  readonly grade: Grade;
  readonly source: 'initial' | 'trained';
  readonly lastLayer: boolean;
  readonly smoothedBy: string | null;
}

export function reasonFor(basis: ReasonBasis): string {
  return `${HEADING[basis.grade]}: ${causeOf(basis)}${basis.grade === 'none' ? '' : consequenceOf(basis)}.`;
}

const HEADING: Readonly<Record<Grade, string>> = {
  none: 'No checkerboard',
  mild: 'Mild checkerboard',
  strong: 'Strong checkerboard',
  holes: 'Holes',
};

function causeOf(basis: ReasonBasis): string {
  const { trait } = basis;
  switch (trait.kind) {
    case 'resize':
      return trait.factors.every((factor) => factor === 1)
        ? 'the size stays as it is'
        : 'resizing by interpolation gives every output pixel the same total weight';
    case 'sub-pixel':
      return subPixelCause(basis, trait.block);
    case 'transposed':
      return transposedCause(basis, trait);
    default:
      return trait satisfies never;
  }
}

function subPixelCause({ periodicEnergy, source, grade, initialiser }: ReasonBasis, block: number): string {
  const phases = `the ${block * block} phases of the ${block}×${block} block`;
  if (source === 'trained') return `overlap is even, and in the trained weights ${phases} ${differ(periodicEnergy)}`;
  if (periodicEnergy !== null) {
    return grade === 'none'
      ? `overlap is even and ${phases} start out alike`
      : `overlap is even, but until trained ${phases} ${differ(periodicEnergy)}`;
  }
  return initialiser === null
    ? `overlap is even, but ${phases} start out different unless the convolution before uses ICNR initialisation`
    : `overlap is even, but how far ${phases} start apart is not known for the initialiser ${nameOf(initialiser)}`;
}

function transposedCause(basis: ReasonBasis, trait: TransposedTrait): string {
  const { overlap, unevenness, periodicEnergy, source, grade, initialiser } = basis;
  const counts = overlap.flat();
  if (counts.length === 1) return 'a stride of 1 has a single phase';
  const kernel = extents(trait.kernel, true);
  const stride = extents(trait.strides, false);
  if (grade === 'holes') {
    const empty = counts.filter((count) => count === 0).length;
    const why = trait.kernel.some((size, axis) => size < (trait.strides[axis] ?? 1))
      ? `the stride ${stride} is larger than the ${kernel} kernel`
      : `the dilation ${extents(trait.dilation, false)} shares a factor with the stride ${stride}`;
    return `${why}, so ${empty} of ${counts.length} output phases get nothing but the bias`;
  }
  const trained = source === 'trained' ? `, and in the trained weights the phases ${differ(periodicEnergy)}` : '';
  if (unevenness > 0) {
    const distinct = [...new Set(counts)].sort((a, b) => a - b);
    return (
      `the ${kernel} kernel is not a multiple of the stride ${stride}, so neighbouring output pixels are fed by ` +
      `${listed(distinct)} taps (unevenness ${unevenness.toFixed(2)})${trained}`
    );
  }
  const even = `the ${kernel} kernel feeds every output pixel ${counted(counts[0] ?? 0, 'tap')} at stride ${stride}`;
  if (source === 'trained') return even + trained;
  if (periodicEnergy === null) {
    const name = initialiser === null ? '' : ` for the initialiser ${nameOf(initialiser)}`;
    return `${even}; how far its phases start apart is not known${name}`;
  }
  return grade === 'none'
    ? `${even} and its phases start out alike`
    : `${even}, but until trained its phases ${differ(periodicEnergy)}`;
}

function consequenceOf({ lastLayer, smoothedBy }: ReasonBasis): string {
  if (smoothedBy !== null) return `; ${smoothedBy} comes later and can smooth it`;
  return lastLayer ? '; no later layer mixes neighbouring pixels, so nothing smooths it' : '';
}

function differ(energy: number | null): string {
  return `differ (periodic energy ${(energy ?? 0).toFixed(2)})`;
}

/** `3×3`, or one number where all axes agree and `full` is not asked for. */
function extents(sizes: readonly number[], full: boolean): string {
  return !full && new Set(sizes).size === 1 ? String(sizes[0]) : sizes.join('×');
}

function listed(numbers: readonly number[]): string {
  return numbers.length < 2 ? numbers.join('') : `${numbers.slice(0, -1).join(', ')} or ${String(numbers.at(-1))}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function nameOf(initialiser: Initialiser): string {
  return initialiser.kind === 'unknown' ? initialiser.name : initialiser.kind;
}
