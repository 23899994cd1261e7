/** How a file is written, so that what is added looks as if its author had written it: quotes, indentation, line width. */
import type { Span } from '../python/syntax.ts';

/** What black and most style guides hold lines to; a file whose own lines are longer sets its own width. */
const USUAL_WIDTH = 88;
const MAX_WIDTH = 120;

export class CodeStyle {
  readonly text: string;
  readonly newline: string;
  readonly quote: '"' | "'";
  readonly indent: string;
  readonly width: number;

  constructor(text: string) {
    this.text = text;
    this.newline = text.includes('\r\n') ? '\r\n' : '\n';
    const single = text.match(/'[^'"\n]*'/g)?.length ?? 0;
    const double = text.match(/"[^'"\n]*"/g)?.length ?? 0;
    this.quote = single > double ? "'" : '"';
    this.indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '    ';
    const longest = text.split('\n').reduce((width, line) => Math.max(width, line.length), 0);
    this.width = Math.min(MAX_WIDTH, Math.max(USUAL_WIDTH, longest));
  }

  slice({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  /** The white space that the line of an offset begins with. */
  indentAt(offset: number): string {
    return /^[ \t]*/.exec(this.text.slice(this.lineStart(offset)))?.[0] ?? '';
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  lineEnd(offset: number): number {
    const end = this.text.slice(offset).search(/\r?\n/);
    return end < 0 ? this.text.length : offset + end;
  }

  /** Nothing but white space before it on its line, nothing but a comment after it on its last. */
  standsAlone({ start, end }: Span): boolean {
    const before = this.text.slice(this.lineStart(start), start);
    const after = this.text.slice(end, this.lineEnd(end));
    return /^\s*$/.test(before) && /^\s*(?:#.*)?$/.test(after);
  }

  /** A string without escapes, in the file's quotes. */
  quoted(value: string): string {
    return `${this.quote}${value}${this.quote}`;
  }
}
