/** Type expressions (annotations, aliases), which the grammar keeps apart from expressions: here they are the same. */
import type { Expression } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import type { Lowering } from './lowering.ts';
import { identifier, lowerIndex, lowerName } from './names.ts';

/** `type` wraps any of the others. */
export function lowerType(lowering: Lowering, node: number): Expression {
  return lowering.expression(lowering.tree.first(node));
}

/** `list[int]` */
export function lowerGenericType(lowering: Lowering, node: number): Expression {
  const [name = NONE, parameters = NONE] = lowering.tree.children(node);
  const index = lowerIndex(lowering, lowering.tree.children(parameters).slice(1, -1));
  if (!index) return lowering.error(node);
  return { kind: 'Subscript', ...lowering.span(node), object: lowerName(lowering, name), index };
}

/** `int | None` */
export function lowerUnionType(lowering: Lowering, node: number): Expression {
  const [left = NONE, , right = NONE] = lowering.tree.children(node);
  return {
    kind: 'Binary',
    ...lowering.span(node),
    operator: '|',
    left: lowering.expression(left),
    right: lowering.expression(right),
  };
}

/** `a[b].c` */
export function lowerMemberType(lowering: Lowering, node: number): Expression {
  const [object = NONE, , name = NONE] = lowering.tree.children(node);
  return {
    kind: 'Attribute',
    ...lowering.span(node),
    object: lowering.expression(object),
    name: identifier(lowering, name),
    nameSpan: lowering.span(name),
  };
}
