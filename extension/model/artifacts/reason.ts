/** The reason of a grade, as one sentence: the grade, the figure, and what follows it. */
import { type Message, say } from '../../message.ts';
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

export function reasonFor(basis: ReasonBasis): Message {
  const { lastLayer, smoothedBy } = basis;
  const cause = causeOf(basis);
  const heading = HEADING[basis.grade];
  if (basis.grade === 'none') return say`${heading}: ${cause}.`;
  if (smoothedBy !== null) return say`${heading}: ${cause}; ${smoothedBy} comes later and can smooth it.`;
  return lastLayer
    ? say`${heading}: ${cause}; no later layer mixes neighbouring pixels, so nothing smooths it.`
    : say`${heading}: ${cause}.`;
}

const HEADING: Readonly<Record<Grade, Message>> = {
  none: say`No checkerboard`,
  mild: say`Mild checkerboard`,
  strong: say`Strong checkerboard`,
  holes: say`Holes`,
};

function causeOf(basis: ReasonBasis): Message {
  const { trait } = basis;
  switch (trait.kind) {
    case 'resize':
      return trait.factors.every((factor) => factor === 1)
        ? say`the size stays as it is`
        : say`resizing by interpolation gives every output pixel the same total weight`;
    case 'sub-pixel':
      return subPixelCause(basis, trait.block);
    case 'transposed':
      return transposedCause(basis, trait);
    default:
      return trait satisfies never;
  }
}

function subPixelCause({ periodicEnergy, source, grade, initialiser }: ReasonBasis, block: number): Message {
  const phases = say`the ${block * block} phases of the ${block}×${block} block`;
  if (source === 'trained') return say`overlap is even, and in the trained weights ${phases} ${differ(periodicEnergy)}`;
  if (periodicEnergy !== null) {
    return grade === 'none'
      ? say`overlap is even and ${phases} start out alike`
      : say`overlap is even, but until trained ${phases} ${differ(periodicEnergy)}`;
  }
  return initialiser === null
    ? say`overlap is even, but ${phases} start out different unless the convolution before uses ICNR initialisation`
    : say`overlap is even, but how far ${phases} start apart is not known for the initialiser ${nameOf(initialiser)}`;
}

function transposedCause(basis: ReasonBasis, trait: TransposedTrait): Message {
  const { overlap, unevenness, periodicEnergy, source, grade, initialiser } = basis;
  const counts = overlap.flat();
  if (counts.length === 1) return say`a stride of 1 has a single phase`;
  const kernel = extents(trait.kernel, true);
  const stride = extents(trait.strides, false);
  if (grade === 'holes') {
    const empty = counts.filter((count) => count === 0).length;
    const why = trait.kernel.some((size, axis) => size < (trait.strides[axis] ?? 1))
      ? say`the stride ${stride} is larger than the ${kernel} kernel`
      : say`the dilation ${extents(trait.dilation, false)} shares a factor with the stride ${stride}`;
    return say`${why}, so ${empty} of ${counts.length} output phases get nothing but the bias`;
  }
  const cause = unevenness > 0 ? unevenCause(kernel, stride, counts, unevenness) : evenCause(kernel, stride, counts);
  if (source === 'trained') return say`${cause}, and in the trained weights the phases ${differ(periodicEnergy)}`;
  if (unevenness > 0) return cause;
  if (periodicEnergy === null) {
    return initialiser === null
      ? say`${cause}; how far its phases start apart is not known`
      : say`${cause}; how far its phases start apart is not known for the initialiser ${nameOf(initialiser)}`;
  }
  return grade === 'none'
    ? say`${cause} and its phases start out alike`
    : say`${cause}, but until trained its phases ${differ(periodicEnergy)}`;
}

function unevenCause(kernel: string, stride: string, counts: readonly number[], unevenness: number): Message {
  const distinct = [...new Set(counts)].sort((a, b) => a - b);
  const taps = say`${distinct.slice(0, -1).join(', ')} or ${distinct.at(-1) ?? 0}`;
  return say`the ${kernel} kernel is not a multiple of the stride ${stride}, so neighbouring output pixels are fed by ${taps} taps (unevenness ${unevenness.toFixed(2)})`;
}

function evenCause(kernel: string, stride: string, [taps = 0]: readonly number[]): Message {
  return taps === 1
    ? say`the ${kernel} kernel feeds every output pixel 1 tap at stride ${stride}`
    : say`the ${kernel} kernel feeds every output pixel ${taps} taps at stride ${stride}`;
}

function differ(energy: number | null): Message {
  return say`differ (periodic energy ${(energy ?? 0).toFixed(2)})`;
}

/** `3×3`, or one number where all axes agree and `full` is not asked for. */
function extents(sizes: readonly number[], full: boolean): string {
  return !full && new Set(sizes).size === 1 ? String(sizes[0]) : sizes.join('×');
}

function nameOf(initialiser: Initialiser): string {
  return initialiser.kind === 'unknown' ? initialiser.name : initialiser.kind;
}
