/** Writes a suppression comment: into the one that stands there, at the end of the line, or above it where the line goes on. */
import type { FindingCode } from '../model/findings.ts';
import type { TextEdit } from './text-edit.ts';

/** `offset` is where the finding starts. */
export function suppression(text: string, offset: number, code: FindingCode): TextEdit {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [line = ''] = /^[^\r\n]*/.exec(text.slice(start)) ?? [];
  const listed = /#\s*layerscope:\s*ignore\s*\[([^\]]*)/.exec(line);
  if (listed) {
    const at = start + listed.index + listed[0].length;
    return { start: at, end: at, text: listed[1]?.trim() ? `, ${code}` : code };
  }
  const comment = `# layerscope: ignore[${code}]`;
  // A comment or an open string at the line's end would swallow it.
  if (/[#\\]|"""|'''/.test(line)) {
    const [indent = ''] = /^\s*/.exec(line) ?? [];
    const newline = text.includes('\r\n') ? '\r\n' : '\n';
    return { start, end: start, text: `${indent}${comment}${newline}` };
  }
  const end = start + line.trimEnd().length;
  return { start: end, end, text: `  ${comment}` };
}
