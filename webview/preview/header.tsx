/** The bar at the top: which model, which input, which weights, and how the run is going. */
import type { VNode } from 'preact';
import type { PreviewSnapshot } from '../../extension/protocol.ts';
import { IconButton, NumberField, Select } from '../shared/controls.tsx';
import { Icon } from '../shared/icon.tsx';
import { PictureChoice, WeightsChoice } from '../shared/inputs.tsx';
import { StatusLine } from '../shared/states.tsx';
import { Export } from './export.tsx';
import type { PreviewView, Send } from './view.ts';
import { t } from '../shared/l10n.ts';

/** The host refuses what would need too much memory; this only keeps typing errors out. */
const LARGEST_SIDE = 4096;

interface HeaderProps {
  readonly snapshot: PreviewSnapshot;
  readonly send: Send;
}

export function Header({ snapshot, send, view }: HeaderProps & { readonly view: PreviewView }): VNode {
  const { models, model, inputSize, constraints } = snapshot;
  const shown = models.find((candidate) => candidate.id === model);
  return (
    <header class="toolbar" aria-label={t('Model, input and weights')}>
      {shown !== undefined && <ModelChoice snapshot={snapshot} send={send} />}
      {inputSize !== null && (
        <span class="field-group">
          <PictureChoice picture={snapshot.picture} send={send} />
          <InputSize size={inputSize} constraints={constraints} send={send} />
        </span>
      )}
      {shown !== undefined && <WeightsChoice weights={snapshot.weights} send={send} />}
      {shown !== undefined && <Export snapshot={snapshot} view={view} send={send} />}
      <IconButton icon="question" label={t('Help')} onClick={() => send({ type: 'help' })} />
      <StatusLine status={snapshot.status} onCancel={() => send({ type: 'cancel' })} />
    </header>
  );
}

function ModelChoice({ snapshot: { models, model }, send }: HeaderProps): VNode | null {
  const shown = models.find((candidate) => candidate.id === model);
  if (shown === undefined) return null;
  if (models.length === 1)
    return (
      <span class="field">
        <span class="field-label">{t('Model')}</span>
        <strong class="model-name">{shown.name}</strong>
      </span>
    );
  return (
    <Select
      label={t('Model')}
      showLabel
      value={String(shown.id)}
      choices={models.map(({ id, name }) => ({ value: String(id), label: name }))}
      onChange={(id) => send({ type: 'select-model', model: Number(id) })}
    />
  );
}

interface InputSizeProps {
  readonly size: NonNullable<PreviewSnapshot['inputSize']>;
  readonly constraints: readonly string[];
  readonly send: Send;
}

function InputSize({ size: { height, width, adjustable, chosen, legal }, constraints, send }: InputSizeProps): VNode {
  const set = (size: readonly [number, number] | null): void => send({ type: 'set-size', size });
  return (
    <span class="size">
      {adjustable ? (
        <>
          <NumberField
            label={t('Input height')}
            value={height}
            min={1}
            max={LARGEST_SIDE}
            onChange={(value) => set([value, width])}
          />
          <span aria-hidden="true">×</span>
          <NumberField
            label={t('Input width')}
            value={width}
            min={1}
            max={LARGEST_SIDE}
            onChange={(value) => set([height, value])}
          />
          {legal.length > 0 && (
            <Select
              label={t('Sizes that fit')}
              title={t('Sizes that the whole network accepts')}
              value=""
              choices={[
                { value: '', label: t('Sizes…') },
                ...legal.map((side) => ({ value: String(side), label: `${side} × ${side}` })),
              ]}
              onChange={(side) => side !== '' && set([Number(side), Number(side)])}
            />
          )}
          {chosen && (
            <IconButton icon="discard" label={t('Back to the size the code says')} onClick={() => set(null)} />
          )}
        </>
      ) : (
        <span class="fixed-size" title={t('Height and width are fixed by the code')}>
          {height} × {width}
        </span>
      )}
      {constraints.length > 0 && (
        <span class="constraints" title={t('The whole network needs: {0}', constraints.join('; '))}>
          <Icon name="info" tone="info" />
          {constraints.join(', ')}
        </span>
      )}
    </span>
  );
}
