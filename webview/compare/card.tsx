/** One way to write the layer: its picture, what it costs, and what is expected and measured of its artifacts. */
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CompareOutcome, CompareRow, CompareSnapshot } from '../../extension/protocol.ts';
import type { Extent } from '../shared/colormap.ts';
import { IconButton } from '../shared/controls.tsx';
import { integer, measured, percent } from '../shared/format.ts';
import { GradeBadge } from '../shared/grade.tsx';
import { HeatGrid } from '../shared/heat-grid.tsx';
import { Icon } from '../shared/icon.tsx';
import { t } from '../shared/l10n.ts';
import { NumbersDisclosure } from '../shared/numbers.tsx';
import { paintArtifacts, paintPlane, type Pixels, type Rgb } from '../shared/paint.ts';
import { Picture } from '../shared/picture.tsx';
import { extentOf } from '../shared/planes.ts';
import { AS_WRITTEN, shownPlane, type Largest } from './comparison.ts';
import { RowSliders } from './row-sliders.tsx';
import { Costs } from './costs.tsx';
import type { CompareView, Send } from './view.ts';

/** Longest side of a card's picture, in CSS pixels. */
const PICTURE = 128;

export interface CardProps {
  readonly row: CompareRow;
  /** What differences are to. */
  readonly written: CompareSnapshot['written'];
  readonly largest: Largest;
  readonly range: Extent;
  readonly glow: Rgb;
  readonly view: CompareView;
  readonly width: number;
  readonly send: Send;
}

export function Card(props: CardProps): VNode {
  const { row, written, send } = props;
  const { alternative } = row;
  const asWritten = alternative.id === AS_WRITTEN && !row.changed;
  return (
    <li class={asWritten ? 'card card-written' : 'card'}>
      <div class="card-head">
        <h3>{alternative.title}</h3>
        {asWritten && <span class="written-badge">{t('as written')}</span>}
      </div>
      {alternative.notPossible === null ? (
        <>
          <div class="card-body">
            <CardPicture {...props} />
            <Costs row={row} written={asWritten ? null : written} largest={props.largest} />
          </div>
          <Artifacts row={row} />
        </>
      ) : (
        <p class="not-possible">
          <Icon name="circle-slash" />
          <span>{alternative.notPossible}</span>
        </p>
      )}
      <RowSliders row={row} send={send} />
      {alternative.code.length > 0 && (
        <Code
          title={alternative.title}
          code={alternative.code}
          onCopy={() => send({ type: 'copy', id: alternative.id })}
          onUse={asWritten ? null : () => send({ type: 'use', id: alternative.id })}
        />
      )}
      <CardNumbers row={row} view={props.view} />
    </li>
  );
}

function draw({ row, range, glow, view }: CardProps): Pixels | null {
  const plane = shownPlane(row, view);
  if (plane === null || row.outcome?.kind !== 'ran') return null;
  const { measured: found } = row.outcome.maps;
  return view.overlay && found !== null
    ? paintArtifacts(plane, found.periodicPart, glow)
    : paintPlane(plane, 'viridis', range);
}

function CardPicture(props: CardProps): VNode {
  const { row, range, view, glow } = props;
  const pixels = useMemo(() => draw(props), [row, range, view.show, view.overlay, glow]);
  const plane = shownPlane(row, view);
  if (pixels === null || plane === null) return <NoPicture outcome={row.outcome} />;
  const { low, high } = extentOf(plane.values);
  const what = view.show === 'first' && !view.overlay ? t('first channel') : t('mean of channels');
  return (
    <div class="card-picture">
      <Picture
        pixels={pixels}
        place={PICTURE}
        label={t(
          'Output of {0}: {1}, {2} by {3} pixels, values from {4} to {5}',
          row.alternative.title,
          what,
          plane.height,
          plane.width,
          measured(low),
          measured(high),
        )}
      />
    </div>
  );
}

const NoPicture = ({ outcome }: { readonly outcome: CompareOutcome | null }): VNode => (
  <div class="card-picture card-picture-empty">
    {outcome?.kind === 'not-run' ? <p class="note">{t('Not drawn: {0}', outcome.reason)}</p> : <Icon name="loading" />}
  </div>
);

function Artifacts({ row }: { readonly row: CompareRow }): VNode {
  const { artifact } = row.alternative;
  const found = row.outcome?.kind === 'ran' ? row.outcome.maps.measured : null;
  return (
    <div class="card-artifacts">
      <HeatGrid label={t('Kernel overlap: taps that feed each output phase')} values={artifact.overlap} from={0} />
      <dl class="figures">
        <dt>{t('Artifacts')}</dt>
        <dd>
          <GradeBadge artifact={artifact} />
        </dd>
        <dt>{t('Unevenness')}</dt>
        <dd>{measured(artifact.unevenness)}</dd>
        {artifact.periodicEnergy !== null && (
          <>
            <dt title={t('Share of periodic energy expected of the layer’s initialiser')}>{t('Expected')}</dt>
            <dd>{percent(artifact.periodicEnergy)}</dd>
          </>
        )}
        {found !== null && (
          <>
            <dt title={t('Share of the spectral power of these maps at the stride’s frequency')}>{t('Measured')}</dt>
            <dd>{percent(found.share)}</dd>
          </>
        )}
      </dl>
    </div>
  );
}

/** How long the button says that it has copied. */
const COPIED_MILLISECONDS = 1500;

interface CodeProps {
  readonly title: string;
  readonly code: readonly string[];
  readonly onCopy: () => void;
  /** Null for the row that stands in the code already. */
  readonly onUse: (() => void) | null;
}

function Code({ title, code, onCopy, onUse }: CodeProps): VNode {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div class="code">
      <pre>
        <code>{code.join('\n')}</code>
      </pre>
      <IconButton
        icon={copied ? 'check' : 'copy'}
        label={t('Copy the code of {0}', title)}
        onClick={() => {
          onCopy();
          setCopied(true);
        }}
      />
      <span class="visually-hidden" role="status">
        {copied ? t('Copied') : ''}
      </span>
      {onUse && (
        <button
          type="button"
          class="text-button use-button"
          title={t('Write this in place of the layer')}
          aria-label={t('Use this: {0}, in place of the layer', title)}
          onClick={onUse}
        >
          {t('Use this')}
        </button>
      )}
    </div>
  );
}

function CardNumbers({ row, view }: { readonly row: CompareRow; readonly view: CompareView }): VNode | null {
  const plane = shownPlane(row, view);
  return plane === null ? null : (
    <NumbersDisclosure
      pictures={[{ title: `${row.alternative.title}, ${integer(plane.height)} × ${integer(plane.width)}`, plane }]}
    />
  );
}
