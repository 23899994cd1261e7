/** Offsets to lines and columns from 1. */
import type { Range } from '../model/range.ts';
import type { SourceText } from '../protocol.ts';

export interface LinePosition {
  readonly line: number;
  readonly column: number;
}

export class LineTable {
  readonly #starts = new Map<string, readonly number[]>();

  constructor(sources: readonly SourceText[]) {
    for (const { file, text } of sources) {
      const starts = [0];
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
      this.#starts.set(file, starts);
    }
  }

  position(file: string, offset: number): LinePosition {
    const starts = this.#starts.get(file) ?? [0];
    let low = 0;
    for (let high = starts.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  line(range: Range): number {
    return this.position(range.file, range.start).line;
  }
}
