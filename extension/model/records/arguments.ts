/**
 * Reads the arguments of a layer: one method per kind of value. What the framework would refuse leaves the rule with a
 * bad-argument clash that names the value; what cannot be told leaves it with the reason.
 */
import { type Message, say } from '../../message.ts';
import { nearestName } from '../nearest-name.ts';
import { refuse, unsure } from '../refusal.ts';
import type { Plain, PlainArguments } from '../record.ts';
import type { Size } from '../size.ts';
import { atLeast } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';

/** A plain value that is known. */
export type Told = Exclude<Plain, { readonly kind: 'unknown' }>;

export interface AxisOptions {
  /** The smallest value the framework takes. */
  readonly least?: number;
  /** PyTorch takes a list of one entry for all axes. */
  readonly single?: boolean;
}

export class Arguments {
  readonly #args: PlainArguments;

  constructor(args: PlainArguments) {
    this.#args = args;
  }

  /** What was given, None included; leaves the rule when it is not known. */
  raw(name: string): Told {
    const value = this.#args[name];
    if (value === undefined) return unsure(say`The argument ${name} is not known.`);
    return told(value, name);
  }

  /** Like raw, but an argument that the signature does not have is None. */
  optional(name: string): Told {
    return this.#args[name] === undefined ? null : this.raw(name);
  }

  /** The value as it is, an unknown one included: for what does not change any number (activations, initialisers). */
  untouched(name: string): Plain {
    return this.#args[name] ?? null;
  }

  isNone(name: string): boolean {
    return this.optional(name) === null;
  }

  /** `expected`: the value that would do, where there is exactly one. */
  refuse(name: string, message: Message, expected?: number): never {
    const right = expected === undefined ? {} : { expected };
    return refuse({ code: 'bad-argument', message, argument: name, ...right });
  }

  /** Refuses a value that is none of the words that the framework knows; `choice` is the list of them for people. */
  refuseWord(name: string, allowed: readonly string[], choice: Message): never {
    const value = this.raw(name);
    const nearest = typeof value === 'string' ? nearestName(value.toLowerCase(), allowed) : null;
    const message = say`${name} must be ${choice}, not ${plainText(value)}.`;
    return refuse({ code: 'bad-argument', message, argument: name, ...(nearest !== null && { expected: nearest }) });
  }

  /** Python's truth of a plain value. */
  flag(name: string): boolean {
    const value = this.optional(name);
    return isList(value) ? value.length > 0 : value !== null && value !== false && value !== 0 && value !== '';
  }

  size(name: string, least = 1): Size {
    return this.#size(this.raw(name), name, least);
  }

  int(name: string, least = 1): number {
    return this.#number(this.size(name, least), name);
  }

  number(name: string): number {
    return this.#float(this.raw(name), name);
  }

  numbers(name: string): readonly number[] {
    const value = this.raw(name);
    return (isList(value) ? value : [value]).map((item) => this.#float(told(item, name), name));
  }

  /** One of the words that the framework knows. */
  text<const T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.raw(name);
    const choice = allowed.map((word) => `'${word}'`).join(', ');
    const word = allowed.find((item) => item === value);
    return word ?? this.refuseWord(name, allowed, say`one of ${choice}`);
  }

  /** An integer for all axes, or one per axis. */
  perAxis(name: string, rank: number, options: AxisOptions = {}): readonly number[] {
    return this.sizesPerAxis(name, rank, options).map((size) => this.#number(size, name));
  }

  sizesPerAxis(name: string, rank: number, { least = 1, single = false }: AxisOptions = {}): readonly Size[] {
    const value = this.raw(name);
    if (!isList(value)) return Array<Size>(rank).fill(this.#size(value, name, least));
    const sizes = value.map((item) => this.#size(item, name, least));
    const [only] = sizes;
    if (single && only !== undefined && sizes.length === 1) return Array<Size>(rank).fill(only);
    if (sizes.length !== rank) {
      return this.refuse(name, say`${name} must be ${integers(rank)}, but ${plainText(value)} has ${sizes.length}.`);
    }
    return sizes;
  }

  /** A list of sizes of any length; a lone integer is a list of one. */
  sizes(name: string, least = 1): readonly Size[] {
    const value = this.raw(name);
    return (isList(value) ? value : [value]).map((item) => this.#size(item, name, least));
  }

  ints(name: string, least = 1): readonly number[] {
    return this.sizes(name, least).map((size) => this.#number(size, name));
  }

  /** One value checked as an integer: items of nested lists. */
  item(value: Plain, name: string, least: number): number {
    return this.#number(this.#size(value, name, least), name);
  }

  list(name: string): readonly Plain[] | null {
    const value = this.raw(name);
    return isList(value) ? value : null;
  }

  #float(value: Told, name: string): number {
    if (typeof value === 'boolean') return Number(value);
    if (typeof value === 'number') return value;
    const symbolic = typeof value === 'object' && value !== null && 'kind' in value;
    if (symbolic) return unsure(say`The value of ${name}, ${plainText(value)}, is no fixed number.`);
    return this.refuse(name, say`${name} must be a number, not ${plainText(value)}.`);
  }

  #size(plain: Plain, name: string, least: number): Size {
    const value = told(plain, name);
    if (typeof value === 'boolean') return Number(value);
    if (value === null || typeof value === 'string' || isList(value)) return notInteger(this, name, value);
    if (typeof value === 'number') {
      if (!Number.isInteger(value)) return notInteger(this, name, value);
    } else if (value.kind === 'object') {
      return unsure(say`The value of ${name}, ${plainText(value)}, is not followed.`);
    }
    const size = typeof value === 'number' ? value : value.size;
    if (Number.isFinite(least) && atLeast(size, least) === false) {
      return this.refuse(name, say`${name} must be at least ${least}, not ${sizeText(size)}.`);
    }
    return size;
  }

  #number(size: Size, name: string): number {
    return typeof size === 'number' ? size : unsure(say`${name} is ${sizeText(size)}, which is no fixed number.`);
  }
}

const notInteger = (args: Arguments, name: string, value: Plain): never =>
  args.refuse(name, say`${name} must be an integer, not ${plainText(value)}.`);

const integers = (count: number): Message => (count === 1 ? say`one integer` : say`one integer or ${count} integers`);

function told(value: Plain, name: string): Told {
  return isUnknown(value) ? unsure(say`The argument ${name} cannot be told: ${value.reason}`) : value;
}

/** Array.isArray does not tell readonly arrays apart. */
export const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);

export const isUnknown = (value: Plain): value is { readonly kind: 'unknown'; readonly reason: Message } =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'unknown';

/** A plain value as Python would print it. */
export function plainText(value: Plain): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(value);
  if (isList(value)) return `(${value.map(plainText).join(', ')}${value.length === 1 ? ',' : ''})`;
  return value.kind === 'size' ? sizeText(value.size) : value.kind === 'object' ? value.type : '?';
}
