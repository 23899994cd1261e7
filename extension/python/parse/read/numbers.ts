/** Number literals: underscores, hexadecimal, octal, binary, floats with a bare point, imaginary ones. */
import { type Message, say } from '../../../message.ts';
import type { Expression, Span } from '../../syntax.ts';

/** CPython refuses integers of more digits, too: reading them takes time that grows with their square. */
const MAX_DIGITS = 4300;

/** The literal, or what is wrong with it. */
export function numberLiteral(source: string, { start, end }: Span): Expression | { readonly problem: Message } {
  if (isPlain(source)) return { kind: 'Int', start, end, value: Number(source) };
  const text = source.replaceAll('_', '').toLowerCase();
  const isDecimal = !/^0[xob]/.test(text);
  if (isDecimal && text.endsWith('j')) return { kind: 'Imaginary', start, end };
  if (isDecimal && /[.e]/.test(text)) return { kind: 'Float', start, end, value: Number(text) };
  // `10L` and `0777` are Python 2.
  if (text.endsWith('l') || /^0+[1-9]/.test(text)) return { problem: say`This is how Python 2 wrote a number.` };
  const value = Number(text);
  if (Number.isSafeInteger(value)) return { kind: 'Int', start, end, value };
  if (text.length > MAX_DIGITS) return { problem: say`This number has too many digits.` };
  return { kind: 'Int', start, end, value: BigInt(text) };
}

/** A few digits, the first of them not zero unless it is the only one. */
function isPlain(source: string): boolean {
  return /^(?:0|[1-9]\d{0,14})$/.test(source);
}
