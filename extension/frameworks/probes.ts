/**
 * Probe comments: `# layerscope: UNet(3, 2) on (1, 3, 572, 572)` runs a model of the file on inputs of these shapes. Any call
 * expression, or the name of a model; several shapes are separated by commas.
 */
import type { Module } from '../python/syntax.ts';
import type { Place } from '../python/values.ts';
import { isSuppression } from './suppressions.ts';

export interface Probe {
  readonly expression: string;
  /** Text of the shapes, or null when the probe has none. */
  readonly shapes: string | null;
  readonly place: Place;
}

export function probesOf(module: Module, file: string): readonly Probe[] {
  return module.comments.flatMap(({ text, start, end }) => {
    if (isSuppression(text)) return [];
    const [, expression, shapes] = /^layerscope:\s*(.+?)(?:\s+on\s+(\(.*|\[.*))?$/.exec(text) ?? [];
    return expression === undefined ? [] : [{ expression, shapes: shapes ?? null, place: { file, start, end } }];
  });
}
