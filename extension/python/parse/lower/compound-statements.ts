/** Statements with blocks: if, for, while, with, try, match. */
import type { Expression, ExceptHandler, If, MatchCase, Statement, With } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import { elements, lowerTuple } from './collections.ts';
import { type Lowering, MAX_NESTING } from './lowering.ts';
import { identifier } from './names.ts';
import { lowerCasePatterns } from './patterns.ts';

/** The block of a statement or clause. */
export function body(lowering: Lowering, node: number): Statement[] {
  const block = lowering.tree.child(node, 'block');
  return block === NONE ? [] : lowering.block(block);
}

/** The expression after a keyword; an error in the header makes it an error, the block is kept. */
function header(lowering: Lowering, owner: number, keyword: string): Expression {
  const { tree } = lowering;
  const child = tree.child(owner, keyword);
  const expression = child === NONE ? NONE : tree.next(child);
  return lowering.isDamaged(owner)
    ? lowering.error(expression === NONE ? owner : expression)
    : lowering.expression(expression);
}

/** `elif` is an `if` inside the `else` of the one before, as in CPython's ast. */
export function lowerIf(lowering: Lowering, node: number): Statement {
  const { tree } = lowering;
  const clauses = tree.children(node).filter((child) => tree.kind(child) === 'elif_clause');
  let otherwise: Statement[] = elseOf(lowering, node);
  if (clauses.length > MAX_NESTING) {
    const cut = clauses[MAX_NESTING] ?? NONE;
    otherwise = [lowering.errorStatement(lowering.between(cut, node))];
    clauses.length = MAX_NESTING;
  }
  for (const clause of clauses.reverse()) {
    const nested: If = {
      kind: 'If',
      ...lowering.between(clause, node),
      test: header(lowering, clause, 'elif'),
      body: body(lowering, clause),
      otherwise,
    };
    otherwise = [nested];
  }
  return {
    kind: 'If',
    ...lowering.span(node),
    test: header(lowering, node, 'if'),
    body: body(lowering, node),
    otherwise,
  };
}

function elseOf(lowering: Lowering, node: number): Statement[] {
  const clause = lowering.tree.child(node, 'else_clause');
  return clause === NONE ? [] : body(lowering, clause);
}

export function lowerWhile(lowering: Lowering, node: number): Statement {
  return {
    kind: 'While',
    ...lowering.span(node),
    test: header(lowering, node, 'while'),
    body: body(lowering, node),
    otherwise: elseOf(lowering, node),
  };
}

export function lowerFor(lowering: Lowering, node: number): Statement {
  return {
    kind: 'For',
    ...lowering.span(node),
    target: header(lowering, node, 'for'),
    iterable: header(lowering, node, 'in'),
    body: body(lowering, node),
    otherwise: elseOf(lowering, node),
    isAsync: lowering.tree.has(node, 'async'),
  };
}

export function lowerWith(lowering: Lowering, node: number): Statement {
  const { tree } = lowering;
  const clause = tree.child(node, 'with_clause');
  const isDamaged = lowering.isDamaged(node) || lowering.isDamaged(clause);
  const items: With['items'] = isDamaged
    ? [{ context: lowering.error(clause === NONE ? node : clause), target: null }]
    : withItems(lowering, clause);
  return { kind: 'With', ...lowering.span(node), items, body: body(lowering, node), isAsync: tree.has(node, 'async') };
}

function withItems(lowering: Lowering, clause: number): With['items'] {
  const { tree } = lowering;
  const values = elements(lowering, clause).map((item) => tree.first(item));
  const [only = NONE] = values;
  // `with (a, b):` is two managers, though it reads as one tuple.
  const isBracketed = values.length === 1 && tree.kind(only) === 'tuple' && !lowering.isDamaged(only);
  return (isBracketed ? elements(lowering, only) : values).map((item) => {
    // `with (a as b):`
    const inner = tree.kind(item) === 'parenthesized_expression' ? tree.next(tree.first(item)) : NONE;
    const value = inner !== NONE && tree.kind(inner) === 'as_pattern' ? inner : item;
    if (tree.kind(value) !== 'as_pattern') return { context: lowering.expression(value), target: null };
    const [context = NONE, , alias = NONE] = tree.children(value);
    return { context: lowering.expression(context), target: lowering.expression(tree.first(alias)) };
  });
}

export function lowerTry(lowering: Lowering, node: number): Statement {
  const { tree } = lowering;
  const clauses = tree.children(node);
  const finalizer = tree.child(node, 'finally_clause');
  return {
    kind: 'Try',
    ...lowering.span(node),
    body: body(lowering, node),
    handlers: clauses.filter((child) => tree.kind(child) === 'except_clause').map((child) => handler(lowering, child)),
    otherwise: elseOf(lowering, node),
    finalizer: finalizer === NONE ? [] : body(lowering, finalizer),
  };
}

/** `except* E` catches for us what `except E` catches. */
function handler(lowering: Lowering, node: number): ExceptHandler {
  const { tree } = lowering;
  const parts = elements(lowering, node).filter((part) => !['except', '*', ':', 'block'].includes(tree.kind(part)));
  let alias = NONE;
  let types = parts;
  const as = parts.findIndex((part) => tree.kind(part) === 'as');
  const [only = NONE] = parts;
  if (as >= 0) {
    alias = parts[as + 1] ?? NONE;
    types = parts.slice(0, as);
  } else if (parts.length === 1 && tree.kind(only) === 'as_pattern') {
    const [type = NONE, , target = NONE] = tree.children(only);
    types = [type];
    alias = tree.first(target);
  }
  return {
    ...lowering.span(node),
    type: handlerType(lowering, node, types),
    name: alias === NONE ? null : identifier(lowering, alias),
    body: body(lowering, node),
  };
}

function handlerType(lowering: Lowering, node: number, types: readonly number[]): Expression | null {
  const [first, last] = [types[0], types.at(-1)];
  if (lowering.isDamaged(node)) return lowering.error(first ?? node);
  if (first === undefined || last === undefined) return null;
  return types.length === 1 ? lowering.expression(first) : lowerTuple(lowering, types, lowering.between(first, last));
}

export function lowerMatch(lowering: Lowering, node: number): Statement {
  const { tree } = lowering;
  const parts = tree.children(node);
  const subjects = parts.slice(1).filter((part) => ![',', ':', 'block'].includes(tree.kind(part)));
  const [first = NONE, last = NONE] = [subjects[0], subjects.at(-1)];
  const isTuple = subjects.length > 1 || tree.has(node, ',');
  const block = tree.child(node, 'block');
  const cases = block === NONE ? [] : tree.children(block).filter((child) => tree.kind(child) === 'case_clause');
  return {
    kind: 'Match',
    ...lowering.span(node),
    subject: isTuple ? lowerTuple(lowering, subjects, lowering.between(first, last)) : lowering.expression(first),
    cases: cases.map((child) => lowerCase(lowering, child)),
  };
}

function lowerCase(lowering: Lowering, node: number): MatchCase {
  const { tree } = lowering;
  const patterns = tree.children(node).filter((child) => tree.kind(child) === 'case_pattern');
  const guard = tree.child(node, 'if_clause');
  return {
    ...lowering.span(node),
    pattern: lowering.isDamaged(node)
      ? { kind: 'value', value: lowering.error(node) }
      : lowerCasePatterns(lowering, patterns, tree.has(node, ',')),
    guard: guard === NONE ? null : lowering.expression(tree.children(guard)[1] ?? NONE),
    body: body(lowering, node),
  };
}
