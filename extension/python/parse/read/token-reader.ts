/**
 * What reading at every level of the grammar shares: the current token, what is expected next, how deep the reading is, and what could not
 * be read. Each level is a class above this one, so that a lower one can ask for what a higher one reads.
 */
import { type Message, say } from '../../../message.ts';
import type { ErrorExpression, ErrorStatement, Span, SyntaxProblem } from '../../syntax.ts';
import { STAND_IN } from '../characters.ts';
import { NONE, type Tokens } from '../tokens.ts';
import { namesBoundBy } from './bound-names.ts';

/**
 * Expressions nested deeper than this cannot be read. CPython gives up at 200 brackets; the stack of a worker holds a multiple of this.
 */
const MAX_DEPTH = 300;
/** Of operators or calls one after another, each around the last: a sum of hundreds of terms nests as deeply. */
const MAX_CHAIN = 500;

/** A text with more of them is not being typed, it is something else. */
export const MAX_FAULTS = 1000;

/** A part of the text that is not Python. */
export interface Fault extends Span {
  /** The token that could not follow what stands before it. */
  readonly token: Span;
}

/** Thrown where the current token cannot be read, caught by the smallest part around it that can stand for an error. */
class Unreadable extends Error {}
/** One for all: where it happened is where the reader stands. */
const UNREADABLE = new Unreadable('unreadable');

export class TokenReader {
  readonly faults: Fault[] = [];
  /** What can be read and is still no Python of today. */
  readonly problems: SyntaxProblem[] = [];
  protected readonly text: string;
  protected readonly tokens: Tokens;
  /** The current token. */
  protected at = 0;
  protected depth = 0;
  /** Set by `yield`; saved and cleared around each function. */
  protected sawYield = false;
  /** Too deep for this part: said once, and no fault of its text. */
  #isTooDeep = false;

  constructor(text: string, tokens: Tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  protected get kind(): string {
    return this.tokens.kinds[this.at] ?? 'end';
  }

  protected get nextKind(): string {
    return this.tokens.kinds[this.at + 1] ?? 'end';
  }

  /** Of the current token, if it is a name. */
  protected get word(): string {
    return this.tokens.words[this.at] ?? '';
  }

  protected get start(): number {
    return this.startOf(this.at);
  }

  /** Where the last token that was read ended. */
  protected get lastEnd(): number {
    return this.endOf(this.at - 1);
  }

  protected startOf(token: number): number {
    return this.tokens.starts[token] ?? this.text.length;
  }

  protected endOf(token: number): number {
    return this.tokens.ends[token] ?? 0;
  }

  protected is(kind: string): boolean {
    return this.kind === kind;
  }

  protected accept(kind: string): boolean {
    if (this.kind !== kind) return false;
    this.at++;
    return true;
  }

  protected expect(kind: string): void {
    if (this.kind !== kind) this.fail();
    this.at++;
  }

  /** A name; '' where one is not typed yet. */
  protected name(): string {
    if (this.kind !== 'name') this.fail();
    const { word } = this;
    this.at++;
    return word === STAND_IN ? '' : word;
  }

  protected fail(): never {
    throw UNREADABLE;
  }

  /** To be called before something nests; `depth` goes back by one after it. */
  protected enter(): void {
    if (++this.depth > MAX_DEPTH) this.#tooDeep();
  }

  /** One more operand around what was read. */
  protected lengthen(chain: number): number {
    if (chain > MAX_CHAIN) this.#tooDeep();
    return chain + 1;
  }

  #tooDeep(): never {
    if (!this.#isTooDeep)
      this.problem({ start: this.start, end: this.endOf(this.at) }, say`This is nested too deeply to be read.`);
    this.#isTooDeep = true;
    throw UNREADABLE;
  }

  protected problem({ start, end }: Span, message: Message): void {
    this.problems.push({ start, end, message });
  }

  /** The token that closes the bracket at `open`; what is inside cannot be read where nothing does. */
  protected closerOf(open: number): number {
    const close = this.tokens.partners[open] ?? NONE;
    if (close < open) this.fail();
    return close;
  }

  /** The next token of this level from `from` on that is one of these, or the last one before `end`. */
  protected find(from: number, isWanted: (kind: string) => boolean, end = this.tokens.kinds.length - 1): number {
    const { kinds, partners } = this.tokens;
    let token = from;
    while (token < end && !isWanted(kinds[token] ?? 'end')) {
      const partner = partners[token] ?? NONE;
      token = partner > token ? partner + 1 : token + 1;
    }
    return Math.min(token, end);
  }

  /** Gives up a part of the text that begins at the token `first`, and goes on at the token `next`. */
  protected giveUp(thrown: unknown, first: number, next: number, depth: number): void {
    if (!(thrown instanceof Unreadable)) throw thrown;
    const token = Math.min(this.at, Math.max(first, next));
    this.depth = depth;
    this.at = next;
    const span = { start: this.startOf(first), end: Math.max(this.startOf(first), this.lastEnd) };
    if (!this.#isTooDeep) this.faults.push({ ...span, token: { start: this.startOf(token), end: this.endOf(token) } });
    this.#isTooDeep = false;
  }

  protected isHopeless(): boolean {
    return this.faults.length >= MAX_FAULTS;
  }

  protected error(start: number, end: number): ErrorExpression {
    const last = Math.max(start, end);
    return { kind: 'Error', start, end: last, text: this.text.slice(start, last) };
  }

  protected errorStatement(start: number, end: number): ErrorStatement {
    const text = this.text.slice(start, end);
    return { kind: 'ErrorStatement', start, end, text, names: namesBoundBy(text) };
  }
}
