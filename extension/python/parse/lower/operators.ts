/** Operators, comparisons, conditions, lambda's neighbours `:=`, `await` and `yield`. */
import type {
  BinaryOperator,
  CompareOperator,
  Expression,
  NamedExpression,
  UnaryOperator,
  YieldExpression,
} from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import { identifier } from './names.ts';
import type { Lowering } from './lowering.ts';
import { underStar } from './starred.ts';

const BINARY: ReadonlySet<string> = new Set<BinaryOperator>([
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '**',
  '@',
  '&',
  '|',
  '^',
  '<<',
  '>>',
]);
const COMPARE: ReadonlySet<string> = new Set<CompareOperator>([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'is',
  'is not',
]);
const UNARY: ReadonlySet<string> = new Set<UnaryOperator>(['-', '+', '~', 'not']);

export function isBinaryOperator(text: string): text is BinaryOperator {
  return BINARY.has(text);
}

function isCompareOperator(text: string): text is CompareOperator {
  return COMPARE.has(text);
}

function isUnaryOperator(text: string): text is UnaryOperator {
  return UNARY.has(text);
}

export function lowerBinary(lowering: Lowering, node: number): Expression {
  const [left = NONE, token = NONE, right = NONE] = lowering.tree.children(node);
  const operator = lowering.tree.kind(token);
  if (!isBinaryOperator(operator)) return lowering.error(node);
  if (operator === '&') return lowerBitwise(lowering, node);
  const rightHand = lowering.expression(right);
  return underStar(lowering, node, lowering.expression(left), (operand, span) => ({
    kind: 'Binary',
    ...span,
    operator,
    left: operand,
    right: rightHand,
  }));
}

export interface Placed {
  readonly first: number;
  readonly last: number;
  readonly value: Expression;
}

/**
 * tree-sitter-python 0.25 lets `^` bind tighter than `&`; Python has it the other way round. The operands of a mixed chain are
 * read from left to right and grouped anew.
 */
function lowerBitwise(lowering: Lowering, node: number): Expression {
  const groups: number[][] = [[]];
  for (const part of bitwiseChain(lowering, node)) {
    const kind = lowering.tree.kind(part);
    if (kind === '^') groups.push([]);
    else if (kind !== '&') groups.at(-1)?.push(part);
  }
  const sums = groups.map((operands) => {
    const placed = operands.map((operand) => ({ first: operand, last: operand, value: lowering.expression(operand) }));
    return leftToRight(lowering, placed, '&');
  });
  return leftToRight(lowering, sums, '^').value;
}

export function leftToRight(lowering: Lowering, operands: readonly Placed[], operator: BinaryOperator): Placed {
  return operands.reduce((left, right) => ({
    first: left.first,
    last: right.last,
    value: {
      kind: 'Binary',
      ...lowering.between(left.first, right.last),
      operator,
      left: left.value,
      right: right.value,
    },
  }));
}

/** Operands and operators of nested `&` and `^`, in the order of the text; brackets end the chain. */
function bitwiseChain(lowering: Lowering, node: number): number[] {
  const { tree } = lowering;
  const chain: number[] = [];
  const todo = [node];
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    const parts = tree.kind(part) === 'binary_operator' && !lowering.isDamaged(part) ? tree.children(part) : [];
    const operator = tree.kind(parts[1] ?? part);
    if (parts.length === 3 && (operator === '&' || operator === '^')) todo.push(...parts.reverse());
    else chain.push(part);
  }
  return chain;
}

export function lowerUnary(lowering: Lowering, node: number): Expression {
  const [token = NONE, operand = NONE] = lowering.tree.children(node);
  const operator = lowering.tree.kind(token);
  if (!isUnaryOperator(operator)) return lowering.error(node);
  return { kind: 'Unary', ...lowering.span(node), operator, operand: lowering.expression(operand) };
}

/** `a and b and c` is one node of three values, as in CPython. */
export function lowerBoolean(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const token = tree.children(node)[1] ?? NONE;
  const operator = tree.kind(token) === 'or' ? 'or' : 'and';
  const operands: number[] = [];
  let left = node;
  while (tree.kind(left) === 'boolean_operator' && tree.has(left, operator) && !lowering.isDamaged(left)) {
    const parts = tree.children(left);
    operands.push(parts[2] ?? NONE);
    left = parts[0] ?? NONE;
  }
  operands.push(left);
  return { kind: 'Bool', ...lowering.span(node), operator, values: lowering.expressions(operands.reverse()) };
}

export function lowerComparison(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const [first = NONE, ...pairs] = tree.children(node);
  const rest: { operator: CompareOperator; right: Expression }[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    const operator = tree.kind(pairs[at] ?? NONE);
    if (!isCompareOperator(operator)) {
      if (operator === '<>') lowering.problems.push({ ...lowering.span(node), message: 'Python 3 writes <> as !=.' });
      return lowering.error(node);
    }
    rest.push({ operator, right: lowering.expression(pairs[at + 1] ?? NONE) });
  }
  return { kind: 'Compare', ...lowering.span(node), left: lowering.expression(first), rest };
}

/** `n := a if b else c` names the whole condition; tree-sitter-python 0.25 would name a. */
export function lowerConditional(lowering: Lowering, node: number): Expression {
  const [then = NONE, , test = NONE, , otherwise = NONE] = lowering.tree.children(node);
  const named = lowering.expression(then);
  const value = (first: Expression): Expression => ({
    kind: 'Conditional',
    start: first.start,
    end: lowering.span(node).end,
    test: lowering.expression(test),
    then: first,
    otherwise: lowering.expression(otherwise),
  });
  if (named.kind !== 'Named' || lowering.tree.kind(then) !== 'named_expression') {
    return { ...value(named), ...lowering.span(node) };
  }
  return { ...named, ...lowering.span(node), value: value(named.value) };
}

export function lowerNamed(lowering: Lowering, node: number): NamedExpression {
  const [name = NONE, , value = NONE] = lowering.tree.children(node);
  return {
    kind: 'Named',
    ...lowering.span(node),
    target: { kind: 'Name', ...lowering.span(name), id: identifier(lowering, name) },
    value: lowering.expression(value),
  };
}

/** `await x ** y` awaits x; tree-sitter-python 0.25 would await the power. */
export function lowerAwait(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const span = lowering.span(node);
  const operand = tree.children(node)[1] ?? NONE;
  const [base = NONE, operator = NONE, exponent = NONE] = tree.children(operand);
  const isPower = tree.kind(operand) === 'binary_operator' && operator !== NONE && tree.kind(operator) === '**';
  if (!isPower || lowering.isDamaged(operand)) return { kind: 'Await', ...span, value: lowering.expression(operand) };
  const awaited: Expression = { kind: 'Await', ...lowering.between(node, base), value: lowering.expression(base) };
  return { kind: 'Binary', ...span, operator: '**', left: awaited, right: lowering.expression(exponent) };
}

export function lowerYield(lowering: Lowering, node: number): YieldExpression {
  lowering.sawYield = true;
  const [, second = NONE, third = NONE] = lowering.tree.children(node);
  const from = second !== NONE && lowering.tree.kind(second) === 'from';
  return { kind: 'Yield', ...lowering.span(node), value: lowering.optional(from ? third : second), from };
}
