/** A tensor in the kernels' memory. */
import { sizeOf, type NDArray } from '../array.ts';
import { fromChannelsLast } from '../reference/permute.ts';
import type { KernelMemory } from './memory.ts';
import type { Layout } from '../../model/kernel.ts';

/**
 * Channels are always last in memory. Where the framework has them first, `shape` says so and `data` brings them into that order
 * when a reference kernel or a picture asks for it.
 */
export class Tensor implements NDArray {
  readonly shape: readonly number[];
  readonly layout: Layout;
  readonly #memory: KernelMemory;
  #address: number | null;
  #ordered: Float32Array | null = null;
  #owners = 1;

  constructor(memory: KernelMemory, shape: readonly number[], layout: Layout) {
    this.shape = shape;
    this.layout = layout;
    this.#memory = memory;
    this.#address = memory.take(sizeOf(shape) * 4);
  }

  get address(): number {
    if (this.#address === null) throw new Error('A tensor was used after it had been given back.');
    return this.#address;
  }

  /** The numbers as they lie in memory. Good until memory grows. */
  get raw(): Float32Array {
    return this.#memory.floats(this.address, sizeOf(this.shape));
  }

  /** The numbers in the order of `shape`. */
  get data(): Float32Array {
    if (this.layout === 'channels_last') return this.raw;
    this.#ordered ??= fromChannelsLast(
      { shape: lastShape(this.shape, this.layout), data: this.raw },
      'channels_first',
    ).data;
    return this.#ordered;
  }

  /** Another owner, who will release it too. */
  retain(): void {
    this.#owners++;
  }

  /** Gives the memory back when the last owner does. The tensor is of no use to this one afterwards. */
  release(): void {
    if (--this.#owners > 0) return;
    this.#memory.give(this.address);
    this.#address = null;
    this.#ordered = null;
  }
}

/** The shape with the channels last. */
export function lastShape(shape: readonly number[], layout: Layout): readonly number[] {
  if (layout === 'channels_last') return shape;
  const [batch, channels, ...spatial] = shape as [number, number, ...number[]];
  return [batch, ...spatial, channels];
}

/** A shape with the channels last as the framework has it. */
export function frameworkShape(shape: readonly number[], layout: Layout): readonly number[] {
  if (layout === 'channels_last') return shape;
  const channels = shape[shape.length - 1] as number;
  return [shape[0] as number, channels, ...shape.slice(1, -1)];
}
