/** Weights of a graph's layers, drawn once per seed and kept, so that an edit elsewhere in the model changes no picture. */
import { BYTES_PER_NUMBER, type NDArray } from './array.ts';
import { initialise } from './initialise.ts';
import { onesWeight } from './ones.ts';
import { Random } from './random.ts';
import type { LayerId } from '../model/graph.ts';
import type { WeightSpec } from '../model/weight.ts';
import type { RunCall, RunGraph, WeightSource } from '../protocol.ts';
import type { WeightProvider, Weights } from './weights.ts';

/** Drawing a U-Net's 31 million weights takes most of a second; this holds two such nets. */
const CACHE_BYTES = 256 * 2 ** 20;

export class WeightCache implements WeightProvider {
  readonly #arrays = new Map<string, NDArray>();
  #bytes = 0;

  /**
   * The weights of the layer that owns `call`, by name. Layers are numbered in the order they are first called, which edits of
   * other lines seldom change.
   */
  weights(graph: RunGraph, order: readonly RunCall[], call: RunCall, source: WeightSource): Weights {
    const weights = new Map<string, NDArray>();
    if (call.layer === null || call.kernel === null) return weights;
    const specs = graph.weights[call.layer] ?? [];
    const number = layerNumber(order, call.layer);
    for (const [index, spec] of specs.entries()) {
      weights.set(spec.name, this.#weight(graph, spec, call, source, number, index));
    }
    return weights;
  }

  key(graph: RunGraph, order: readonly RunCall[], call: RunCall, source: WeightSource): string {
    const specs = call.layer === null ? [] : (graph.weights[call.layer] ?? []);
    if (call.layer === null || specs.length === 0) return '';
    const number = source.kind === 'ones' ? 0 : layerNumber(order, call.layer);
    return JSON.stringify([graph.framework, source, number, specs]);
  }

  #weight(
    graph: RunGraph,
    spec: WeightSpec,
    call: RunCall,
    source: WeightSource,
    number: number,
    index: number,
  ): NDArray {
    // All ones depend on the call's geometry and are made faster than they are found.
    if (source.kind === 'ones') {
      if (call.kernel === null) throw new Error('Nothing is run with the weight.');
      return onesWeight(spec, call.kernel);
    }
    const key = JSON.stringify([graph.framework, source.seed, number, index, spec]);
    const known = this.#arrays.get(key);
    if (known !== undefined) {
      // The most recently used stand last.
      this.#arrays.delete(key);
      this.#arrays.set(key, known);
      return known;
    }
    const array = initialise(spec, graph.framework, new Random(source.seed, number, index));
    this.#arrays.set(key, array);
    this.#bytes += array.data.length * BYTES_PER_NUMBER;
    this.#forgetOldest(key);
    return array;
  }

  #forgetOldest(except: string): void {
    for (const [key, array] of this.#arrays) {
      if (this.#bytes <= CACHE_BYTES) return;
      if (key === except) continue;
      this.#arrays.delete(key);
      this.#bytes -= array.data.length * BYTES_PER_NUMBER;
    }
  }
}

function layerNumber(order: readonly RunCall[], layer: LayerId): number {
  const layers = new Set<LayerId>();
  for (const call of order) {
    if (call.layer === layer) break;
    if (call.layer !== null) layers.add(call.layer);
  }
  return layers.size;
}
