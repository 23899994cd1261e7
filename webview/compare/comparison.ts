/** What the cards of a comparison share: the range of the colours and the lengths of the bars. */
import type { CompareRow } from '../../extension/protocol.ts';
import type { Extent } from '../shared/colormap.ts';
import { channelPlane, extentOf, meanPlane, union, type Plane } from '../shared/planes.ts';
import type { CompareView } from './view.ts';

/** Alternative.id of the row the user wrote. */
export const AS_WRITTEN = 'as-written';

export interface Largest {
  readonly params: number;
  readonly macs: number;
  readonly milliseconds: number;
}

const possible = (row: CompareRow): boolean => row.alternative.notPossible === null;

export function shownPlane(row: CompareRow, view: CompareView): Plane | null {
  if (row.outcome?.kind !== 'ran') return null;
  const { maps } = row.outcome;
  return view.show === 'first' && !view.overlay ? channelPlane(maps, 0) : meanPlane(maps);
}

export function sharedRange(rows: readonly CompareRow[], view: CompareView): Extent {
  const planes = rows.map((row) => shownPlane(row, view)).filter((plane) => plane !== null);
  return planes.length === 0 ? { low: 0, high: 1 } : union(planes.map((plane) => extentOf(plane.values)));
}

export function largestOf(all: readonly CompareRow[]): Largest {
  const rows = all.filter(possible);
  return {
    params: Math.max(0, ...rows.map((row) => row.params)),
    macs: Math.max(0, ...rows.map((row) => row.macs)),
    milliseconds: Math.max(
      0,
      ...rows.map((row) => (row.outcome?.kind === 'ran' ? (row.outcome.time?.median ?? 0) : 0)),
    ),
  };
}
