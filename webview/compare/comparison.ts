/** What the cards of a comparison share: the range of the colours and the lengths of the bars. */
import type { CompareRow } from '../../extension/protocol.ts';
import type { Extent } from '../shared/colormap.ts';
import { channelPlane, extentOf, meanPlane, union, type Plane } from '../shared/planes.ts';
import { FIGURES, figureValue, type FigureKey } from './figures.ts';
import type { CompareView } from './view.ts';

/** Alternative.id of the row the user wrote. */
export const AS_WRITTEN = 'as-written';
/** Of the card of an alternative. */
export const cardId = (id: string): string => `way-${id}`;

/** Of each figure, over all rows: what the bars are measured by. */
export type Largest = Readonly<Record<FigureKey, number>>;

export function shownPlane(row: CompareRow, view: CompareView): Plane | null {
  if (row.outcome?.kind !== 'ran') return null;
  const { maps } = row.outcome;
  return view.show === 'first' && !view.overlay ? channelPlane(maps, 0) : meanPlane(maps);
}

export function sharedRange(rows: readonly CompareRow[], view: CompareView): Extent {
  const planes = rows.map((row) => shownPlane(row, view)).filter((plane) => plane !== null);
  return planes.length === 0 ? { low: 0, high: 1 } : union(planes.map((plane) => extentOf(plane.values)));
}

export function largestOf(rows: readonly CompareRow[]): Largest {
  const of = (key: FigureKey): number =>
    Math.max(0, ...rows.map((row) => figureValue(key, row) ?? 0).filter((value) => Number.isFinite(value)));
  return Object.fromEntries(FIGURES.map((key) => [key, of(key)])) as Record<FigureKey, number>;
}
