/** The preview's table: a model's rows, ready to read. */
import type { Analysis, CallId, LayerRow, ModelGraph } from '../../model/graph.ts';
import { shapeText } from '../../model/sizes/text.ts';
import type { Shape, Size } from '../../model/size.ts';
import type { PreviewRow, PreviewSnapshot } from '../../protocol.ts';
import type { FactsIndex } from '../describe/facts-index.ts';
import { activationBytes, countText } from '../describe/numbers.ts';

/** The line, from 1, of an offset in the previewed document. */
export type LineOf = (offset: number) => number;

const plain = (size: Size | null): number | string | null =>
  size === null || typeof size === 'number' ? size : countText(size);

function bytesOf(shapes: readonly (Shape | null)[]): number | null {
  return shapes.reduce<number | null>((sum, shape) => {
    const bytes = shape ? activationBytes(shape) : null;
    return sum === null || bytes === null ? null : sum + bytes;
  }, 0);
}

/** Why calls of the last run were not run. */
export type NotRun = ReadonlyMap<CallId, string>;

function previewRow(index: FactsIndex, row: LayerRow, line: LineOf, notRun: NotRun): PreviewRow {
  const { outputShapes } = row;
  const call = index.call(row.call);
  // Until a run has made numbers of them, open sizes are no obstacle.
  const open = outputShapes.some((shape) => shape?.slice(1).some((size) => typeof size !== 'number'));
  const obstacle = call && !open ? (notRun.get(call.id) ?? (call.kernel ? null : call.notRunnable)) : null;
  const known = outputShapes.filter((shape) => shape !== null);
  return {
    call: row.call,
    line: line(row.range.start),
    name: row.name,
    type: row.type,
    outputShape: known.length === outputShapes.length ? known.map(shapeText).join(', ') : null,
    params: plain(row.params),
    macs: plain(row.macs),
    bytes: bytesOf(outputShapes),
    artifact: row.artifact,
    reason: row.reason ?? obstacle,
    runnable: call !== undefined && obstacle === null,
  };
}

export function previewRows(index: FactsIndex, model: ModelGraph, line: LineOf, notRun: NotRun): readonly PreviewRow[] {
  return model.rows.map((row) => previewRow(index, row, line, notRun));
}

export function previewTotals({ params, macs, rows }: ModelGraph): PreviewSnapshot['totals'] {
  return {
    params: plain(params.total),
    trainable: plain(params.trainable),
    macs: plain(macs),
    bytes: bytesOf(rows.flatMap((row) => row.outputShapes)),
  };
}

/** The row to show first: the last upsampling layer, else the last that can be run. */
export function rowToShow(rows: readonly PreviewRow[]): PreviewRow | undefined {
  return (
    rows.findLast((row) => row.runnable && row.artifact !== null && row.artifact.grade !== 'none') ??
    rows.findLast((row) => row.runnable)
  );
}

/** True when some size of the model is still a symbol, so that a run needs numbers for it. */
export function hasOpenSizes(analysis: Analysis, model: ModelGraph): boolean {
  const tensors = new Set(model.inputs);
  return analysis.tensors.some(
    ({ id, shape }) => tensors.has(id) && shape?.slice(1).some((size) => typeof size !== 'number'),
  );
}
