/** Rows of texts, the first of them the heading, as tables for spreadsheets and documents. */
type Line = readonly string[];

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** RFC 4180. */
export const csv = (lines: readonly Line[]): string =>
  lines.map((line) => `${line.map(quoted).join(',')}\r\n`).join('');

/** A Markdown table; columns named in `numbers` are set to the right. */
export function markdown([heading = [], ...rest]: readonly Line[], numbers: ReadonlySet<string>): string {
  const row = (line: Line): string => `| ${line.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  const rule = heading.map((name) => (numbers.has(name) ? '---:' : '---'));
  return [heading, rule, ...rest].map(row).join('');
}
