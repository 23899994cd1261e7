/**
 * Where string literals end, without reading them: quotes, escapes, and the replacement fields of f-strings, in which any expression may
 * stand, with strings of the same quotes in it (PEP 701).
 */
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_SQUARE,
  COLON,
  EQUALS,
  EXCLAMATION,
  GREATER,
  HASH,
  isLineBreak,
  isQuote,
  LESS,
  lineBreakLength,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_SQUARE,
  SPACE,
} from './characters.ts';

/** The letters that may stand before the quotes, two at most. */
export const STRING_PREFIX = /^[rbuft]{0,2}$/i;
/** f-strings and template strings have replacement fields. */
export const HAS_FIELDS = /[ft]/i;

/** The quotes of one literal. */
export interface Quotes {
  readonly code: number;
  /** 1 or 3. */
  readonly length: number;
}

export function quotesAt(text: string, at: number): Quotes {
  const code = text.charCodeAt(at);
  const isTriple = text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code;
  return { code, length: isTriple ? 3 : 1 };
}

function closes(text: string, at: number, { code, length }: Quotes): boolean {
  if (text.charCodeAt(at) !== code) return false;
  return length === 1 || (text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code);
}

/**
 * Behind the closing quotes of the literal whose opening quotes stand at `start`. Of a literal that is never closed, the complement
 * (`~offset`, which is negative) of where its line ends, or the text for triple quotes.
 */
export function stringEnd(text: string, start: number, to: number, hasFields: boolean, depth = 0): number {
  const quotes = quotesAt(text, start);
  let at = start + quotes.length;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === quotes.code && closes(text, at, quotes)) return at + quotes.length;
    if (code === BACKSLASH) at = afterBackslash(text, at, hasFields);
    else if (quotes.length === 1 && isLineBreak(code)) return ~at;
    else if (hasFields && code === OPEN_BRACE) {
      const field = fieldAt(text, at, to, quotes, depth + 1);
      if (field === null) return ~unclosedEnd(text, at, to, quotes);
      at = field.end;
    } else at++;
  }
  return ~Math.min(at, to);
}

/** A backslash takes the next character with it, also a line break of two, but not the brace of a replacement field. */
export function afterBackslash(text: string, at: number, hasFields: boolean): number {
  if (hasFields && text.charCodeAt(at + 1) === OPEN_BRACE) return at + 1;
  return at + 1 + Math.max(1, lineBreakLength(text, at + 1));
}

function unclosedEnd(text: string, from: number, to: number, { length }: Quotes): number {
  if (length === 3) return to;
  let at = from;
  while (at < to && !isLineBreak(text.charCodeAt(at))) at++;
  return at;
}

/** `{value=!r:format}`, or `{{`, which is a brace and no field. */
export interface Field {
  readonly isBrace: boolean;
  /** Of the expression, white space included. */
  readonly start: number;
  readonly valueEnd: number;
  /** After the `=` and the white space behind it; null where there is none. */
  readonly debugEnd: number | null;
  /** The letter after `!`. */
  readonly conversion: string | null;
  /** Where the text after `:` begins; null where there is none. It ends before the closing brace. */
  readonly format: number | null;
  /** Behind the closing brace. */
  readonly end: number;
}

/** CPython gives up at as many f-strings inside one another. */
const MAX_DEPTH = 150;

/** Null where the field is never closed. */
export function fieldAt(text: string, open: number, to: number, quotes: Quotes, depth = 0): Field | null {
  const start = open + 1;
  if (depth > MAX_DEPTH) return null;
  if (text.charCodeAt(start) === OPEN_BRACE) {
    return { isBrace: true, start, valueEnd: start, debugEnd: null, conversion: null, format: null, end: start + 1 };
  }
  const valueEnd = expressionEnd(text, start, to, depth);
  if (valueEnd === null) return null;
  let at = valueEnd;
  let debugEnd: number | null = null;
  let conversion: string | null = null;
  let format: number | null = null;
  if (text.charCodeAt(at) === EQUALS) {
    at++;
    while (text.charCodeAt(at) === SPACE) at++;
    debugEnd = at;
  }
  if (text.charCodeAt(at) === EXCLAMATION) {
    conversion = text.charAt(at + 1);
    at += 2;
    while (text.charCodeAt(at) === SPACE) at++;
  }
  if (text.charCodeAt(at) === COLON) {
    format = at + 1;
    const end = formatEnd(text, format, to, quotes, depth);
    if (end === null) return null;
    at = end;
  }
  if (at >= to || text.charCodeAt(at) !== CLOSE_BRACE) return null;
  return { isBrace: false, start, valueEnd, debugEnd, conversion, format, end: at + 1 };
}

/** At the `=`, `!`, `:` or `}` that ends the expression of a field. */
function expressionEnd(text: string, start: number, to: number, depth: number): number | null {
  let brackets = 0;
  let at = start;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (isQuote(code)) {
      const end = stringEnd(text, at, to, HAS_FIELDS.test(prefixBefore(text, at, start)), depth);
      if (end < 0) return null;
      at = end;
      continue;
    }
    if (code === HASH) {
      while (at < to && !isLineBreak(text.charCodeAt(at))) at++;
      continue;
    }
    if (code === OPEN_BRACKET || code === OPEN_SQUARE || code === OPEN_BRACE) brackets++;
    else if (brackets > 0) {
      if (code === CLOSE_BRACKET || code === CLOSE_SQUARE || code === CLOSE_BRACE) brackets--;
    } else if (code === CLOSE_BRACE || code === COLON) return at;
    else if (code === EXCLAMATION && text.charCodeAt(at + 1) !== EQUALS) return at;
    else if (code === EQUALS && isDebugSign(text, at)) return at;
    at++;
  }
  return null;
}

/** An `=` that is not part of `==`, `!=`, `<=` or `>=`. */
function isDebugSign(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (before === EQUALS || before === EXCLAMATION || before === LESS || before === GREATER) return false;
  return text.charCodeAt(at + 1) !== EQUALS;
}

function prefixBefore(text: string, quote: number, from: number): string {
  return /[a-z]*$/i.exec(text.slice(Math.max(from, quote - 2), quote))?.[0] ?? '';
}

/** At the closing brace behind a format specification, which may hold fields itself. */
function formatEnd(text: string, start: number, to: number, quotes: Quotes, depth: number): number | null {
  let at = start;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === CLOSE_BRACE) return at;
    if (closes(text, at, quotes) || (quotes.length === 1 && isLineBreak(code))) return null;
    if (code === OPEN_BRACE) {
      const field = fieldAt(text, at, to, quotes, depth + 1);
      if (field === null) return null;
      at = field.end;
    } else at++;
  }
  return null;
}
