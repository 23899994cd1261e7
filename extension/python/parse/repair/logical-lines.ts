/**
 * Groups scanned lines into logical lines, deciding where a bracket that nobody closed must have ended: the first step of the repair.
 */
import { say } from '../../../message.ts';
import type { Edit } from '../edits.ts';
import type { ScannedLine, Token } from '../scan.ts';
import type { SyntaxProblem } from '../../syntax.ts';

export interface LogicalLine {
  readonly indent: number;
  /** Offset of the first column of its first line. */
  readonly start: number;
  /** Never empty. */
  readonly tokens: readonly Token[];
  /** Brackets that are open at its end, outermost first. */
  readonly open: readonly Token[];
}

export interface Grouped {
  readonly lines: readonly LogicalLine[];
  readonly edits: readonly Edit[];
  readonly problems: readonly SyntaxProblem[];
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

export function closerOf(open: Token): string {
  return CLOSERS[open.text] ?? ')';
}

export function groupLines(scanned: readonly ScannedLine[]): Grouped {
  const full = scanned.filter((line) => line.tokens.length > 0);
  const lines: LogicalLine[] = [];
  const edits: Edit[] = [];
  const problems: SyntaxProblem[] = [];
  let head: ScannedLine | null = null;
  let tokens: Token[] = [];
  let open: Token[] = [];
  const finish = () => {
    if (head) lines.push({ indent: head.indent, start: head.start, tokens, open });
    head = null;
  };
  full.forEach((line, index) => {
    if (head && (open.length === 0 || beginsStatement(full, index, head.indent, open.length))) finish();
    if (!head) {
      head = line;
      tokens = [];
      open = [];
    }
    for (const token of line.tokens) {
      tokens.push(token);
      if (token.missing !== '') {
        edits.push({ at: token.end, removed: 0, inserted: token.missing });
        problems.push({ start: token.start, end: token.end, message: say`This string is never closed.` });
      }
      if (token.kind === 'open') open.push(token);
      if (token.kind === 'close') close(token, open, edits, problems);
    }
  });
  finish();
  return { lines, edits, problems };
}

/** Nobody leaves so many brackets open inside one that is closed. */
const MAX_INSIDE = 100;

/** Closes what stands open inside the bracket that is meant; a bracket that closes nothing is left out. */
function close(token: Token, open: Token[], edits: Edit[], problems: SyntaxProblem[]): void {
  const lowest = Math.max(0, open.length - MAX_INSIDE);
  const inside = open.slice(lowest).findLastIndex((bracket) => closerOf(bracket) === token.text);
  const match = inside < 0 ? -1 : lowest + inside;
  if (match < 0) {
    edits.push({ at: token.start, removed: 1, inserted: '' });
    problems.push({ start: token.start, end: token.end, message: say`This bracket was never opened.` });
    return;
  }
  const unclosed = open.splice(match).slice(1);
  if (unclosed.length === 0) return;
  edits.push({ at: token.start, removed: 0, inserted: unclosed.map(closerOf).reverse().join('') });
  for (const bracket of unclosed) problems.push(neverClosed(bracket));
}

export function neverClosed(bracket: Token): SyntaxProblem {
  return { start: bracket.start, end: bracket.end, message: say`This bracket is never closed.` };
}

/**
 * Inside brackets, does this line begin a new statement? A line that looks like one does, unless the brackets are closed further down
 * before anything else looks like a statement.
 */
function beginsStatement(lines: readonly ScannedLine[], index: number, indent: number, depth: number): boolean {
  const line = lines[index];
  if (!line || line.tokens[0]?.kind === 'close') return false;
  const looksLikeOne = isStatement(line);
  if (!looksLikeOne && line.indent > indent) return false;
  return !isClosedBelow(lines, index, indent, depth);
}

/** How far to look for the closing bracket: longer argument lists exist, but then an unclosed one costs more lines, nothing worse. */
const LOOK_AHEAD = 200;

function isClosedBelow(lines: readonly ScannedLine[], index: number, indent: number, depth: number): boolean {
  let open = depth;
  for (const [offset, line] of lines.slice(index, index + LOOK_AHEAD).entries()) {
    if (line.indent <= indent && (offset > 0 || line.indent < indent || isAssignment(line)) && isStatement(line))
      return false;
    for (const token of line.tokens) {
      if (token.kind === 'open') open++;
      if (token.kind === 'close' && --open === 0) return true;
    }
  }
  return false;
}

const STATEMENTS = new Set([
  'def', 'class', 'return', 'raise', 'import', 'assert', 'pass', 'break', 'continue', 'del', 'global', 'nonlocal', 'try', 'finally',
  'except', 'with', 'while',
]); // prettier-ignore
/** Words that also stand inside expressions: a statement only if the line ends with a colon. */
const HEADERS = new Set(['if', 'elif', 'else', 'for', 'async']);

function isStatement(line: ScannedLine): boolean {
  const first = line.tokens[0];
  if (!first) return false;
  if (first.text === 'from') return line.tokens.some((token) => token.text === 'import');
  if (STATEMENTS.has(first.text) || first.text === '@') return true;
  if (HEADERS.has(first.text)) return line.tokens.at(-1)?.text === ':';
  return isAssignment(line);
}

/** `a = `, `a.b, c = `, with spaces: without them it may be a keyword argument. */
function isAssignment(line: ScannedLine): boolean {
  let depth = 0;
  for (const [index, token] of line.tokens.entries()) {
    if (token.kind === 'open') depth++;
    else if (token.kind === 'close') depth--;
    else if (depth === 0 && ASSIGNS.has(token.text)) {
      const before = line.tokens[index - 1];
      return before !== undefined && token.start > before.end;
    } else if (depth === 0 && token.kind !== 'word' && token.text !== '.' && token.text !== ',') return false;
    if (depth < 0) return false;
  }
  return false;
}

const ASSIGNS = new Set(['=', '+=', '-=', '*=', '/=', '//=', '%=', '@=', '|=', '&=', '^=', '**=']);
