/** What a panel says instead of pictures, and the line that tells how the run is going. */
import { Component, type ComponentChildren, type VNode } from 'preact';
import type { PanelStatus } from '../../extension/protocol.ts';
import { bytes, integer, milliseconds } from './format.ts';
import { Icon } from './icon.tsx';
import { t } from './l10n.ts';

export const EmptyState = ({ message, hint }: { readonly message: string; readonly hint: string }): VNode => (
  <div class="empty">
    <Icon name="layers" />
    <p class="empty-message">{message}</p>
    <p class="note">{hint}</p>
  </div>
);

export const Notice = (props: {
  readonly icon: string;
  readonly tone: string;
  readonly children: ComponentChildren;
}): VNode => (
  <div class={`notice notice-${props.tone}`}>
    <Icon name={props.icon} tone={props.tone} />
    <div>{props.children}</div>
  </div>
);

export const StaleNotice = (): VNode => (
  <Notice icon="history" tone="warning">
    {t('The text does not parse just now: showing the last version that did.')}
  </Notice>
);

export const FailedNotice = ({ message, hint }: { readonly message: string; readonly hint: string }): VNode => (
  <Notice icon="error" tone="error">
    {message} <span class="note">{hint}</span>
  </Notice>
);

interface StatusLineProps {
  readonly status: PanelStatus;
  readonly onCancel: () => void;
}

/** Of long work only: what is over in a second needs no forecast. */
const secondsLeft = (left: number): string =>
  left < 1000 ? '' : ` · ${t('{0} s left', integer(Math.ceil(left / 1000)))}`;

function statusText(status: PanelStatus): VNode | null {
  switch (status.kind) {
    case 'working':
      return (
        <>
          <Icon name="loading" />
          <span>
            {status.label}
            {status.total > 0 && t(' {0} of {1}', integer(status.done), integer(status.total))}
            {secondsLeft(status.millisecondsLeft ?? 0)}
            {typeof status.peakBytes === 'number' && ` · ${t('needs {0}', bytes(status.peakBytes))}`}
          </span>
        </>
      );
    case 'ready':
      return (
        <span
          title={
            status.peakBytes === null ? t('Time it took') : t('Time of the forward pass, and the most memory it held')
          }
        >
          {milliseconds(status.milliseconds)}
          {status.peakBytes !== null && ` · ${bytes(status.peakBytes)}`}
        </span>
      );
    case 'empty':
    case 'failed':
      return null;
  }
}

export const StatusLine = ({ status, onCancel }: StatusLineProps): VNode => (
  <div class="status">
    <div class="status-text" role="status">
      {statusText(status)}
    </div>
    {status.kind === 'working' && (
      <button type="button" class="link-button" onClick={onCancel}>
        {t('Cancel')}
      </button>
    )}
  </div>
);

/** A determinate line along the panel's top edge, as VS Code's own views have it. */
export const ProgressLine = ({ status }: { readonly status: PanelStatus }): VNode | null =>
  status.kind !== 'working' ? null : (
    <progress
      class="progress-line"
      aria-label={status.label}
      max={Math.max(1, status.total)}
      value={status.total > 0 ? status.done : undefined}
    />
  );

interface BoundaryProps {
  readonly what: string;
  /** When this changes the part is tried again. */
  readonly version: unknown;
  readonly children: ComponentChildren;
}

/** Keeps a part that cannot be drawn from taking the rest of the panel with it. */
export class Boundary extends Component<BoundaryProps, { readonly message: string | null }> {
  override state: { readonly message: string | null } = { message: null };
  static override getDerivedStateFromError(error: unknown): { message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
  }
  override componentDidUpdate(previous: BoundaryProps): void {
    if (previous.version !== this.props.version && this.state.message !== null) this.setState({ message: null });
  }
  override render(): ComponentChildren {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return (
      <Notice icon="error" tone="error">
        {t('{0} could not be drawn: {1}', this.props.what, message)}
      </Notice>
    );
  }
}
