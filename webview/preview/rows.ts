/** Which rows of a long list are drawn: those in sight and a few around them. Rows have one height. */

/** Up to here every row is drawn. */
export const DRAW_ALL = 200;
/** Rows drawn beyond the edges, so that scrolling by keyboard or wheel shows no gap. */
const MARGIN = 12;

export interface Stretch {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

export function stretchInSight(count: number, rowHeight: number, scrollTop: number, viewHeight: number): Stretch {
  if (count <= DRAW_ALL) return { first: 0, end: count };
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - MARGIN);
  const end = Math.min(count, Math.ceil((scrollTop + viewHeight) / rowHeight) + MARGIN);
  return { first: Math.min(first, count), end };
}

/** Where to scroll so that a row is wholly in sight; the same place if it is already. */
export function scrollToRow(row: number, rowHeight: number, scrollTop: number, viewHeight: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + viewHeight) return top + rowHeight - viewHeight;
  return scrollTop;
}
