/** Sizes as the engine runs them: numbers, with a batch that was left open taken as one sample. */
import type { Shape, Size } from './size.ts';
import { evaluate, symbolsOf } from './sizes/arithmetic.ts';

/** What the batch itself is called. Other sizes that Keras prints as None are open, whatever their role. */
const BATCHES = new Set(['batch', 'N']);

/** Null while something other than the batch is open. */
export function concreteSize(size: Size): number | null {
  if (typeof size === 'number') return size;
  const symbols = symbolsOf(size);
  if (!symbols.every(({ role, name }) => role === 'batch' && BATCHES.has(name))) return null;
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
export const openSize = (shapes: readonly Shape[]): Size | undefined =>
  shapes.flat().find((size) => concreteSize(size) === null);
