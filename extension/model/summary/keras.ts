/**
 * `model.summary()` of Keras 3, character by character. Follows keras/src/utils/summary_utils.py, print_summary.
 */
import type { LayerRow, ModelGraph } from '../graph.ts';
import type { Size } from '../size.ts';
import { multiply } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';
import { groupedNumber } from './numbers.ts';
import { renderTable, roundHalfEven, wrapLine, type RichColumn } from './rich-table.ts';

/** The table leaves this much of the terminal free. */
const MARGIN = 4;
const UNKNOWN = '?';
/** Keras keeps variables in float32 whatever the policy computes in. */
const BYTES_PER_PARAMETER = 4;

const PLAIN = { length: 88, positions: [0.45, 0.8, 1] };
const CONNECTED = { length: 108, positions: [0.3, 0.56, 0.74, 1] };

export function kerasSummary(graph: ModelGraph, terminalColumns: number): string {
  // Sequential.layers has no InputLayer.
  const rows = graph.type === 'Sequential' ? graph.rows.filter(({ type }) => type !== 'InputLayer') : graph.rows;
  const connected = showsConnections(graph.type, rows);
  const { length, positions } = connected ? CONNECTED : PLAIN;
  const lineLength = Math.min(length, terminalColumns - MARGIN);
  const titles = ['Layer (type)', 'Output Shape', 'Param #', 'Connected to'];
  let start = 0;
  const columns = positions.map((position, index): RichColumn => {
    const width = Math.trunc(position * lineLength) - start;
    start += width;
    return { title: titles[index] ?? '', width, align: index === 2 ? 'right' : 'left' };
  });
  const { total, trainable, nonTrainable } = graph.params;
  return [
    ...wrapLine(`Model: "${graph.name}"`, terminalColumns, true),
    ...renderTable(
      columns,
      rows.map((row) => cellsOf(row)),
      lineLength,
    ),
    ` Total params: ${parametersText(total)}`,
    ` Trainable params: ${parametersText(trainable)}`,
    ` Non-trainable params: ${parametersText(nonTrainable)}`,
    '',
  ].join('\n');
}

/** Keras leaves "Connected to" out where one layer follows the other, and for classes of the user's own, which have no graph. */
function showsConnections(type: string, rows: readonly LayerRow[]): boolean {
  if (type === 'Sequential' || isChain(rows)) return false;
  return type === 'Functional' || rows.some(({ connectedTo }) => connectedTo.length > 0);
}

/** Each layer is called once, on the output of the one before. */
function isChain(rows: readonly LayerRow[]): boolean {
  return rows.every((row, index) => {
    const before = rows[index - 1];
    if (before === undefined) return row.connectedTo.length === 0;
    const [source, second] = row.connectedTo;
    return second === undefined && source?.startsWith(`${before.name}[`) === true;
  });
}

function cellsOf(row: LayerRow): string[] {
  const params = row.unbuilt === true ? '0 (unbuilt)' : countText(row.params);
  const connections = row.connectedTo.length === 0 ? '-' : row.connectedTo.join(', ');
  return [`${row.name} (${row.type})`, shapesText(row), params, connections];
}

function shapesText({ outputShapes, summaryShapes = outputShapes, unbuilt }: LayerRow): string {
  if (unbuilt === true || summaryShapes.length === 0) return UNKNOWN;
  const texts = summaryShapes.map((shape) => {
    if (shape === null) return UNKNOWN;
    // Keras has no name for a size that is open.
    const sizes = shape.map((size) =>
      typeof size === 'number' || sizeText(size) === UNKNOWN ? sizeText(size) : 'None',
    );
    return `(${sizes.join(', ')})`;
  });
  return texts.length === 1 ? (texts[0] ?? UNKNOWN) : `[${texts.join(', ')}]`;
}

function countText(count: Size | null): string {
  if (count === null) return UNKNOWN;
  return typeof count === 'number' ? groupedNumber(count) : sizeText(count);
}

function parametersText(count: Size | null): string {
  if (typeof count !== 'number') return countText(count);
  const bytes = multiply(count, BYTES_PER_PARAMETER);
  return typeof bytes === 'number' ? `${groupedNumber(count)} (${memoryText(bytes)})` : groupedNumber(count);
}

function memoryText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let index = 0;
  while (value / 1024 >= 1 && index < units.length) {
    value /= 1024;
    index++;
  }
  // Past the last unit Keras goes on dividing and keeps its name.
  return `${twoDecimals(value)} ${units[Math.min(index, units.length - 1)] ?? ''}`;
}

/** Python's `{:.2f}`: a value that stands exactly in the middle goes to the even digit. */
function twoDecimals(value: number): string {
  return (value * 100) % 1 === 0.5 ? (roundHalfEven(value * 100) / 100).toFixed(2) : value.toFixed(2);
}
