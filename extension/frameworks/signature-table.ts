/**
 * The signatures of a framework by public name (`layers.Conv2D`, `nn.functional.relu`), generated from the real one by
 * test/oracle/signatures.py. To read them all takes longer than what a file of code asks for: in the bundles each stands as text
 * of its own (build/embed.mjs) until somebody asks.
 */
import type { Signature } from './signature.ts';

export class SignatureTable {
  readonly #recorded: Readonly<Record<string, unknown>>;
  readonly #read = new Map<string, Signature>();

  constructor(recorded: Readonly<Record<string, unknown>>) {
    this.#recorded = recorded;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#recorded, name);
  }

  get(name: string): Signature | undefined {
    const known = this.#read.get(name);
    if (known || !this.has(name)) return known;
    const recorded = this.#recorded[name];
    const signature = (typeof recorded === 'string' ? JSON.parse(recorded) : recorded) as Signature;
    this.#read.set(name, signature);
    return signature;
  }

  /** Those that begin with `prefix` and name nothing below that, without the prefix; overloads (`#1`) are left out. */
  namesBelow(prefix: string): readonly string[] {
    return Object.keys(this.#recorded)
      .filter((name) => name.startsWith(prefix) && !name.includes('#') && !name.includes('.', prefix.length))
      .map((name) => name.slice(prefix.length));
  }
}
