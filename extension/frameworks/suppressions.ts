/**
 * Suppression comments: `# layerscope: ignore[checkerboard-overlap]` at the end of a line, or on a line of its own before it, takes
 * back the findings named (all without a list) on the lines it stands for. What spans several lines is reached from each of them.
 */
import type { Finding } from '../model/findings.ts';
import type { Range } from '../model/range.ts';
import type { Comment, Module } from '../python/syntax.ts';

const IGNORE = /^layerscope:\s*ignore\b(?:\s*\[([^\]]*)\])?/;

export const isSuppression = (text: string): boolean => IGNORE.test(text);

interface Suppression {
  /** Null: all. */
  readonly codes: ReadonlySet<string> | null;
  /** Offsets of the lines it stands for. */
  readonly start: number;
  readonly end: number;
}

export interface Commented {
  readonly file: string;
  readonly text: string;
  readonly module: Module;
}

/** The findings that no comment takes back, neither where they stand nor, of another file, where the analysed one leads to them. */
export function unsuppressed(findings: readonly Finding[], sources: readonly Commented[]): readonly Finding[] {
  return sources.reduce((left, { file, text, module }) => {
    const suppressions = module.comments.flatMap((comment) => suppressionOf(comment, text));
    const isSuppressed = (code: string, range: Range | null): boolean =>
      range?.file === file &&
      suppressions.some(
        ({ codes, start, end }) => range.start <= end && range.end >= start && (codes === null || codes.has(code)),
      );
    return suppressions.length === 0
      ? left
      : left.filter(({ code, range, caller }) => !isSuppressed(code, range) && !isSuppressed(code, caller));
  }, findings);
}

function suppressionOf({ text: comment, start, end }: Comment, text: string): Suppression[] {
  const match = IGNORE.exec(comment);
  if (!match) return [];
  const list = match[1]?.split(',').map((code) => code.trim());
  const codes = list ? new Set(list) : null;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const alone = text.slice(lineStart, start).trim() === '';
  return [{ codes, start: lineStart, end: alone ? endOfLine(text, endOfLine(text, end) + 1) : end }];
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
