/**
 * The repair of half-typed text: closes strings and brackets, completes the ends of lines and gives headers to blocks that lost theirs, by
 * insertions only (and by leaving out a closing bracket too many). It works on text that is broken; on text that is not, it has no business.
 */
import { say } from '../../../message.ts';
import { type Edit, EditedText } from '../edits.ts';
import { STAND_IN } from '../characters.ts';
import { scan } from '../scan.ts';
import type { SyntaxProblem } from '../../syntax.ts';
import { endingOf, lacksOperand } from './endings.ts';
import { missingHeaders } from './indentation.ts';
import { tripleEnd } from './triple-quotes.ts';
import { groupLines, type LogicalLine, neverClosed } from './logical-lines.ts';

export interface Repaired {
  readonly edited: EditedText;
  readonly problems: readonly SyntaxProblem[];
  readonly lines: readonly LogicalLine[];
}

export function repair(text: string): Repaired {
  const { lines, edits, problems } = groupLines(scan(text, { tripleEnd }));
  const headers = missingHeaders(lines, text);
  const all: Edit[] = [...headers.edits, ...edits];
  const found: SyntaxProblem[] = [...problems, ...headers.problems];
  for (const line of lines) {
    line.tokens.forEach((token, index) => {
      const next = line.tokens[index + 1];
      if (!next || !lacksOperand(token, next)) return;
      all.push({ at: token.end, removed: 0, inserted: token.kind === 'word' ? ` ${STAND_IN}` : STAND_IN });
      found.push({ start: token.start, end: token.end, message: say`Something is missing after ${token.text}` });
    });
    const last = line.tokens.at(-1);
    const ending = endingOf(line);
    if (!last || ending.text === '') continue;
    all.push({ at: last.end, removed: 0, inserted: ending.text });
    for (const bracket of line.open) found.push(neverClosed(bracket));
    if (ending.message !== null) found.push({ start: last.start, end: last.end, message: ending.message });
  }
  return { edited: new EditedText(text, inOrder(all)), problems: inOrder(found), lines };
}

/** Sorting is stable, so edits at one place keep the order they were found in: a string is closed before its brackets. */
function inOrder<T extends Edit | SyntaxProblem>(items: readonly T[]): T[] {
  const place = (item: T) => ('at' in item ? item.at : item.start);
  return [...items].sort((a, b) => place(a) - place(b));
}
