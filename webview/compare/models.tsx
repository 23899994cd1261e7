/** Two models side by side: their totals, and the layers that were added, removed and changed. */
import type { VNode } from 'preact';
import type { CompareSnapshot, DiffRow, ModelsComparison, ModelTotals } from '../../extension/protocol.ts';
import { Select, Toggle } from '../shared/controls.tsx';
import { bytes, count, difference } from '../shared/format.ts';
import { Icon } from '../shared/icon.tsx';
import { t } from '../shared/l10n.ts';
import { Notice } from '../shared/states.tsx';
import type { CompareView, Send } from './view.ts';

interface ModelsProps {
  readonly snapshot: CompareSnapshot;
  readonly send: Send;
  readonly view: CompareView;
  readonly change: (part: Partial<CompareView>) => void;
}

export function Models({ snapshot: { models }, send, view, change }: ModelsProps): VNode {
  if (models === null) return <p class="note">{t('There is no model in this file to compare.')}</p>;
  const { own, other, rows, problem } = models;
  const differing = rows.filter(({ kind }) => kind !== 'same').length;
  return (
    <div class="models">
      <div class="toolbar">
        <Select
          label={t('Model')}
          showLabel
          value={String(own.id)}
          choices={models.models.map(({ id, name }) => ({ value: String(id), label: name }))}
          onChange={(id) => send({ type: 'choose-own', model: Number(id) })}
        />
        <span class="field-group">
          <button
            type="button"
            class="text-button use-button"
            onClick={() => send({ type: 'choose-other', kind: 'model' })}
          >
            <Icon name="layers" />
            {t('Another model…')}
          </button>
          <button
            type="button"
            class="text-button use-button"
            onClick={() => send({ type: 'choose-other', kind: 'version' })}
          >
            <Icon name="git-commit" />
            {t('Version in git…')}
          </button>
        </span>
      </div>
      {problem !== null && (
        <Notice icon="error" tone="error">
          {problem}
        </Notice>
      )}
      {other === null ? (
        <p class="note">
          {t('Choose another model of the workspace, or an older version of this file, to see what differs.')}
        </p>
      ) : (
        <>
          <Totals own={own} other={other} />
          <div class="diff-head">
            <p class="note" role="status">
              {differing === 0 ? t('All layers are alike.') : t('{0} of {1} layers differ.', differing, rows.length)}
            </p>
            <Toggle
              icon="filter"
              pressed={view.onlyDifferences}
              title={t('Show only the layers that differ')}
              onChange={(onlyDifferences) => change({ onlyDifferences })}
            >
              {t('Differences')}
            </Toggle>
          </div>
          <ul class="diff">
            {rows
              .filter(({ kind }) => !view.onlyDifferences || kind !== 'same')
              .map((row, index) => (
                <Row key={index} row={row} />
              ))}
          </ul>
        </>
      )}
    </div>
  );
}

type Side = NonNullable<ModelsComparison['other']>;

function Totals({ own, other }: { readonly own: Side; readonly other: Side }): VNode {
  const figures: readonly (readonly [string, keyof ModelTotals])[] = [
    [t('Layers'), 'layers'],
    [t('Parameters'), 'params'],
    [t('Trainable'), 'trainable'],
    [t('MACs'), 'macs'],
    [t('Activations'), 'bytes'],
  ];
  return (
    <div class="numbers-scroll" tabIndex={0} role="region" aria-label={t('Totals of both models')}>
      <table class="totals-table">
        <thead>
          <tr>
            <td />
            {[other, own].map(({ title, source }, index) => (
              <th key={index} scope="col">
                {title}
                <span class="note">{source}</span>
              </th>
            ))}
            <th scope="col">{t('Difference')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map(([label, key]) => {
            const [before, after] = [other.totals[key], own.totals[key]];
            const form = key === 'bytes' ? bytes : undefined;
            const known = typeof before === 'number' && typeof after === 'number';
            return (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td>{count(before, form)}</td>
                <td>{count(after, form)}</td>
                <td>{known ? changeText(after - before, key === 'bytes') : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const changeText = (by: number, asBytes: boolean): string =>
  asBytes && by !== 0 ? `${by > 0 ? '+' : '−'}${bytes(Math.abs(by))}` : difference(by);

const KINDS = {
  same: { icon: 'dash', word: t('unchanged') },
  changed: { icon: 'edit', word: t('changed') },
  added: { icon: 'add', word: t('added') },
  removed: { icon: 'remove', word: t('removed') },
} as const;

function Row({ row: { kind, before, after, arguments: changes } }: { readonly row: DiffRow }): VNode {
  const { icon, word } = KINDS[kind];
  const side = after ?? before;
  const figures = (['shape', 'params'] as const).map((key) => {
    const [old, now] = [before?.[key] ?? null, after?.[key] ?? null].map((value) => count(value));
    const unit = (text: string | undefined): string =>
      key === 'params' ? t('{0} parameters', text ?? '–') : (text ?? '–');
    if (before === null || after === null || old === now) return unit(after === null ? old : now);
    return `${unit(old)} → ${unit(now)}`;
  });
  return (
    <li class={`diff-row diff-${kind}`}>
      <Icon name={icon} />
      <div>
        <span class="diff-name">{side?.name === '' ? side.type : side?.name}</span>{' '}
        <span class="note">
          {side?.type} · {word}
          {before !== null && after !== null && before.name !== after.name && ` · ${before.name}`}
        </span>
        <div class="diff-figures">{figures.join(' · ')}</div>
        {changes.length > 0 && <div class="diff-arguments">{changes.join(', ')}</div>}
      </div>
    </li>
  );
}
