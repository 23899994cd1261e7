/**
 * Arithmetic on sizes, as Python's integers define it. Numbers take a fast path; anything symbolic goes through the normal
 * form of polynomial.ts and floor.ts. A result that cannot be held exactly (beyond 2^53, or an expression past the limits)
 * becomes a size that is not told (`opaque`), never a rounded number.
 */
import type { Atom, FloorAtom, Size, SymbolAtom } from '../size.ts';
import { floorByNumber, floorBySize } from './floor.ts';
import { atomSize, floorQuotient, keyOf, productOf, sizeOf, sumOf, symbolKey, termsOf } from './polynomial.ts';
import { remembered } from './remembered.ts';
import { boundsOf, isZero } from './residues.ts';

export function symbol(name: string, role: SymbolAtom['role'], sample: number | null = null): Size {
  return atomSize({ kind: 'symbol', name, role, ...(sample === null ? {} : { sample }) }) ?? untold(name);
}

export function add(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  } else {
    if (a === 0) return b;
    if (b === 0) return a;
  }
  return sumOf(a, b) ?? untold(`${keyOf(a)}+(${keyOf(b)})`);
}

export function negate(a: Size): Size {
  return typeof a === 'number' ? 0 - a : multiply(a, -1);
}

export function subtract(a: Size, b: Size): Size {
  return add(a, negate(b));
}

export function multiply(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') {
    // 0 * -3 is -0 in JavaScript.
    const product = a * b + 0;
    if (Number.isSafeInteger(product)) return product;
  } else {
    if (a === 1) return b;
    if (b === 1) return a;
  }
  return productOf(a, b) ?? untold(`(${keyOf(a)})*(${keyOf(b)})`);
}

/** Python's `a // b`. Throws RangeError for the number 0, where Python raises ZeroDivisionError: ask before. */
export function floorDivide(a: Size, b: Size): Size {
  if (b === 0) throw new RangeError('Division by zero');
  if (typeof b === 'number') {
    if (typeof a === 'number') return floorQuotient(a, b);
    const quotient = b > 0 ? floorByNumber(a, b) : floorByNumber(negate(a), -b);
    return quotient ?? untold(`(${keyOf(a)})//(${b})`);
  }
  return floorBySize(a, b) ?? untold(`(${keyOf(a)})//(${keyOf(b)})`);
}

/** The least integer not below a / b. */
export function ceilDivide(a: Size, b: Size): Size {
  if (typeof b === 'number' && b > 0) return floorDivide(add(a, b - 1), b);
  return negate(floorDivide(negate(a), b));
}

/** Python's `a % b`: its sign is that of b. */
export function modulo(a: Size, b: Size): Size {
  return subtract(a, multiply(b, floorDivide(a, b)));
}

export function sum(sizes: Iterable<Size>): Size {
  let total: Size = 0;
  for (const size of sizes) total = add(total, size);
  return total;
}

export function product(sizes: Iterable<Size>): Size {
  let total: Size = 1;
  for (const size of sizes) total = multiply(total, size);
  return total;
}

/** null: it depends on the values of the symbols, or cannot be told. */
export function equal(a: Size, b: Size): boolean | null {
  if (typeof a === 'number' && typeof b === 'number') return a === b;
  if (keyOf(a) === keyOf(b)) return true;
  return isZero(subtract(a, b));
}

/** The sign of a - b where it is the same for all values of the symbols; null otherwise. */
export function compare(a: Size, b: Size): -1 | 0 | 1 | null {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  const { low, high } = boundsOf(subtract(a, b));
  if (low > 0) return 1;
  if (high < 0) return -1;
  return low === 0 && high === 0 ? 0 : null;
}

/** a >= b: true always, false never, null for some values only or not told. */
export function atLeast(a: Size, b: Size): boolean | null {
  const { low, high } = boundsOf(subtract(a, b));
  return low >= 0 ? true : high < 0 ? false : null;
}

