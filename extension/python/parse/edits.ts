/**
 * Changes made to a text before it was parsed, and the way back: offsets of the changed text to those of the text the user sees.
 */
import type { Span } from '../syntax.ts';

export interface Edit {
  /** Offset into the original text. */
  readonly at: number;
  /** How many units of the original text are left out. */
  readonly removed: number;
  readonly inserted: string;
}

export class EditedText {
  readonly text: string;
  /** For each edit, where its insertion starts and ends in the changed text. */
  private readonly starts: number[] = [];
  private readonly stops: number[] = [];

  /** `edits` are in the order of the text and do not overlap. */
  constructor(
    readonly original: string,
    readonly edits: readonly Edit[],
  ) {
    let text = '';
    let from = 0;
    for (const edit of edits) {
      text += original.slice(from, edit.at);
      this.starts.push(text.length);
      text += edit.inserted;
      this.stops.push(text.length);
      from = edit.at + edit.removed;
    }
    this.text = edits.length === 0 ? original : text + original.slice(from);
  }

  /** A span that begins or ends in inserted text shrinks to what the user wrote. */
  span(start: number, end: number): Span {
    if (this.edits.length === 0) return { start, end };
    const from = this.back(start, 'start');
    return { start: from, end: Math.max(from, this.back(end, 'end')) };
  }

  private back(offset: number, side: 'start' | 'end'): number {
    // The last edit whose insertion begins before the offset (at it, for a start).
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const begins = this.starts[middle] ?? 0;
      if (begins < offset || (begins === offset && side === 'start')) low = middle + 1;
      else high = middle;
    }
    const edit = this.edits[low - 1];
    if (!edit) return offset;
    const stop = this.stops[low - 1] ?? 0;
    if (offset >= stop) return edit.at + edit.removed + (offset - stop);
    return side === 'start' ? edit.at : edit.at + edit.removed;
  }
}
