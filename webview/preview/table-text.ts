/** The layers as the table shows them, in its order and with its filter, for spreadsheets and documents. */
import { csv, markdown } from '../../extension/model/summary/table-text.ts';
import type { PreviewRow, PreviewSnapshot } from '../../extension/protocol.ts';
import { layersOnly } from './layer-items.ts';
import { ordered, passes } from './layer-order.ts';
import type { PreviewView } from './view.ts';
import { t } from '../shared/l10n.ts';

const FIGURES = [t('Parameters'), t('MACs'), t('Memory in bytes')];
const COLUMNS = [t('Layer'), t('Type'), t('Output shape'), ...FIGURES, t('Artifacts')];
const NUMBERS: ReadonlySet<string> = new Set(FIGURES);

/** What is not known stays empty. */
const text = (value: number | string | null): string => (value === null ? '' : String(value));

const cells = (row: PreviewRow): string[] => [
  row.name,
  row.type,
  row.outputShape ?? '',
  text(row.params),
  text(row.macs),
  text(row.bytes),
  row.artifact?.grade ?? '',
];

function lines({ rows, totals }: PreviewSnapshot, { orderBy, descending, filter }: PreviewView): string[][] {
  const shown = ordered(layersOnly(rows), { by: orderBy, descending }).filter((row) => passes(row, filter));
  const all = [t('Total'), '', '', text(totals.params), text(totals.macs), text(totals.bytes), ''];
  // Totals are the model's; they belong to no part of it.
  return [[...COLUMNS], ...shown.map(cells), ...(filter === 'all' ? [all] : [])];
}

export const csvOf = (snapshot: PreviewSnapshot, view: PreviewView): string => csv(lines(snapshot, view));

export const markdownOf = (snapshot: PreviewSnapshot, view: PreviewView): string =>
  markdown(lines(snapshot, view), NUMBERS);
