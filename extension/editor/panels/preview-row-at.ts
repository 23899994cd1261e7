/** Which row of the preview the cursor in the editor means. */
import type { Range } from '../../model/range.ts';
import { isGone } from '../analysis/shift.ts';
import type { ShownRow } from './preview-modules.ts';

/**
 * The row whose call or construction holds an offset, the narrowest one; else one that begins on the line of the offset. Where several
 * stand at one place, as in a loop, the current one stays.
 */
export function rowAt(
  rows: readonly ShownRow[],
  here: (range: Range) => boolean,
  offset: number,
  line: readonly [number, number],
  current: ShownRow | undefined,
): ShownRow | undefined {
  const places = rows.flatMap((row) =>
    [row.callRange, row.range].filter((range) => here(range) && !isGone(range)).map((range) => ({ row, range })),
  );
  const holding = places.filter(({ range }) => range.start <= offset && offset <= range.end);
  const near =
    holding.length > 0 ? holding : places.filter(({ range: { start } }) => line[0] <= start && start <= line[1]);
  const length = ({ range }: { readonly range: Range }): number => range.end - range.start;
  const least = Math.min(...near.map(length));
  const best = near.filter((place) => length(place) === least);
  return (best.find(({ row }) => row === current) ?? best[0])?.row;
}
