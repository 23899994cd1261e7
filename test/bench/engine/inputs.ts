/** The numbers that every peer gets: the same input and the same weights. */
import { zeros, type NDArray } from '../../../extension/engine/array.ts';
import { finish } from '../../../extension/engine/reference/steps.ts';
import { Random } from '../../../extension/engine/random.ts';
import { WeightCache } from '../../../extension/engine/weight-cache.ts';
import { weightNamed } from '../../../extension/engine/weights.ts';
import type { RunGraph, WeightSource } from '../../../extension/protocol.ts';

export const SOURCE: WeightSource = { kind: 'initial', seed: 1 };
export const weightCache = new WeightCache();

/** [kernel, bias] in Keras's order. */
export function weightsFor(graph: RunGraph, id: number): readonly [NDArray, NDArray] {
  const call = graph.calls.find((one) => one.id === id);
  if (call === undefined) throw new Error(`There is no call ${id}.`);
  const weights = finish(weightCache.weights(graph, graph.calls, call, SOURCE));
  return [weightNamed(weights, 'kernel'), weightNamed(weights, 'bias')];
}

export function inputFor(graph: RunGraph): NDArray {
  const input = zeros(graph.shapes[0] ?? []);
  const random = new Random(7);
  for (let i = 0; i < input.data.length; i++) input.data[i] = random.uniform() * 2 - 1;
  return input;
}
