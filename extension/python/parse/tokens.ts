/**
 * Python's tokens: the words, numbers, strings and operators of a text, the ends of its logical lines and their indentation, the partners
 * of its brackets. Any text has tokens; what is none is one of kind `error`.
 */
import type { Comment } from '../syntax.ts';
import {
  BACKSLASH,
  BYTE_ORDER_MARK,
  DASH,
  DOT,
  EQUALS,
  FORM_FEED,
  GREATER,
  HASH,
  isDigit,
  isLineBreak,
  isQuote,
  LESS,
  lineBreakLength,
  SPACE,
  STAND_IN,
  TAB,
  wordEnd,
} from './characters.ts';
import { HAS_FIELDS, STRING_PREFIX, stringEnd } from './string-ends.ts';

/** Words that are never names. `match`, `case`, `type`, `async`, `await`, `print` and `exec` are names unless what follows says otherwise. */
const KEYWORDS = [
  'False', 'None', 'True', 'and', 'as', 'assert', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except', 'finally', 'for',
  'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with',
  'yield',
]; // prettier-ignore
const OPERATORS = [
  '(', ')', '[', ']', '{', '}', ',', ':', '.', ';', '@', '=', '->', '+', '-', '*', '/', '//', '%', '|', '&', '^', '~', '<', '>', '==',
  '!=', '<>', '<=', '>=', '<<', '>>', '**', ':=', '...', '+=', '-=', '*=', '/=', '//=', '%=', '@=', '&=', '|=', '^=', '>>=', '<<=', '**=',
]; // prettier-ignore
/** One string for each, so that comparing kinds is comparing pointers. */
const KIND_OF_OPERATOR = new Map(OPERATORS.map((text) => [text, text]));
const KIND_OF_WORD = new Map(KEYWORDS.map((text) => [text, text]));

/** By their code, the operators that are no beginning of a longer one: most of those that a text has. */
const ALONE: readonly (string | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return '()[]{},;~'.includes(character) ? character : undefined;
});

const CLOSER_OF: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const CLOSERS: ReadonlySet<string> = new Set(CLOSER_OF.values());

/** `0x1f`, `1_000`, `1.5e-3`, `2j`, and `10L` of Python 2. */
const NUMBER =
  /0(?:x(?:_?[\da-f])+|o(?:_?[0-7])+|b(?:_?[01])+)l?|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:e[+-]?\d[\d_]*)?[jl]?/iy;

const TAB_WIDTH = 8;
/** Two characters and more after which `=` belongs to an operator: `+=`, `==`, `:=`. */
const BEFORE_EQUALS = '+-*/%@&|^=!<>:';
const DOUBLED = '*/<>';

/** No partner: the bracket is never closed, or the token is no bracket. Of indentation: not the first token of a line. */
export const NONE = -1;

export class Tokens {
  /** An operator's or keyword's own text, or `name`, `number`, `string`, `error`, `newline` at the end of a logical line, `end`. */
  readonly kinds: string[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /** The text of a name, else ''. */
  readonly words: string[] = [];
  /** Of a bracket: the token that closes or opens it. */
  readonly partners: number[] = [];
  /** Of the first token of a logical line: its column, a tab counting to the next multiple of eight as in CPython. */
  readonly indents: number[] = [];
  readonly comments: Comment[] = [];
}

/** The tokens between two offsets. `isInside`: of an expression in brackets, where line breaks are white space. */
export function tokenize(text: string, from = 0, to = text.length, isInside = false): Tokens {
  const tokenizer = new Tokenizer(text, from, to, isInside);
  tokenizer.run();
  return tokenizer.tokens;
}

class Tokenizer {
  readonly tokens = new Tokens();
  readonly #text: string;
  readonly #to: number;
  readonly #isInside: boolean;
  #at: number;
  /** Open brackets, by their tokens, and how many of them each closer would close. */
  readonly #open: number[] = [];
  readonly #awaited = new Map<string, number>();
  /** Of the next token, where it is the first of its line. */
  #indent: number = NONE;
  /** Equal names are one string. */
  readonly #names = new Map<string, string>();

  constructor(text: string, from: number, to: number, isInside: boolean) {
    this.#text = text;
    this.#at = from;
    this.#to = to;
    this.#isInside = isInside;
  }

  run(): void {
    const text = this.#text;
    if (this.#at === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK) this.#at = 1;
    if (!this.#isInside) this.#beginLine();
    while (this.#at < this.#to) {
      const at = this.#at;
      const code = text.charCodeAt(at);
      if (code === SPACE || code === TAB || code === FORM_FEED) this.#at++;
      else if (isLineBreak(code)) this.#lineBreak();
      else if (code === HASH) this.#comment();
      else if (code === BACKSLASH) this.#continuation();
      else if (isQuote(code)) this.#string(at, at, false);
      else if (isDigit(code) || (code === DOT && isDigit(text.charCodeAt(at + 1)))) this.#number();
      else this.#wordOrOperator(code);
    }
    this.#endLine();
    this.#add('end', this.#at, this.#at);
  }

  #add(kind: string, start: number, end: number, word = '', partner: number = NONE): void {
    const { kinds, starts, ends, words, partners, indents } = this.tokens;
    kinds.push(kind);
    starts.push(start);
    ends.push(end);
    words.push(word);
    partners.push(partner);
    indents.push(this.#indent);
    this.#indent = NONE;
    this.#at = end;
  }

  /** Measures the indentation; lines without a token have none that counts. */
  #beginLine(): void {
    let column = 0;
    for (; this.#at < this.#to; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === SPACE) column++;
      else if (code === TAB) column = (Math.floor(column / TAB_WIDTH) + 1) * TAB_WIDTH;
      else if (code === FORM_FEED) column = 0;
      else break;
    }
    this.#indent = column;
  }

  #lineBreak(): void {
    const start = this.#at;
    const isInBrackets = this.#isInside || this.#open.length > 0;
    if (!isInBrackets) this.#endLine();
    this.#at = start + lineBreakLength(this.#text, start);
    if (!isInBrackets) this.#beginLine();
  }

