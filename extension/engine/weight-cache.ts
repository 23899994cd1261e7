/** Weights of a graph's layers, drawn once per seed and kept, so that an edit elsewhere in the model changes no picture. */
import { BYTES_PER_NUMBER, sizeOf, type NDArray } from './array.ts';
import { initialise } from './initialise.ts';
import { onesWeight } from './ones.ts';
import { Random } from './random.ts';
import type { Steps } from './reference/steps.ts';
import { randomNumbers } from './reference/constants.ts';
import type { LayerId } from '../model/graph.ts';
import type { KernelCall } from '../model/kernel.ts';
import type { WeightSpec } from '../model/weight.ts';
import type { RunCall, RunGraph, WeightSource } from '../protocol.ts';
import { KERNEL_NAMES, type WeightProvider, type Weights } from './weights.ts';

/** Drawing a U-Net's 31 million weights takes most of a second; this holds two such nets. */
const CACHE_BYTES = 256 * 2 ** 20;

export class WeightCache implements WeightProvider {
  readonly #arrays = new Map<string, NDArray>();
  #bytes = 0;

  /**
   * The weights of the layer that owns `call`, by name. Layers are numbered in the order they are first called, which edits of
   * other lines seldom change.
   */
  *weights(graph: RunGraph, order: readonly RunCall[], call: RunCall, source: WeightSource): Steps<Weights> {
    const weights = new Map<string, NDArray>();
    if (call.kernel === null) return weights;
    if (call.kernel.op === 'random' || call.kernel.op === 'parameter') {
      const value = yield* this.#own(graph, order, call, source);
      if (value !== null) weights.set('value', value);
    }
    if (call.layer === null) return weights;
    const specs = graph.weights[call.layer] ?? [];
    const number = layerNumber(order, call.layer);
    for (const [index, spec] of specs.entries()) {
      weights.set(spec.name, yield* this.#weight(graph, spec, call, source, number, index));
    }
    return weights;
  }

  key(graph: RunGraph, order: readonly RunCall[], call: RunCall, source: WeightSource): string {
    if (call.kernel?.op === 'random' || call.kernel?.op === 'parameter') {
      return JSON.stringify([graph.framework, source, ownNumber(order, call)]);
    }
    const specs = call.layer === null ? [] : (graph.weights[call.layer] ?? []);
    if (call.layer === null || specs.length === 0) return '';
    const number = source.kind === 'ones' ? 0 : layerNumber(order, call.layer);
    return JSON.stringify([graph.framework, source, number, specs]);
  }

  *#weight(
    graph: RunGraph,
    spec: WeightSpec,
    call: RunCall,
    source: WeightSource,
    number: number,
    index: number,
  ): Steps<NDArray> {
    // All ones depend on the call's geometry and are made faster than they are found.
    if (source.kind === 'ones') {
      if (call.kernel === null) throw new Error('Nothing is run with the weight.');
      return onesWeight(spec, call.kernel);
    }
    const drawn = source.kind === 'bilinear' ? interpolating(spec, call) : spec;
    const key = JSON.stringify([graph.framework, source.seed, number, index, drawn]);
    const known = this.#arrays.get(key);
    if (known !== undefined) {
      // The most recently used stand last.
      this.#arrays.delete(key);
      this.#arrays.set(key, known);
      return known;
    }
    const array = yield* initialise(drawn, graph.framework, new Random(source.seed, number, index));
    this.#arrays.set(key, array);
    this.#bytes += array.data.length * BYTES_PER_NUMBER;
    this.#forgetOldest(key);
    return array;
  }

  /** What a call draws by itself: noise, and parameters that the code makes with an initialiser. */
  *#own(graph: RunGraph, order: readonly RunCall[], call: RunCall, source: WeightSource): Steps<NDArray | null> {
    const { kernel } = call;
    if (kernel?.op !== 'random' && kernel?.op !== 'parameter') return null;
    if (kernel.op === 'parameter' && kernel.initialiser === null) return null;
    const number = ownNumber(order, call);
    if (source.kind === 'ones') return constantStandIn(kernel);
    const key = JSON.stringify([graph.framework, source.seed, 'own', number, kernel]);
    const known = this.#arrays.get(key);
    if (known !== undefined) return known;
    // Far from the numbers of layers.
    const random = new Random(source.seed, OWN_NUMBERS + number);
    const array =
      kernel.op === 'random'
        ? randomNumbers(kernel, random)
        : yield* initialise(specOf(kernel), graph.framework, random);
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

/** The kernel of a transposed convolution as one that interpolates. With groups, channels do not go to those of their number. */
function interpolating(spec: WeightSpec, { kernel }: RunCall): WeightSpec {
  const takes =
    kernel?.op === 'transposed-convolution' && kernel.groups === 1 && KERNEL_NAMES.some((name) => name === spec.name);
  return takes ? { ...spec, initialiser: { kind: 'bilinear' } } : spec;
}

const OWN_NUMBERS = 2 ** 20;

/** Which of the calls of its kind it is. */
const ownNumber = (order: readonly RunCall[], { id, kernel }: RunCall): number =>
  order.filter((one) => one.kernel?.op === kernel?.op).findIndex((one) => one.id === id);

const specOf = ({ shape, initialiser }: Extract<KernelCall, { op: 'parameter' }>): WeightSpec => ({
  name: 'value',
  shape,
  initialiser: initialiser ?? { kind: 'zeros' },
  trainable: true,
  counted: true,
});

/** With all-ones weights nothing is drawn at random: noise is its mean, other parameters what a constant starts them with, or 0. */
function constantStandIn(kernel: Extract<KernelCall, { op: 'random' | 'parameter' }>): NDArray {
  const { shape } = kernel;
  const data = new Float32Array(sizeOf(shape));
  if (kernel.op === 'random') {
    if (kernel.distribution === 'permutation') return { shape, data: data.map((_, index) => index) };
    const between = kernel.distribution === 'uniform' || kernel.distribution === 'integers';
    const middle = between ? (kernel.first + kernel.second) / 2 : kernel.first;
    return { shape, data: data.fill(kernel.distribution === 'integers' ? Math.floor(middle) : middle) };
  }
  const { initialiser } = kernel;
  const value = initialiser?.kind === 'ones' ? 1 : initialiser?.kind === 'constant' ? initialiser.value : 0;
  return { shape, data: data.fill(value) };
}

function layerNumber(order: readonly RunCall[], layer: LayerId): number {
  const layers = new Set<LayerId>();
  for (const call of order) {
    if (call.layer === layer) break;
    if (call.layer !== null) layers.add(call.layer);
  }
  return layers.size;
}
