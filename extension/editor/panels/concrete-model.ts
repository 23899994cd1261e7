/** A model whose sizes are all numbers, as a run needs it, and the sizes that open ones become. */
import type { ModelGraph } from '../../model/graph.ts';
import { symbolsOf } from '../../model/sizes/arithmetic.ts';
import type { FactsIndex } from '../describe/facts-index.ts';

/** What open sizes become until the user says otherwise: a multiple of the 16 or 32 that most U-Nets ask for. */
export const DEFAULT_SIZE: readonly [number, number] = [64, 64];

/** A model all of whose sizes are numbers, and where its facts stand. */
export interface ConcreteModel {
  readonly index: FactsIndex;
  readonly model: ModelGraph;
  /** What its picture inputs were set to; null takes the code at its word. */
  readonly size: readonly [number, number] | null;
}

/** The default size, rounded up to what the model accepts. */
export function fittingSize({ constraints }: ModelGraph): readonly [number, number] {
  const step = Math.max(1, ...constraints.map(({ multipleOf }) => multipleOf ?? 1));
  return DEFAULT_SIZE.map((size) => Math.ceil(size / step) * step) as [number, number];
}

/** Sizes of the model's input that are still symbols: arguments that the code does not give. */
export function openSymbols(index: FactsIndex, model: ModelGraph): readonly string[] {
  const sizes = model.inputs.flatMap((id) => index.tensor(id)?.shape?.slice(1) ?? []);
  return [...new Set(sizes.flatMap((size) => symbolsOf(size).map(({ name }) => name)))];
}
