/** Sizes as the engine runs them: numbers, with a batch that was left open taken as one sample. */
import type { Shape, Size, SymbolAtom } from './size.ts';
import { evaluate, symbolsOf } from './sizes/arithmetic.ts';

/** What the batch itself is called. Other sizes that Keras prints as None are open, unless they are told for one sample. */
const BATCHES = new Set(['batch', 'N']);

const numberOf = ({ role, name, sample }: SymbolAtom): number | undefined =>
  sample ?? (role === 'batch' && BATCHES.has(name) ? 1 : undefined);

/** Null while something other than the batch is open. */
export function concreteSize(size: Size): number | null {
  if (typeof size === 'number') return size;
  // As a rule it is one symbol, and asked for every size of every call.
  const [term, another] = size.terms;
  const [atom, factor] = term?.atoms ?? [];
  if (term && !another && atom?.kind === 'symbol' && !factor) {
    const number = numberOf(atom);
    return number === undefined ? null : term.coefficient * number;
  }
  const numbers = new Map<string, number>();
  for (const symbol of symbolsOf(size)) {
    const number = numberOf(symbol);
    if (number === undefined) return null;
    numbers.set(symbol.name, number);
  }
  return evaluate(size, numbers);
}

export function concreteShape(shape: Shape): readonly number[] | null {
  const sizes: number[] = [];
  for (const size of shape) {
    const number = concreteSize(size);
    if (number === null) return null;
    sizes.push(number);
  }
  return sizes;
}

/** The first size that keeps a shape from being run. */
export function openSize(shapes: readonly Shape[]): Size | undefined {
  for (const shape of shapes) {
    for (const size of shape) if (concreteSize(size) === null) return size;
  }
  return undefined;
}

/** A count per sample: what the framework leaves open and one sample tells is a number. */
export function ofOneSample(count: Size): Size {
  if (typeof count === 'number') return count;
  const isTold = symbolsOf(count).every(({ sample }) => sample !== undefined);
  return (isTold ? concreteSize(count) : null) ?? count;
}
