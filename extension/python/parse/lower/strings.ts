/** String literals: prefixes, f-strings with their nested expressions and format specifications, adjacent literals joined. */
import type { Expression, FormattedValue, FString } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import { decodeLiteral, type LiteralStyle } from './escapes.ts';
import type { Lowering } from './lowering.ts';

type Part = string | FormattedValue;

export function lowerString(lowering: Lowering, node: number): Expression {
  return joined(lowering, node, [node]);
}

export function lowerConcatenated(lowering: Lowering, node: number): Expression {
  return joined(lowering, node, lowering.tree.children(node));
}

function joined(lowering: Lowering, whole: number, strings: readonly number[]): Expression {
  const parts: Part[] = [];
  let formatted = false;
  let bytes = 0;
  for (const node of strings) {
    const prefix = prefixOf(lowering, node);
    // A template string (`t"..."`) is an object, not a string; a damaged literal has no known value.
    if (prefix.includes('t') || lowering.isDamaged(node)) return lowering.error(whole);
    const style = { raw: prefix.includes('r'), bytes: prefix.includes('b'), formatted: prefix.includes('f') };
    formatted ||= style.formatted;
    if (style.bytes) bytes++;
    appendParts(lowering, node, style, parts);
  }
  const span = lowering.span(whole);
  if (bytes > 0 && bytes < strings.length) {
    lowering.problems.push({ ...span, message: 'Bytes and text cannot be joined.' });
    return lowering.error(whole);
  }
  if (formatted) return { kind: 'FString', ...span, parts: merged(parts) };
  const value = parts.filter((part) => typeof part === 'string').join('');
  return { kind: bytes > 0 ? 'Bytes' : 'Str', ...span, value };
}

function prefixOf(lowering: Lowering, string: number): string {
  const { tree } = lowering;
  const start = tree.start(string);
  let end = start;
  while (end < start + LONGEST_PREFIX && !isQuote(tree.text.charCodeAt(end))) end++;
  return end === start ? '' : tree.text.slice(start, end).toLowerCase();
}

const LONGEST_PREFIX = 2;

function isQuote(code: number): boolean {
  return code === 34 || code === 39;
}

/** The text between the quotes (or after the `:` of a format specification) and the interpolations in it. */
function appendParts(lowering: Lowering, node: number, style: LiteralStyle, parts: Part[]): void {
  const { tree } = lowering;
  const children = tree.children(node);
  const opening = children[0] ?? NONE;
  let from = tree.end(opening);
  const end = textEnd(lowering, node, opening, children.at(-1) ?? NONE);
  for (const child of children) {
    if (tree.kind(child) !== 'interpolation' && tree.kind(child) !== 'format_expression') continue;
    parts.push(decodeLiteral(tree.text.slice(from, tree.start(child)), style), formattedValue(lowering, child, style));
    from = tree.end(child);
  }
  parts.push(decodeLiteral(tree.text.slice(from, end), style));
}

/** Where the text of a literal ends. The closing token sometimes begins too early (`r'\\\\'`), so its end is what counts. */
function textEnd(lowering: Lowering, node: number, opening: number, closing: number): number {
  const { tree } = lowering;
  if (tree.kind(closing) !== 'string_end') return tree.end(node);
  let prefix = 0;
  while (!isQuote(tree.text.charCodeAt(tree.start(opening) + prefix)) && prefix < LONGEST_PREFIX) prefix++;
  const quotes = tree.end(opening) - tree.start(opening) - prefix;
  return Math.max(tree.end(opening), tree.end(closing) - Math.min(quotes, tree.end(closing) - tree.start(closing)));
}

function formattedValue(lowering: Lowering, node: number, style: LiteralStyle): FormattedValue {
  const { tree } = lowering;
  const [brace = NONE, value = NONE, ...rest] = tree.children(node);
  let conversion: FormattedValue['conversion'] = null;
  let format: FString | null = null;
  let debug: string | null = null;
  for (const child of rest) {
    const kind = tree.kind(child);
    if (kind === '=') debug = tree.text.slice(tree.end(brace), tree.start(child));
    else if (kind === 'type_conversion') conversion = conversionOf(tree.source(child));
    else if (kind === 'format_specifier') format = formatOf(lowering, child, style);
  }
  return { ...lowering.span(node), value: lowering.expression(value), conversion, format, debug };
}

function conversionOf(text: string): FormattedValue['conversion'] {
  const letter = text.charAt(1);
  return letter === 'r' || letter === 's' || letter === 'a' ? letter : null;
}

function formatOf(lowering: Lowering, node: number, style: LiteralStyle): FString {
  const parts: Part[] = [];
  appendParts(lowering, node, style, parts);
  return { kind: 'FString', ...lowering.span(node), parts: merged(parts) };
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
