/**
 * A scanner for text that may be broken: it needs no grammar, never fails, and knows just enough of Python (strings, comments, brackets,
 * words) to say where lines and brackets begin and end. The repair and the notebook reader are built on it.
 */

export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'open' | 'close' | 'operator';
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** For a string that never ends: what would end it. */
  readonly missing: string;
}

/** One physical line, or several when a string or a backslash carries on. Blank lines and comments have no tokens. */
export interface ScannedLine {
  /** Offset of the first column. */
  readonly start: number;
  /** Width of the white space before the first token, a tab counting to the next multiple of eight as in CPython. */
  readonly indent: number;
  readonly tokens: readonly Token[];
}

const SPACE = /[ \t\f\ufeff]*/y;
const WORD = /[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}\p{Pc}_]*/uy;
const NUMBER = /(?:0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d[\d_]*)?j?)/iy;
const STRING = /(?:[rbuft]{0,2})("""|'''|"|')/iy;
const OPERATOR = /(?:\*\*=?|\/\/=?|>>=?|<<=?|:=|->|\.\.\.|[-+*/%@&|^=!<>]=|[^\s])/y;
const NEWLINE = /\r\n?|\n/y;
const CONTINUATION = /\\(?:\r\n?|\n)/y;

export interface ScanOptions {
  /** Names lines to be passed over unread (magics of notebooks); asked at the beginning of lines outside brackets and strings. */
  readonly skips?: (line: string) => boolean;
  /** Where a string in triple quotes ends, if not at the next triple quotes. */
  readonly tripleEnd?: (text: string, contentStart: number, quote: string) => number | null;
}

export function scan(text: string, { skips, tripleEnd }: ScanOptions = {}): ScannedLine[] {
  const lines: ScannedLine[] = [];
  let at = 0;
  let depth = 0;
  while (at < text.length) {
    const start = at;
    at = after(SPACE, text, at);
    const indent = width(text.slice(start, at));
    if (skips && depth === 0) {
      const end = lineEnd(text, at);
      if (skips(text.slice(at, end))) {
        lines.push({ start, indent, tokens: [] });
        at = after(NEWLINE, text, end);
        continue;
      }
    }
    const tokens: Token[] = [];
    for (;;) {
      at = after(SPACE, text, at);
      const continued = after(CONTINUATION, text, at);
      if (continued > at) {
        at = continued;
        continue;
      }
      if (text.charAt(at) === '#') at = lineEnd(text, at);
      const next = after(NEWLINE, text, at);
      if (next > at || at >= text.length) {
        at = next;
        break;
      }
      const token = readToken(text, at, tripleEnd);
      if (token.kind === 'open') depth++;
      if (token.kind === 'close') depth = Math.max(0, depth - 1);
      tokens.push(token);
      at = token.end;
    }
    lines.push({ start, indent, tokens });
  }
  return lines;
}

function readToken(text: string, start: number, tripleEnd: ScanOptions['tripleEnd']): Token {
  const string = readString(text, start, tripleEnd);
  if (string) return string;
  const make = (kind: Token['kind'], end: number): Token => ({
    kind,
    start,
    end,
    text: text.slice(start, end),
    missing: '',
  });
  const number = after(NUMBER, text, start);
  if (number > start) return make('number', number);
  const word = after(WORD, text, start);
  if (word > start) return make('word', word);
  const operator = make('operator', Math.max(start + 1, after(OPERATOR, text, start)));
  if ('([{'.includes(operator.text)) return { ...operator, kind: 'open' };
  if (')]}'.includes(operator.text)) return { ...operator, kind: 'close' };
  return operator;
}

/** A string in single quotes that does not end ends with its line; one in triple quotes, with the text. */
function readString(text: string, start: number, tripleEnd: ScanOptions['tripleEnd']): Token | null {
  STRING.lastIndex = start;
  const opening = STRING.exec(text);
  const quote = opening?.[1];
  if (!opening || quote === undefined) return null;
  const isFormatted = /f/i.test(opening[0]);
  let at = start + opening[0].length;
  const early = quote.length === 3 ? tripleEnd?.(text, at, quote) : null;
  if (early !== null && early !== undefined) {
    return { kind: 'string', start, end: early, text: text.slice(start, early), missing: quote };
  }
  let braces = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (text.startsWith(quote, at)) {
      const end = at + quote.length;
      return { kind: 'string', start, end, text: text.slice(start, end), missing: '' };
    }
    if (character === '\\') {
      // A backslash before a line's end carries the string on, also when that end is two characters.
      at += text.startsWith('\r\n', at + 1) ? 3 : 2;
      continue;
    }
    if (quote.length === 1 && (character === '\n' || character === '\r')) break;
    if (isFormatted && character === '{') braces++;
    if (isFormatted && character === '}') braces = Math.max(0, braces - 1);
    at++;
  }
  const end = Math.min(at, text.length);
  return { kind: 'string', start, end, text: text.slice(start, end), missing: '}'.repeat(braces) + quote };
}

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}

function width(space: string): number {
  let columns = 0;
  for (const character of space) {
    if (character === '\t') columns = (Math.floor(columns / 8) + 1) * 8;
    else if (character === ' ') columns++;
    // A form feed begins the count anew.
    else if (character === '\f') columns = 0;
  }
  return columns;
}
