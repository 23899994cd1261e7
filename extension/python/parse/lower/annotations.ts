/** Type expressions (annotations, aliases), which the grammar keeps apart from expressions: here they are the same. */
import type { Expression } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import type { Lowering } from './lowering.ts';
import { identifier, lowerIndex, lowerName } from './names.ts';
import { leftToRight } from './operators.ts';

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

/** `list[int] | str | None`, which comes as the first type and a sum of all the others. */
export function lowerUnionType(lowering: Lowering, node: number): Expression {
  const placed = alternatives(lowering, node).map((type) => ({
    first: type,
    last: type,
    value: lowering.expression(type),
  }));
  return leftToRight(lowering, placed, '|').value;
}

function alternatives(lowering: Lowering, node: number): number[] {
  const { tree } = lowering;
  const found: number[] = [];
  const todo = [node];
  for (let type = todo.pop(); type !== undefined; type = todo.pop()) {
    const parts = tree.children(type);
    const [first = NONE, operator = NONE, last = NONE] = parts;
    const kind = tree.kind(type);
    if (kind === 'type') todo.push(first);
    else if ((kind === 'union_type' || kind === 'binary_operator') && tree.kind(operator) === '|')
      todo.push(last, first);
    else found.push(type);
  }
  return found;
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
