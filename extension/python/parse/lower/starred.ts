/** `*x`, and a repair of how the grammar reads it before `.`, `(`, `[` and operators. */
import type { Expression, Span } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import type { Lowering } from './lowering.ts';

export function lowerStarred(lowering: Lowering, node: number): Expression {
  const value = lowering.tree.children(node)[1] ?? NONE;
  return { kind: 'Starred', ...lowering.span(node), value: lowering.expression(value) };
}

/**
 * In some places tree-sitter-python 0.25 reads `*a.b()` as `(*a).b()`. Python's star takes all that follows, so it is moved outwards:
 * `build` makes the node over what stands behind the star.
 */
export function underStar(
  lowering: Lowering,
  node: number,
  operand: Expression,
  build: (operand: Expression, span: Span) => Expression,
): Expression {
  const span = lowering.span(node);
  if (operand.kind !== 'Starred') return build(operand, span);
  const value = build(operand.value, { start: operand.value.start, end: span.end });
  return { kind: 'Starred', ...span, value };
}
