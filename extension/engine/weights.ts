/** Weights of one layer by name, as the frameworks name them inside the layer. */
import type { NDArray } from './array.ts';
import type { Steps } from './reference/steps.ts';
import type { RunCall, RunGraph, WeightSource } from '../protocol.ts';

export type Weights = ReadonlyMap<string, NDArray>;

/** Where the weights of a graph's layers come from: drawn at random, or (later) read from a file. */
export interface WeightProvider {
  /** The weights of the layer that owns `call`, in steps, since drawing millions takes a while; `order` holds all calls of the graph in the order they run. */
  weights(graph: RunGraph, order: readonly RunCall[], call: RunCall, source: WeightSource): Steps<Weights>;
  /** A text that tells them from all other weights, known without making them. */
  key(graph: RunGraph, order: readonly RunCall[], call: RunCall, source: WeightSource): string;
}

/** The first of the names that is there: Keras and PyTorch call the same array differently. */
export function weightNamed(weights: Weights, ...names: readonly string[]): NDArray {
  for (const name of names) {
    const weight = weights.get(name);
    if (weight !== undefined) return weight;
  }
  throw new Error(`The layer has no weight named ${names.join(' or ')}.`);
}

export const KERNEL_NAMES = ['kernel', 'weight', 'depthwise_kernel'] as const;

/** The bias, checked; null where the call has none. */
export function biasOf(call: { readonly bias: boolean }, weights: Weights, channels: number): Float32Array | null {
  if (!call.bias) return null;
  const { data } = weightNamed(weights, 'bias');
  if (data.length !== channels) throw new Error(`The bias has ${data.length} numbers for ${channels} output channels.`);
  return data;
}
