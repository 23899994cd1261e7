/**
 * The part of the Python library rich that Keras prints its summary with: words wrapped into columns of fixed width, long words cut with an
 * ellipsis, heavy lines around the head. Follows rich/_wrap.py, _ratio.py, table.py and box.py (HEAVY_HEAD).
 */

export interface RichColumn {
  readonly title: string;
  /** As asked for; rich takes padding and lines from it evenly. */
  readonly width: number;
  readonly align: 'left' | 'right';
}

/** One blank on either side of a cell. */
const PADDING = 2;
const ELLIPSIS = '…';

export function renderTable(
  columns: readonly RichColumn[],
  rows: readonly (readonly string[])[],
  lineLength: number,
): string[] {
  const widths = columnWidths(
    columns.map(({ width }) => width),
    lineLength,
  );
  const line = (left: string, fill: string, middle: string, right: string): string =>
    left + widths.map((width) => fill.repeat(width)).join(middle) + right;
  const cells = (texts: readonly string[], edge: string): string[] => {
    const wrapped = columns.map(({ align }, index) =>
      wrapCell(texts[index] ?? '', (widths[index] ?? PADDING) - PADDING, align),
    );
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, row) => {
      const parts = wrapped.map(
        (lines, index) => ` ${lines[row] ?? ' '.repeat((widths[index] ?? PADDING) - PADDING)} `,
      );
      return edge + parts.join(edge) + edge;
    });
  };
  const body = rows.flatMap((row, index) => [...(index === 0 ? [] : [line('├', '─', '┼', '┤')]), ...cells(row, '│')]);
  return [
    line('┏', '━', '┳', '┓'),
    ...cells(
      columns.map(({ title }) => title),
      '┃',
    ),
    line('┡', '━', '╇', '┩'),
    ...body,
    line('└', '─', '┴', '┘'),
  ];
}

/** Widths with padding. What the asked widths and the lines have too much is taken off column by column (ratio_reduce). */
function columnWidths(asked: readonly number[], lineLength: number): number[] {
  const padded = asked.map((width) => width + PADDING);
  let excess = padded.reduce((total, width) => total + width, 0) - (lineLength - (asked.length + 1));
  if (excess <= 0) return padded;
  return padded.map((width, index) => {
    const taken = Math.min(width, roundHalfEven(excess / (asked.length - index)));
    excess -= taken;
    return width - taken;
  });
}

/** Python's round. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

function wrapCell(text: string, width: number, align: 'left' | 'right'): string[] {
  // Most cells fit.
  if (text !== '' && text.length <= width && text.trim() === text)
    return [align === 'right' ? text.padStart(width) : text.padEnd(width)];
  return wrapLine(text, width, false).map((line) => {
    const cut = truncate(align === 'right' ? line.trimEnd() : line, width);
    return align === 'right' ? cut.padStart(width) : cut.padEnd(width);
  });
}

function truncate(line: string, width: number): string {
  if (line.length <= width) return line;
  const characters = Array.from(line);
  return characters.length <= width ? line : characters.slice(0, width - 1).join('') + ELLIPSIS;
}

/** Breaks between words; a word that is too long is folded, or kept for the ellipsis. Blanks stay at the end of a line. */
export function wrapLine(text: string, width: number, fold: boolean): string[] {
  const lines: string[] = [''];
  let used = 0;
  const startLine = (word: string): void => {
    if (lines.length === 1 && lines[0] === '') lines[0] = word;
    else lines.push(word);
    used = word.length;
  };
  for (const [word] of text.matchAll(/\s*\S+\s*/g)) {
    const length = word.trimEnd().length;
    if (width - used >= length) {
      lines.push((lines.pop() ?? '') + word);
      used += word.length;
    } else if (length > width && fold) {
      for (let start = 0; start < word.length; start += width) startLine(word.slice(start, start + width));
    } else {
      startLine(word);
    }
  }
  return lines.map((line) => {
    const blank = line.length - line.trimEnd().length;
    return line.length > width ? line.slice(0, line.length - Math.min(blank, line.length - width)) : line;
  });
}