  /** Nothing where the line has no token. */
  #endLine(): void {
    const last = this.tokens.kinds.at(-1);
    if (!this.#isInside && last !== undefined && last !== 'newline') this.#add('newline', this.#at, this.#at);
  }

  #comment(): void {
    const start = this.#at;
    let end = start;
    while (end < this.#to && !isLineBreak(this.#text.charCodeAt(end))) end++;
    this.tokens.comments.push({ start, end, text: this.#text.slice(start + 1, end).trim() });
    this.#at = end;
  }

  /** A backslash joins lines; elsewhere it is nothing. */
  #continuation(): void {
    const length = lineBreakLength(this.#text, this.#at + 1);
    if (length > 0) this.#at += 1 + length;
    else this.#add('error', this.#at, this.#at + 1);
  }

  #string(start: number, quote: number, hasFields: boolean): void {
    const end = stringEnd(this.#text, quote, this.#to, hasFields);
    if (end >= 0) this.#add('string', start, end);
    else this.#add('error', start, ~end);
  }

  #number(): void {
    NUMBER.lastIndex = this.#at;
    NUMBER.test(this.#text);
    this.#add('number', this.#at, Math.min(this.#to, NUMBER.lastIndex));
  }

  #wordOrOperator(code: number): void {
    const text = this.#text;
    const start = this.#at;
    const end = Math.min(this.#to, wordEnd(text, start));
    if (end === start) {
      if (text.charAt(start) === STAND_IN) this.#add('name', start, start + 1, STAND_IN);
      else this.#operator(start, code);
      return;
    }
    const word = text.slice(start, end);
    if (end - start <= 2 && isQuote(text.charCodeAt(end)) && STRING_PREFIX.test(word)) {
      this.#string(start, end, HAS_FIELDS.test(word));
      return;
    }
    const keyword = KIND_OF_WORD.get(word);
    if (keyword === undefined) this.#add('name', start, end, this.#name(word));
    else this.#add(keyword, start, end);
  }

  /** CPython compares identifiers after Unicode normalisation, so `ﬁ` and `fi` are one name. */
  #name(word: string): string {
    const known = this.#names.get(word);
    if (known !== undefined) return known;
    const name = word.normalize('NFKC');
    this.#names.set(word, name);
    return name;
  }

  #operator(start: number, code: number): void {
    const alone = ALONE[code];
    const end = start + (alone === undefined ? operatorLength(this.#text, start, code) : 1);
    const kind = alone ?? KIND_OF_OPERATOR.get(this.#text.slice(start, end));
    if (kind === undefined) {
      // Of a character outside the basic plane, both halves.
      const isPair = code >= 0xd800 && code < 0xdc00 && start + 1 < this.#to;
      this.#add('error', start, start + (isPair ? 2 : 1));
      return;
    }
    const closer = CLOSER_OF.get(kind);
    if (closer !== undefined) {
      this.#open.push(this.tokens.kinds.length);
      this.#awaited.set(closer, (this.#awaited.get(closer) ?? 0) + 1);
      this.#add(kind, start, end);
    } else if (CLOSERS.has(kind)) this.#close(kind, start, end);
    else this.#add(kind, start, end);
  }

  /** Closes the bracket that is meant; those inside it stay without a partner. What closes nothing is an error. */
  #close(closer: string, start: number, end: number): void {
    const { kinds, partners } = this.tokens;
    if ((this.#awaited.get(closer) ?? 0) === 0) {
      this.#add('error', start, end);
      return;
    }
    for (let token = this.#open.pop(); token !== undefined; token = this.#open.pop()) {
      const closedBy = CLOSER_OF.get(kinds[token] ?? '') ?? '';
      this.#awaited.set(closedBy, (this.#awaited.get(closedBy) ?? 0) - 1);
      if (closedBy !== closer) continue;
      partners[token] = kinds.length;
      this.#add(closer, start, end, '', token);
      return;
    }
  }
}

function operatorLength(text: string, at: number, code: number): number {
  const next = text.charCodeAt(at + 1);
  const character = text.charAt(at);
  if (next === EQUALS) return BEFORE_EQUALS.includes(character) ? 2 : 1;
  if (next === code && DOUBLED.includes(character)) return text.charCodeAt(at + 2) === EQUALS ? 3 : 2;
  if (next === GREATER && (code === DASH || code === LESS)) return 2;
  return code === DOT && next === DOT && text.charCodeAt(at + 2) === DOT ? 3 : 1;
}
