/** Sizes and shapes as people read them: Python's spelling, exact, with parentheses where Python needs them. */
import type { Atom, Shape, Size, Term } from '../size.ts';
import type { Framework } from '../record.ts';
import { isKnown } from './arithmetic.ts';
import { termsOf } from './polynomial.ts';

/** Printed where a number exists but could not be told. */
const UNTOLD = '?';

/** `16`, `H//2+1`, `None` for the batch of Keras, `?` where it is not known. */
export function sizeText(size: Size, framework?: Framework): string {
  if (typeof size === 'number') return String(size);
  if (!isKnown(size)) return UNTOLD;
  if (framework === 'keras' && isBatch(size)) return 'None';
  return expressionText(size);
}

export function isBatch(size: Size): boolean {
  const atom = soleAtom(size);
  return atom?.kind === 'symbol' && atom.role === 'batch';
}

/** The atom that is the whole size, if it is nothing more. */
function soleAtom(size: Size): Atom | undefined {
  const [term, second] = termsOf(size);
  return second === undefined && term?.coefficient === 1 && term.atoms.length === 1 ? term.atoms[0] : undefined;
}

function expressionText(size: Size): string {
  const terms = [...termsOf(size)];
  if (terms.length === 0) return '0';
  // `H-1` rather than `-1+H`, `H-H//2` rather than `-(H//2)+H`.
  const lead = terms.findIndex(({ coefficient }) => coefficient > 0);
  if (lead > 0) terms.unshift(...terms.splice(lead, 1));
  return terms.map((term, index) => termText(term, index === 0)).join('');
}

function termText({ coefficient, atoms }: Term, first: boolean): string {
  const magnitude = Math.abs(coefficient);
  const sign = coefficient < 0 ? '-' : first ? '' : '+';
  if (atoms.length === 0) return sign + String(magnitude);
  const factors = magnitude === 1 ? [] : [String(magnitude)];
  // `//` binds like `*` and from left to right, and a leading minus binds tighter than both.
  const bare = atoms.length === 1 && magnitude === 1 && !(first && sign === '-');
  return sign + [...factors, ...atoms.map((atom) => (bare ? atomText(atom) : grouped(atom)))].join('*');
}

function atomText(atom: Atom): string {
  return atom.kind === 'symbol' ? atom.name : `${operandText(atom.of)}//${operandText(atom.by)}`;
}

function grouped(atom: Atom): string {
  return atom.kind === 'symbol' ? atom.name : `(${atomText(atom)})`;
}

function operandText(size: Size): string {
  const atom = soleAtom(size);
  if (atom?.kind === 'symbol') return atom.name;
  return typeof size === 'number' && size >= 0 ? String(size) : `(${expressionText(size)})`;
}

/** `16×16×32`: without the batch, where it is left open. A scalar per sample is `scalar`. */
export function shapeText(shape: Shape): string {
  const [first] = shape;
  const shown = first !== undefined && isBatch(first) ? shape.slice(1) : shape;
  return shown.length === 0 ? 'scalar' : shown.map((size) => sizeText(size)).join('×');
}

/**
 * A shape as Python prints the tuple: `(None, 16, 16, 32)`. Keras prints None for every size that is not a number;
 * PyTorch has no such sizes, so there the expression stands.
 */
export function tupleText(shape: Shape, framework: Framework): string {
  const items = shape.map((size) => {
    if (framework === 'keras' && typeof size !== 'number' && isKnown(size)) return 'None';
    return sizeText(size, framework);
  });
  return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
}
