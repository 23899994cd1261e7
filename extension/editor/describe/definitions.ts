/** The function that a place of a text stands in, found by indentation: the text is read as it is, without a parser. */
export interface Definition {
  readonly name: string;
  /** Where its line starts, and its first word. */
  readonly lineStart: number;
  readonly start: number;
  /** In no class and no other function. */
  readonly isTopLevel: boolean;
}

const DEF = /^([ \t]*)(?:async\s+)?def\s+(\w+)/;

export function enclosingFunction(text: string, offset: number): Definition | null {
  let lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  let indent = indentOf(text, lineStart);
  while (lineStart > 0 && indent > 0) {
    lineStart = text.lastIndexOf('\n', lineStart - 2) + 1;
    const line = text.slice(lineStart, endOfLine(text, lineStart));
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const own = indentOf(text, lineStart);
    if (own >= indent) continue;
    indent = own;
    const [, space = '', name] = DEF.exec(line) ?? [];
    if (name !== undefined) {
      return { name, lineStart, start: lineStart + space.length, isTopLevel: space.length === 0 };
    }
  }
  return null;
}

const indentOf = (text: string, lineStart: number): number => /^[ \t]*/.exec(text.slice(lineStart))?.[0].length ?? 0;

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
