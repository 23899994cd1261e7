/**
 * Weights in the order in which the kernels read them, made once and kept as long as there is room. They are found again by the
 * array that they were made from, which the weight cache keeps from run to run.
 */
import type { Steps } from '../reference/steps.ts';
import type { KernelMemory } from './memory.ts';
import { ProgramBuilder, input, output, type Word } from './program.ts';
import type { Team } from './team.ts';

/** A U-Net's 31 million weights take 450 MB in Winograd's form; older nets' give way. */
const MOST_PACKED_BYTES = 640 * 2 ** 20;

/** Floats: a fraction of a millisecond. */
const COPIED_AT_ONCE = 2 ** 18;

/** What a number that is only moved costs, in multiply-accumulates. */
const MOVED = 32;

/** Output channels that the kernels compute at once. */
export const PANEL = 8;
export const panelsFor = (outChannels: number): number => Math.ceil(outChannels / PANEL);

/** Where a weight of one group lies in the framework's array, in floats. */
export interface WeightOrder {
  readonly first: number;
  readonly tapStep: number;
  readonly inStep: number;
  readonly outStep: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

/** Per entry of the packed kernel the taps whose sum it is. */
export type Entries = readonly (readonly number[])[];

/** Along rows and columns; one row, or two or three of each. */
export type WinogradTaps = readonly [rows: 1 | 2 | 3, columns: 2 | 3];

/** What Winograd's filtering makes of the taps: F(4x4, 3x3) makes 36 weights of nine. */
export const winogradProducts = ([rows, columns]: WinogradTaps): number => (rows === 1 ? 1 : rows + 3) * (columns + 3);

/** Bytes; see GAP of assembly/pack.ts. */
export const WINOGRAD_GAP = 64;

/** Gives the addresses of packed weights. */
export interface WeightPacker {
  /** [panel][entry][in][8] */
  panels(weight: Float32Array, order: WeightOrder, entries: Entries): number;
  /** [product][panel][in][8] of a kernel of `taps`, with a gap after each product. */
  winograd(weight: Float32Array, order: WeightOrder, entries: Entries, taps: WinogradTaps): number;
  /** [tap][channels rounded up to 4] of a kernel with one input and one output channel a group. */
  depthwise(
    weight: Float32Array,
    order: WeightOrder,
    groupStep: number,
    channels: number,
    taps: readonly number[],
  ): number;
  /** `bias`, or zeros, filled up so that whole panels can be read from any group on. */
  bias(bias: Float32Array | null, channels: number): number;
}

/** Packs nothing and counts the bytes that it would take. */
export class CountingPacker implements WeightPacker {
  bytes = 0;

  panels(_weight: Float32Array, order: WeightOrder, entries: Entries): number {
    return this.#count(panelsBytes(order, entries.length));
  }

  winograd(_weight: Float32Array, order: WeightOrder, _entries: Entries, taps: WinogradTaps): number {
    return this.#count(winogradBytes(order, taps));
  }

  depthwise(
    _weight: Float32Array,
    _order: WeightOrder,
    _groupStep: number,
    channels: number,
    taps: readonly number[],
  ): number {
    return this.#count(depthwiseBytes(channels, taps.length));
  }

  bias(_bias: Float32Array | null, channels: number): number {
    return this.#count(biasBytes(channels));
  }

  #count(bytes: number): number {
    this.bytes += bytes;
    return 0;
  }
}

const panelsBytes = (order: WeightOrder, entries: number): number =>
  panelsFor(order.outChannels) * PANEL * entries * order.inChannels * 4;
const winogradBytes = (order: WeightOrder, taps: WinogradTaps): number =>
  panelsBytes(order, winogradProducts(taps)) + winogradProducts(taps) * WINOGRAD_GAP;
const depthwiseBytes = (channels: number, taps: number): number => Math.ceil(channels / 4) * 4 * taps * 4;
const biasBytes = (channels: number): number => (channels + PANEL) * 4;

interface Packed {
  readonly address: number;
  readonly bytes: number;
  readonly forget: () => void;
}

export class PackedWeights implements WeightPacker {
  readonly #memory: KernelMemory;
  readonly #team: Team;
  readonly #found = new WeakMap<Float32Array, Map<string, Packed>>();
  /** The most recently used stand last. */
  readonly #kept = new Set<Packed>();
  /** What has an address and does not stand there yet. */
  readonly #missing = new Map<Packed, () => Steps<void>>();
  #bytes = 0;
  /** Counts up whenever addresses that were given out are good no more. */
  generation = 0;

  constructor(memory: KernelMemory, team: Team) {
    this.#memory = memory;
    this.#team = team;
  }

