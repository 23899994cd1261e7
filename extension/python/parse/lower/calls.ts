/** Calls and their arguments; the bases of a class are arguments too. */
import type { Argument, Expression } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import type { Lowering } from './lowering.ts';
import { identifier } from './names.ts';
import { underStar } from './starred.ts';

export function lowerCall(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const [callee = NONE, list = NONE] = tree.children(node);
  const args = tree.kind(list) === 'argument_list' ? lowerArguments(lowering, list) : [positional(lowering, list)];
  return underStar(lowering, node, lowering.expression(callee), (operand, span) => ({
    kind: 'Call',
    ...span,
    callee: operand,
    args,
  }));
}

/** What could not be read between two commas becomes a `*` of an error: an unknown number of unknown arguments. */
export function lowerArguments(lowering: Lowering, list: number): Argument[] {
  const { tree } = lowering;
  const groups: number[][] = [[]];
  for (const child of tree.children(list)) {
    const kind = tree.kind(child);
    if (kind === ',') groups.push([]);
    else if (kind !== '(' && kind !== ')') groups.at(-1)?.push(child);
  }
  return groups.filter((group) => group.length > 0).map((group) => lowerGroup(lowering, group));
}

function lowerGroup(lowering: Lowering, group: readonly number[]): Argument {
  const { tree } = lowering;
  const [first = NONE, last = NONE] = [group[0], group.at(-1)];
  const isSplat = tree.kind(first) === 'list_splat' || tree.kind(first) === 'dictionary_splat';
  if (group.length === 1 && !tree.isError(first) && !(isSplat && lowering.isDamaged(first))) {
    return lowerArgument(lowering, first);
  }
  const span = lowering.between(first, last);
  return { kind: 'star', ...span, name: null, value: { kind: 'Error', ...span, text: lowering.written(span) } };
}

function lowerArgument(lowering: Lowering, node: number): Argument {
  const { tree } = lowering;
  const span = lowering.span(node);
  const parts = tree.children(node);
  switch (tree.kind(node)) {
    case 'keyword_argument': {
      const value = parts[2] ?? NONE;
      return {
        kind: 'keyword',
        ...span,
        name: identifier(lowering, parts[0] ?? NONE),
        value: lowering.isDamaged(node) ? lowering.error(value) : lowering.expression(value),
      };
    }
    case 'list_splat':
      return { kind: 'star', ...span, name: null, value: lowering.expression(parts[1] ?? NONE) };
    case 'dictionary_splat':
      return { kind: 'double-star', ...span, name: null, value: lowering.expression(parts[1] ?? NONE) };
    default:
      return positional(lowering, node);
  }
}

function positional(lowering: Lowering, node: number): Argument {
  const span = lowering.span(node);
  const value = lowering.expression(node);
  // `f(*a.b())` may come as a star inside the expression.
  if (value.kind === 'Starred') return { kind: 'star', ...span, name: null, value: value.value };
  return { kind: 'positional', ...span, name: null, value };
}
