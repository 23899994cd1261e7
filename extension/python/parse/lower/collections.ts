/** Tuples, lists, sets, dicts and the comprehensions that make them. */
import type {
  Comprehension,
  ComprehensionClause,
  DictExpression,
  Expression,
  Span,
  TupleExpression,
} from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import type { Lowering } from './lowering.ts';

const PUNCTUATION = new Set([',', '(', ')', '[', ']', '{', '}']);

/** Children that are not brackets or commas. */
export function elements(lowering: Lowering, node: number): number[] {
  const { tree } = lowering;
  return tree.children(node).filter((child) => !PUNCTUATION.has(tree.kind(child)));
}

export function lowerTuple(lowering: Lowering, items: readonly number[], span: Span): TupleExpression {
  return { kind: 'Tuple', ...span, items: lowering.expressions(items) };
}

export function lowerTupleNode(lowering: Lowering, node: number): TupleExpression {
  return lowerTuple(lowering, elements(lowering, node), lowering.span(node));
}

/** As a target, `(a)` is a and `(a,)` a tuple. */
export function lowerTuplePattern(lowering: Lowering, node: number): Expression {
  const items = elements(lowering, node);
  const [only] = items;
  const isTuple = only === undefined || items.length > 1 || lowering.tree.has(node, ',');
  return isTuple ? lowerTuple(lowering, items, lowering.span(node)) : lowering.expression(only);
}

export function lowerList(lowering: Lowering, node: number): Expression {
  return { kind: 'List', ...lowering.span(node), items: lowering.expressions(elements(lowering, node)) };
}

export function lowerSet(lowering: Lowering, node: number): Expression {
  return { kind: 'Set', ...lowering.span(node), items: lowering.expressions(elements(lowering, node)) };
}

/** `(x)` is x. Brackets around brackets are taken off in a loop, so that they cost no stack. */
export function lowerParenthesized(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  let inner = node;
  while (tree.kind(inner) === 'parenthesized_expression') {
    if (lowering.isDamaged(inner)) return lowering.error(inner);
    inner = tree.next(tree.first(inner));
  }
  return lowering.expression(inner);
}

export function lowerDict(lowering: Lowering, node: number): DictExpression {
  const { tree } = lowering;
  const entries = elements(lowering, node).map((entry) => {
    const parts = tree.children(entry);
    return tree.kind(entry) === 'pair'
      ? { key: lowering.expression(parts[0] ?? NONE), value: lowering.expression(parts[2] ?? NONE) }
      : { key: null, value: lowering.expression(parts[1] ?? NONE) };
  });
  return { kind: 'Dict', ...lowering.span(node), entries };
}

export function comprehensionRule(produces: Comprehension['produces']) {
  return (lowering: Lowering, node: number): Comprehension => {
    const { tree } = lowering;
    const [body = NONE, ...clauses] = elements(lowering, node);
    const pair = tree.kind(body) === 'pair' ? tree.children(body) : null;
    return {
      kind: 'Comprehension',
      ...lowering.span(node),
      produces,
      element: lowering.expression(pair ? (pair[0] ?? NONE) : body),
      value: pair ? lowering.expression(pair[2] ?? NONE) : null,
      clauses: lowerClauses(lowering, clauses),
    };
  };
}

function lowerClauses(lowering: Lowering, nodes: readonly number[]): ComprehensionClause[] {
  const { tree } = lowering;
  const clauses: (ComprehensionClause & { conditions: Expression[] })[] = [];
  for (const node of nodes) {
    if (tree.kind(node) === 'if_clause') {
      clauses.at(-1)?.conditions.push(lowering.expression(tree.children(node)[1] ?? NONE));
      continue;
    }
    const parts = tree.children(node);
    const inAt = parts.findIndex((part) => tree.kind(part) === 'in');
    const forAt = parts.findIndex((part) => tree.kind(part) === 'for');
    clauses.push({
      target: lowering.expression(parts[forAt + 1] ?? NONE),
      iterable: lowering.expression(parts[inAt + 1] ?? NONE),
      conditions: [],
      isAsync: forAt > 0,
    });
  }
  return clauses;
}
