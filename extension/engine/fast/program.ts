/**
 * A layer made ready to run: jobs of the kernels with everything in them but the addresses of this run's arrays. Made once per
 * call and input shape, run as often as wanted.
 */
import type { Steps } from '../reference/steps.ts';
import type { KernelName } from './exports.ts';
import type { KernelMemory } from './memory.ts';
import type { Team } from './team.ts';

/** The arrays of a run. */
export interface Buffers {
  readonly inputs: readonly number[];
  readonly output: number;
  readonly work: number;
}

/** An address that is not known yet: a place in an array of the run, or in the program's own tables. */
export interface Place {
  readonly in: 'input' | 'output' | 'work' | 'table';
  /** Which of the inputs. */
  readonly index: number;
  readonly bytes: number;
}
export type Word = number | Place;

export const input = (bytes = 0, index = 0): Place => ({ in: 'input', index, bytes });
export const output = (bytes = 0): Place => ({ in: 'output', index: 0, bytes });
export const work = (bytes = 0): Place => ({ in: 'work', index: 0, bytes });

const bits = new DataView(new ArrayBuffer(4));
/** A float as the word that holds its bits. */
export function float(value: number): number {
  bits.setFloat32(0, value, true);
  return bits.getInt32(0, true);
}

interface Step {
  readonly kernel: KernelName;
  readonly items: number;
  readonly itemWork: number;
  readonly words: readonly Word[];
}

/**
 * Multiply-accumulates (or as long with other work) between two chances to stop: half a millisecond. Code that V8 has just optimised is
 * taken up with the next turn, so that already the first call is soon fast.
 */
const WORK_PER_TURN = 2e7;
/** Threads wait for each other at the end of a turn: theirs are longer. */
const TURNS_IN_ONE = 4;
/** Large items are shared out too: so many for each thread. */
const LEAST_SHARE = 2;

function itemsPerTurn(threads: number, itemWork: number): number {
  if (threads === 1) return Math.max(1, Math.ceil(WORK_PER_TURN / Math.max(1, itemWork)));
  return Math.max(threads * LEAST_SHARE, Math.ceil((WORK_PER_TURN * threads * TURNS_IN_ONE) / Math.max(1, itemWork)));
}

export class ProgramBuilder {
  readonly #steps: Step[] = [];
  readonly #tables: number[] = [];
  #scratch: { readonly place: Place; readonly bytes: number } | null = null;
  /** Of the team that will run the program: each may want working memory of its own. */
  readonly threads: number;
  /** Bytes of working memory. */
  workBytes = 0;

  constructor(threads: number) {
    this.threads = threads;
  }

  /** `itemWork` in multiply-accumulates. */
  step(kernel: KernelName, items: number, itemWork: number, words: readonly Word[]): void {
    if (items <= 0) return;
    this.#steps.push({ kernel, items, itemWork, words });
  }

  /** Integers, or floats as `float` gives them, that jobs point to. */
  table(values: readonly number[]): Place {
    const place: Place = { in: 'table', index: 0, bytes: this.#tables.length * 4 };
    for (const value of values) this.#tables.push(value);
    // Vectors of four may be read at the end.
    while (this.#tables.length % 4 !== 0) this.#tables.push(0);
    return place;
  }

  reserve(bytes: number): Place {
    const place = work(this.workBytes);
    this.workBytes += Math.ceil(bytes / 64) * 64;
    return place;
  }

  /** Working memory that steps may share, since nothing is kept there from one to the next: it stays in the processor's cache. */
  scratch(bytes: number): Place {
    if (this.#scratch === null || bytes > this.#scratch.bytes) this.#scratch = { place: this.reserve(bytes), bytes };
    return this.#scratch.place;
  }

  build(memory: KernelMemory, team: Team): Program {
    return new Program(memory, team, this.#steps, this.#tables, this.workBytes);
  }
}

interface PlacedStep extends Step {
  readonly address: number;
}

export class Program {
  readonly workBytes: number;
  readonly #memory: KernelMemory;
  readonly #team: Team;
  readonly #block: number;
  readonly #steps: readonly PlacedStep[];
  /** Word index, and what belongs there. */
  readonly #patches: readonly (readonly [number, Place])[];

  constructor(memory: KernelMemory, team: Team, steps: readonly Step[], tables: readonly number[], workBytes: number) {
    this.#memory = memory;
    this.#team = team;
    this.workBytes = workBytes;
    const jobs = steps.reduce((sum, { words }) => sum + words.length, 0);
    // Eight more floats: a register may be read past the last table.
    this.#block = memory.take((tables.length + jobs + 8) * 4);
    const first = this.#block / 4;
    const { words } = memory;
    words.set(tables, first);
    const patches: [number, Place][] = [];
    const placed: PlacedStep[] = [];
    let next = first + tables.length;
    for (const step of steps) {
      placed.push({ ...step, address: next * 4 });
      for (const word of step.words) {
        if (typeof word === 'number') words[next] = word;
        else if (word.in === 'table') words[next] = this.#block + word.bytes;
        else patches.push([next, word]);
        next++;
      }
    }
    this.#steps = placed;
    this.#patches = patches;
  }

  *run(buffers: Buffers): Steps<void> {
    const { words } = this.#memory;
    for (const [word, place] of this.#patches) {
      const from =
        place.in === 'input' ? (buffers.inputs[place.index] as number) : buffers[place.in as 'output' | 'work'];
      words[word] = from + place.bytes;
    }
    for (const { kernel, items, itemWork, address } of this.#steps) {
      const perTurn = itemsPerTurn(this.#team.size, itemWork);
      for (let from = 0; from < items; from += perTurn) {
        if (from > 0) yield;
        const to = Math.min(items, from + perTurn);
        this.#team.run(kernel, address, from, to, (to - from) * itemWork);
      }
    }
    if (this.#steps.length > 1) yield;
  }

  free(): void {
    this.#memory.give(this.#block);
  }
}
