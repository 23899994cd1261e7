/** Statements of one line: assignments, return, del, raise, assert, global and their like. */
import type { Expression, Statement } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import { elements, lowerTuple } from './collections.ts';
import type { Lowering, StatementRule } from './lowering.ts';
import { identifier } from './names.ts';
import { isBinaryOperator } from './operators.ts';

export function lowerExpressionStatement(lowering: Lowering, node: number): Statement {
  const { tree } = lowering;
  const children = tree.children(node);
  const [first = NONE] = children;
  if (tree.kind(first) === 'assignment') return lowerAssignment(lowering, node, first);
  if (tree.kind(first) === 'augmented_assignment') return lowerAugmented(lowering, node, first);
  const span = lowering.span(node);
  const value =
    children.length === 1 ? lowering.expression(first) : lowerTuple(lowering, elements(lowering, node), span);
  return { kind: 'ExpressionStatement', ...span, value };
}

function lowerAssignment(lowering: Lowering, statement: number, assignment: number): Statement {
  const { tree } = lowering;
  const span = lowering.span(statement);
  const targets: Expression[] = [];
  for (let node = assignment; ;) {
    const parts = tree.children(node);
    const [left = NONE, , right = NONE, , annotated = NONE] = parts;
    if (lowering.isDamaged(node) || parts.length < 3) return lowering.errorStatement(span);
    if (tree.kind(right) === 'type') {
      if (targets.length > 0 || isAssignment(tree.kind(annotated))) return lowering.errorStatement(span);
      const target = lowering.expression(left);
      const annotation = lowering.expression(right);
      return { kind: 'AnnotatedAssign', ...span, target, annotation, value: optionalValue(lowering, annotated) };
    }
    targets.push(lowering.expression(left));
    if (tree.kind(right) === 'augmented_assignment') return lowering.errorStatement(span);
    if (tree.kind(right) !== 'assignment') {
      return { kind: 'Assign', ...span, targets, value: lowering.expression(right) };
    }
    node = right;
  }
}

function optionalValue(lowering: Lowering, node: number): Expression | null {
  return node === NONE ? null : lowering.expression(node);
}

function isAssignment(kind: string): boolean {
  return kind === 'assignment' || kind === 'augmented_assignment';
}

function lowerAugmented(lowering: Lowering, statement: number, node: number): Statement {
  const { tree } = lowering;
  const span = lowering.span(statement);
  const [target = NONE, token = NONE, value = NONE] = tree.children(node);
  const operator = tree.kind(token).slice(0, -1);
  if (lowering.isDamaged(node) || !isBinaryOperator(operator) || isAssignment(tree.kind(value))) {
    return lowering.errorStatement(span);
  }
  return {
    kind: 'AugmentedAssign',
    ...span,
    target: lowering.expression(target),
    operator,
    value: lowering.expression(value),
  };
}

export function lowerReturn(lowering: Lowering, node: number): Statement {
  const value = lowering.tree.children(node)[1] ?? NONE;
  return { kind: 'Return', ...lowering.span(node), value: lowering.optional(value) };
}

export function lowerDelete(lowering: Lowering, node: number): Statement {
  const { tree } = lowering;
  const list = tree.children(node)[1] ?? NONE;
  const targets = tree.kind(list) === 'expression_list' ? elements(lowering, list) : [list];
  return { kind: 'Delete', ...lowering.span(node), targets: lowering.expressions(targets) };
}

export function lowerRaise(lowering: Lowering, node: number): Statement {
  const { tree } = lowering;
  const parts = tree.children(node);
  const from = parts.findIndex((part) => tree.kind(part) === 'from');
  return {
    kind: 'Raise',
    ...lowering.span(node),
    value: from === 1 ? null : lowering.optional(parts[1] ?? NONE),
    cause: from < 0 ? null : lowering.optional(parts[from + 1] ?? NONE),
  };
}

export function lowerAssert(lowering: Lowering, node: number): Statement {
  const [test = NONE, message = NONE] = elements(lowering, node).slice(1);
  return {
    kind: 'Assert',
    ...lowering.span(node),
    test: lowering.expression(test),
    message: lowering.optional(message),
  };
}

export function namesRule(kind: 'Global' | 'Nonlocal'): StatementRule {
  return (lowering, node) => {
    const { tree } = lowering;
    const names = tree.children(node).filter((child) => tree.kind(child) === 'identifier');
    return { kind, ...lowering.span(node), names: names.map((name) => identifier(lowering, name)) };
  };
}

export function wordRule(kind: 'Pass' | 'Break' | 'Continue'): StatementRule {
  return (lowering, node) => ({ kind, ...lowering.span(node) });
}

/** `type Name = ...`, `type Name[T] = ...` */
export function lowerTypeAlias(lowering: Lowering, node: number): Statement {
  const { tree } = lowering;
  const [, left = NONE, , value = NONE] = tree.children(node);
  let name = left;
  while (name !== NONE && tree.kind(name) !== 'identifier') name = tree.first(name);
  if (name === NONE) return lowering.errorStatement(lowering.span(node));
  return {
    kind: 'TypeAlias',
    ...lowering.span(node),
    name: identifier(lowering, name),
    value: lowering.expression(value),
  };
}

/** `print x` and `exec x` of Python 2: the one statement is lost, and the reason said. */
export function pythonTwoRule(name: string): StatementRule {
  return (lowering, node) => {
    const span = lowering.span(node);
    lowering.problems.push({ ...span, message: `In Python 3 ${name} is a function: ${name}(...).` });
    return lowering.errorStatement(span);
  };
}
