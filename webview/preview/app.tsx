/** The preview panel as a whole: header, notices, and the four parts, each of which may fail alone. */
import type { VNode } from 'preact';
import type { PreviewSnapshot } from '../../extension/protocol.ts';
import { DropZone } from '../shared/drop.tsx';
import { Boundary, EmptyState, FailedNotice, ProgressLine, StaleNotice } from '../shared/states.tsx';
import { Figure } from './figure.tsx';
import { Findings } from './findings.tsx';
import { Header } from './header.tsx';
import { Layers } from './layers.tsx';
import { Maps } from './maps.tsx';
import type { Send, ViewProps } from './view.ts';
import { t } from '../shared/l10n.ts';

interface AppProps extends ViewProps {
  /** Null until the host has answered. */
  readonly snapshot: PreviewSnapshot | null;
  readonly send: Send;
  readonly sendPicture: (name: string, file: Blob) => void;
}

export function App({ snapshot, send, sendPicture, view, change }: AppProps): VNode {
  return (
    <DropZone send={send} sendPicture={sendPicture}>
      {snapshot !== null && <Content snapshot={snapshot} send={send} view={view} change={change} />}
    </DropZone>
  );
}

interface ContentProps extends ViewProps {
  readonly snapshot: PreviewSnapshot;
  readonly send: Send;
}

function Content({ snapshot, send, view, change }: ContentProps): VNode {
  const { status, figure, rows, findings } = snapshot;
  return (
    <>
      <h1 class="visually-hidden">{t('Preview of {0}', snapshot.file)}</h1>
      <ProgressLine status={status} />
      {(snapshot.model !== null || status.kind === 'working') && <Header snapshot={snapshot} send={send} view={view} />}
      {snapshot.stale && <StaleNotice />}
      {status.kind === 'failed' && <FailedNotice message={status.message} hint={status.hint} />}
      {status.kind === 'empty' && <EmptyState message={status.message} hint={status.hint} />}
      <div class="parts">
        {figure.length > 0 && (
          <Boundary what={t('The figure')} version={snapshot}>
            <Figure tiles={figure} model={snapshot.model} send={send} view={view} change={change} />
          </Boundary>
        )}
        {rows.length > 0 && (
          <Boundary what={t('The table of layers')} version={snapshot}>
            <Layers key={snapshot.model} snapshot={snapshot} send={send} view={view} change={change} />
          </Boundary>
        )}
        {rows.length > 0 && (
          <Boundary what={t('The feature maps')} version={snapshot}>
            <Maps snapshot={snapshot} send={send} view={view} change={change} />
          </Boundary>
        )}
        {findings.length > 0 && <Findings findings={findings} send={send} />}
      </div>
    </>
  );
}
