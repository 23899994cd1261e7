/** Sorting and filtering the table of layers. */
import type { Grade, PreviewRow } from '../../extension/protocol.ts';
import { t } from '../shared/l10n.ts';

/** `model` is the order of the model itself. */
export type OrderKey = 'model' | 'name' | 'type' | 'params' | 'macs' | 'bytes' | 'artifact';
export type LayerFilter = 'all' | 'upsampling' | 'size';

export interface LayerOrder {
  readonly by: OrderKey;
  readonly descending: boolean;
}

export const ORDER_LABELS: Readonly<Record<OrderKey, string>> = {
  model: t('Order of the model'),
  name: t('Layer'),
  type: t('Type'),
  params: t('Parameters'),
  macs: t('MACs'),
  bytes: t('Memory'),
  artifact: t('Artifacts'),
};
export const isOrderKey = (text: string): text is OrderKey => text in ORDER_LABELS;

const GRADES: Readonly<Record<Grade, number>> = { none: 0, mild: 1, strong: 2, holes: 3 };
/** Within a grade the more uneven one stands higher; unevenness is added as a part of one step. */
const severity = ({ artifact }: PreviewRow): number | null =>
  artifact && GRADES[artifact.grade] + artifact.unevenness / (1 + artifact.unevenness);

/** The worst of them; null where none upsamples. */
export function worst(rows: readonly PreviewRow[]): PreviewRow['artifact'] {
  let found: PreviewRow | undefined;
  for (const row of rows) if ((severity(row) ?? -1) > (found ? (severity(found) ?? -1) : -1)) found = row;
  return found?.artifact ?? null;
}

function keyOf(row: PreviewRow, by: OrderKey): number | string | null {
  switch (by) {
    case 'model':
      return 0;
    case 'name':
    case 'type':
      return row[by];
    case 'artifact':
      return severity(row);
    default: {
      // An expression over open sizes has no place among numbers.
      const value = row[by];
      return typeof value === 'number' ? value : null;
    }
  }
}

const collator = new Intl.Collator(undefined, { numeric: true });

/** Rows without a value stand last in either direction; equal ones keep the model's order. */
export function ordered(rows: readonly PreviewRow[], { by, descending }: LayerOrder): readonly PreviewRow[] {
  if (by === 'model') return rows;
  const sign = descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [keyOf(one, by), keyOf(other, by)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b)));
  });
}

export function passes(row: PreviewRow, filter: LayerFilter): boolean {
  if (filter === 'upsampling') return row.artifact !== null;
  return filter === 'all' || row.sizeChanges;
}

/** What a click on a heading does: numbers from the largest, names from A, then the other way round, then as in the model. */
export function nextOrder(now: LayerOrder, by: OrderKey): LayerOrder {
  const first = by !== 'name' && by !== 'type';
  if (now.by !== by) return { by, descending: first };
  return now.descending === first ? { by, descending: !first } : { by: 'model', descending: false };
}
