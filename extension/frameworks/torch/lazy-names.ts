/** A namespace whose entries are made when they are first asked for: torch has many more names than a file uses. */
import type { Value } from '../../python/values.ts';

export class LazyNames extends Map<string, Value> {
  readonly #make: (name: string) => Value | undefined;

  constructor(make: (name: string) => Value | undefined) {
    super();
    this.#make = make;
  }

  override get(name: string): Value | undefined {
    const known = super.get(name);
    if (known !== undefined) return known;
    const made = this.#make(name);
    if (made !== undefined) super.set(name, made);
    return made;
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }
}
