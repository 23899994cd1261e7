/** The characters that Python's tokens are told apart by, as UTF-16 units. */

export const TAB = 9;
export const LINE_FEED = 10;
export const FORM_FEED = 12;
export const CARRIAGE_RETURN = 13;
export const SPACE = 32;
export const EXCLAMATION = 33;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const SINGLE_QUOTE = 39;
export const OPEN_BRACKET = 40;
export const CLOSE_BRACKET = 41;
export const DASH = 45;
export const DOT = 46;
export const ZERO = 48;
export const NINE = 57;
export const COLON = 58;
export const LESS = 60;
export const EQUALS = 61;
export const GREATER = 62;
export const OPEN_SQUARE = 91;
export const BACKSLASH = 92;
export const CLOSE_SQUARE = 93;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;
export const BYTE_ORDER_MARK = 0xfeff;
const LAST_ASCII = 127;

/**
 * Stands for a name or an expression that is not typed yet, or that could not be read. No program has this character of the private
 * use area, so wherever it is met something is missing.
 */
export const STAND_IN = '\ue000';

const OTHER_LETTER = /\p{XID_Start}/uy;
const OTHER_MARK = /\p{XID_Continue}+/uy;

const ASCII_WORD = Uint8Array.from({ length: LAST_ASCII + 1 }, (_, code) =>
  /\w/.test(String.fromCharCode(code)) ? 1 : 0,
);

export function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

export function isQuote(code: number): boolean {
  return code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
}

export function isLineBreak(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}

/** How many units the line break at this place takes; 0 where there is none. */
export function lineBreakLength(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === LINE_FEED) return 1;
  if (code !== CARRIAGE_RETURN) return 0;
  return text.charCodeAt(at + 1) === LINE_FEED ? 2 : 1;
}

/** Where the identifier that begins here ends; the same offset where none does. */
export function wordEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first <= LAST_ASCII) {
    if (ASCII_WORD[first] !== 1 || isDigit(first)) return start;
  } else {
    OTHER_LETTER.lastIndex = start;
    if (!OTHER_LETTER.test(text)) return start;
  }
  let at = start;
  for (;;) {
    while (ASCII_WORD[text.charCodeAt(at)] === 1) at++;
    if (!(text.charCodeAt(at) > LAST_ASCII)) return at;
    OTHER_MARK.lastIndex = at;
    if (!OTHER_MARK.test(text)) return at;
    at = OTHER_MARK.lastIndex;
  }
}
