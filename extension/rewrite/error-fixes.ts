/** Fixes for code that the framework refuses, where the analysis knows the one change of the text that mends it. */
import type { Message } from '../message.ts';
import type { Finding } from '../model/findings.ts';
import type { FixId } from './fix.ts';
import type { RewriteSource } from './source.ts';
import type { TextEdit } from './text-edit.ts';

export function errorFixes(
  source: RewriteSource,
  { code, fix }: Finding,
): readonly { readonly id: FixId; readonly detail: Message; readonly edits: readonly TextEdit[] }[] {
  if (fix === null || fix.range.file !== source.file) return [];
  const { start, end } = fix.range;
  const id = code === 'unknown-argument' ? 'right-name' : 'right-value';
  return [{ id, detail: fix.title, edits: [{ start, end, text: fix.text }] }];
}
