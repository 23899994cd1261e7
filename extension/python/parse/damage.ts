/** How much of a text its tree could not read: the measure by which a repair is kept or dropped. */
import type { FlatTree } from './flat-tree.ts';

export interface Damage {
  /** Lines with an error in them. One error may swallow a whole file, so the errors alone say little. */
  readonly lines: number;
  readonly faults: number;
}

export function damageOf(tree: FlatTree): Damage {
  const broken = new Set<number>();
  const lineOf = lineCounter(tree.text);
  // Faults are in the order of the text, one inside another counted with the outer one.
  let covered = -1;
  for (const fault of tree.faults) {
    const from = Math.max(lineOf(tree.start(fault)), covered);
    const to = Math.max(from, lineOf(Math.max(tree.start(fault), tree.end(fault) - 1)));
    for (let line = from; line <= to; line++) broken.add(line);
    covered = Math.max(covered, to);
  }
  return { lines: broken.size, faults: tree.faults.length };
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
