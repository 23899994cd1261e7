/**
 * Outputs of layers, kept beyond the run that made them and found again by what they were computed from: the layer, its weights and
 * its inputs. After an edit, only what it touched is computed again.
 */
import type { NDArray } from './array.ts';
import { Tensor } from './fast/tensor.ts';
import type { KernelCall } from '../model/kernel.ts';

/** What a tensor was computed from, all of it: equal keys, equal numbers. */
export type ResultKey = string;

interface Kept {
  readonly value: NDArray;
  readonly bytes: number;
  /** Which run used it last. */
  run: number;
}

/** Times of calls that were run are remembered longer than their outputs. */
const MOST_TIMES = 20_000;

export class Results {
  /** The most recently used stand last. */
  readonly #kept = new Map<ResultKey, Kept>();
  readonly #milliseconds = new Map<ResultKey, number>();
  #run = 0;
  #bytes = 0;
  #limit = 0;

  /** A new run begins, beside which `limit` bytes may be kept. */
  begin(limit: number): void {
    this.#run++;
    this.#limit = limit;
    this.#makeRoom(0, Infinity);
  }

  /** The milliseconds that the call took whose first output has this key; undefined when it never ran. */
  milliseconds(key: ResultKey): number | undefined {
    return this.#milliseconds.get(key);
  }

  ran(key: ResultKey, milliseconds: number): void {
    this.#milliseconds.set(key, milliseconds);
    if (this.#milliseconds.size <= MOST_TIMES) return;
    const [oldest] = this.#milliseconds.keys();
    if (oldest !== undefined) this.#milliseconds.delete(oldest);
  }

  has(key: ResultKey): boolean {
    return this.#kept.has(key);
  }

  /** The value, with one more owner. */
  get(key: ResultKey): NDArray | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    kept.run = this.#run;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (kept.value instanceof Tensor) kept.value.retain();
    return kept.value;
  }

  /** Keeps the value if there is room or older runs' values can make some. The caller stays an owner. */
  put(key: ResultKey, value: NDArray): void {
    const bytes = value.shape.reduce((product, size) => product * size, 4);
    if (this.#kept.has(key) || bytes > this.#limit) return;
    this.#makeRoom(bytes, this.#run);
    if (this.#bytes + bytes > this.#limit) return;
    if (value instanceof Tensor) value.retain();
    this.#kept.set(key, { value, bytes, run: this.#run });
    this.#bytes += bytes;
  }

  #makeRoom(bytes: number, before: number): void {
    for (const [key, { value, bytes: own, run }] of this.#kept) {
      if (this.#bytes + bytes <= this.#limit) return;
      if (run >= before) continue;
      this.#kept.delete(key);
      this.#bytes -= own;
      if (value instanceof Tensor) value.release();
    }
  }
}

/** `weights` tells a layer's weights apart from all others. */
export function resultKey(
  kernel: KernelCall,
  weights: string,
  inputs: readonly ResultKey[],
  output: number,
): ResultKey {
  return digest(JSON.stringify([kernel, weights, inputs, output]));
}

export function inputKey({ shape, data }: NDArray): ResultKey {
  return digest(`${shape.join()} ${digestNumbers(data)}`);
}

/** 106 bits of a text: two passes of cyrb53 with different seeds. */
function digest(text: string): string {
  return cyrb53(text, 1) + cyrb53(text, 2);
}

function cyrb53(text: string, seed: number): string {
  let [a, b] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  return mixed(a, b);
}

function digestNumbers(data: Float32Array): string {
  const words = new Int32Array(data.buffer, data.byteOffset, data.length);
  let [a, b, c, d] = [0xdeadbeef, 0x41c6ce57, 0x9e3779b9, 0x7f4a7c15];
  for (const word of words) {
    a = Math.imul(a ^ word, 2654435761);
    b = Math.imul(b ^ word, 1597334677);
    c = Math.imul(c ^ (word >>> 7), 2246822507);
    d = Math.imul(d ^ (word >>> 11), 3266489909);
  }
  return mixed(a, b) + mixed(c, d);
}

function mixed(a: number, b: number): string {
  const x = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  const y = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return `${(y >>> 0).toString(36)}.${(x >>> 0).toString(36)}.`;
}
