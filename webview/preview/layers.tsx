/**
 * The table of layers: one selected line, moved by mouse or arrow keys; Enter goes to the source. Modules fold as a tree does; sorted or
 * filtered it is a plain list.
 */
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PreviewRow, PreviewSnapshot } from '../../extension/protocol.ts';
import { bytes, compact, count, integer } from '../shared/format.ts';
import { useWidth } from '../shared/use-width.ts';
import { Tabs } from '../shared/tabs.tsx';
import { GraphView } from './graph-view.tsx';
import { Headings } from './layer-headings.tsx';
import { itemOfCall, itemsOf, layersOnly, moduleKeys, type Item, type ModuleItem } from './layer-items.ts';
import { LayerRow, macsTitle, rowId } from './layer-row.tsx';
import { LayerTools } from './layer-tools.tsx';
import { scrollToRow, stretchInSight } from './rows.ts';
import { useChoice } from './use-choice.ts';
import type { Send, ViewProps } from './view.ts';
import { t } from '../shared/l10n.ts';

/** Below this width, in CSS pixels, a row takes two lines. */
const NARROW = 680;
const ROW_HEIGHT = { wide: 26, narrow: 44 } as const;
/** The headings and the totals stay in sight above and below the rows; narrow tables have no headings. */
const FRAME = { wide: 52, narrow: 44 } as const;
/** Height of the table at most; layers.css has the same figure in .grid. */
const TABLE_HEIGHT = 472;

