/** A model whose sizes are all numbers, as a run needs it. */
import type { ModelGraph } from '../../model/graph.ts';
import { symbolsOf } from '../../model/sizes/arithmetic.ts';
import type { FactsIndex } from '../describe/facts-index.ts';

/** A model all of whose sizes are numbers, and where its facts stand. */
export interface ConcreteModel {
  readonly index: FactsIndex;
  readonly model: ModelGraph;
  /** What its picture inputs were set to; null takes the code at its word. */
  readonly size: readonly [number, number] | null;
}

/** Height and width of the first input that is a picture; null when none is. */
export function pictureSize({ index, model }: ConcreteModel): readonly [number, number] | null {
  const shape = model.inputs.map((id) => index.tensor(id)?.shape).find((one) => one?.length === 4);
  const [height, width] = (model.framework === 'torch' ? shape?.slice(2) : shape?.slice(1)) ?? [];
  return typeof height === 'number' && typeof width === 'number' ? [height, width] : null;
}

/** Sizes of the model's input that are still symbols: arguments that the code does not give. */
export function openSymbols(index: FactsIndex, model: ModelGraph): readonly string[] {
  const sizes = model.inputs.flatMap((id) => index.tensor(id)?.shape?.slice(1) ?? []);
  return [...new Set(sizes.flatMap((size) => symbolsOf(size).map(({ name }) => name)))];
}
