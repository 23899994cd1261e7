/** Patterns of `match`. */
import type { Expression, Pattern } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import { elements } from './collections.ts';
import type { Lowering } from './lowering.ts';
import { identifier, lowerDottedName } from './names.ts';

/** Patterns nested deeper than any person writes them. */
const MAX_PATTERN_DEPTH = 100;

export function lowerPattern(lowering: Lowering, node: number, depth = 0): Pattern {
  const { tree } = lowering;
  if (depth > MAX_PATTERN_DEPTH || node === NONE || lowering.isDamaged(node)) return unreadable(lowering, node);
  const inner = (child: number) => lowerPattern(lowering, child, depth + 1);
  switch (tree.kind(node)) {
    case 'case_pattern':
      return casePattern(lowering, node, depth);
    case 'as_pattern': {
      const [pattern = NONE, , name = NONE] = tree.children(node);
      return { kind: 'capture', name: identifier(lowering, name), pattern: inner(pattern) };
    }
    case '_':
      return { kind: 'capture', name: null, pattern: null };
    case 'dotted_name':
      return tree.has(node, '.')
        ? { kind: 'value', value: lowerDottedName(lowering, node) }
        : capture(identifier(lowering, node));
    case 'list_pattern':
      return { kind: 'sequence', items: elements(lowering, node).map(inner) };
    case 'tuple_pattern': {
      const items = elements(lowering, node);
      const [only] = items;
      // `(p)` is p; `(p,)` and `(*p)`, which is an error, are sequences.
      if (items.length === 1 && only !== undefined && !tree.has(node, ',')) return inner(only);
      return { kind: 'sequence', items: items.map(inner) };
    }
    case 'splat_pattern':
      return { kind: 'star', name: splatName(lowering, node) };
    case 'union_pattern':
      return {
        kind: 'or',
        options: alternatives(lowering, node).map((part) => joinPattern(lowering, part, depth + 1)),
      };
    case 'class_pattern':
      return classPattern(lowering, node, depth);
    case 'dict_pattern':
      return mappingPattern(lowering, node, depth);
    default:
      return { kind: 'value', value: patternValue(lowering, [node]) };
  }
}

/** Several patterns with commas between them are a sequence. */
export function lowerCasePatterns(lowering: Lowering, nodes: readonly number[], isTuple: boolean): Pattern {
  const [first] = nodes;
  if (nodes.length === 1 && first !== undefined && !isTuple) return lowerPattern(lowering, first);
  return { kind: 'sequence', items: nodes.map((node) => lowerPattern(lowering, node)) };
}

function casePattern(lowering: Lowering, node: number, depth: number): Pattern {
  return joinPattern(lowering, lowering.tree.children(node), depth + 1);
}

/** `-1` comes as two nodes, everything else as one. */
function joinPattern(lowering: Lowering, parts: readonly number[], depth: number): Pattern {
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return lowerPattern(lowering, first, depth);
  return { kind: 'value', value: patternValue(lowering, parts) };
}

function alternatives(lowering: Lowering, node: number): number[][] {
  const groups: number[][] = [[]];
  for (const child of lowering.tree.children(node)) {
    if (lowering.tree.kind(child) === '|') groups.push([]);
    else groups.at(-1)?.push(child);
  }
  return groups;
}

function capture(name: string): Pattern {
  return { kind: 'capture', name: name === '_' ? null : name, pattern: null };
}

function splatName(lowering: Lowering, node: number): string | null {
  const name = lowering.tree.child(node, 'identifier');
  const text = name === NONE ? '_' : identifier(lowering, name);
  return text === '_' ? null : text;
}

/** A number with its sign, `1+2j`, a string, None, True, False. */
function patternValue(lowering: Lowering, parts: readonly number[]): Expression {
  const { tree } = lowering;
  const [first = NONE, second, third] = parts;
  if (first === NONE) return { kind: 'Error', start: 0, end: 0, text: '' };
  if (tree.kind(first) === 'complex_pattern') return { kind: 'Imaginary', ...lowering.span(first) };
  if (tree.kind(first) !== '-' || second === undefined || third !== undefined) return lowering.expression(first);
  return {
    kind: 'Unary',
    ...lowering.between(first, second),
    operator: '-',
    operand: lowering.expression(second),
  };
}

function classPattern(lowering: Lowering, node: number, depth: number): Pattern {
  const { tree } = lowering;
  const [type = NONE, ...rest] = elements(lowering, node);
  const positional: Pattern[] = [];
  const keyword: { name: string; pattern: Pattern }[] = [];
  for (const child of rest) {
    // `x=p as name` comes as `(x=p) as name`.
    const as = tree.child(child, 'as_pattern');
    const [inner = NONE, , alias = NONE] = as === NONE ? [child] : tree.children(as);
    const pair = tree.child(inner, 'keyword_pattern');
    if (pair === NONE) {
      positional.push(lowerPattern(lowering, child, depth + 1));
      continue;
    }
    const [name = NONE, , ...value] = tree.children(pair);
    const pattern = joinPattern(lowering, value, depth + 1);
    keyword.push({
      name: identifier(lowering, name),
      pattern: as === NONE ? pattern : { kind: 'capture', name: identifier(lowering, alias), pattern },
    });
  }
  return { kind: 'class', type: lowerDottedName(lowering, type), positional, keyword };
}

function mappingPattern(lowering: Lowering, node: number, depth: number): Pattern {
  const { tree } = lowering;
  const entries: { key: Expression; pattern: Pattern }[] = [];
  let rest: string | null = null;
  let key: number[] = [];
  let afterColon = false;
  for (const child of tree.children(node)) {
    const kind = tree.kind(child);
    if (kind === 'splat_pattern') rest = splatName(lowering, child);
    else if (kind === ':') afterColon = true;
    else if (kind === ',' || kind === '{' || kind === '}') {
      key = [];
      afterColon = false;
    } else if (afterColon) {
      entries.push({ key: keyExpression(lowering, key), pattern: lowerPattern(lowering, child, depth + 1) });
    } else key.push(child);
  }
  return { kind: 'mapping', entries, rest };
}

function keyExpression(lowering: Lowering, parts: readonly number[]): Expression {
  const [first = NONE] = parts;
  const isName = first !== NONE && lowering.tree.kind(first) === 'dotted_name';
  return isName ? lowerDottedName(lowering, first) : patternValue(lowering, parts);
}

/** Matches or not: nobody can tell. */
function unreadable(lowering: Lowering, node: number): Pattern {
  return { kind: 'value', value: node === NONE ? { kind: 'Error', start: 0, end: 0, text: '' } : lowering.error(node) };
}
