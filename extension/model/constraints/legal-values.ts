/**
 * The values of one symbol for which sizes are equal, exactly: residue classes, and single values besides them. A symbol under
 * floors is M·h + r; for each r the difference of the two sizes is a polynomial in h, which is zero everywhere (the class is
 * legal), or at its roots (single values), or nowhere.
 */
import { evaluate, subtract } from '../sizes/arithmetic.ts';
import { greatestCommonDivisor, termsOf } from '../sizes/polynomial.ts';
import { polynomialAt, residuesOf, type Residues } from '../sizes/residues.ts';
import type { Size } from '../size.ts';

export interface Equality {
  readonly left: Size;
  readonly right: Size;
}

export interface LegalValues {
  readonly modulus: number;
  /** Legal classes: value % modulus, ascending. */
  readonly residues: readonly number[];
  /** Legal values outside these classes, ascending. */
  readonly singles: readonly number[];
}

/** Common moduli stay small in real networks (2^10 is ten halvings); beyond, the equality is shown as it stands. */
const MAX_MODULUS = 4096;
/** Candidates for a root of a polynomial of degree 2 and more that are tried one by one. */
const MAX_ROOT = 10_000;

/** All equalities are in this one symbol. null: not decided within the limits. */
export function legalValues(equalities: readonly Equality[], symbol: string): LegalValues | null {
  let modulus = 1;
  const parts: LegalValues[] = [];
  for (const { left, right } of equalities) {
    const part = zerosOf(subtract(left, right), symbol);
    if (part === null) return null;
    parts.push(part);
    modulus = (modulus / greatestCommonDivisor(modulus, part.modulus)) * part.modulus;
    if (modulus > MAX_MODULUS) return null;
  }
  const inClass = (part: LegalValues, value: number): boolean => part.residues.includes(value % part.modulus);
  const residues: number[] = [];
  for (let residue = 0; residue < modulus; residue++) {
    if (parts.every((part) => inClass(part, residue))) residues.push(residue);
  }
  const holds = (value: number): boolean =>
    equalities.every(({ left, right }) => evaluate(subtract(left, right), new Map([[symbol, value]])) === 0);
  const singles = new Set(parts.flatMap((part) => part.singles).filter((value) => !residues.includes(value % modulus)));
  return reduceModulus({ modulus, residues, singles: [...singles].filter(holds).sort((a, b) => a - b) });
}

/** Where a size of one symbol is 0. */
function zerosOf(difference: Size, symbol: string): LegalValues | null {
  if (difference === 0) return { modulus: 1, residues: [0], singles: [] };
  const found = residuesOf(difference);
  if (found === null || found.moduli.size > 1) return null;
  const modulus = found.combinations;
  const residues: number[] = [];
  const singles: number[] = [];
  for (let digit = 0; digit < modulus; digit++) {
    const roots =
      degreeOf(difference) <= 1
        ? lineRoots(difference, symbol, modulus, digit)
        : polynomialRoots(difference, found, digit);
    if (roots === null) return null;
    if (roots === 'all') residues.push((modulus - digit) % modulus);
    else singles.push(...roots.map((root) => modulus * root + modulus - digit));
  }
  return { modulus, residues: residues.sort((a, b) => a - b), singles };
}

function degreeOf(size: Size): number {
  return termsOf(size).reduce((most, { atoms }) => {
    const degrees = atoms.map((atom) => (atom.kind === 'symbol' ? 1 : degreeOf(atom.of)));
    return Math.max(
      most,
      degrees.reduce((total, degree) => total + degree, 0),
    );
  }, 0);
}

/** What nearly all differences are on a class: a straight line in h, which two values tell without any algebra. */
function lineRoots(difference: Size, symbol: string, modulus: number, digit: number): number[] | 'all' | null {
  const start = evaluate(difference, new Map([[symbol, modulus - digit]]));
  const next = evaluate(difference, new Map([[symbol, 2 * modulus - digit]]));
  if (start === null || next === null) return null;
  if (start === 0 && next === 0) return 'all';
  const root = start / (start - next);
  return Number.isInteger(root) && root >= 0 ? [root + 0] : [];
}

function polynomialRoots(difference: Size, residues: Residues, digit: number): number[] | 'all' | null {
  const polynomial = polynomialAt(difference, residues, digit);
  return polynomial === 0 ? 'all' : polynomial === null ? null : rootsOf(polynomial);
}

/** Integer roots >= 0 of a polynomial in one symbol that is not 0 everywhere. */
function rootsOf(polynomial: Size): number[] | null {
  const coefficients: number[] = [];
  for (const { coefficient, atoms } of termsOf(polynomial)) coefficients[atoms.length] = coefficient;
  const degree = coefficients.length - 1;
  const at = (power: number): number => coefficients[power] ?? 0;
  if (degree === 0) return [];
  // Cauchy: no root is larger.
  let bound = 1;
  for (let power = 0; power < degree; power++) bound = Math.max(bound, 1 + Math.abs(at(power) / at(degree)));
  if (bound > MAX_ROOT) return null;
  const roots: number[] = [];
  for (let value = 0; value <= bound; value++) {
    let sum = 0;
    for (let power = degree; power >= 0; power--) sum = sum * value + at(power);
    if (sum === 0) roots.push(value);
  }
  return roots;
}

/** The same classes by the smallest modulus. */
function reduceModulus(values: LegalValues): LegalValues {
  for (let modulus = 1; modulus < values.modulus; modulus++) {
    if (values.modulus % modulus !== 0) continue;
    const residues = [...new Set(values.residues.map((residue) => residue % modulus))].sort((a, b) => a - b);
    if (residues.length * (values.modulus / modulus) === values.residues.length)
      return { ...values, modulus, residues };
  }
  return values;
}

export function isLegal({ modulus, residues, singles }: LegalValues, value: number): boolean {
  return residues.includes(value % modulus) || singles.includes(value);
}
