/** The text of a file and the one before it: where they differ, and what is kept of the last version of the files being edited. */

/** What lies between has been replaced; before and after it the texts are the same. */
export interface Difference {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

export function difference(before: string, after: string): Difference {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let [oldEnd, newEnd] = [before.length, after.length];
  while (oldEnd > start && newEnd > start && before.charCodeAt(oldEnd - 1) === after.charCodeAt(newEnd - 1)) {
    oldEnd--;
    newEnd--;
  }
  return { start, oldEnd, newEnd };
}

/** Files that are edited at a time, and the modules beside them: each takes the memory of a syntax tree. */
const MAX_FILES = 4;

export class Versions<T> {
  /** The least recently used first. */
  readonly #byFile = new Map<string, T>();
  readonly #dropped: (version: T) => void;

  /** `dropped` is told of each that is kept no longer. */
  constructor(dropped: (version: T) => void = () => undefined) {
    this.#dropped = dropped;
  }

  get(file: string): T | undefined {
    return this.#byFile.get(file);
  }

  set(file: string, version: T): void {
    const before = this.#byFile.get(file);
    if (before !== undefined) this.#dropped(before);
    this.#byFile.delete(file);
    this.#byFile.set(file, version);
    for (const [oldest, kept] of this.#byFile) {
      if (this.#byFile.size <= MAX_FILES) break;
      this.#byFile.delete(oldest);
      this.#dropped(kept);
    }
  }
}
