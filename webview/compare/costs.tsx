/** What one way to write the layer costs, with a bar against the most expensive of them and the difference to the row as written. */
import type { VNode } from 'preact';
import type { CompareRow, CompareSnapshot } from '../../extension/protocol.ts';
import { compact, difference, integer, millisecondRange, milliseconds } from '../shared/format.ts';
import { t } from '../shared/l10n.ts';
import type { Largest } from './comparison.ts';

interface CostsProps {
  readonly row: CompareRow;
  /** What differences are to; null for the row itself. */
  readonly written: CompareSnapshot['written'];
  readonly largest: Largest;
}

export function Costs({ row, written, largest }: CostsProps): VNode {
  const { outcome } = row;
  return (
    <div class="costs">
      <div class="cost">
        <span class="cost-name">{t('Output')}</span>
        <span class="cost-value">{row.outputShape}</span>
      </div>
      <Cost
        name={t('Parameters')}
        value={integer(row.params)}
        title={t('{0} parameters', integer(row.params))}
        note={written ? difference(row.params - written.params) : null}
        share={largest.params > 0 ? row.params / largest.params : 0}
      />
      <Cost
        name={t('MACs')}
        value={compact(row.macs)}
        title={t('{0} multiply-accumulates for one sample', integer(row.macs))}
        note={written && row.macs === written.macs ? t('same') : null}
        share={largest.macs > 0 ? row.macs / largest.macs : 0}
      />
      {outcome?.kind === 'ran' && outcome.time !== null && (
        <Cost
          name={t('Time')}
          value={milliseconds(outcome.time.median)}
          title={t('Median of the timed runs here, without any accelerator; in small print the middle half of them')}
          note={millisecondRange(...outcome.time.quartiles)}
          share={largest.milliseconds > 0 ? outcome.time.median / largest.milliseconds : 0}
        />
      )}
    </div>
  );
}

interface CostProps {
  readonly name: string;
  readonly value: string;
  readonly title: string;
  readonly note: string | null;
  /** Of the largest in the comparison, 0..1. */
  readonly share: number;
}

const Cost = ({ name, value, title, note, share }: CostProps): VNode => (
  <div class="cost" title={title}>
    <span class="cost-name">{name}</span>
    <span class="cost-value">
      {value}
      {note !== null && <span class="cost-note"> {note}</span>}
    </span>
    <span class="bar" aria-hidden="true">
      <span style={{ width: `${share * 100}%` }} />
    </span>
  </div>
);
