/**
 * Jupyter notebooks as one Python text: the code cells in order, each ending with a line break. Lines that are not Python (magics,
 * shell commands, help requests) are overwritten in place, so every offset stays where it was in its cell.
 * The format: https://nbformat.readthedocs.io/en/latest/format_description.html
 */
import { scan } from './scan.ts';

export interface NotebookCell {
  /** Where the cell stands in the joined text; offset minus start is the offset in the cell. */
  readonly start: number;
  readonly end: number;
  /** Its place among all cells of the notebook, those of text included. */
  readonly index: number;
}

export interface NotebookText {
  readonly text: string;
  readonly cells: readonly NotebookCell[];
}

/** A file that is no notebook has no cells and no text. */
export function notebookText(json: string): NotebookText {
  let text = '';
  const cells: NotebookCell[] = [];
  codeCells(json).forEach(({ source, index }) => {
    const start = text.length;
    text += blankMagics(source);
    cells.push({ start, end: text.length, index });
    text += '\n';
  });
  return { text, cells };
}

/** Overwrites what IPython reads before Python does. The result is as long as the source. */
export function blankMagics(source: string): string {
  // `%%bash`, `%%html`: the whole cell is in another language. `%%time` and its like run the rest of the cell as Python.
  const magic = /^\s*%%(\w+)/.exec(source)?.[1];
  if (magic !== undefined && !PYTHON_CELL_MAGICS.has(magic)) return source.replace(/[^\r\n]/g, ' ');
  let result = '';
  let from = 0;
  for (const line of scan(source, { skips: isMagic })) {
    const end = /[\r\n]|$/.exec(source.slice(line.start))?.index ?? 0;
    const written = source.slice(line.start, line.start + end);
    if (line.tokens.length > 0 || !isMagic(written.trimStart())) continue;
    result += source.slice(from, line.start) + standIn(written);
    from = line.start + end;
  }
  return result + source.slice(from);
}

const PYTHON_CELL_MAGICS = new Set(['time', 'timeit', 'capture', 'prun', 'python', 'python3', 'pypy']);

/** `%matplotlib inline`, `!pip install x`, `?name`, `name?` */
function isMagic(line: string): boolean {
  return /^[%!?]/.test(line) || /^[\w.]+\?{1,2}\s*$/.test(line);
}

/** `pass` keeps a block that holds nothing else alive; where it does not fit, spaces. */
function standIn(line: string): string {
  const space = /^\s*/.exec(line)?.[0] ?? '';
  const length = line.length - space.length;
  return space + (length < 'pass'.length ? ' '.repeat(length) : 'pass'.padEnd(length));
}

function codeCells(json: string): { source: string; index: number }[] {
  const found: { source: string; index: number }[] = [];
  cellsOf(json).forEach((cell, index) => {
    if (!isRecord(cell) || cell['cell_type'] !== 'code') return;
    const source = cell['source'];
    if (typeof source === 'string') found.push({ source, index });
    else if (Array.isArray(source))
      found.push({ source: source.filter((line) => typeof line === 'string').join(''), index });
  });
  return found;
}

function cellsOf(json: string): readonly unknown[] {
  let notebook: unknown;
  try {
    notebook = JSON.parse(json);
  } catch {
    return [];
  }
  if (!isRecord(notebook)) return [];
  const cells = notebook['cells'];
  return Array.isArray(cells) ? (cells as readonly unknown[]) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
