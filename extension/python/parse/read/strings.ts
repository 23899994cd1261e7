/** String literals: prefixes, escapes, f-strings with their fields and format specifications, adjacent literals joined. */
import { type Message, say } from '../../../message.ts';
import type { Expression, FormattedValue, FString, Span } from '../../syntax.ts';
import { BACKSLASH, isQuote, OPEN_BRACE } from '../characters.ts';
import { afterBackslash, fieldAt, type Field, type Quotes, quotesAt } from '../string-ends.ts';
import { decodeLiteral, type LiteralStyle } from './escapes.ts';

type Part = string | FormattedValue;

/** Reads the expression between two offsets; what cannot be read becomes an error. */
export type ReadInside = (start: number, end: number) => Expression;

/** The value of adjacent literals as one, or what is wrong with it: null for template strings, which are objects and no strings. */
export function stringLiteral(
  text: string,
  literals: readonly Span[],
  inside: ReadInside,
): Expression | { readonly problem: Message | null } {
  const [only] = literals;
  const parts: Part[] = [];
  let isFormatted = false;
  let bytes = 0;
  for (const { start, end } of literals) {
    let quote = start;
    while (!isQuote(text.charCodeAt(quote))) quote++;
    const prefix = quote === start ? '' : text.slice(start, quote).toLowerCase();
    if (prefix.includes('t')) return { problem: null };
    const style = { raw: prefix.includes('r'), bytes: prefix.includes('b'), formatted: prefix.includes('f') };
    const quotes = quotesAt(text, quote);
    const content = { start: quote + quotes.length, end: end - quotes.length };
    isFormatted ||= style.formatted;
    if (style.bytes) bytes++;
    if (style.formatted) new Fields(text, quotes, style, inside).append(content, parts);
    else parts.push(decodeLiteral(text.slice(content.start, content.end), style));
  }
  if (bytes > 0 && bytes < literals.length) return { problem: say`Bytes and text cannot be joined.` };
  const span = { start: only?.start ?? 0, end: literals.at(-1)?.end ?? 0 };
  if (isFormatted) return { kind: 'FString', ...span, parts: merged(parts) };
  return {
    kind: bytes > 0 ? 'Bytes' : 'Str',
    ...span,
    value: parts.filter((part) => typeof part === 'string').join(''),
  };
}

/** The fields of one literal and the text between them. */
class Fields {
  constructor(
    private readonly text: string,
    private readonly quotes: Quotes,
    private readonly style: LiteralStyle,
    private readonly inside: ReadInside,
  ) {}

  append({ start, end }: Span, parts: Part[]): void {
    const { text, style } = this;
    let from = start;
    let at = start;
    while (at < end) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) at = this.afterEscape(at);
      else if (code === OPEN_BRACE) {
        const field = fieldAt(text, at, end, this.quotes);
        if (field && !field.isBrace) {
          parts.push(decodeLiteral(text.slice(from, at), style), this.value(at, field));
          from = field.end;
        }
        at = field?.end ?? at + 1;
      } else at++;
    }
    parts.push(decodeLiteral(text.slice(from, end), style));
  }

  /** `\N{DASH}` is a character, and no field. */
  private afterEscape(at: number): number {
    const { text } = this;
    const nameEnd = !this.style.raw && text.startsWith('N{', at + 1) ? text.indexOf('}', at) : -1;
    return nameEnd < 0 ? afterBackslash(text, at, true) : nameEnd + 1;
  }

  private value(start: number, field: Field): FormattedValue {
    const { conversion } = field;
    return {
      start,
      end: field.end,
      value: this.inside(field.start, field.valueEnd),
      conversion: conversion === 'r' || conversion === 's' || conversion === 'a' ? conversion : null,
      format: field.format === null ? null : this.format({ start: field.format, end: field.end - 1 }),
      debug: field.debugEnd === null ? null : this.text.slice(field.start, field.valueEnd),
    };
  }

  private format(span: Span): FString {
    const parts: Part[] = [];
    this.append(span, parts);
    return { kind: 'FString', ...span, parts: merged(parts) };
  }
}

/** Neighbouring texts as one, empty ones left out. */
function merged(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}
