/** What the rows show, in words, above them. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CompareRow } from '../../extension/protocol.ts';
import { t } from '../shared/l10n.ts';
import { factsOf } from './facts.ts';
import type { ViewProps } from './view.ts';

/** Panels narrower than this show the pictures first. */
const ROOM = 480;

interface FactsProps extends ViewProps {
  readonly rows: readonly CompareRow[];
}

export function Facts({ rows, view, change }: FactsProps): VNode | null {
  const facts = useMemo(() => factsOf(rows), [rows]);
  if (facts.length === 0) return null;
  const open = view.facts === 'auto' ? window.innerWidth >= ROOM : view.facts === 'open';
  return (
    <details
      class="facts"
      open={open}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== open) change({ facts: currentTarget.open ? 'open' : 'folded' });
      }}
    >
      <summary>
        <h2>{t('What this shows')}</h2>
      </summary>
      <dl>
        {facts.map(({ title, lines }) => (
          <div key={title} class="fact">
            <dt>{title}</dt>
            {lines.map(({ value, names, why }, place) => (
              <dd key={place}>
                <strong>{value}</strong>{' '}
                {names.map((name, index) => (
                  <span key={name}>
                    {index > 0 && ', '}
                    <span class="fact-name">{name}</span>
                  </span>
                ))}
                {why !== '' && <span class="fact-why">: {why}</span>}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </details>
  );
}
