/**
 * A table for PyTorch models, like that of the package torchinfo: the leaf modules in the order they run. A module that runs again
 * is marked `(recursive)`, its parameters having been counted before.
 */
import type { LayerRow, ModelGraph } from '../graph.ts';
import type { Size } from '../size.ts';
import { sizeText } from '../sizes/text.ts';
import { groupedNumber } from './numbers.ts';

const UNKNOWN = '?';
/** Two blanks at least between columns, as torchinfo has. */
const GAP = 2;

export function torchSummary(graph: ModelGraph): string {
  const seen = new Set<number>();
  const body = graph.rows.map((row) => {
    const again = row.layer !== null && seen.has(row.layer);
    if (row.layer !== null) seen.add(row.layer);
    return [layerText(row), shapesText(row), again ? '(recursive)' : dashedText(row.params), dashedText(row.macs)];
  });
  const table = [['Layer (type)', 'Output Shape', 'Param #', 'Mult-Adds'], ...body];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)) + GAP);
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('')
      .trimEnd(),
  );
  const rule = '='.repeat(widths.reduce((total, width) => total + width, -GAP));
  const { total, trainable, nonTrainable } = graph.params;
  const [head = '', ...rest] = lines;
  return [
    `${graph.name} (${graph.type})`,
    rule,
    head,
    rule,
    ...rest,
    rule,
    `Total params: ${countText(total)}`,
    `Trainable params: ${countText(trainable)}`,
    `Non-trainable params: ${countText(nonTrainable)}`,
    `Total mult-adds: ${countText(graph.macs)}`,
    rule,
    '',
  ].join('\n');
}

function layerText({ name, type }: LayerRow): string {
  return name === '' ? type : `${name} (${type})`;
}

function shapesText({ outputShapes }: LayerRow): string {
  const texts = outputShapes.map((shape) =>
    shape === null ? UNKNOWN : `[${shape.map((size) => sizeText(size, 'torch')).join(', ')}]`,
  );
  return texts.length === 0 ? UNKNOWN : texts.join(', ');
}

/** torchinfo writes two dashes where there is nothing to count. */
function dashedText(count: Size | null): string {
  return count === 0 ? '--' : countText(count);
}

function countText(count: Size | null): string {
  if (count === null) return UNKNOWN;
  return typeof count === 'number' ? groupedNumber(count) : sizeText(count, 'torch');
}
