/**
 * What the rows in front of the user show, in words: what costs the same parameters and why, what is learned and what is fixed, what each
 * costs in multiply-accumulates, what leaves a checkerboard. All of it is read from the layers that the rows are made of.
 */
import type { CompareRow } from '../../extension/protocol.ts';
import { compact, integer, measured } from '../shared/format.ts';
import { t } from '../shared/l10n.ts';
import { GRADE_WORDS } from '../shared/grade.tsx';

export interface FactLine {
  /** The figure, or the word, that the line is about. */
  readonly value: string;
  /** `Conv2DTranspose 3×3`, `UpSampling2D + Conv2D 3×3` */
  readonly names: readonly string[];
  /** Behind the names; '' where there is nothing to add. */
  readonly why: string;
}

export interface Fact {
  readonly title: string;
  readonly lines: readonly FactLine[];
}

type Stage = CompareRow['alternative']['stages'][number];

export function factsOf(rows: readonly CompareRow[]): readonly Fact[] {
  const possible = rows.filter(({ alternative: { notPossible, stages } }) => notPossible === null && stages.length > 0);
  if (possible.length === 0) return [];
  return [
    { title: t('Parameters'), lines: costLines(possible, ({ alternative }) => alternative.params, kernelText) },
    { title: t('Learned and fixed'), lines: learnedLines(possible) },
    { title: t('Multiply-accumulates'), lines: costLines(possible, ({ alternative }) => alternative.macs, workText) },
    { title: t('Checkerboard'), lines: gradeLines(possible) },
  ];
}

/** `ops.depth_to_space` as `depth_to_space`. */
const nameOf = ({ type }: Stage): string => type.slice(type.lastIndexOf('.') + 1);
const isUpsampling = ({ kernel: { op } }: Stage): boolean =>
  /^(transposed-convolution|resize|depth-to-space)$/.test(op);
const windowOf = ({ kernel }: Stage): readonly number[] | null =>
  kernel.op === 'convolution' || kernel.op === 'transposed-convolution' ? kernel.kernel : null;
const learns = ({ weights }: Stage): boolean => weights.length > 0;
const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** The layers of a row that convolve or upsample. */
const rowName = ({ alternative: { stages } }: CompareRow): string =>
  stages
    .filter((stage) => learns(stage) || isUpsampling(stage))
    .map((stage) => [nameOf(stage), windowOf(stage)?.join('×') ?? ''].join(' ').trim())
    .join(' + ');

const startsAlike = (row: CompareRow): string =>
  row.alternative.definition.length > 0 ? t('{0} with ICNR', rowName(row)) : rowName(row);

/** The spatial sizes, and the channels, of a shape as a convolution's layout has them. */
function sizesOf(shape: Stage['outputShape'], layout: string): { readonly pixels: string; readonly channels: string } {
  const sizes = shape.slice(1).map((size) => (typeof size === 'number' ? integer(size) : ''));
  return layout === 'channels_last'
    ? { pixels: sizes.slice(0, -1).join('×'), channels: sizes.at(-1) ?? '' }
    : { pixels: sizes.slice(1).join('×'), channels: sizes[0] ?? '' };
}

/** What the parameters of a row are. */
function kernelText({ alternative: { stages } }: CompareRow): string {
  const texts = stages.flatMap((stage) => {
    const { kernel, inputShape, outputShape } = stage;
    if (kernel.op !== 'convolution' && kernel.op !== 'transposed-convolution') return [];
    const [from, to] = [sizesOf(inputShape, kernel.layout), sizesOf(outputShape, kernel.layout)];
    return [t('a {0} kernel from {1} to {2} channels', kernel.kernel.join('×'), from.channels, to.channels)];
  });
  return texts.length > 0 ? texts.join(', ') : t('nothing to learn');
}

