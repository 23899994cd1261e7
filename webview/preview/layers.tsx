/** The table of layers: a grid with one selected row, moved by mouse or arrow keys; Enter goes to the source. */
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PreviewRow, PreviewSnapshot } from '../../extension/protocol.ts';
import { bytes, compact, count, integer } from '../shared/format.ts';
import { useWidth } from '../shared/use-width.ts';
import { LayerRow, macsTitle, rowId } from './layer-row.tsx';
import { scrollToRow, stretchInSight } from './rows.ts';
import type { Send } from './view.ts';

/** Below this width, in CSS pixels, a row takes two lines. */
const NARROW = 680;
const ROW_HEIGHT = { wide: 26, narrow: 44 } as const;
/** The headings and the totals stay in sight above and below the rows; narrow tables have no headings. */
const FRAME = { wide: 52, narrow: 44 } as const;
/** Height of the table at most; preview.css has the same figure in .grid. */
const TABLE_HEIGHT = 472;

const HEADINGS = ['Layer', 'Type', 'Output shape', 'Parameters', 'MACs', 'Memory', 'Artifacts'] as const;

interface LayersProps {
  readonly snapshot: PreviewSnapshot;
  readonly send: Send;
}

export function reveal(row: PreviewRow, send: Send): void {
  if (row.call === null) send({ type: 'reveal-line', line: row.line });
  else send({ type: 'reveal', call: row.call });
}

function moved(key: string, from: number, last: number, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, from + 1);
    case 'ArrowUp':
      return Math.max(0, from - 1);
    case 'PageDown':
      return Math.min(last, from + page);
    case 'PageUp':
      return Math.max(0, from - page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

export function Layers({ snapshot, send }: LayersProps): VNode {
  const { rows, selected } = snapshot;
  const [section, width] = useWidth<HTMLElement>(720);
  const grid = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [active, setActive] = useState(0);
  const narrow = width < NARROW;
  const kind = narrow ? 'narrow' : 'wide';
  const rowHeight = ROW_HEIGHT[kind];
  const viewHeight = TABLE_HEIGHT - FRAME[kind];

  const show = (index: number): void => {
    const element = grid.current;
    if (element)
      element.scrollTop = scrollToRow(index, rowHeight, element.scrollTop, element.clientHeight - FRAME[kind]);
  };
  useEffect(() => {
    // The host says which call is selected, for instance after the cursor moved in the editor.
    const index = rows.findIndex((row) => row.call !== null && row.call === selected);
    if (index < 0) return;
    setActive(index);
    show(index);
  }, [selected, narrow]);

  const choose = (index: number): void => {
    setActive(index);
    show(index);
    const call = rows[index]?.call ?? null;
    if (call !== null && call !== selected) send({ type: 'select-call', call });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[active];
    if (event.key === 'Enter' && row) reveal(row, send);
    else {
      const next = moved(event.key, active, rows.length - 1, Math.max(1, Math.floor(viewHeight / rowHeight) - 1));
      if (next === null) return;
      choose(next);
    }
    event.preventDefault();
  };

  const { first, end } = stretchInSight(rows.length, rowHeight, scrollTop, viewHeight);
  return (
    <section ref={section} class="part part-layers" aria-labelledby="layers-heading">
      <div class="part-head">
        <h2 id="layers-heading">Layers</h2>
        <span class="count-badge">{integer(rows.length)}</span>
      </div>
      <div
        ref={grid}
        class={narrow ? 'grid grid-narrow' : 'grid'}
        role="grid"
        aria-label="Layers. Enter goes to the source."
        aria-rowcount={rows.length + 2}
        aria-activedescendant={rowId(active)}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      >
        <div class="grid-row grid-head" role="row" aria-rowindex={1}>
          {HEADINGS.map((heading) => (
            <span key={heading} role="columnheader">
              {heading}
            </span>
          ))}
        </div>
        <div class="grid-body" role="rowgroup">
          <div role="presentation" style={{ height: `${first * rowHeight}px` }} />
          {rows.slice(first, end).map((row, offset) => (
            <LayerRow
              key={first + offset}
              row={row}
              index={first + offset}
              selected={first + offset === active}
              onSelect={choose}
              onReveal={() => reveal(row, send)}
            />
          ))}
          <div role="presentation" style={{ height: `${(rows.length - end) * rowHeight}px` }} />
        </div>
        <Totals totals={snapshot.totals} index={rows.length + 2} />
      </div>
    </section>
  );
}

const Totals = ({ totals, index }: { readonly totals: PreviewSnapshot['totals']; readonly index: number }): VNode => (
  <div class="grid-row grid-total" role="row" aria-rowindex={index}>
    <span role="gridcell" class="cell-name">
      Total
    </span>
    <span role="gridcell" class="cell-type" aria-colspan={2}>
      {count(totals.trainable)} trainable
    </span>
    <span role="gridcell" class="cell-number cell-params">
      {count(totals.params)}
      <span class="unit"> params</span>
    </span>
    <span role="gridcell" class="cell-number cell-macs" title={macsTitle(totals.macs)}>
      {count(totals.macs, compact)}
      <span class="unit"> MACs</span>
    </span>
    <span role="gridcell" class="cell-number cell-bytes">
      {count(totals.bytes, bytes)}
    </span>
    <span role="gridcell" class="cell-grade" />
  </div>
);