/** The greatest; null when it depends on the values of the symbols. */
export function maximum(a: Size, b: Size): Size | null {
  return atLeast(a, b) === true ? a : atLeast(b, a) === true ? b : null;
}

/** The smallest; null when it depends on the values of the symbols. */
export function minimum(a: Size, b: Size): Size | null {
  return atLeast(a, b) === true ? b : atLeast(b, a) === true ? a : null;
}

/** True when there is nothing untold in it: a number, or an expression over symbols that people know. */
export function isKnown(size: Size): boolean {
  return typeof size === 'number' || !hasOpaque(size);
}

const hasOpaque = remembered((size) => symbolsOf(size).some(({ role }) => role === 'opaque'));

/** Every symbol in the size once, those under a floor included. */
export function symbolsOf(size: Size): readonly SymbolAtom[] {
  const found = new Map<string, SymbolAtom>();
  collectSymbols(size, found);
  return [...found.values()];
}

function collectSymbols(size: Size, found: Map<string, SymbolAtom>): void {
  for (const { atoms } of termsOf(size)) {
    for (const atom of atoms) {
      if (atom.kind === 'symbol') {
        found.set(symbolKey(atom), atom);
      } else {
        collectSymbols(atom.of, found);
        collectSymbols(atom.by, found);
      }
    }
  }
}

/** Puts sizes in place of symbols, by name. Division by a size that became 0 leaves a size that is not told. */
export function substitute(size: Size, bindings: ReadonlyMap<string, Size>): Size {
  if (typeof size === 'number') return size;
  let total: Size = 0;
  for (const { coefficient, atoms } of size.terms) {
    let part: Size = coefficient;
    for (const atom of atoms) part = multiply(part, substituteAtom(atom, bindings));
    total = add(total, part);
  }
  return total;
}

function substituteAtom(atom: Atom, bindings: ReadonlyMap<string, Size>): Size {
  if (atom.kind === 'symbol') return bindings.get(atom.name) ?? atomSize(atom) ?? untold(atom.name);
  const of = substitute(atom.of, bindings);
  const by = substitute(atom.by, bindings);
  return by === 0 ? untold(`(${keyOf(of)})//0`) : floorDivide(of, by);
}

/** The number a size is for these values of its symbols; null when one is missing, something is divided by 0, or it is too large. */
export function evaluate(size: Size, bindings: ReadonlyMap<string, number>): number | null {
  const value = valueOf(size, bindings);
  return Number.isSafeInteger(value) ? value : null;
}

/** NaN where there is no value. Whatever is not exact on the way makes the rest NaN, too. */
function valueOf(size: Size, bindings: ReadonlyMap<string, number>): number {
  if (typeof size === 'number') return size;
  let total = 0;
  for (const { coefficient, atoms } of size.terms) {
    let part = coefficient;
    for (const atom of atoms) {
      part *= atom.kind === 'symbol' ? (bindings.get(atom.name) ?? NaN) : floorValue(atom, bindings);
      if (!Number.isSafeInteger(part)) return NaN;
    }
    total += part;
    if (!Number.isSafeInteger(total)) return NaN;
  }
  // Not -0.
  return total + 0;
}

function floorValue({ of, by }: FloorAtom, bindings: ReadonlyMap<string, number>): number {
  const divisor = valueOf(by, bindings);
  return divisor === 0 ? NaN : floorQuotient(valueOf(of, bindings), divisor);
}

/**
 * A number that exists and cannot be told, the same one whenever it is computed in the same way. It may be negative, and
 * symbols stand for integers >= 1: so it is a difference of two.
 */
function untold(expression: string): Size {
  const name = `too large #${hash(expression)}`;
  const size = sizeOf([
    { coefficient: 1, atoms: [{ kind: 'symbol', name, role: 'opaque' }] },
    { coefficient: -1, atoms: [{ kind: 'symbol', name: `${name}, offset`, role: 'opaque' }] },
  ]);
  // Two short terms are within every limit.
  return size as Size;
}

/** FNV-1a, twice with different offsets: 64 bits. */
function hash(text: string): string {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + index), 0x01000193);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
