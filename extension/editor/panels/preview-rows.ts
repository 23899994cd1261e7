/** The preview's table: a model's rows, ready to read. */
import type { Message } from '../../message.ts';
import type { CallId, ModelGraph } from '../../model/graph.ts';
import type { Framework } from '../../model/record.ts';
import { shapeText, sizeText } from '../../model/sizes/text.ts';
import type { Shape, Size } from '../../model/size.ts';
import type { PreviewRow, PreviewSnapshot } from '../../protocol.ts';
import type { FactsIndex } from '../describe/facts-index.ts';
import { activationBytes, countText } from '../describe/numbers.ts';
import { said } from '../describe/words.ts';
import { shownRows, type ShownRow } from './preview-modules.ts';

/** The line, from 1, of an offset in the previewed document. */
export type LineOf = (offset: number) => number;

const plain = (size: Size | null): number | string | null =>
  size === null || typeof size === 'number' ? size : countText(size);

function bytesOf(
  index: FactsIndex,
  rows: readonly { readonly call: CallId | null; readonly outputShapes: readonly (Shape | null)[] }[],
): number | null {
  let sum: number | null = 0;
  for (const { call, outputShapes } of rows) {
    const tensors = index.call(call)?.outputs.map((id) => index.tensor(id));
    for (const [place, shape] of outputShapes.entries()) {
      const bytes: number | null = shape ? activationBytes(shape, tensors?.[place]?.dtype) : null;
      sum = sum === null || bytes === null ? null : sum + bytes;
    }
  }
  return sum;
}

/** Why calls of the last run were not run. */
export type NotRun = ReadonlyMap<CallId, Message>;

/** Height, width and depth, or the length of a sequence, of which PyTorch's signals and sequences differ in the order of their axes. */
function spatial(shape: Shape, framework: Framework, type: string): readonly string[] {
  const channelsFirst = framework === 'torch' && (shape.length > 3 || type.endsWith('1d'));
  return (channelsFirst ? shape.slice(2) : shape.slice(1, -1)).map((size) => sizeText(size));
}

function changesSize({ inputShapes, outputShapes, type }: ShownRow, framework: Framework): boolean {
  const [from, to] = [inputShapes[0], outputShapes[0]];
  if (!from || !to) return false;
  const before = spatial(from, framework, type);
  const after = spatial(to, framework, type);
  return from.length !== to.length || before.some((size, axis) => size !== after[axis]);
}

function previewRow(index: FactsIndex, framework: Framework, row: ShownRow, line: LineOf, notRun: NotRun): PreviewRow {
  const { outputShapes } = row;
  const call = index.call(row.call);
  // Until a run has made numbers of them, open sizes are no obstacle.
  const open = outputShapes.some((shape) => shape?.slice(1).some((size) => typeof size !== 'number'));
  const obstacle = call && !open ? (notRun.get(call.id) ?? (call.kernel ? null : call.notRunnable)) : null;
  const reason = row.reason ?? obstacle;
  const known = outputShapes.filter((shape) => shape !== null);
  return {
    call: row.call,
    line: line(row.range.start),
    name: row.name,
    path: row.path,
    type: row.type,
    outputShape: known.length === outputShapes.length ? known.map(shapeText).join(', ') : null,
    params: plain(row.params),
    macs: plain(row.macs),
    bytes: bytesOf(index, [row]),
    sizeChanges: changesSize(row, framework),
    artifact: row.artifact,
    reason: reason && said(reason),
    runnable: call !== undefined && obstacle === null,
  };
}

export function previewRows(index: FactsIndex, model: ModelGraph, line: LineOf, notRun: NotRun): readonly PreviewRow[] {
  return shownRows(index, model).map((row) => previewRow(index, model.framework, row, line, notRun));
}

export function previewTotals(index: FactsIndex, { params, macs, rows }: ModelGraph): PreviewSnapshot['totals'] {
  return {
    params: plain(params.total),
    trainable: plain(params.trainable),
    macs: plain(macs),
    bytes: bytesOf(index, rows),
  };
}

/** The row to show first: the last upsampling layer, else the last that can be run. */
export function rowToShow(rows: readonly PreviewRow[]): PreviewRow | undefined {
  return (
    rows.findLast((row) => row.runnable && row.artifact !== null && row.artifact.grade !== 'none') ??
    rows.findLast((row) => row.runnable)
  );
}
