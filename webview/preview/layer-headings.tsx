/** The headings of the table of layers: a click sorts by a column. */
import type { VNode } from 'preact';
import { Icon } from '../shared/icon.tsx';
import { nextOrder, ORDER_LABELS, type LayerOrder, type OrderKey } from './layer-order.ts';
import { t } from '../shared/l10n.ts';

interface HeadingsProps {
  readonly order: LayerOrder;
  readonly onChange: (order: LayerOrder) => void;
}

const COLUMNS: readonly (OrderKey | null)[] = ['name', 'type', null, 'params', 'macs', 'bytes', 'artifact'];

export const Headings = ({ order, onChange }: HeadingsProps): VNode => (
  <div class="grid-row grid-head" role="row" aria-rowindex={1}>
    {COLUMNS.map((by) =>
      by === null ? (
        <span key="shape" role="columnheader">
          {t('Output shape')}
        </span>
      ) : (
        <span
          key={by}
          role="columnheader"
          aria-sort={order.by !== by ? 'none' : order.descending ? 'descending' : 'ascending'}
        >
          <button type="button" class="sort-button" onClick={() => onChange(nextOrder(order, by))}>
            {order.by === by && <Icon name={order.descending ? 'triangle-down' : 'triangle-up'} />}
            {ORDER_LABELS[by]}
          </button>
        </span>
      ),
    )}
  </div>
);