/** Where the work of a row is done. A transposed convolution goes over its input, a convolution over its output. */
function workText({ alternative: { stages } }: CompareRow): string {
  const texts = stages.flatMap((stage) => {
    const { kernel, inputShape, outputShape } = stage;
    if (kernel.op !== 'convolution' && kernel.op !== 'transposed-convolution') return [];
    const { pixels } = sizesOf(kernel.op === 'convolution' ? outputShape : inputShape, kernel.layout);
    const { channels } = sizesOf(outputShape, kernel.layout);
    return [t('a {0} kernel to {1} channels at each of {2} pixels', kernel.kernel.join('×'), channels, pixels)];
  });
  return texts.length > 0 ? texts.join(', ') : t('no products to sum');
}

/** Cheapest first; rows that cost the same for the same reason share a line, and say so where they are different layers. */
function costLines(
  rows: readonly CompareRow[],
  costOf: (row: CompareRow) => number,
  whyOf: (row: CompareRow) => string,
): readonly FactLine[] {
  const least = Math.min(...rows.map(costOf).filter((cost) => cost > 0));
  const lines = grouped(rows, (row) => `${costOf(row)} ${whyOf(row)}`).map((group) => {
    const [first] = group;
    const names = unique(group.map(rowName));
    const [cost, why] = [costOf(first), whyOf(first)];
    const times = cost > least ? ` (×${measured(Number((cost / least).toPrecision(3)))})` : '';
    const reason = names.length > 1 ? t('the same: {0}', why) : why;
    return { cost, line: { value: compact(cost) + times, names, why: reason } };
  });
  return lines.toSorted((a, b) => a.cost - b.cost).map(({ line }) => line);
}

function learnedLines(rows: readonly CompareRow[]): readonly FactLine[] {
  const stages = rows.flatMap(({ alternative }) => alternative.stages);
  const upsampling = stages.filter(isUpsampling);
  const of = (chosen: readonly Stage[]): readonly string[] => unique(chosen.map(nameOf));
  const methods = unique(upsampling.flatMap(({ kernel }) => (kernel.op === 'resize' ? [kernel.method] : [])));
  const fixed = of(upsampling.filter((stage) => !learns(stage)));
  const beside = of(stages.filter((stage) => learns(stage) && !isUpsampling(stage)));
  const lines: readonly FactLine[] = [
    {
      value: t('Learned'),
      names: of(upsampling.filter(learns)),
      why: t('how to enlarge is in its kernel'),
    },
    {
      value: t('Fixed'),
      names: fixed,
      why:
        methods.length > 0
          ? t('a rule ({0}) or a rearrangement, without parameters', methods.join(', '))
          : t('a rearrangement, without parameters'),
    },
    { value: t('Learned'), names: beside, why: t('what is added to the fixed ones: it mixes pixels and channels') },
  ];
  return lines.filter(({ names }) => names.length > 0);
}

function gradeLines(rows: readonly CompareRow[]): readonly FactLine[] {
  const order = ['none', 'mild', 'strong', 'holes'];
  const place = ({ alternative }: CompareRow): number => order.indexOf(alternative.artifact.grade);
  const groups = grouped(rows, ({ alternative: { artifact } }) => `${artifact.grade} ${artifact.unevenness}`);
  return groups
    .toSorted(([a], [b]) => place(a) - place(b))
    .map((group) => {
      const { grade, unevenness } = group[0].alternative.artifact;
      const why =
        grade === 'none'
          ? ''
          : unevenness > 0
            ? t('the kernel’s taps fall unevenly: {0}', measured(unevenness))
            : t('even, but until trained the phases differ');
      return { value: GRADE_WORDS[grade], names: unique(group.map(startsAlike)), why };
    });
}

/** In the order in which they come first. */
function grouped(
  rows: readonly CompareRow[],
  keyOf: (row: CompareRow) => string,
): readonly (readonly [CompareRow, ...CompareRow[]])[] {
  const groups = new Map<string, [CompareRow, ...CompareRow[]]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return [...groups.values()];
}
