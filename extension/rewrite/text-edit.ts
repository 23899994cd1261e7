/** Replaced pieces of one text: what every rewriting comes down to. */
import type { Span } from '../python/syntax.ts';

export interface TextEdit extends Span {
  readonly text: string;
}

/** Edits must not overlap; those at one place are put in their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let from = 0;
  for (const edit of inOrder(edits)) {
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}

/** Where the new texts of the edits stand once all are made. */
export function editedSpans(edits: readonly TextEdit[]): readonly Span[] {
  let shift = 0;
  return inOrder(edits).map(({ start, end, text }) => {
    const span = { start: start + shift, end: start + shift + text.length };
    shift += text.length - (end - start);
    return span;
  });
}

const inOrder = (edits: readonly TextEdit[]): readonly TextEdit[] =>
  edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
