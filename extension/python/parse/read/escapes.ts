/** Escapes of string literals, after https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences. */

export interface LiteralStyle {
  readonly raw: boolean;
  readonly bytes: boolean;
  /** f-string text: `{{` and `}}` are single braces. */
  readonly formatted: boolean;
}

const SINGLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const OCTAL = /[0-7]{1,3}/y;
const HEX: Readonly<Record<string, RegExp>> = { x: /[0-9a-f]{2}/iy, u: /[0-9a-f]{4}/iy, U: /[0-9a-f]{8}/iy };
const NAMED = /\{[^{}]+\}/y;
const LAST_CODE_POINT = 0x10ffff;

export function decodeLiteral(source: string, style: LiteralStyle): string {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  const hasEscapes = !style.raw && text.includes('\\');
  const hasBraces = style.formatted && /[{}]/.test(text);
  if (!hasEscapes && !hasBraces) return text;
  let decoded = '';
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (hasEscapes && character === '\\') {
      const escape = readEscape(text, at, style.bytes);
      decoded += escape.value;
      at += escape.length;
    } else {
      decoded += character;
      const doubled = hasBraces && (character === '{' || character === '}') && text.charAt(at + 1) === character;
      at += doubled ? 2 : 1;
    }
  }
  return decoded;
}

/** An escape Python does not know stays as it is written, backslash included. */
function readEscape(text: string, at: number, bytes: boolean): { value: string; length: number } {
  const letter = text.charAt(at + 1);
  const single = SINGLE[letter];
  if (single !== undefined) return { value: single, length: 2 };
  const octal = match(OCTAL, text, at + 1);
  if (octal) return { value: String.fromCharCode(parseInt(octal, 8)), length: 1 + octal.length };
  const pattern = bytes && letter !== 'x' ? undefined : HEX[letter];
  const digits = pattern && match(pattern, text, at + 2);
  if (digits) {
    const point = parseInt(digits, 16);
    if (point <= LAST_CODE_POINT) return { value: String.fromCodePoint(point), length: 2 + digits.length };
  }
  // The names of characters are not shipped with us: the escape stands for itself.
  const name = letter === 'N' && !bytes ? match(NAMED, text, at + 2) : null;
  if (name) return { value: `\\N${name}`, length: 2 + name.length };
  return { value: '\\', length: 1 };
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
