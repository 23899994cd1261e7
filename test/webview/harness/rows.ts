/** Rows of the preview's fixtures, and the graph that belongs to them. */
import type { PreviewRow, PreviewSnapshot } from '../../../extension/protocol.ts';

export const row = (part: Partial<PreviewRow> & Pick<PreviewRow, 'name' | 'type' | 'line'>): PreviewRow => ({
  call: null,
  path: part.name.split('.').slice(0, -1),
  sizeChanges: false,
  outputShape: null,
  params: 0,
  macs: 0,
  bytes: null,
  artifact: null,
  reason: null,
  runnable: true,
  ...part,
});

/** A chain of the rows' calls, and skips between them. */
export function graphOf(
  rows: readonly PreviewRow[],
  skips: readonly (readonly [number, number])[] = [],
): PreviewSnapshot['graph'] {
  const nodes = rows.flatMap(({ call, type, path, outputShape }) =>
    call === null ? [] : [{ call, label: type, path, shape: outputShape }],
  );
  const chain = nodes.slice(1).map((_, at) => [at, at + 1] as const);
  return { nodes, edges: [...chain, ...skips] };
}
