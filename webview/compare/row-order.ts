/** The order of the rows: the pinned ones on top, the rest as they are listed or by a figure; what lacks the figure comes last. */
import type { CompareRow } from '../../extension/protocol.ts';
import { FIGURES, figureValue, type FigureKey } from './figures.ts';

export type SortKey = FigureKey | 'listed';
export const isSortKey = (name: string): name is SortKey =>
  name === 'listed' || FIGURES.some((figure) => figure === name);

interface Order {
  readonly sort: SortKey;
  readonly largestFirst: boolean;
  /** Alternative.id */
  readonly pinned: readonly string[];
}

export function ordered(rows: readonly CompareRow[], { sort, largestFirst, pinned }: Order): readonly CompareRow[] {
  const top = pinned.flatMap((id) => rows.filter(({ alternative }) => alternative.id === id));
  const rest = rows.filter(({ alternative }) => !pinned.includes(alternative.id));
  if (sort === 'listed' || !isSortKey(sort)) return [...top, ...rest];
  const place = (row: CompareRow): number => {
    const value = figureValue(sort, row);
    return value === null ? Infinity : largestFirst ? -value : value;
  };
  // Infinity less Infinity is no number, and such rows stay as they are.
  return [...top, ...rest.toSorted((a, b) => place(a) - place(b) || 0)];
}

export const pinnedOrNot = (pinned: readonly string[], id: string): readonly string[] =>
  pinned.includes(id) ? pinned.filter((one) => one !== id) : [...pinned, id];
