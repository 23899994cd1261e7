/** From a tree of repaired text to one of the user's: every place in it, and the text of what could not be read. */
import type { Span } from '../syntax.ts';
import type { EditedText } from './edits.ts';
import { namesBoundBy } from './read/bound-names.ts';

/** A node of the tree that was just read and that nobody else knows yet. */
interface Fresh {
  start?: unknown;
  end?: unknown;
  kind?: unknown;
  text?: unknown;
  names?: unknown;
}

/** Changes the places in everything below these nodes. */
export function restorePlaces(nodes: readonly object[], edited: EditedText): void {
  const todo: Fresh[] = [...nodes];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (typeof node.start === 'number' && typeof node.end === 'number') {
      const span = edited.span(node.start, node.end);
      node.start = span.start;
      node.end = span.end;
      if (node.kind === 'Error' || node.kind === 'ErrorStatement') restoreText(node, span, edited.original);
    }
    for (const part of Object.values(node) as unknown[]) if (typeof part === 'object' && part !== null) todo.push(part);
  }
}

function restoreText(node: Fresh, { start, end }: Span, original: string): void {
  const text = original.slice(start, end);
  node.text = text;
  if (node.kind === 'ErrorStatement') node.names = namesBoundBy(text);
}
