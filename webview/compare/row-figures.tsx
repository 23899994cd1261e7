/** Figures of a row, one a line: its name, its value, the difference to the row as written, and a bar against the largest of all rows. */
import type { VNode } from 'preact';
import type { CompareRow, WrittenRow } from '../../extension/protocol.ts';
import { timeRange } from '../shared/format.ts';
import { t } from '../shared/l10n.ts';
import { figure, figureValue, measuredRow, type FigureKey } from './figures.ts';

interface RowFiguresProps {
  readonly row: CompareRow;
  readonly keys: readonly FigureKey[];
  /** What differences are to; null for the row itself. */
  readonly written: WrittenRow | null;
  readonly largest: Readonly<Record<FigureKey, number>>;
}

export function RowFigures({ row, keys, written, largest }: RowFiguresProps): VNode {
  const own = measuredRow(row);
  return (
    <dl class="row-figures">
      {keys.map((key) => {
        const { name, title, text, difference } = figure(key);
        const value = figureValue(key, row);
        if (value === null) return null;
        const apart = written ? difference(own, written) : null;
        const spread = key === 'milliseconds' && row.outcome?.kind === 'ran' ? row.outcome.time : null;
        const share = largest[key] > 0 && Number.isFinite(value) ? value / largest[key] : 0;
        return (
          <div key={key} class="row-figure" title={title}>
            <dt>{name}</dt>
            <dd class="figure-value">
              {text(own)}
              {spread !== null && <span class="figure-spread"> {timeRange(spread.quartiles, spread.median)}</span>}
            </dd>
            {apart !== null && (
              <dd class="figure-apart" title={t('Difference to the layer as written')}>
                {apart}
              </dd>
            )}
            <dd class="bar" aria-hidden="true">
              <span style={{ width: `${share * 100}%` }} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
