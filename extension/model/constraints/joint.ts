/**
 * What is said of two symbols together, as people read it: the product of two sizes as a product, with a pair of sizes that fits. A
 * flattened picture before a Linear layer asks `(H//4-3)*(W//4-3) == 25, as 32×32`.
 */
import { add, evaluate, isKnown, multiply, subtract, symbolsOf } from '../sizes/arithmetic.ts';
import { atomKey, sizeOf, termsOf } from '../sizes/polynomial.ts';
import { sizeText } from '../sizes/text.ts';
import type { Atom, Size } from '../size.ts';
import type { Equality } from './legal-values.ts';
import { fits } from './nearest.ts';

/** A picture larger than this is no example; and every size is tried. */
const MAX_SIDE = 1024;

/** `difference` is 0; null where it is no product of two sizes. */
export function productText(difference: Size): string | null {
  const factors = factored(difference);
  if (factors === null) return null;
  const { common, left, right, value } = factors;
  const sides = [left, right].map((size) => (termsOf(size).length > 1 ? `(${sizeText(size)})` : factorText(size)));
  return `${common === 1 ? '' : `${common}*`}${sides.join('*')} == ${value}`;
}

const factorText = (size: Size): string => {
  const text = sizeText(size);
  return /^\w+$/.test(text) ? text : `(${text})`;
};

interface Product {
  readonly common: number;
  readonly left: Size;
  readonly right: Size;
  readonly value: number;
}

/** a·u·v + b·u + c·v + d == 0 is (a·u + c)·(a·v + b) == b·c - a·d. */
function factored(difference: Size): Product | null {
  let [a, b, c, d] = [0, 0, 0, 0];
  const terms = termsOf(difference);
  const longest = terms.find(({ atoms }) => atoms.length === 2);
  const [u, v] = longest?.atoms ?? [];
  if (!u || !v || atomKey(u) === atomKey(v)) return null;
  for (const { coefficient, atoms } of terms) {
    const [first, second] = atoms.map(atomKey);
    if (first === undefined) d = coefficient;
    else if (second !== undefined) {
      if (atoms.length > 2 || a !== 0) return null;
      a = coefficient;
    } else if (first === atomKey(u)) b = coefficient;
    else if (first === atomKey(v)) c = coefficient;
    else return null;
  }
  if (a < 0) [a, b, c, d] = [-a, -b, -c, -d];
  const value = b * c - a * d;
  if (!Number.isSafeInteger(value)) return null;
  // Without the factor, where both sides have it.
  if (b % a === 0 && c % a === 0 && value % a === 0) {
    const whole = (value / a) % a === 0;
    const product = { left: linear(1, u, c / a), right: linear(1, v, b / a) };
    return whole ? { common: 1, ...product, value: value / a / a } : { common: a, ...product, value: value / a };
  }
  return { common: 1, left: linear(a, u, c), right: linear(a, v, b), value };
}

const linear = (factor: number, atom: Atom, offset: number): Size =>
  add(multiply(factor, sizeOf([{ coefficient: 1, atoms: [atom] }]) ?? 0), offset);

/**
 * Two sizes that meet all equalities, as square as possible: `32×32`. null: none up to MAX_SIDE, or the equalities have other symbols too.
 */
export function exampleOf(difference: Size, equalities: readonly Equality[]): string | null {
  const names = symbolsOf(difference).map(({ name }) => name);
  const [first, second, third] = names.sort();
  if (first === undefined || second === undefined || third !== undefined) return null;
  const own = equalities.filter((equality) => {
    const gap = subtract(equality.left, equality.right);
    return isKnown(gap) && symbolsOf(gap).every(({ name }) => names.includes(name));
  });
  const holds = (a: number, b: number): boolean => {
    const sizes = new Map([[first, a], [second, b]]); // prettier-ignore
    return evaluate(difference, sizes) === 0 && fits(own, sizes) === true;
  };
  for (let side = 1; side <= MAX_SIDE; side++) if (holds(side, side)) return `${side}×${side}`;
  const product = factored(difference);
  if (product === null) return null;
  const { common, left, right, value } = product;
  for (let side = Math.floor(Math.sqrt(value / common)); side >= 1; side--) {
    if ((value / common) % side !== 0) continue;
    const [a, b] = [sideFor(left, side), sideFor(right, value / common / side)];
    if (a !== null && b !== null && holds(a, b)) return `${a}×${b}`;
  }
  return null;
}

/** The least value of the one symbol of a size for which the size has this value. */
function sideFor(size: Size, value: number): number | null {
  const [symbol, other] = symbolsOf(size);
  if (!symbol || other) return null;
  for (let side = 1; side <= MAX_SIDE; side++) {
    if (evaluate(size, new Map([[symbol.name, side]])) === value) return side;
  }
  return null;
}
