/**
 * What a network asks of its input size. Skip connections join sizes such as `16*(H//16)` and `H`, which are equal only for some
 * inputs; from all of them together comes what people need to know: `H % 16 == 0`.
 */
import { listed, type MessageValue, say } from '../message.ts';
import { isKnown, subtract, symbolsOf } from './sizes/arithmetic.ts';
import { exampleOf, productText } from './constraints/joint.ts';
import { legalValues, type Equality, type LegalValues } from './constraints/legal-values.ts';
import { equalityText, simplified } from './constraints/simplify.ts';
import type { Constraint } from './graph.ts';
import type { Range } from './range.ts';
import { termsOf } from './sizes/polynomial.ts';

export interface RangedEquality extends Equality {
  readonly range: Range;
}

/** More classes than this are not listed one by one. */
const MAX_LISTED = 6;

/**
 * Readable constraints, those of one symbol first; nothing is lost and nothing is said twice. Equalities with a size that could not be told are
 * left out. Where the equalities contradict each other, each is given as it stands.
 */
export function constraintsFrom(equalities: readonly RangedEquality[]): readonly Constraint[] {
  const known = new Map<string, LegalValues>();
  const constraints: Constraint[] = [];
  const { bySymbol, joint } = grouped(equalities);
  for (const [symbol, group] of bySymbol) {
    const values = legalValues(group, symbol);
    if (values === null || (values.residues.length === 0 && values.singles.length === 0)) {
      constraints.push(...asTheyStand(group, new Map(), []));
      continue;
    }
    known.set(symbol, values);
    if (values.modulus === 1 && values.residues.length === 1) continue;
    const { residues, singles, modulus } = values;
    const multiple = residues.length === 1 && residues[0] === 0 && singles.length === 0;
    constraints.push({
      text: valuesText(symbol, values),
      symbol,
      multipleOf: multiple ? modulus : null,
      range: mostDemanding(group, symbol).range,
    });
  }
  constraints.push(...asTheyStand(joint, known, equalities));
  return constraints.filter(({ text }, index) => constraints.findIndex((other) => other.text === text) === index);
}

/** Equalities by their symbol where there is one, and those that join several. */
function grouped<E extends Equality>(
  equalities: readonly E[],
): { bySymbol: ReadonlyMap<string, readonly E[]>; joint: readonly E[] } {
  const bySymbol = new Map<string, E[]>();
  const joint: E[] = [];
  for (const equality of equalities) {
    const difference = subtract(equality.left, equality.right);
    if (!isKnown(difference)) continue;
    const [symbol, second] = symbolsOf(difference);
    if (symbol === undefined) continue;
    if (second !== undefined) joint.push(equality);
    else bySymbol.set(symbol.name, [...(bySymbol.get(symbol.name) ?? []), equality]);
  }
  return { bySymbol, joint };
}

function asTheyStand(
  equalities: readonly RangedEquality[],
  known: ReadonlyMap<string, LegalValues>,
  /** What an example has to meet. */
  all: readonly Equality[],
): Constraint[] {
  return equalities.flatMap((equality) => {
    const difference = simplified(equality, known);
    if (difference === 0) return [];
    const symbols = symbolsOf(difference);
    const symbol = symbols.length === 1 ? (symbols[0]?.name ?? null) : null;
    const product = productText(difference);
    // `H == W` says all; where a product hides what fits, an example does.
    const plain = termsOf(difference).every(({ atoms }) => atoms.length < 2);
    const example = plain ? null : exampleOf(difference, all);
    const text = `${product ?? equalityText(difference)}${example === null ? '' : `, as ${example}`}`;
    return [{ text, symbol, multipleOf: null, range: equality.range }];
  });
}

/** The equality that leaves the fewest values: where to point. */
function mostDemanding(group: readonly RangedEquality[], symbol: string): RangedEquality {
  const share = (equality: RangedEquality): number => {
    const values = legalValues([equality], symbol);
    return values === null ? 1 : values.residues.length / values.modulus;
  };
  return group.reduce((best, equality) => (share(equality) < share(best) ? equality : best));
}

function valuesText(symbol: string, { modulus, residues, singles }: LegalValues): string {
  const parts: string[] = [];
  const [only] = residues;
  if (residues.length === 1) parts.push(`${symbol} % ${modulus} == ${String(only)}`);
  else if (residues.length > 1) parts.push(`${symbol} % ${modulus} ${listText(residues, modulus)}`);
  parts.push(...singles.map((value) => `${symbol} == ${value}`));
  return parts.join(' or ');
}

function listText(residues: readonly number[], modulus: number): string {
  const excluded = Array.from({ length: modulus }, (_, residue) => residue).filter(
    (residue) => !residues.includes(residue),
  );
  if (excluded.length === 1) return `!= ${String(excluded[0])}`;
  if (residues.length <= excluded.length || excluded.length > MAX_LISTED) return `in (${residues.join(', ')})`;
  return `not in (${excluded.join(', ')})`;
}

/** All that is asked in one place, in a sentence's words: `H and W are multiples of 16`. */
export function constraintWords(constraints: readonly Constraint[]): MessageValue {
  const multiples = new Map<number, string[]>();
  for (const { symbol, multipleOf } of constraints) {
    if (symbol !== null && multipleOf !== null)
      multiples.set(multipleOf, [...(multiples.get(multipleOf) ?? []), symbol]);
  }
  const words = [...multiples].map(([modulus, symbols]) => {
    if (symbols.length > 1) return say`${listed(symbols)} are multiples of ${modulus}`;
    const [symbol = ''] = symbols;
    return modulus === 2 ? say`${symbol} is even` : say`${symbol} is a multiple of ${modulus}`;
  });
  const others = constraints.filter(({ multipleOf }) => multipleOf === null).map(({ text }) => text);
  return listed([...words, ...others]);
}
