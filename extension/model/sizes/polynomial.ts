/**
 * The normal form of a size as a sum of terms: merging, sorting, keys, sums and products. Everything here returns null
 * when the result would go past a limit, and arithmetic.ts then answers with a size that is not told.
 */
import type { Atom, Size, SymbolAtom, SymbolicSize, Term } from '../size.ts';

/** Real models stay below ten terms; more come from code that multiplies sums in a loop, and cost time on every keystroke. */
const MAX_TERMS = 64;
/** Floors inside floors can double in length at each step; nobody reads a size this long. */
const MAX_KEY_LENGTH = 1000;

const IDENTIFIER = /^[A-Za-z_]\w*$/;
const ROLE_MARK = { open: '', batch: '@', opaque: '?' } as const;

export function symbolKey(atom: SymbolAtom): string {
  const name = IDENTIFIER.test(atom.name) ? atom.name : JSON.stringify(atom.name);
  // Two analyses may call two sizes the same: answers are remembered by keys.
  return ROLE_MARK[atom.role] + name + (atom.sample === undefined ? '' : `=${atom.sample}`);
}

export function keyOf(size: Size): string {
  return typeof size === 'number' ? String(size) : size.key;
}

export function atomKey(atom: Atom): string {
  return atom.kind === 'symbol' ? symbolKey(atom) : `[${keyOf(atom.of)}//${keyOf(atom.by)}]`;
}

function monomialKey(atoms: readonly Atom[]): string {
  const [first] = atoms;
  if (first === undefined) return '';
  return atoms.length === 1 ? atomKey(first) : atoms.map(atomKey).join('*');
}

export function termsOf(size: Size): readonly Term[] {
  if (typeof size !== 'number') return size.terms;
  return size === 0 ? [] : [{ coefficient: size, atoms: [] }];
}

/** The part without symbols. It is the last term of the normal form. */
export function constantOf(size: Size): number {
  if (typeof size === 'number') return size;
  const last = size.terms.at(-1);
  return last !== undefined && last.atoms.length === 0 ? last.coefficient : 0;
}

/** Brings terms into the normal form. The atoms of each term must be sorted by key. */
export function sizeOf(terms: readonly Term[]): Size | null {
  const merged = new Map<string, Term>();
  for (const term of terms) {
    const key = monomialKey(term.atoms);
    const other = merged.get(key);
    merged.set(key, other ? { coefficient: other.coefficient + term.coefficient, atoms: term.atoms } : term);
  }
  const entries: [string, Term][] = [];
  for (const entry of merged) {
    const { coefficient } = entry[1];
    if (!Number.isSafeInteger(coefficient)) return null;
    if (coefficient !== 0) entries.push(entry);
  }
  const [first] = entries;
  if (first === undefined) return 0;
  if (entries.length === 1 && first[0] === '') return first[1].coefficient;
  if (entries.length > MAX_TERMS) return null;
  if (entries.length > 1) entries.sort(compareEntries);
  let key = '';
  for (const [monomial, { coefficient }] of entries) {
    key += (key !== '' && coefficient > 0 ? '+' : '') + String(coefficient);
    if (monomial !== '') key += `*${monomial}`;
  }
  return key.length > MAX_KEY_LENGTH ? null : theOne(key, entries);
}

/** Sizes met before: the same size is mostly the same object, which messages then hold once. */
const met = new Map<string, SymbolicSize>();
/** Some networks' worth. */
const MOST_MET = 4_000;

function theOne(key: string, entries: readonly (readonly [string, Term])[]): Size {
  const known = met.get(key);
  if (known) return known;
  const size: SymbolicSize = { kind: 'size', terms: entries.map(([, term]) => term), key };
  if (met.size >= MOST_MET) met.clear();
  met.set(key, size);
  return size;
}

/** Higher degrees first, the constant last, alphabetical in between. */
function compareEntries([a, s]: readonly [string, Term], [b, t]: readonly [string, Term]): number {
  return t.atoms.length - s.atoms.length || (a < b ? -1 : a > b ? 1 : 0);
}

export function sumOf(a: Size, b: Size): Size | null {
  return sizeOf([...termsOf(a), ...termsOf(b)]);
}

export function productOf(a: Size, b: Size): Size | null {
  const terms: Term[] = [];
  for (const s of termsOf(a)) {
    for (const t of termsOf(b)) {
      const coefficient = s.coefficient * t.coefficient;
      if (!Number.isSafeInteger(coefficient)) return null;
      terms.push({ coefficient, atoms: mergeAtoms(s.atoms, t.atoms) });
    }
    if (terms.length > MAX_TERMS * MAX_TERMS) return null;
  }
  return sizeOf(terms);
}

function mergeAtoms(a: readonly Atom[], b: readonly Atom[]): readonly Atom[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return [...a, ...b]
    .map((atom) => ({ atom, key: atomKey(atom) }))
    .sort((s, t) => (s.key < t.key ? -1 : s.key > t.key ? 1 : 0))
    .map(({ atom }) => atom);
}

/** A size that is this one atom. */
export function atomSize(atom: Atom): Size | null {
  return sizeOf([{ coefficient: 1, atoms: [atom] }]);
}

export function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** Python's `a // b` on integers, without the rounding of a quotient of large numbers. */
export function floorQuotient(a: number, b: number): number {
  const rest = a % b;
  const quotient = (a - rest) / b;
  return rest !== 0 && rest < 0 !== b < 0 ? quotient - 1 : quotient + 0;
}
