/**
 * What a pattern does to a shape: split into elementary axes, put into another order, lose the reduced ones, gain the repeated ones, and
 * merge. einops/einops.py, _prepare_transformation_recipe
 */
import { say } from '../../message.ts';
import { refuse, unsure } from '../../model/refusal.ts';
import type { Shape, Size } from '../../model/size.ts';
import { equal, floorDivide, multiply, product } from '../../model/sizes/arithmetic.ts';
import { shapeText, sizeText } from '../../model/sizes/text.ts';
import { bad, nameOf, namesIn, REST, type Atom, type Group, type Pattern } from './pattern.ts';

export interface Plan {
  /** The elementary axes of the input. */
  readonly split: Shape;
  /** Those of them that are left, in the order of the result. */
  readonly order: readonly number[];
  readonly reduced: readonly number[];
  /** The elementary axes of the result: repeated ones are 1 before they are expanded. */
  readonly spread: Shape;
  readonly expanded: Shape;
  readonly result: Shape;
  /** Sizes that must be the same for the pattern to fit. */
  readonly demands: readonly (readonly [Size, Size])[];
}

export type Operation = 'rearrange' | 'repeat' | 'reduce';

export function planOf(operation: Operation, pattern: Pattern, shape: Shape, lengths: ReadonlyMap<string, Size>): Plan {
  check(operation, pattern, lengths);
  const rank = shape.length - pattern.left.length + (hasEllipsis(pattern.left) ? 1 : 0);
  if (rank < 0 || (!hasEllipsis(pattern.left) && rank > 0)) {
    return refuse({
      code: 'shape-mismatch',
      message: hasEllipsis(pattern.left)
        ? say`The pattern names at least ${pattern.left.length - 1} axes, but the tensor ${shapeText(shape)} has ${shape.length}.`
        : say`The pattern names ${pattern.left.length} axes, but the tensor ${shapeText(shape)} has ${shape.length}.`,
      argument: 0,
    });
  }
  const left = spelled(pattern.left, rank);
  const right = spelled(pattern.right, rank);
  const sizes = new Map(lengths);
  const demands: [Size, Size][] = [];
  left.forEach((group, axis) => {
    settle(group, shape[axis] ?? 1, sizes, demands);
  });
  const inside = left.flat().map((atom) => nameOf(atom) ?? '');
  const sizeOf = (atom: Atom): Size =>
    typeof atom === 'object' && 'length' in atom
      ? atom.length
      : (sizes.get(nameOf(atom) ?? '') ?? unsure(say`An axis has no size.`));
  const kept = right.flat();
  const isNew = (atom: Atom): boolean => !inside.includes(nameOf(atom) ?? ' ');
  const order = kept.filter((atom) => !isNew(atom)).map((atom) => inside.indexOf(nameOf(atom) ?? ''));
  return {
    split: left.flat().map(sizeOf),
    order,
    reduced: inside.map((_, axis) => axis).filter((axis) => !order.includes(axis)),
    spread: kept.map((atom) => (isNew(atom) ? 1 : sizeOf(atom))),
    expanded: kept.map(sizeOf),
    result: right.map((group) => product(group.map(sizeOf))),
    demands,
  };
}

const hasEllipsis = (groups: readonly Group[]): boolean => groups.flat().includes('ellipsis');

/** The rules that need no shape. */
function check(operation: Operation, { left, right }: Pattern, lengths: ReadonlyMap<string, Size>): void {
  const [own, other] = [namesIn(left), namesIn(right)];
  if (hasEllipsis(right) && !hasEllipsis(left)) bad(say`The right side has an ellipsis, the left side has none.`);
  if (left.some((group) => group !== REST && group.includes('ellipsis')))
    bad(say`An ellipsis in brackets cannot stand on the left.`);
  const anonymous = (groups: readonly Group[]): boolean =>
    groups.flat().some((atom) => typeof atom === 'object' && 'length' in atom);
  if (operation === 'rearrange') {
    if (anonymous(left) || anonymous(right)) bad(say`A number other than 1 names no axis of rearrange.`);
    const single = [...own.filter((name) => !other.includes(name)), ...other.filter((name) => !own.includes(name))];
    if (single.length > 0 || hasEllipsis(left) !== hasEllipsis(right))
      bad(
        single.length > 0
          ? say`'${single.join("', '")}' stands on one side of the pattern only.`
          : say`The ellipsis stands on one side of the pattern only.`,
      );
  } else if (operation === 'repeat') {
    if (anonymous(left)) bad(say`A number on the left side names an axis that repeat would lose.`);
    const lost = own.filter((name) => !other.includes(name));
    if (lost.length > 0) bad(say`repeat loses no axis, but '${lost.join("', '")}' is missing on the right.`);
    const open = other.filter((name) => !own.includes(name) && !lengths.has(name));
    if (open.length > 0) bad(say`The length of the new axis '${open.join("', '")}' is not given.`);
  } else {
    if (anonymous(right)) bad(say`A number on the right side names an axis that the left side does not have.`);
    const fresh = other.filter((name) => !own.includes(name));
    if (fresh.length > 0) bad(say`reduce makes no axis, but '${fresh.join("', '")}' is missing on the left.`);
  }
  for (const name of lengths.keys())
    if (!own.includes(name) && !other.includes(name)) bad(say`No axis of the pattern is called '${name}'.`);
}

/** The ellipsis as axes with names that nobody can write. */
function spelled(groups: readonly Group[], rank: number): readonly Group[] {
  const axes = Array.from({ length: rank }, (_, index): Atom => ({ name: `...${index}` }));
  return groups.flatMap((group) => {
    if (!group.includes('ellipsis')) return [group];
    if (group === REST) return axes.map((axis) => [axis]);
    return [group.flatMap((atom) => (atom === 'ellipsis' ? axes : [atom]))];
  });
}

/** One axis of the tensor against the axes that it is made of: at most one of them may be without a length. */
function settle(group: Group, size: Size, sizes: Map<string, Size>, demands: [Size, Size][]): void {
  let known: Size = 1;
  const open: string[] = [];
  for (const atom of group) {
    if (typeof atom === 'object' && 'length' in atom) known = multiply(known, atom.length);
    else {
      const name = nameOf(atom) ?? '';
      const given = sizes.get(name);
      if (given === undefined) open.push(name);
      else known = multiply(known, given);
    }
  }
  if (open.length > 1) bad(say`The lengths of '${open.join("', '")}' cannot be told from one axis.`);
  const [last] = open;
  const quotient = last === undefined ? 1 : known === 1 ? size : floorDivide(size, known);
  const whole = multiply(quotient, known);
  const same = equal(whole, size);
  if (same === false) {
    refuse({
      code: 'shape-mismatch',
      message:
        last === undefined
          ? say`The pattern wants ${sizeText(known)}, but the axis has ${sizeText(size)}.`
          : say`An axis of ${sizeText(size)} cannot be divided into chunks of ${sizeText(known)}.`,
      argument: 'pattern',
    });
  }
  if (same === null) demands.push([whole, size]);
  if (last !== undefined) sizes.set(last, quotient);
}