interface LayersProps extends ViewProps {
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

/** The module around an item: the nearest line above that stands further to the left. */
function parentOf(items: readonly Item[], index: number): number {
  const level = items[index]?.level ?? 1;
  for (let at = index - 1; at >= 0; at--) if ((items[at]?.level ?? 1) < level) return at;
  return index;
}

export function Layers({ snapshot, send, view, change }: LayersProps): VNode {
  const { rows, selected } = snapshot;
  const [section, width] = useWidth<HTMLElement>(720);
  const grid = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const { orderBy, descending, filter, folded } = view;
  const order = useMemo(() => ({ by: orderBy, descending }), [orderBy, descending]);
  const items = useMemo(() => itemsOf(rows, { order, filter, folded }), [rows, order, filter, folded]);
  const modules = useMemo(() => moduleKeys(rows), [rows]);
  const layers = useMemo(() => layersOnly(rows).length, [rows]);
  const tree = items.some((item) => item.kind === 'module');
  // By its key, so that the same line stays the active one when others fold away.
  const [activeKey, setActiveKey] = useState('');
  const active = Math.max(
    0,
    items.findIndex((item) => item.key === activeKey),
  );
  const narrow = width < NARROW;
  const kind = narrow ? 'narrow' : 'wide';
  const rowHeight = ROW_HEIGHT[kind];
  const viewHeight = TABLE_HEIGHT - FRAME[kind];

  const show = (index: number): void => {
    const element = grid.current;
    if (element)
      element.scrollTop = scrollToRow(index, rowHeight, element.scrollTop, element.clientHeight - FRAME[kind]);
  };
  const choice = useChoice(selected, send);
  const follow = (): void => {
    const index = selected === null ? -1 : itemOfCall(items, selected);
    if (index < 0) return;
    // A nested model and its last layer are one call: the line that was chosen stays.
    const line = items[active]?.row?.call === selected ? active : index;
    setActiveKey(items[line]?.key ?? '');
    show(line);
  };
  useEffect(() => {
    if (selected !== null && !choice.isAnswer(selected)) follow();
  }, [selected]);
  // Rows have another place or height now, or a table stands where the graph was.
  useEffect(follow, [narrow, order, filter, view.layersAs]);
  useEffect(() => {
    // Another order than the model's is read from its top.
    if (orderBy !== 'model') show(0);
  }, [order]);

  const choose = (index: number): void => {
    const item = items[index];
    if (!item) return;
    setActiveKey(item.key);
    show(index);
    const call = item.row?.call ?? null;
    if (call !== null) choice.choose(call);
  };
  const fold = ({ key, folded: isFolded }: ModuleItem): void => {
    setActiveKey(key);
    change({ folded: isFolded ? folded.filter((each) => each !== key) : [...folded, key] });
  };
  const goTo = (item: Item): void => {
    const row = item.kind === 'module' ? (item.row ?? item.layers[0]) : item.row;
    if (row) reveal(row, send);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const item = items[active];
    if (!item || event.target !== event.currentTarget) return;
    const opens = event.key === 'ArrowRight';
    if (event.key === 'Enter') goTo(item);
    else if (item.kind === 'module' && item.folded === opens && (opens || event.key === 'ArrowLeft')) fold(item);
    else if (event.key === 'ArrowLeft') choose(parentOf(items, active));
    else {
      const next = moved(event.key, active, items.length - 1, Math.max(1, Math.floor(viewHeight / rowHeight) - 1));
      if (next === null) return;
      choose(next);
    }
    event.preventDefault();
  };

  const { first, end } = stretchInSight(items.length, rowHeight, scrollTop, viewHeight);
  const switched = snapshot.graph.nodes.length > 0;
  const asGraph = view.layersAs === 'graph' && switched;
  const shown = items.filter((item) => item.kind === 'layer').length;
  return (
    <section ref={section} class="part part-layers" aria-labelledby="layers-heading">
      <div class="part-head">
        <h2 id="layers-heading">{t('Layers')}</h2>
        <span class="count-badge">
          {filter === 'all' ? integer(layers) : t('{0} of {1}', integer(shown), integer(layers))}
        </span>
        {switched && (
          <Tabs
            label={t('Layers as')}
            tabs={[
              { value: 'table', label: t('Table') },
              { value: 'graph', label: t('Graph') },
            ]}
            value={view.layersAs}
            panel="layers-panel"
            onChange={(as) => change({ layersAs: as === 'graph' ? 'graph' : 'table' })}
          />
        )}
        {!asGraph && <LayerTools modules={modules} narrow={narrow} view={view} change={change} />}
      </div>
      <div
        id="layers-panel"
        role={switched ? 'tabpanel' : undefined}
        aria-labelledby={switched ? `layers-panel-${view.layersAs}` : undefined}
      >
        {asGraph && <GraphView snapshot={snapshot} send={send} width={width} view={view} change={change} />}
        {!asGraph && (
          <div
            ref={grid}
            class={narrow ? 'grid grid-narrow' : 'grid'}
            role={tree ? 'treegrid' : 'grid'}
            aria-label={t('Layers. Enter goes to the source.')}
            aria-rowcount={items.length + 2}
            aria-activedescendant={items.length > 0 ? rowId(active) : undefined}
            tabIndex={0}
            onKeyDown={onKeyDown}
            onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
          >
            <Headings
              order={order}
              onChange={({ by, descending: down }) => change({ orderBy: by, descending: down })}
            />
            <div class="grid-body" role="rowgroup">
              <div role="presentation" style={{ height: `${first * rowHeight}px` }} />
              {items.slice(first, end).map((item, offset) => (
                <LayerRow
                  key={item.key}
                  item={item}
                  index={first + offset}
                  selected={first + offset === active}
                  tree={tree}
                  onSelect={choose}
                  onReveal={() => goTo(item)}
                  onFold={fold}
                />
              ))}
              <div role="presentation" style={{ height: `${(items.length - end) * rowHeight}px` }} />
            </div>
            {items.length === 0 && <NothingPasses upsampling={filter === 'upsampling'} />}
            <Totals totals={snapshot.totals} index={items.length + 2} />
          </div>
        )}
      </div>
    </section>
  );
}

const NothingPasses = ({ upsampling }: { readonly upsampling: boolean }): VNode => (
  <div class="grid-row" role="row">
    <span role="gridcell" class="cell-reason cell-whole">
      {upsampling ? t('No layer of this model upsamples.') : t('No layer of this model changes the size.')}
    </span>
  </div>
);

const Totals = ({ totals, index }: { readonly totals: PreviewSnapshot['totals']; readonly index: number }): VNode => (
  <div class="grid-row grid-total" role="row" aria-rowindex={index}>
    <span role="gridcell" class="cell-name">
      {t('Total')}
    </span>
    <span role="gridcell" class="cell-type" aria-colspan={2}>
      {t('{0} trainable', count(totals.trainable))}
    </span>
    <span role="gridcell" class="cell-number cell-params">
      {count(totals.params)}
      <span class="unit"> {t('params')}</span>
    </span>
    <span role="gridcell" class="cell-number cell-macs" title={macsTitle(totals.macs)}>
      {count(totals.macs, compact)}
      <span class="unit"> {t('MACs')}</span>
    </span>
    <span role="gridcell" class="cell-number cell-bytes">
      {count(totals.bytes, bytes)}
    </span>
    <span role="gridcell" class="cell-grade" />
  </div>
);
