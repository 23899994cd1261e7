/** How much of a text could not be read: the measure by which a repair is kept or dropped. */
import type { Span } from '../syntax.ts';

export interface Damage {
  /** Lines with a fault in them. One fault may swallow a whole file, so their number alone says little. */
  readonly lines: number;
  readonly faults: number;
}

export function damageOf(text: string, faults: readonly Span[]): Damage {
  const lineOf = lineCounter(text);
  let lines = 0;
  let covered = -1;
  for (const { start, end } of [...faults].sort((a, b) => a.start - b.start)) {
    const from = Math.max(lineOf(start), covered + 1);
    const to = lineOf(Math.max(start, end - 1));
    if (to >= from) lines += to - from + 1;
    covered = Math.max(covered, to);
  }
  return { lines, faults: faults.length };
}

export function isLess(a: Damage, b: Damage): boolean {
  return a.lines < b.lines || (a.lines === b.lines && a.faults < b.faults);
}

/** Line of an offset, by bisection. */
function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  };
}
