/** Blocks whose header is gone and headers whose beginning is gone get one, so that what stands in them keeps its place. */
import { say } from '../../../message.ts';
import type { Edit } from '../edits.ts';
import type { SyntaxProblem } from '../../syntax.ts';
import { STAND_IN } from '../characters.ts';
import { blockWord } from './endings.ts';
import type { LogicalLine } from './logical-lines.ts';

interface Block {
  readonly indent: number;
  /** The header word of the last statement at this indent, and of the clauses since. */
  word: string | null;
}

/** Which words a clause can follow. */
const FOLLOWS: Readonly<Record<string, ReadonlySet<string>>> = {
  elif: new Set(['if', 'elif']),
  else: new Set(['if', 'elif', 'for', 'while', 'except', 'try']),
  except: new Set(['try', 'except']),
  finally: new Set(['try', 'except', 'else']),
};

export interface Insertions {
  readonly edits: readonly Edit[];
  readonly problems: readonly SyntaxProblem[];
}

export function missingHeaders(lines: readonly LogicalLine[], text: string): Insertions {
  const edits: Edit[] = [];
  const problems: SyntaxProblem[] = [];
  const blocks: Block[] = [{ indent: 0, word: null }];
  let opens = false;
  lines.forEach((line, index) => {
    const first = line.tokens[0];
    if (!first) return;
    let block = blocks.at(-1) ?? { indent: 0, word: null };
    if (line.indent > block.indent) {
      if (!opens) {
        const needed = wantedBy(lines, index, block.indent);
        edits.push({ at: line.start, removed: 0, inserted: `${space(text, line, block.indent)}${needed}\n` });
        problems.push({
          start: first.start,
          end: first.end,
          message: say`This is indented, but no block begins before it.`,
        });
        block.word = needed === 'try:' ? 'try' : 'if';
      }
      block = { indent: line.indent, word: null };
      blocks.push(block);
    }
    while (line.indent < block.indent && blocks.length > 1) {
      blocks.pop();
      block = blocks.at(-1) ?? block;
    }
    const word = blockWord(line);
    const follows = word === null ? undefined : FOLLOWS[word];
    if (follows && !follows.has(block.word ?? '')) {
      const opener = word === 'except' || word === 'finally' ? 'try:' : `if ${STAND_IN}:`;
      edits.push({ at: line.start, removed: 0, inserted: `${space(text, line, line.indent)}${opener} pass\n` });
      problems.push({
        start: first.start,
        end: first.end,
        message: say`There is nothing this ${first.text} belongs to.`,
      });
    }
    block.word = word;
    opens = line.tokens.at(-1)?.text === ':' || (word !== null && !isOneLine(line));
  });
  return { edits, problems };
}

/** `if x: y` has its block on the same line. */
function isOneLine(line: LogicalLine): boolean {
  let depth = 0;
  return line.tokens.some((token, index) => {
    if (token.kind === 'open') depth++;
    if (token.kind === 'close') depth = Math.max(0, depth - 1);
    return depth === 0 && token.text === ':' && index < line.tokens.length - 1;
  });
}

/** A block before `except` was one of `try`. */
function wantedBy(lines: readonly LogicalLine[], index: number, indent: number): string {
  const next = lines.slice(index).find((line) => line.indent <= indent);
  const word = next && next.indent === indent ? blockWord(next) : null;
  return word === 'except' || word === 'finally' ? 'try:' : `if ${STAND_IN}:`;
}

/** White space of that width, in the characters the line itself begins with where they suffice. */
function space(text: string, line: LogicalLine, width: number): string {
  const own = text.slice(line.start, line.tokens[0]?.start ?? line.start);
  return /^ *$/.test(own) || width === line.indent ? own.slice(0, width) : ' '.repeat(width);
}
