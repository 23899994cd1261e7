/**
 * `type(x).y = 1` is an assignment, but tree-sitter-python 0.25 reads it as a type alias, `type X = 1`. Such a `type` is spelt
 * differently for the grammar, with the same length; names are always read from the user's own text.
 */
import type { Edit, EditedText } from './edits.ts';
import { type FlatTree, NONE } from './flat-tree.ts';

const WORD = 'type';
export const PLAIN_NAME = 'typ_';

export function softKeywordEdits(tree: FlatTree, edited: EditedText): Edit[] {
  const edits: Edit[] = [];
  for (let node = 0; node < tree.size; node++) {
    if (tree.kind(node) !== 'type_alias_statement') continue;
    const word = tree.first(node);
    const target = tree.first(word === NONE ? NONE : tree.next(word));
    if (target === NONE || tree.kind(target) === 'identifier' || tree.kind(target) === 'generic_type') continue;
    const { start, end } = edited.span(tree.start(word), tree.end(word));
    if (end - start === WORD.length) edits.push({ at: start, removed: WORD.length, inserted: PLAIN_NAME });
  }
  return edits;
}
