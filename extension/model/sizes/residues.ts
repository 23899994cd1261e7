/**
 * What holds for every value of the symbols. A symbol under a floor is written as M·h + r, with M a multiple of the
 * divisors it meets; for each remainder r = 1..M the floors then vanish and a polynomial in h >= 0 is left, whose sign can
 * be read off its coefficients. This decides whether two sizes are always equal.
 */
import type { Atom, Size, SymbolAtom } from '../size.ts';
import { floorByNumber } from './floor.ts';
import { remembered } from './remembered.ts';
import { constantOf, greatestCommonDivisor, productOf, sizeOf, sumOf, symbolKey, termsOf } from './polynomial.ts';

/** Combinations of remainders that are tried: 32 x 32 covers H and W through five halvings. */
const MAX_COMBINATIONS = 1024;

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export interface Residues {
  readonly symbols: ReadonlyMap<string, SymbolAtom>;
  readonly moduli: ReadonlyMap<string, number>;
  readonly combinations: number;
}

/** null: there are too many combinations of remainders, or a symbolic divisor. */
export function residuesOf(size: Size): Residues | null {
  const symbols = new Map<string, SymbolAtom>();
  const moduli = new Map<string, number>();
  if (!collect(size, 1, symbols, moduli)) return null;
  let combinations = 1;
  for (const modulus of moduli.values()) combinations *= modulus;
  return combinations > MAX_COMBINATIONS ? null : { symbols, moduli, combinations };
}

/** The polynomial in h >= 0 that the size is where each symbol stands for M·h + M - digit, the digits being those of `combination`. */
export function polynomialAt(size: Size, { symbols, moduli }: Residues, combination: number): Size | null {
  const values = new Map<string, Size>();
  let rest = combination;
  for (const [key, atom] of symbols) {
    const modulus = moduli.get(key) ?? 1;
    const value = sizeOf([
      { coefficient: modulus, atoms: [atom] },
      { coefficient: modulus - (rest % modulus), atoms: [] },
    ]);
    if (value === null) return null;
    values.set(key, value);
    rest = Math.floor(rest / modulus);
  }
  const polynomial = expand(size, values);
  return polynomial === null || hasFloor(polynomial) ? null : polynomial;
}

/** Finds all symbols, and for each the least multiple of the divisors it stands under. */
function collect(size: Size, divisor: number, symbols: Map<string, SymbolAtom>, moduli: Map<string, number>): boolean {
  for (const { atoms } of termsOf(size)) {
    for (const atom of atoms) {
      if (atom.kind === 'symbol') {
        const key = symbolKey(atom);
        const modulus = moduli.get(key) ?? 1;
        symbols.set(key, atom);
        moduli.set(key, (modulus / greatestCommonDivisor(modulus, divisor)) * divisor);
      } else if (typeof atom.by !== 'number' || !collect(atom.of, divisor * atom.by, symbols, moduli)) {
        return false;
      }
    }
  }
  return true;
}

function expand(size: Size, values: ReadonlyMap<string, Size>): Size | null {
  let sum: Size | null = 0;
  for (const { coefficient, atoms } of termsOf(size)) {
    let product: Size | null = coefficient;
    for (const atom of atoms) {
      const factor = expandAtom(atom, values);
      product = product === null || factor === null ? null : productOf(product, factor);
    }
    sum = sum === null || product === null ? null : sumOf(sum, product);
  }
  return sum;
}

function expandAtom(atom: Atom, values: ReadonlyMap<string, Size>): Size | null {
  if (atom.kind === 'symbol') return values.get(symbolKey(atom)) ?? null;
  const inside = expand(atom.of, values);
  return inside === null || typeof atom.by !== 'number' ? null : floorByNumber(inside, atom.by);
}

function hasFloor(size: Size): boolean {
  return termsOf(size).some(({ atoms }) => atoms.some((atom) => atom.kind === 'floor'));
}

/** Bounds of a size over all values of its symbols; infinite where there are none, or none that can be told. */
export function boundsOf(size: Size): Bounds {
  return typeof size === 'number' ? { low: size, high: size } : boundsOfExpression(size);
}

const boundsOfExpression = remembered((size): Bounds => {
  const residues = residuesOf(size);
  if (residues === null) return intervalOf(size);
  let [low, high] = [Infinity, -Infinity];
  for (let index = 0; index < residues.combinations; index++) {
    const polynomial = polynomialAt(size, residues, index);
    if (polynomial === null) return intervalOf(size);
    const bounds = polynomialBounds(polynomial);
    low = Math.min(low, bounds.low);
    high = Math.max(high, bounds.high);
    if (low === -Infinity && high === Infinity) break;
  }
  return { low, high };
});

function polynomialBounds(polynomial: Size): Bounds {
  const constant = constantOf(polynomial);
  const moving = termsOf(polynomial).filter(({ atoms }) => atoms.length > 0);
  return {
    low: moving.every(({ coefficient }) => coefficient > 0) ? constant : -Infinity,
    high: moving.every(({ coefficient }) => coefficient < 0) ? constant : Infinity,
  };
}

/** Interval arithmetic: wider than the truth, for what the remainders cannot do. */
function intervalOf(size: Size): Bounds {
  let [low, high] = [0, 0];
  for (const { coefficient, atoms } of termsOf(size)) {
    const product = atoms.map(atomInterval).reduce(multiplyIntervals, { low: coefficient, high: coefficient });
    low += product.low;
    high += product.high;
  }
  return { low, high };
}

function atomInterval(atom: Atom): Bounds {
  if (atom.kind === 'symbol') return { low: 1, high: Infinity };
  if (typeof atom.by !== 'number') return { low: -Infinity, high: Infinity };
  const inside = boundsOf(atom.of);
  return { low: Math.floor(inside.low / atom.by), high: Math.floor(inside.high / atom.by) };
}

function multiplyIntervals(a: Bounds, b: Bounds): Bounds {
  const corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high].map((corner) =>
    // 0 x Infinity: the zero is exact.
    Number.isNaN(corner) ? 0 : corner,
  );
  return { low: Math.min(...corners), high: Math.max(...corners) };
}

/** Is the size 0: always, never, or (null) for some values of the symbols, or not told. */
export function isZero(size: Size): boolean | null {
  return typeof size === 'number' ? size === 0 : isExpressionZero(size);
}

const isExpressionZero = remembered((size): boolean | null => {
  const residues = residuesOf(size);
  if (residues === null) return excludesZero(intervalOf(size));
  let [always, never] = [true, true];
  for (let index = 0; index < residues.combinations && (always || never); index++) {
    const polynomial = polynomialAt(size, residues, index);
    if (polynomial === null) return excludesZero(intervalOf(size));
    always &&= polynomial === 0;
    never &&= neverZero(polynomial);
  }
  return always ? true : never ? false : null;
});

function excludesZero({ low, high }: Bounds): false | null {
  return low > 0 || high < 0 ? false : null;
}

function neverZero(polynomial: Size): boolean {
  const { low, high } = polynomialBounds(polynomial);
  if (low > 0 || high < 0) return true;
  const constant = constantOf(polynomial);
  const step = termsOf(polynomial).reduce((factor, { atoms, coefficient }) => {
    return atoms.length === 0 ? factor : greatestCommonDivisor(factor, coefficient);
  }, 0);
  // All values are constant + a multiple of step.
  return step > 0 && constant % step !== 0;
}
