/** The figures of a row: what they are called, how they are written, and how far they are from those of the row as written. */
import type { CompareRow, WrittenRow } from '../../extension/protocol.ts';
import {
  bytes,
  compact,
  difference,
  integer,
  measured,
  percent,
  signed,
  signedBytes,
  signedTime,
  shortTime,
  signedPoints,
} from '../shared/format.ts';
import { t } from '../shared/l10n.ts';

export type FigureKey = (typeof COSTS)[number] | (typeof ARTIFACTS)[number];
export const COSTS = ['params', 'macs', 'bytes', 'milliseconds', 'receptive'] as const;
export const ARTIFACTS = ['unevenness', 'expected', 'share'] as const;
export const FIGURES: readonly FigureKey[] = [...COSTS, ...ARTIFACTS];

interface Figure {
  readonly name: string;
  readonly title: string;
  /** What it is sorted by and what its bar is as long as; null where the row has none. */
  readonly value: (row: WrittenRow) => number | null;
  readonly text: (row: WrittenRow) => string;
  readonly difference: (row: WrittenRow, written: WrittenRow) => string;
}

/** A figure that is one number. */
function numeric(
  name: string,
  title: string,
  value: (row: WrittenRow) => number | null,
  text: (value: number) => string,
  apart: (value: number) => string,
): Figure {
  return {
    name,
    title,
    value,
    text: (row) => text(value(row) ?? 0),
    difference: (row, written) => {
      const [own, other] = [value(row), value(written)];
      if (own === null || other === null) return '';
      // What is written alike is the same to a reader.
      return own === other || text(own) === text(other) ? t('same') : apart(own - other);
    },
  };
}

type Extents = readonly (number | 'all')[];
const extents = ({ alternative: { receptive } }: WrittenRow): Extents | null =>
  receptive?.kind === 'extent' ? receptive.sizes : null;
const pixels = (size: number | 'all'): number => (size === 'all' ? Infinity : size);

const RECEPTIVE: Figure = {
  name: t('Receptive field'),
  title: t('Pixels of the input that one output pixel depends on'),
  value: (row) => extents(row)?.reduce<number>((product, size) => product * pixels(size), 1) ?? null,
  text: (row) => (extents(row) ?? []).map((size) => (size === 'all' ? t('all') : integer(size))).join('×'),
  difference: (row, written) => {
    const other = extents(written) ?? [];
    const apart = (extents(row) ?? []).map((size, axis) => pixels(size) - pixels(other[axis] ?? 0));
    if (!apart.every((one) => Number.isFinite(one)) || other.length === 0) return '';
    return [...new Set(apart)].map((one) => difference(one)).join(', ');
  },
};

const table: Readonly<Record<FigureKey, Figure>> = {
  params: numeric(
    t('Parameters'),
    t('Numbers that are learned'),
    ({ alternative }) => alternative.params,
    compact,
    (apart) => signed(apart, compact),
  ),
  macs: numeric(
    t('MACs'),
    t('Multiply-accumulates for one sample'),
    ({ alternative }) => alternative.macs,
    compact,
    (apart) => signed(apart, compact),
  ),
  bytes: numeric(
    t('Activations'),
    t('Memory of all outputs of its steps, as 32-bit floats, for one sample: what training keeps'),
    ({ alternative }) => alternative.bytes,
    bytes,
    signedBytes,
  ),
  milliseconds: numeric(
    t('Time'),
    t('Median of the timed runs here, without any accelerator; in small print the middle half of them'),
    (row) => row.milliseconds,
    shortTime,
    signedTime,
  ),
  receptive: RECEPTIVE,
  unevenness: numeric(
    t('Unevenness'),
    t('How unevenly the taps of the kernel fall on the output pixels: 0 where each gets as many'),
    ({ alternative }) => alternative.artifact.unevenness,
    measured,
    (apart) => signed(apart, measured),
  ),
  expected: numeric(
    t('Expected'),
    t('Share of periodic energy expected of the layer’s initialiser'),
    ({ alternative }) => alternative.artifact.periodicEnergy,
    percent,
    signedPoints,
  ),
  share: numeric(
    t('Measured'),
    t('Share of the spectral power of these maps at the stride’s frequency'),
    (row) => row.share,
    percent,
    signedPoints,
  ),
};

export const figure = (key: FigureKey): Figure => table[key];

export function measuredRow({ alternative, outcome }: CompareRow): WrittenRow {
  const ran = outcome?.kind === 'ran' ? outcome : null;
  return { alternative, milliseconds: ran?.time?.median ?? null, share: ran?.maps.measured?.share ?? null };
}

/** What is not there is no figure: rows that cannot be have none at all. */
export const figureValue = (key: FigureKey, row: CompareRow): number | null =>
  row.alternative.notPossible === null ? table[key].value(measuredRow(row)) : null;
