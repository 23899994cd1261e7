/** An equality between sizes as people would write it: like terms moved together, common factors cancelled. */
import { multiply, negate, product, subtract, substitute } from '../sizes/arithmetic.ts';
import { atomKey, greatestCommonDivisor, sizeOf, termsOf } from '../sizes/polynomial.ts';
import type { Atom, Size, Term } from '../size.ts';
import { sizeText } from '../sizes/text.ts';
import type { Equality, LegalValues } from './legal-values.ts';

/**
 * Uses what is known of single symbols: where H is 16·h, `16*(H//16) == W` becomes `H == W`. The result is free of floors whenever
 * the floors vanish for those values; otherwise the equality is only tidied.
 */
export function simplified({ left, right }: Equality, known: ReadonlyMap<string, LegalValues>): Size {
  const difference = subtract(left, right);
  const classes = new Map<string, { readonly modulus: number; readonly residue: number; readonly symbol: Size }>();
  const bindings = new Map<string, Size>();
  for (const symbol of symbolSizes(difference)) {
    const values = known.get(symbol.name);
    const [residue, second] = values?.residues ?? [];
    if (values === undefined || residue === undefined || second !== undefined || values.singles.length > 0) continue;
    classes.set(symbol.name, { modulus: values.modulus, residue, symbol: symbol.size });
    bindings.set(symbol.name, subtract(multiply(values.modulus, symbol.size), negate(residue)));
  }
  if (classes.size === 0) return cancelled(difference);
  const inside = substitute(difference, bindings);
  if (termsOf(inside).some(({ atoms }) => atoms.some(({ kind }) => kind === 'floor'))) return cancelled(difference);
  // Back from h to H: h = (H - residue) / modulus, made whole by multiplying with all moduli of the longest product.
  const whole = product([...classes.values()].map(({ modulus }) => modulus));
  const degree = Math.max(0, ...termsOf(inside).map(({ atoms }) => atoms.length));
  let total: Size = 0;
  for (const { coefficient, atoms } of termsOf(inside)) {
    let part: Size = coefficient;
    for (let power = atoms.length; power < degree; power++) part = multiply(part, whole);
    for (const atom of atoms) part = multiply(part, restored(atom, whole, classes));
    total = subtract(total, negate(part));
  }
  return cancelled(total);
}

function restored(
  atom: Atom,
  whole: Size,
  classes: ReadonlyMap<string, { readonly modulus: number; readonly residue: number; readonly symbol: Size }>,
): Size {
  const found = atom.kind === 'symbol' ? classes.get(atom.name) : undefined;
  if (found === undefined || typeof whole !== 'number')
    return multiply(whole, sizeOf([{ coefficient: 1, atoms: [atom] }]) ?? 0);
  return multiply(whole / found.modulus, subtract(found.symbol, found.residue));
}

function symbolSizes(size: Size): { name: string; size: Size }[] {
  const found = new Map<string, Size>();
  const visit = (part: Size): void => {
    for (const { atoms } of termsOf(part)) {
      for (const atom of atoms) {
        if (atom.kind === 'floor') visit(atom.of);
        else found.set(atom.name, sizeOf([{ coefficient: 1, atoms: [atom] }]) ?? 0);
      }
    }
  };
  visit(size);
  return [...found].map(([name, symbol]) => ({ name, size: symbol }));
}

/** Divides by the common number and by the symbols that every term has: they are at least 1, so this keeps the zeros. */
function cancelled(size: Size): Size {
  const terms = termsOf(size);
  const [first] = terms;
  if (first === undefined) return 0;
  const common = terms.reduce((factor, { coefficient }) => greatestCommonDivisor(factor, coefficient), 0);
  let shared: readonly Atom[] = first.atoms.filter(({ kind }) => kind === 'symbol');
  for (const { atoms } of terms) shared = intersection(shared, atoms);
  return (
    sizeOf(
      terms.map(({ coefficient, atoms }) => ({ coefficient: coefficient / common, atoms: without(atoms, shared) })),
    ) ?? size
  );
}

function intersection(a: readonly Atom[], b: readonly Atom[]): readonly Atom[] {
  const left = b.map(atomKey);
  return a.filter((atom) => {
    const at = left.indexOf(atomKey(atom));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function without(atoms: readonly Atom[], taken: readonly Atom[]): readonly Atom[] {
  const gone = taken.map(atomKey);
  return atoms.filter((atom) => {
    const at = gone.indexOf(atomKey(atom));
    if (at >= 0) gone.splice(at, 1);
    return at < 0;
  });
}

/** `difference == 0` with the negative terms on the right: `H == W+4`. */
export function equalityText(difference: Size): string {
  const terms = termsOf(difference);
  // The side with the leading term comes first.
  const flip = (terms[0]?.coefficient ?? 0) < 0 ? -1 : 1;
  const side = (sign: number): Size => {
    const kept: Term[] = terms
      .filter(({ coefficient }) => coefficient * flip * sign > 0)
      .map(({ coefficient, atoms }) => ({ coefficient: coefficient * flip * sign, atoms }));
    return sizeOf(kept) ?? difference;
  };
  return `${sizeText(side(1))} == ${sizeText(side(-1))}`;
}
