/**
 * A docstring that lost its closing quotes turns the rest of the file inside out: text becomes code and code becomes text. The next
 * docstring tells: no string ends at the beginning of a line with a letter right behind its quotes, but every docstring begins so.
 */

/** A line of code, not of prose, at the beginning of a line. */
const CODE =
  /^(?:(?:async )?def \w+\(|class \w+.*:$|@[\w.]+(?:\(.*)?$|import \w|from [\w.]+ import|return\b|raise \w+\(|self\.\w|super\(\)|(?:if|for|while|with|try|elif|else)\b.*:$|[\w.]+ = \S)/;

/** Where the string whose content begins here must have ended; null when it ends as strings do. */
export function tripleEnd(text: string, contentStart: number, quote: string): number | null {
  const closing = findClosing(text, contentStart, quote);
  if (closing >= 0 && !beginsDocstring(text, closing, quote)) return null;
  return endBeforeCode(text, contentStart, closing < 0 ? text.length : closing);
}

function findClosing(text: string, from: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    let backslashes = 0;
    while (text.charAt(at - 1 - backslashes) === '\\') backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return -1;
}

function beginsDocstring(text: string, at: number, quote: string): boolean {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^[ \t]*[rRuUbBfF]{0,2}$/.test(before) && /\p{L}/u.test(text.charAt(at + quote.length));
}

/** The end of the last line that has text, before a line of code not deeper than the string; else of the string's first line. */
function endBeforeCode(text: string, contentStart: number, limit: number): number {
  const opening = text.slice(text.lastIndexOf('\n', contentStart - 1) + 1, contentStart);
  const indent = /^[ \t]*/.exec(opening)?.[0].length ?? 0;
  const lines = text.slice(contentStart, limit).split('\n');
  let end = contentStart + (lines[0] ?? '').trimEnd().length;
  const firstEnd = end;
  let start = contentStart + (lines[0] ?? '').length + 1;
  for (const line of lines.slice(1)) {
    const code = line.trim();
    if (code !== '' && line.length - line.trimStart().length <= indent && CODE.test(code)) return end;
    if (code !== '') end = start + line.trimEnd().length;
    start += line.length + 1;
  }
  return firstEnd;
}
