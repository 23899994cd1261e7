/**
 * How much work one analysis may do. Code is read while it is being typed, so a hostile or half-typed file must cost
 * milliseconds; an ordinary model file stays a hundred times below each of these.
 */
import { type Message, say } from '../../message.ts';
import type { Place } from '../values.ts';

export interface Limits {
  /**
   * Statements, calls and loop rounds of one top-level statement, and what native code counts (`Interpreter.work`). Half a
   * million take about a third of a second; building ResNet-152 takes 110,000 in Keras and 60,000 in PyTorch.
   */
  readonly steps: number;
  /**
   * Steps of one loop. A loop that takes more trains, or waits: its further rounds are taken to be one that may not
   * happen, with Unknown as its item, and what follows the loop is evaluated.
   */
  readonly loopSteps: number;
  /** The same for all modules of one analysis together, so that many costly statements cannot add up. */
  readonly totalSteps: number;
  /** Nested Python calls. CPython allows 1,000; each costs us about ten JavaScript frames of a 1 MB stack. */
  readonly callDepth: number;
  /**
   * Conditions that are not known, inside each other, behind which functions are still followed: each doubles the work.
   * A function further in is not called; its result is Unknown.
   */
  readonly trials: number;
  /** Nested expressions and nested containers that are compared, hashed or printed; protects the JavaScript stack. */
  readonly nesting: number;
  /** Items of one list, tuple, dict, set or range that is written out. Model code does not count to a million. */
  readonly collectionSize: number;
  /** UTF-16 units of one string. */
  readonly stringLength: number;
  /** Bits of one integer: sizes and parameter counts need 64. */
  readonly integerBits: number;
  /** Items taken from one generator or endless iterator by something that wants all of them. */
  readonly generatorItems: number;
  /**
   * Wall time of one top-level statement, in milliseconds; after a statement that used it up, half of it for the rest.
   * Steps are what ends endless work, the same on every machine; time is the last resort, for what they do not see. It leaves
   * room for a machine several times slower that has just started.
   */
  readonly milliseconds: number;
  /** Wall time of all statements together. */
  readonly totalMilliseconds: number;
  /** The clock for `milliseconds`, in milliseconds from an origin of its own. */
  readonly clock: () => number;
}

export type LimitName = Exclude<keyof Limits, 'clock'>;

/** More work than we follow: ends the current top-level statement, not the module. */
export class LimitReached extends Error {
  readonly limit: LimitName;
  readonly place: Place | null;
  readonly why: Message;
  constructor(limit: LimitName, why: Message, place: Place | null = null) {
    super(limit);
    this.limit = limit;
    this.why = why;
    this.place = place;
  }
}

export const DEFAULT_LIMITS: Limits = {
  steps: 600_000,
  loopSteps: 50_000,
  totalSteps: 900_000,
  callDepth: 200,
  trials: 8,
  nesting: 700,
  collectionSize: 1_000_000,
  stringLength: 1_000_000,
  integerBits: 16_384,
  generatorItems: 200_000,
  milliseconds: 2_500,
  totalMilliseconds: 3_000,
  clock: () => performance.now(),
};

/** Looking at the clock costs as much as several steps, so it is done once in so many. */
const STEPS_PER_CLOCK_READING = 1024;

/** Counts the work; each top-level statement gets a budget, smaller after every one that was used up. */
export class Meter {
  readonly limits: Limits;
  /** Shrinks by half at each limit that was hit. */
  #share = 1;
  #left: number;
  #totalLeft: number;
  #untilClock = STEPS_PER_CLOCK_READING;
  #started = 0;
  #deadline = Infinity;
  #timeLeft: number;
  #worked = 0;
  /** A top-level statement is being evaluated. */
  #running = false;

  constructor(limits: Partial<Limits> = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.#left = this.limits.steps;
    this.#totalLeft = this.limits.totalSteps;
    this.#timeLeft = this.limits.totalMilliseconds;
  }

  /** Nothing is left for any further statement. */
  get exhausted(): boolean {
    return this.#totalLeft <= 0 || this.#timeLeft <= 0;
  }

  /** Steps taken so far, those of native code not counted: what loops are measured by. */
  get spent(): number {
    return this.limits.totalSteps - this.#totalLeft - this.#worked;
  }

  /** What was spent so far does not count: somebody asked for what comes now. */
  renew(): void {
    this.#share = 1;
    this.#totalLeft = this.limits.totalSteps;
    this.#timeLeft = this.limits.totalMilliseconds;
  }

  /** A top-level statement starts. */
  refill(): void {
    this.#running = true;
    this.#left = this.limits.steps * this.#share;
    this.#started = this.limits.clock();
    this.#deadline = this.#started + Math.min(this.limits.milliseconds * this.#share, this.#timeLeft);
    this.#untilClock = STEPS_PER_CLOCK_READING;
  }

  /** A top-level statement ended. */
  finish(): void {
    this.#running = false;
    this.#timeLeft -= this.limits.clock() - this.#started;
  }

  /** The statement was ended by a limit: the rest of the module gets a smaller budget. */
  shrink(): void {
    this.#share /= 2;
  }

  /** Counts work; `amount` is larger than 1 for native operations on many items. */
  step(amount = 1): void {
    this.#left -= amount;
    this.#totalLeft -= amount;
    if (this.#left < 0 || this.#totalLeft < 0) throw new LimitReached('steps', say`too many steps`);
    this.#untilClock -= amount;
    if (this.#untilClock < 0) {
      this.#untilClock = STEPS_PER_CLOCK_READING;
      if (this.limits.clock() > this.#deadline) throw new LimitReached('milliseconds', say`too much time`);
    }
  }

  /** Native code did something that costs as much as so many steps. Between statements there is none that could be ended. */
  work(amount: number): void {
    this.#worked += amount;
    if (this.#running) this.step(amount);
    else this.#totalLeft -= amount;
  }

  /** A collection of this many items is about to be made. */
  collection(size: number): void {
    if (size > this.limits.collectionSize) throw new LimitReached('collectionSize', say`too large a collection`);
    if (size > 64) this.step(size >> 6);
  }

  text(length: number): void {
    if (length > this.limits.stringLength) throw new LimitReached('stringLength', say`too long a string`);
    if (length > 1024) this.step(length >> 10);
  }

  /** Something is done to every character of a text. */
  scan(length: number): void {
    if (length > 256) this.step(length >> 8);
  }

  bits(count: number): void {
    if (count > this.limits.integerBits) throw new LimitReached('integerBits', say`too large an integer`);
    if (count > 128) this.step(count >> 7);
  }
}
