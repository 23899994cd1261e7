/** One row of the table of layers. */
import type { VNode } from 'preact';
import type { PreviewRow } from '../../extension/protocol.ts';
import { IconButton } from '../shared/controls.tsx';
import { bytes, compact, count, integer } from '../shared/format.ts';
import { GradeBadge } from '../shared/grade.tsx';
import { Icon } from '../shared/icon.tsx';

export const macsTitle = (macs: number | string | null): string =>
  macs === null ? '' : `${count(macs, integer)} multiply-accumulates for one sample`;

export const rowId = (index: number): string => `layer-${index}`;

interface LayerRowProps {
  readonly row: PreviewRow;
  readonly index: number;
  readonly selected: boolean;
  readonly onSelect: (index: number) => void;
  readonly onReveal: () => void;
}

export function LayerRow({ row, index, selected, onSelect, onReveal }: LayerRowProps): VNode {
  return (
    <div
      id={rowId(index)}
      class="grid-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={() => onSelect(index)}
      onDblClick={onReveal}
    >
      <span role="gridcell" class="cell-name" title={row.name}>
        <span class="cell-text">{row.name === '' ? row.type : row.name}</span>
        <IconButton icon="go-to-file" label={`Go to line ${row.line}`} onClick={onReveal} tabIndex={-1} />
      </span>
      <span role="gridcell" class="cell-type" title={row.type}>
        {row.type}
      </span>
      {row.outputShape === null ? <NotInferred row={row} /> : <Facts row={row} shape={row.outputShape} />}
    </div>
  );
}

const NotInferred = ({ row }: { readonly row: PreviewRow }): VNode => (
  <span role="gridcell" aria-colspan={5} class="cell-reason" title={row.reason ?? ''}>
    <Icon name="question" />
    <span class="cell-text">not inferred{row.reason === null ? '' : `: ${row.reason}`}</span>
  </span>
);

const Facts = ({ row, shape }: { readonly row: PreviewRow; readonly shape: string }): VNode => (
  <>
    <span role="gridcell" class="cell-shape" title={shape}>
      <span class="cell-text">{shape}</span>
      {!row.runnable && (
        <span class="not-runnable" title={`Not drawn: ${row.reason ?? 'this layer cannot be run here'}`}>
          <Icon name="circle-slash" />
          <span class="visually-hidden">not drawn</span>
        </span>
      )}
    </span>
    <span role="gridcell" class="cell-number cell-params">
      {count(row.params)}
      {row.params !== null && <span class="unit"> params</span>}
    </span>
    <span role="gridcell" class="cell-number cell-macs" title={macsTitle(row.macs)}>
      {count(row.macs, compact)}
      {row.macs !== null && <span class="unit"> MACs</span>}
    </span>
    <span role="gridcell" class="cell-number cell-bytes">
      {count(row.bytes, bytes)}
    </span>
    <span role="gridcell" class="cell-grade">
      {row.artifact !== null && <GradeBadge artifact={row.artifact} />}
    </span>
  </>
);
