/** Names, attributes, subscripts and slices. */
import type { Expression, SliceExpression } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import type { Lowering } from './lowering.ts';
import { lowerTuple } from './collections.ts';
import { underStar } from './starred.ts';

/** CPython compares identifiers after Unicode normalisation, so `ﬁ` and `fi` are one name. A name not typed yet is empty. */
export function identifier(lowering: Lowering, node: number): string {
  const text = lowering.name(node);
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return text.normalize('NFKC');
  return text;
}

export function lowerName(lowering: Lowering, node: number): Expression {
  return { kind: 'Name', ...lowering.span(node), id: identifier(lowering, node) };
}

export function lowerAttribute(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const children = tree.children(node);
  const object = children[0] ?? NONE;
  const name = children.at(-1) ?? NONE;
  // `model.` while a name is being typed: the object is known, the whole is not.
  if (children.length < 3 || lowering.name(name) === '') return lowering.error(node);
  return underStar(lowering, node, lowering.expression(object), (operand, span) => ({
    kind: 'Attribute',
    ...span,
    object: operand,
    name: identifier(lowering, name),
    nameSpan: lowering.span(name),
  }));
}

/** `dotted_name`, as decorators and match patterns have it, as nested attributes. */
export function lowerDottedName(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const names = tree.children(node).filter((child) => tree.kind(child) !== '.');
  const first = names[0];
  if (first === undefined) return lowering.error(node);
  let object: Expression = lowerName(lowering, first);
  for (const name of names.slice(1)) {
    object = {
      kind: 'Attribute',
      ...lowering.between(first, name),
      object,
      name: identifier(lowering, name),
      nameSpan: lowering.span(name),
    };
  }
  return object;
}

export function lowerSubscript(lowering: Lowering, node: number): Expression {
  const [object = NONE, , ...rest] = lowering.tree.children(node);
  const index = lowerIndex(lowering, rest.slice(0, -1));
  if (!index) return lowering.error(node);
  return underStar(lowering, node, lowering.expression(object), (operand, span) => ({
    kind: 'Subscript',
    ...span,
    object: operand,
    index,
  }));
}

/** What stands between square brackets: with a comma or a star it is a tuple. Null when there is nothing. */
export function lowerIndex(lowering: Lowering, inside: readonly number[]): Expression | null {
  const { tree } = lowering;
  const items = inside.filter((child) => tree.kind(child) !== ',');
  const [first, last] = [items[0], inside.at(-1)];
  if (first === undefined || last === undefined) return null;
  const only = inside.length === 1 ? lowering.expression(first) : null;
  return only && only.kind !== 'Starred' ? only : lowerTuple(lowering, items, lowering.between(first, last));
}

export function lowerSlice(lowering: Lowering, node: number): SliceExpression {
  const { tree } = lowering;
  const bounds: [number, number, number] = [NONE, NONE, NONE];
  let position = 0;
  for (let child = tree.first(node); child !== NONE; child = tree.next(child)) {
    if (tree.kind(child) === ':') position++;
    else bounds[Math.min(position, 2)] = child;
  }
  const [lower, upper, step] = bounds;
  return {
    kind: 'Slice',
    ...lowering.span(node),
    lower: lowering.optional(lower),
    upper: lowering.optional(upper),
    step: lowering.optional(step),
  };
}
