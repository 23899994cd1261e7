/** What a half-typed line still needs at its end: a name after an operator, its closing brackets, the rest of a header and its colon. */
import { type Message, say } from '../../../message.ts';
import type { Token } from '../scan.ts';
import { STAND_IN } from '../characters.ts';
import { closerOf, type LogicalLine } from './logical-lines.ts';

/** After these an expression must follow. */
const EXPECTANT = new Set([
  '=', '+', '-', '*', '/', '//', '%', '@', '**', '&', '|', '^', '~', '<', '>', '<=', '>=', '==', '!=', '<<', '>>', '.', ':=', '->',
  '+=', '-=', '*=', '/=', '//=', '%=', '@=', '**=', '&=', '|=', '^=', '<<=', '>>=', '!',
  'not', 'and', 'or', 'in', 'is', 'await', 'del', 'assert', 'as', 'import', 'global', 'nonlocal',
]); // prettier-ignore

const BLOCK_WORDS = new Set([
  'if',
  'elif',
  'else',
  'for',
  'while',
  'with',
  'try',
  'except',
  'finally',
  'def',
  'class',
  'case',
]);
const WORDS_WITH_EXPRESSION = new Set(['if', 'elif', 'while', 'with', 'case']);

/** These may stand before a comma or a closing bracket: `def f(a, /, *, b)`, `x[:]`. */
const ALSO_ALONE = new Set(['*', '**', '/']);

/** True where an expression must stand between these two and does not: `f(a=, b)`. */
export function lacksOperand(token: Token, next: Token): boolean {
  if (!EXPECTANT.has(token.text) || ALSO_ALONE.has(token.text)) return false;
  return next.text === ',' || next.kind === 'close';
}

const AFTER_NAMES = new Set(['=', '.', ',', ':', ')', '+=', '-=', '*=', '/=', '==', '+', '/', '%', 'in', 'is', 'if']);

export interface Ending {
  readonly text: string;
  readonly message: Message | null;
}

/** The header word of a line that opens a block, `async` left aside. */
export function blockWord(line: LogicalLine): string | null {
  const [first, second] = line.tokens;
  const word = first?.text === 'async' ? second?.text : first?.text;
  if (word === undefined || first?.kind !== 'word' || !BLOCK_WORDS.has(word)) return null;
  // `case` is also a name: `case = 1`, `case.x`, `case, y = z`.
  return word === 'case' && second !== undefined && AFTER_NAMES.has(second.text) ? null : word;
}

export function endingOf(line: LogicalLine): Ending {
  const last = line.tokens.at(-1);
  if (!last) return { text: '', message: null };
  const word = blockWord(line);
  const standIn = missingOperand(line, last) + missingParts(line);
  const closers = line.open.map(closerOf).reverse().join('');
  const colon = word === null || hasColon(line) ? '' : missingHeader(line, word, standIn + closers !== '');
  const text = standIn + closers + colon;
  if (text === '') return { text, message: null };
  return { text, message: messageFor(last, standIn, colon) };
}

function messageFor(last: Token, standIn: string, colon: string): Message | null {
  if (standIn !== '') return say`Something is missing after ${last.text}`;
  return colon === '' ? null : say`A colon is missing at the end of this line.`;
}

function missingOperand(line: LogicalLine, last: Token): string {
  const innermost = line.open.at(-1);
  if (last.text === '*' && line.tokens.at(-2)?.text === 'import') return '';
  if (EXPECTANT.has(last.text) && last.kind !== 'string') return last.kind === 'word' ? ` ${STAND_IN}` : STAND_IN;
  // `{"a":` is a dict with its value missing; `x[1:` is a whole slice.
  if (last.text === ':' && innermost?.text === '{') return STAND_IN;
  return '';
}

/** `[a for b`, `(a if b`: the rest of a comprehension or a condition that has begun inside the innermost bracket. */
function missingParts(line: LogicalLine): string {
  const innermost = line.open.at(-1);
  if (!innermost) return '';
  const inside = line.tokens.slice(line.tokens.indexOf(innermost) + 1);
  let pending: 'for' | 'if' | null = null;
  let seenFor = false;
  let depth = 0;
  for (const token of inside) {
    if (token.kind === 'open') depth++;
    else if (token.kind === 'close') depth--;
    else if (depth > 0) continue;
    else if (token.text === 'for') {
      pending = 'for';
      seenFor = true;
    } else if (token.text === 'in' && pending === 'for') pending = null;
    else if (token.text === 'if' && !seenFor) pending = 'if';
    else if (token.text === 'else' && pending === 'if') pending = null;
  }
  const last = line.tokens.at(-1)?.text;
  if (pending === 'for') return `${last === 'for' ? ` ${STAND_IN}` : ''} in ${STAND_IN}`;
  if (last === 'if' || last === 'else') return ` ${STAND_IN}${pending === 'if' ? ` else ${STAND_IN}` : ''}`;
  return pending === 'if' ? ` else ${STAND_IN}` : '';
}

function hasColon(line: LogicalLine): boolean {
  let depth = 0;
  let lambdas = 0;
  for (const token of line.tokens) {
    if (token.kind === 'open') depth++;
    else if (token.kind === 'close') depth = Math.max(0, depth - 1);
    else if (depth > 0) continue;
    else if (token.text === 'lambda') lambdas++;
    else if (token.text === ':' && lambdas-- <= 0) return true;
  }
  return false;
}

/** What follows what is typed of `for`, `def` and so on, up to the colon. */
function missingHeader(line: LogicalLine, word: string, isContinued: boolean): string {
  const words = line.tokens.map((token) => token.text);
  const last = words.at(-1);
  const isBare = last === word && !isContinued;
  switch (word) {
    case 'for':
      if (words.includes('in')) return ':';
      return `${isBare ? ` ${STAND_IN}` : ''} in ${STAND_IN}:`;
    case 'def':
      if (words.includes('(')) return ':';
      return `${isBare ? ` ${STAND_IN}` : ''}():`;
    case 'class':
      return isBare ? ` ${STAND_IN}:` : ':';
    default:
      return isBare && WORDS_WITH_EXPRESSION.has(word) ? ` ${STAND_IN}:` : ':';
  }
}
