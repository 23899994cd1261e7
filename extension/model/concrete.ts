/** Sizes as the engine runs them: numbers, with a batch that was left open taken as one sample. */
import type { Shape, Size, SymbolAtom } from './size.ts';
import { evaluate, symbolsOf } from './sizes/arithmetic.ts';

/** What the batch itself is called. Other sizes that Keras prints as None are open, whatever their role. */
const BATCHES = new Set(['batch', 'N']);

const isBatch = ({ role, name }: SymbolAtom): boolean => role === 'batch' && BATCHES.has(name);

/** Null while something other than the batch is open. */
export function concreteSize(size: Size): number | null {
  if (typeof size === 'number') return size;
  // As a rule it is one symbol, and asked for every size of every call.
  const [term, another] = size.terms;
  const [atom, factor] = term?.atoms ?? [];
  if (term && !another && atom?.kind === 'symbol' && !factor) return isBatch(atom) ? term.coefficient : null;
  const symbols = symbolsOf(size);
  if (!symbols.every(isBatch)) return null;
  return evaluate(size, new Map(symbols.map(({ name }) => [name, 1])));
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
