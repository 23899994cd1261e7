/** Where something is, as it is told: offsets as lines and columns from 1, files in the way the user wrote the first of them. */
import path from 'node:path';
import type { Range } from '../model/range.ts';
import type { SourceText } from '../protocol.ts';

export interface LinePosition {
  readonly line: number;
  readonly column: number;
}

export class LineTable {
  readonly #starts = new Map<string, readonly number[]>();

  readonly #source: SourceText;
  readonly #given: string;

  /** The file that was asked about, its path as the user gave it, and what it may import. */
  constructor(source: SourceText, given: string, workspace: readonly SourceText[]) {
    this.#source = source;
    this.#given = given;
    for (const { file, text } of [source, ...workspace]) {
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

  path(file: string): string {
    if (file === this.#source.file) return this.#given;
    return path.isAbsolute(this.#given) ? file : path.relative('', file);
  }

  line(range: Range): number {
    return this.position(range.file, range.start).line;
  }
}
