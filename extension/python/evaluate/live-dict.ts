/** `__dict__`, `vars()`, `globals()`: a dict that is another view of a map of names, so writes go both ways. */
import type { PyDict, Value } from '../values.ts';
import { str } from '../values.ts';
import { Names } from './names.ts';

interface Entry {
  key: Value;
  value: Value;
}

/** Keys are those of hashKey for strings: `s` and the text. */
class LiveEntries extends Map<string, Entry> {
  readonly #names: Map<string, Value>;
  constructor(names: Map<string, Value>) {
    super();
    this.#names = names;
  }
  override get size(): number {
    // The constructor of Map asks before the field exists.
    return this.#names.size;
  }
  override get(id: string): Entry | undefined {
    const value = this.#names.get(id.slice(1));
    return value && id.startsWith('s') ? { key: str(id.slice(1)), value } : undefined;
  }
  override has(id: string): boolean {
    return id.startsWith('s') && this.#names.has(id.slice(1));
  }
  override set(id: string, entry: Entry): this {
    if (id.startsWith('s')) this.#names.set(id.slice(1), entry.value);
    return this;
  }
  override delete(id: string): boolean {
    return id.startsWith('s') && this.#names.delete(id.slice(1));
  }
  override clear(): void {
    this.#names.clear();
  }
  override *entries(): MapIterator<[string, Entry]> {
    for (const [name, value] of this.#names) yield [`s${name}`, { key: str(name), value }];
  }
  override *keys(): MapIterator<string> {
    for (const name of this.#names.keys()) yield `s${name}`;
  }
  override *values(): MapIterator<Entry> {
    for (const [name, value] of this.#names) yield { key: str(name), value };
  }
  override [Symbol.iterator](): MapIterator<[string, Entry]> {
    return this.entries();
  }
  override forEach(run: (entry: Entry, id: string, map: Map<string, Entry>) => void): void {
    for (const [id, entry] of this.entries()) run(entry, id, this);
  }
}

export const liveDict = (names: Map<string, Value>): PyDict => ({
  kind: 'dict',
  entries: new LiveEntries(names),
  born: names instanceof Names ? names.born : 0,
});

/** The names as they are now. */
export const dictOfNames = (names: ReadonlyMap<string, Value>): PyDict => ({
  kind: 'dict',
  entries: new Map([...names].map(([name, value]) => [`s${name}`, { key: str(name), value }])),
});
