/** Calls and their arguments; the bases of a class are arguments too. */
import type { Argument, Expression } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import { elements } from './collections.ts';
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

/** What could not be read among the arguments becomes a `*` of an error: an unknown number of unknown arguments. */
export function lowerArguments(lowering: Lowering, list: number): Argument[] {
  const args = elements(lowering, list).map((node) => lowerArgument(lowering, node));
  if (lowering.isDamaged(list) && !args.some((arg) => arg.kind === 'star' && arg.value.kind === 'Error')) {
    const value = lowering.error(list);
    args.push({ kind: 'star', start: value.start, end: value.end, name: null, value });
  }
  return args;
}

function lowerArgument(lowering: Lowering, node: number): Argument {
  const { tree } = lowering;
  const span = lowering.span(node);
  if (tree.isError(node)) return { kind: 'star', ...span, name: null, value: lowering.error(node) };
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
