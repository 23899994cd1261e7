/**
 * tree-sitter-python takes a line break for plain white space wherever a statement cannot end: it reads `x =` and `y = 2` on two
 * lines as `x = y = 2`, without an error. Python does not, and a half-typed line must not change the next one.
 */
import { type FlatTree, NONE } from './flat-tree.ts';

const BEGINNINGS =
  /_statement$|^(function_definition|class_definition|decorated_definition|decorator|elif_clause|else_clause|except_clause|finally_clause|case_clause|ERROR)$/;

/** The first tokens of lines that were joined to the line before though no bracket, string or backslash holds them together. */
export function joinedLines(tree: FlatTree): number[] {
  const beginnings = new Map<string, boolean>();
  const begins = (kind: string) => {
    let known = beginnings.get(kind);
    if (known === undefined) beginnings.set(kind, (known = BEGINNINGS.test(kind)));
    return known;
  };
  const joined: number[] = [];
  let depth = 0;
  let boundary = -1;
  let previousEnd = 0;
  let stringEnd = 0;
  for (let node = 1; node < tree.size; node++) {
    const kind = tree.kind(node);
    const start = tree.start(node);
    if (begins(kind)) boundary = start;
    if (kind === 'string') stringEnd = Math.max(stringEnd, tree.end(node));
    if (tree.firstChild[node] !== NONE) continue;
    if (depth === 0 && start !== boundary && start >= stringEnd && kind !== 'comment' && kind !== ';') {
      if (hasLineBreak(tree.text, previousEnd, start)) joined.push(node);
    }
    if (kind === '(' || kind === '[' || kind === '{') depth++;
    else if (kind === ')' || kind === ']' || kind === '}') depth = Math.max(0, depth - 1);
    previousEnd = Math.max(previousEnd, tree.end(node));
  }
  return joined;
}

function hasLineBreak(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) {
      // A backslash carries on over the line break behind it, be it one character or two.
      at += text.startsWith('\r\n', at + 1) ? 2 : 1;
    } else if (code === 10 || code === 13) return true;
  }
  return false;
}