  panels(weight: Float32Array, order: WeightOrder, entries: Entries): number {
    const panels = panelsFor(order.outChannels);
    const bytes = panelsBytes(order, entries.length);
    const key = `panels ${Object.values(order).join()} ${textOf(entries)}`;
    return this.#get(weight, key, bytes, () => {
      const builder = new ProgramBuilder(this.#team.size);
      const words: Word[] = [input(order.first * 4), output(), tapTable(builder, order, entries), entries.length];
      words.push(order.inChannels, order.outChannels, order.inStep * 4, order.outStep * 4);
      builder.step('pack', panels, order.inChannels * entries.length * PANEL * MOVED, words);
      return builder;
    });
  }

  winograd(weight: Float32Array, order: WeightOrder, entries: Entries, taps: WinogradTaps): number {
    const panels = panelsFor(order.outChannels);
    const products = winogradProducts(taps);
    const key = `winograd ${taps.join()} ${Object.values(order).join()} ${textOf(entries)}`;
    return this.#get(weight, key, winogradBytes(order, taps), () => {
      const builder = new ProgramBuilder(this.#team.size);
      const words: Word[] = [input(order.first * 4), output(), order.inChannels, order.outChannels];
      words.push(tapTable(builder, order, entries), order.inStep * 4, order.outStep * 4);
      words.push(builder.reserve(1024 * builder.threads), ...taps);
      builder.step('packWinograd', panels, order.inChannels * products * PANEL * MOVED, words);
      return builder;
    });
  }

  depthwise(
    weight: Float32Array,
    order: WeightOrder,
    groupStep: number,
    channels: number,
    taps: readonly number[],
  ): number {
    const rounded = Math.ceil(channels / 4) * 4;
    return this.#keep(weight, `depthwise ${taps.join()}`, depthwiseBytes(channels, taps.length), (address) => {
      const target = this.#memory.floats(address, rounded * taps.length);
      target.fill(0);
      for (const [i, tap] of taps.entries()) {
        const from = tap * order.tapStep;
        for (let c = 0; c < channels; c++) target[i * rounded + c] = weight[from + c * groupStep] as number;
      }
    });
  }

  bias(bias: Float32Array | null, channels: number): number {
    const source = bias ?? zeros(channels);
    const length = channels + PANEL;
    return this.#keep(source, 'bias', biasBytes(channels), (address) => {
      const target = this.#memory.floats(address, length);
      target.fill(0);
      target.set(source);
    });
  }

  #get(weight: Float32Array, key: string, bytes: number, make: () => ProgramBuilder): number {
    return this.#keep(weight, key, bytes, (address, packed) => {
      this.#missing.set(packed, () => this.#pack(weight, make(), address));
    });
  }

  /** Packs what was asked for and is not there yet, in steps; what is interrupted begins anew the next time. */
  *fill(): Steps<void> {
    for (const [packed, steps] of this.#missing) {
      yield* steps();
      this.#missing.delete(packed);
    }
  }

  *#pack(weight: Float32Array, builder: ProgramBuilder, address: number): Steps<void> {
    const source = this.#memory.take(weight.byteLength);
    const program = builder.build(this.#memory, this.#team);
    const room = this.#memory.take(program.workBytes);
    try {
      for (let from = 0; from < weight.length; from += COPIED_AT_ONCE) {
        const part = weight.subarray(from, from + COPIED_AT_ONCE);
        this.#memory.floats(source + from * 4, part.length).set(part);
        yield;
      }
      yield* program.run({ inputs: [source], output: address, work: room });
    } finally {
      for (const block of [room, source]) this.#memory.give(block);
      program.free();
    }
  }

  #keep(weight: Float32Array, key: string, bytes: number, fill: (address: number, packed: Packed) => void): number {
    const known = this.#found.get(weight) ?? new Map<string, Packed>();
    this.#found.set(weight, known);
    const found = known.get(key);
    if (found !== undefined) {
      this.#kept.delete(found);
      this.#kept.add(found);
      return found.address;
    }
    this.#makeRoom(bytes);
    const address = this.#memory.take(bytes);
    const packed = { address, bytes, forget: () => known.delete(key) };
    fill(address, packed);
    known.set(key, packed);
    this.#kept.add(packed);
    this.#bytes += bytes;
    return address;
  }

  #makeRoom(bytes: number): void {
    for (const packed of this.#kept) {
      if (this.#bytes + bytes <= MOST_PACKED_BYTES) return;
      this.#kept.delete(packed);
      packed.forget();
      this.#missing.delete(packed);
      this.#bytes -= packed.bytes;
      this.#memory.give(packed.address);
      this.generation++;
    }
  }
}

const textOf = (entries: Entries): string => entries.map((taps) => taps.join('+')).join();

/** What the packing kernels read of the entries: how many taps each has, and where they lie. */
const tapTable = (builder: ProgramBuilder, { tapStep }: WeightOrder, entries: Entries): Word =>
  builder.table(entries.flatMap((taps) => [taps.length, ...taps.map((tap) => tap * tapStep * 4)]));

const zeroBiases = new Map<number, Float32Array>();
function zeros(channels: number): Float32Array {
  const known = zeroBiases.get(channels) ?? new Float32Array(channels);
  zeroBiases.set(channels, known);
  return known;
}
