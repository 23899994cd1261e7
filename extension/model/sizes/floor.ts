/**
 * floor(size / divisor) in normal form. With x, y integers and k, j positive integers:
 *   floor((k·x + y) / k) = x + floor(y / k)                    multiples of the divisor are pulled out
 *   floor((g·y + c) / (g·k)) = floor((y + floor(c / g)) / k)   common factors are cancelled
 *   floor((floor(x / j) + y) / k) = floor((x + j·y) / (j·k))   a floor inside is folded
 * Null: past a limit of polynomial.ts.
 */
import type { FloorAtom, Size, SymbolicSize, Term } from '../size.ts';
import {
  atomKey,
  atomSize,
  floorQuotient,
  greatestCommonDivisor,
  productOf,
  sizeOf,
  sumOf,
  termsOf,
} from './polynomial.ts';

/** `divisor` is a positive integer. */
export function floorByNumber(size: Size, divisor: number): Size | null {
  if (divisor === 1) return size;
  if (typeof size === 'number') return floorQuotient(size, divisor);
  const whole: Term[] = [];
  const rest: Term[] = [];
  for (const { coefficient, atoms } of size.terms) {
    const quotient = floorQuotient(coefficient, divisor);
    const remainder = coefficient - quotient * divisor;
    if (quotient !== 0) whole.push({ coefficient: quotient, atoms });
    if (remainder !== 0) rest.push({ coefficient: remainder, atoms });
  }
  const pulled = sizeOf(whole);
  const inside = sizeOf(rest);
  const floored = inside === null ? null : reduced(inside, divisor);
  return pulled === null || floored === null ? null : sumOf(pulled, floored);
}

/** All coefficients are already in 0 .. divisor - 1. */
function reduced(inside: Size, divisor: number): Size | null {
  if (typeof inside === 'number') return 0;
  const common = inside.terms.reduce((factor, term) => {
    return term.atoms.length === 0 ? factor : greatestCommonDivisor(factor, term.coefficient);
  }, divisor);
  if (common > 1) {
    const divided = inside.terms.map(({ coefficient, atoms }) => ({
      coefficient: floorQuotient(coefficient, common),
      atoms,
    }));
    const next = sizeOf(divided);
    return next === null ? null : floorByNumber(next, divisor / common);
  }
  const folded = foldInnerFloor(inside, divisor);
  return folded === undefined ? atomSize({ kind: 'floor', of: inside, by: divisor }) : folded;
}

/** undefined: there is no floor to fold, or more than one, where the order of folding would give different forms. */
function foldInnerFloor(inside: SymbolicSize, divisor: number): Size | null | undefined {
  const withFloor = inside.terms.filter((term) => term.atoms.some((atom) => atom.kind === 'floor'));
  const [term] = withFloor;
  if (withFloor.length !== 1 || term?.coefficient !== 1 || term.atoms.length !== 1) return undefined;
  const { of, by } = term.atoms[0] as FloorAtom;
  if (typeof by !== 'number' || !Number.isSafeInteger(by * divisor)) return undefined;
  const others = sizeOf(inside.terms.filter((other) => other !== term));
  const scaled = others === null ? null : productOf(others, by);
  const sum = scaled === null ? null : sumOf(of, scaled);
  return sum === null ? null : floorByNumber(sum, by * divisor);
}

/**
 * Division by a symbolic size: exact where the divisor is a factor (`N*C*H // (N*C)` is `H`), a floor atom otherwise.
 * A divisor of several terms is divided out only as a whole.
 */
export function floorBySize(size: Size, divisor: SymbolicSize): Size | null {
  const { quotient, rest } = longDivision(size, divisor);
  if (rest === 0) return quotient;
  const single = divisor.terms.length === 1;
  const atom = atomSize({ kind: 'floor', of: single ? rest : size, by: divisor });
  return atom === null ? null : sumOf(single ? quotient : 0, atom);
}

/** Division of polynomials: size = quotient · divisor + rest, where no term of rest is a multiple of the leading term. */
function longDivision(size: Size, divisor: SymbolicSize): { quotient: Size; rest: Size } {
  const lead = divisor.terms[0];
  let quotient: Size = 0;
  let rest: Size = size;
  // Each turn removes one term; an order of terms that is not compatible with products could go on for ever otherwise.
  for (let turn = 0; turn < 2 * termsOf(size).length + 2 && lead !== undefined; turn++) {
    const found = firstMultiple(rest, lead);
    if (found === null) break;
    const part = sizeOf([found]);
    const taken = part === null ? null : productOf(part, divisor);
    const negated = taken === null ? null : productOf(taken, -1);
    const nextRest: Size | null = negated === null ? null : sumOf(rest, negated);
    const nextQuotient: Size | null = part === null ? null : sumOf(quotient, part);
    if (nextRest === null || nextQuotient === null) break;
    rest = nextRest;
    quotient = nextQuotient;
  }
  return { quotient, rest };
}

function firstMultiple(size: Size, lead: Term): Term | null {
  for (const term of termsOf(size)) {
    const atoms = withoutAtoms(term.atoms, lead.atoms);
    if (atoms !== null && term.coefficient % lead.coefficient === 0) {
      return { coefficient: term.coefficient / lead.coefficient, atoms };
    }
  }
  return null;
}

function withoutAtoms(atoms: Term['atoms'], taken: Term['atoms']): Term['atoms'] | null {
  const left = [...atoms];
  for (const atom of taken) {
    const key = atomKey(atom);
    const index = left.findIndex((candidate) => atomKey(candidate) === key);
    if (index < 0) return null;
    left.splice(index, 1);
  }
  return left;
}
