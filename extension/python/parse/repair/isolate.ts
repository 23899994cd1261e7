/**
 * The last resort for text that stays broken: each line that cannot be read on its own is replaced by a stand-in of the same standing
 * (a statement, or a header of its kind), so that it costs itself and not its neighbours.
 */
import type { Span, SyntaxProblem } from '../../syntax.ts';
import { type Edit, EditedText } from '../edits.ts';
import type { FlatTree } from '../flat-tree.ts';
import { scan } from '../scan.ts';
import { blockWord } from './endings.ts';
import { groupLines, type LogicalLine } from './logical-lines.ts';

/** Each costs a small parse. A file with more broken lines than this is not being typed, it is not Python. */
const MAX_TRIALS = 300;

export interface Isolated {
  readonly edited: EditedText;
  readonly blanked: readonly Span[];
  readonly problems: readonly SyntaxProblem[];
}

/** Null when every line can be read alone: then their order is what is wrong. */
export function isolate(tree: FlatTree, edited: EditedText, read: (text: string) => FlatTree): Isolated | null {
  const suspects = suspectLines(tree, groupLines(scan(edited.text)).lines);
  const bad = suspects.slice(0, MAX_TRIALS).filter((line) => read(alone(edited.text, line)).faults.length > 0);
  if (bad.length === 0) return null;
  const blanked: Span[] = [];
  const blanks: Edit[] = [];
  for (const line of bad) {
    const { start, end } = extent(line);
    const span = edited.span(start, end);
    if (span.start >= span.end) continue;
    blanked.push(span);
    blanks.push({ at: span.start, removed: span.end - span.start, inserted: standIn(line) });
  }
  const kept = edited.edits.filter((edit) => !blanked.some((span) => span.start <= edit.at && edit.at <= span.end));
  const edits = [...kept, ...blanks].sort((a, b) => a.at - b.at);
  return {
    edited: new EditedText(edited.original, edits),
    blanked,
    problems: blanked.map((span) => ({ ...span, message: 'This cannot be read as Python.' })),
  };
}

function extent(line: LogicalLine): Span {
  return { start: line.tokens[0]?.start ?? line.start, end: line.tokens.at(-1)?.end ?? line.start };
}

/** Lines that an error touches. */
function suspectLines(tree: FlatTree, lines: readonly LogicalLine[]): LogicalLine[] {
  const faults = tree.faults.map((fault) => ({ start: tree.start(fault), end: tree.end(fault) }));
  faults.sort((a, b) => a.start - b.start);
  const suspects: LogicalLine[] = [];
  let at = 0;
  let reach = -1;
  for (const line of lines) {
    const { start, end } = extent(line);
    for (let fault = faults[at]; fault && fault.start <= end; fault = faults[++at]) reach = Math.max(reach, fault.end);
    if (reach >= start) suspects.push(line);
  }
  return suspects;
}

/** What must stand before a clause so that it can be read. */
const BEFORE: Readonly<Record<string, string>> = {
  elif: 'if 0: pass\n',
  else: 'if 0: pass\n',
  except: 'try: pass\n',
  finally: 'try: pass\n',
  case: 'match 0:\n ',
};

function alone(text: string, line: LogicalLine): string {
  const { start, end } = extent(line);
  const source = text.slice(start, end);
  const word = blockWord(line);
  if (line.tokens[0]?.text === '@') return `${source}\ndef f(): pass\n`;
  if (word === null) return source.endsWith(':') ? `${source}\n  case 0: pass\n` : `${source}\n`;
  return `${BEFORE[word] ?? ''}${source}${source.endsWith(':') ? ' pass' : ''}\n`;
}

/** Read as an error wherever it would have a value, because it stands for text that has one nobody knows. */
function standIn(line: LogicalLine): string {
  const word = blockWord(line);
  const name = line.tokens.find(
    (token) => token.kind === 'word' && token.text !== word && token.text !== 'async',
  )?.text;
  switch (word) {
    case 'def':
      return `def ${name ?? '_'}(*_):`;
    case 'class':
      return `class ${name ?? '_'}(*_):`;
    case 'for':
      return 'for _ in _:';
    case 'if':
    case 'elif':
    case 'while':
    case 'with':
    case 'case':
      return `${word} _:`;
    case 'else':
    case 'try':
    case 'except':
    case 'finally':
      return `${word}:`;
    default:
      return line.tokens[0]?.text === '@' ? '@_' : 'pass';
  }
}
