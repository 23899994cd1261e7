/** Keras 3's automatic names: `conv2d`, `conv2d_1`, one counter per class name and process. keras/src/utils/naming.py */
import type { Journaled } from '../../python/values.ts';

export class NameCounter implements Journaled {
  readonly kind = 'journaled';
  readonly #counts = new Map<string, number>();
  readonly #beforeChange: (counter: NameCounter) => void;

  /** `beforeChange` is told before each change, so that a branch that may not be taken can be undone. */
  constructor(beforeChange: (counter: NameCounter) => void) {
    this.#beforeChange = beforeChange;
  }

  autoName(className: string): string {
    return this.uniquify(toSnakeCase(className));
  }

  uniquify(name: string): string {
    this.#beforeChange(this);
    const count = this.#counts.get(name);
    this.#counts.set(name, (count ?? 0) + 1);
    return count === undefined ? name : `${name}_${count}`;
  }

  /** `keras.backend.get_uid`: counts up and gives the count. */
  uid(prefix: string): number {
    this.#beforeChange(this);
    const count = (this.#counts.get(prefix) ?? 0) + 1;
    this.#counts.set(prefix, count);
    return count;
  }

  /** `keras.utils.clear_session`. */
  reset(): void {
    this.#beforeChange(this);
    this.#counts.clear();
  }

  capture(): ReadonlyMap<string, number> {
    return new Map(this.#counts);
  }

  restore(state: unknown): void {
    this.#counts.clear();
    for (const [name, count] of state as ReadonlyMap<string, number>) this.#counts.set(name, count);
  }

  /** Names stay unique whichever branch was taken. */
  join(states: readonly unknown[]): void {
    this.#counts.clear();
    for (const state of states as readonly ReadonlyMap<string, number>[]) {
      for (const [name, count] of state) this.#counts.set(name, Math.max(count, this.#counts.get(name) ?? 0));
    }
  }
}

/** Class names come again with every layer. */
const snakeCases = new Map<string, string>();
const MAX_SNAKE_CASES = 2_000;

export function toSnakeCase(name: string): string {
  const known = snakeCases.get(name);
  if (known !== undefined) return known;
  if (snakeCases.size >= MAX_SNAKE_CASES) snakeCases.clear();
  const made = snakeCaseOf(name);
  snakeCases.set(name, made);
  return made;
}

function snakeCaseOf(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
