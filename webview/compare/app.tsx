/** The compare panel: the layer under the cursor as written, beside other ways to write it, on the same input. */
import type { VNode } from 'preact';
import type { ComparePart, CompareSnapshot, SettingCode } from '../../extension/protocol.ts';
import { IconButton, Select, Toggle } from '../shared/controls.tsx';
import { DropZone } from '../shared/drop.tsx';
import { PictureChoice, WeightsChoice } from '../shared/inputs.tsx';
import { Boundary, EmptyState, FailedNotice, ProgressLine, StaleNotice, StatusLine } from '../shared/states.tsx';
import { t } from '../shared/l10n.ts';
import { Tabs } from '../shared/tabs.tsx';
import { Cards } from './cards.tsx';
import { Models } from './models.tsx';
import { figure, FIGURES } from './figures.ts';
import { isSortKey } from './row-order.ts';
import { Explainer } from './explain/explainer.tsx';
import type { Send, ViewProps } from './view.ts';

interface AppProps extends ViewProps {
  /** Null until the host has answered. */
  readonly snapshot: CompareSnapshot | null;
  readonly code: SettingCode | null;
  readonly send: Send;
  readonly sendPicture: (name: string, file: Blob) => void;
}

export function App({ snapshot, code, send, sendPicture, view, change }: AppProps): VNode {
  return (
    <DropZone send={send} sendPicture={sendPicture}>
      {snapshot !== null && <Content snapshot={snapshot} code={code} send={send} view={view} change={change} />}
    </DropZone>
  );
}

interface ContentProps extends ViewProps {
  readonly snapshot: CompareSnapshot;
  readonly code: SettingCode | null;
  readonly send: Send;
}

const PARTS: Readonly<Record<ComparePart, string>> = {
  ways: t('Ways to write it'),
  why: t('Why?'),
  models: t('Two models'),
};
const isPart = (name: string): name is ComparePart => name in PARTS;

function Content({ snapshot, code, send, view, change }: ContentProps): VNode {
  const { layer, status } = snapshot;
  return (
    <>
      <h1 class="visually-hidden">{t('Compare upsampling')}</h1>
      <ProgressLine status={status} />
      {layer !== null && <LayerHead layer={layer} send={send} />}
      {(layer !== null || snapshot.models !== null) && (
        <div class="compare-tabs">
          <Tabs
            label={t('Parts of the comparison')}
            tabs={Object.entries(PARTS).map(([value, label]) => ({ value, label }))}
            value={view.part}
            panel="part"
            onChange={(part) => isPart(part) && change({ part })}
          />
        </div>
      )}
      {layer !== null && view.part === 'ways' && <Tools snapshot={snapshot} send={send} view={view} change={change} />}
      {snapshot.stale && <StaleNotice />}
      {status.kind === 'failed' && <FailedNotice message={status.message} hint={status.hint} />}
      {status.kind === 'empty' && view.part !== 'models' && <EmptyState message={status.message} hint={status.hint} />}
      {(layer !== null || snapshot.models !== null) && (
        <div id="part" role="tabpanel" aria-labelledby={`part-${view.part}`}>
          {view.part === 'models' ? (
            <Boundary what={t('The comparison')} version={snapshot}>
              <Models snapshot={snapshot} send={send} view={view} change={change} />
            </Boundary>
          ) : view.part === 'why' ? (
            <Boundary what={t('The explanation')} version={snapshot}>
              <Explainer snapshot={snapshot} code={code} send={send} view={view} change={change} />
            </Boundary>
          ) : (
            <Boundary what={t('The comparison')} version={snapshot}>
              <Cards snapshot={snapshot} send={send} view={view} change={change} />
            </Boundary>
          )}
        </div>
      )}
    </>
  );
}

interface LayerHeadProps {
  readonly layer: NonNullable<CompareSnapshot['layer']>;
  readonly send: Send;
}

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

const LayerHead = ({ layer, send }: LayerHeadProps): VNode => (
  <header class="layer-head">
    <h2 class="layer-name">{layer.name === '' ? layer.type : layer.name}</h2>
    <p class="note">
      {t('{0} on {1}', layer.type, layer.inputShape)} ·{' '}
      <button type="button" class="link-button" title={layer.file} onClick={() => send({ type: 'reveal' })}>
        {fileName(layer.file)}:{layer.line}
      </button>
    </p>
  </header>
);

function Tools({ snapshot, send, view, change }: Omit<ContentProps, 'code'>): VNode {
  return (
    <div class="toolbar">
      <PictureChoice picture={snapshot.picture} send={send} />
      <WeightsChoice weights={snapshot.weights} send={send} />
      <span class="field-group">
        <Select
          label={t('Channels shown')}
          value={view.show}
          choices={[
            { value: 'mean', label: t('Mean of channels') },
            { value: 'first', label: t('First channel') },
          ]}
          onChange={(show) => change({ show: show === 'first' ? 'first' : 'mean' })}
        />
        <Toggle
          icon="flame"
          pressed={view.overlay}
          title={t('Highlight the pixels that stand out at the stride’s frequency')}
          onChange={(overlay) => change({ overlay })}
        >
          {t('Artifacts')}
        </Toggle>
      </span>
      <Order view={view} change={change} />
      <StatusLine status={snapshot.status} onCancel={() => send({ type: 'cancel' })} />
    </div>
  );
}

const Order = ({ view, change }: ViewProps): VNode => (
  <span class="field-group">
    <Select
      label={t('Sort by')}
      showLabel
      value={view.sort}
      choices={[
        { value: 'listed', label: t('As listed') },
        ...FIGURES.map((key) => ({ value: key, label: figure(key).name })),
      ]}
      onChange={(sort) => isSortKey(sort) && change({ sort })}
    />
    {view.sort !== 'listed' && (
      <IconButton
        icon={view.largestFirst ? 'arrow-down' : 'arrow-up'}
        label={view.largestFirst ? t('Largest first: turn round') : t('Smallest first: turn round')}
        onClick={() => change({ largestFirst: !view.largestFirst })}
      />
    )}
  </span>
);
