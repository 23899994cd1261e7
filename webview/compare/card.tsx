/** One way to write the layer: its picture, what it costs, and what is expected and measured of its artifacts. */
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CompareRow, WrittenRow } from '../../extension/protocol.ts';
import type { Extent } from '../shared/colormap.ts';
import { IconButton } from '../shared/controls.tsx';
import { integer } from '../shared/format.ts';
import { GradeBadge } from '../shared/grade.tsx';
import { HeatGrid } from '../shared/heat-grid.tsx';
import { Icon } from '../shared/icon.tsx';
import { said, t } from '../shared/l10n.ts';
import { NumbersDisclosure } from '../shared/numbers.tsx';
import type { Rgb } from '../shared/paint.ts';
import { CardPictures } from './card-pictures.tsx';
import { AS_WRITTEN, cardId, shownPlane, type Largest } from './comparison.ts';
import { ARTIFACTS, COSTS } from './figures.ts';
import { RowFigures } from './row-figures.tsx';
import { RowSliders } from './row-sliders.tsx';
import type { CompareView, Send } from './view.ts';

export interface CardProps {
  readonly row: CompareRow;
  /** What differences are to. */
  readonly written: WrittenRow | null;
  readonly largest: Largest;
  readonly range: Extent;
  readonly glow: Rgb;
  readonly view: CompareView;
  /** Longest side of a picture, in CSS pixels. */
  readonly place: number;
  readonly onPin: () => void;
  readonly send: Send;
}

export function Card({ row, written, largest, range, glow, view, place, onPin, send }: CardProps): VNode {
  const { alternative } = row;
  const asWritten = alternative.id === AS_WRITTEN && !row.changed;
  const other = asWritten ? null : written;
  const pinned = view.pinned.includes(alternative.id);
  return (
    <li
      id={cardId(alternative.id)}
      tabIndex={-1}
      class={`card${asWritten ? ' card-written' : ''}${pinned ? ' card-pinned' : ''}`}
    >
      <div class="card-head">
        <h3>{said(alternative.title)}</h3>
        {asWritten && <span class="written-badge">{t('as written')}</span>}
        <Pin pinned={pinned} title={said(alternative.title)} onPin={onPin} />
      </div>
      {alternative.notPossible === null ? (
        <>
          <CardPictures row={row} range={range} glow={glow} view={view} place={place} />
          <p class="output-shape">
            <span>{t('Output shape')}</span>
            <span>{row.outputShape}</span>
          </p>
          <RowFigures row={row} keys={COSTS} written={other} largest={largest} />
          <Artifacts row={row} written={other} largest={largest} />
        </>
      ) : (
        <p class="not-possible">
          <Icon name="circle-slash" />
          <span>{said(alternative.notPossible)}</span>
        </p>
      )}
      <RowSliders row={row} send={send} />
      {alternative.code.length > 0 && (
        <Code
          alternative={alternative}
          onCopy={() => send({ type: 'copy', id: alternative.id })}
          onUse={asWritten ? null : () => send({ type: 'use', id: alternative.id })}
        />
      )}
      <CardNumbers row={row} view={view} />
    </li>
  );
}

interface PinProps {
  readonly pinned: boolean;
  readonly title: string;
  readonly onPin: () => void;
}

const Pin = ({ pinned, title, onPin }: PinProps): VNode => (
  <button
    type="button"
    class="icon-button pin"
    aria-pressed={pinned}
    aria-label={t('Keep {0} on top', title)}
    title={pinned ? t('Kept on top') : t('Keep on top')}
    onClick={onPin}
  >
    <Icon name={pinned ? 'pinned' : 'pin'} />
  </button>
);

interface ArtifactsProps {
  readonly row: CompareRow;
  readonly written: WrittenRow | null;
  readonly largest: Largest;
}

const Artifacts = ({ row, written, largest }: ArtifactsProps): VNode => (
  <div class="card-artifacts">
    <HeatGrid
      label={t('Kernel overlap: taps that feed each output phase')}
      values={row.alternative.artifact.overlap}
      from={0}
    />
    <div class="artifact-figures">
      <p class="artifact-grade">
        <span>{t('Artifacts')}</span>
        <GradeBadge artifact={row.alternative.artifact} />
      </p>
      <RowFigures row={row} keys={ARTIFACTS} written={written} largest={largest} />
    </div>
  </div>
);

/** How long the button says that it has copied. */
const COPIED_MILLISECONDS = 1500;

interface CodeProps {
  readonly alternative: CompareRow['alternative'];
  readonly onCopy: () => void;
  /** Null for the row that stands in the code already. */
  readonly onUse: (() => void) | null;
}

function Code({ alternative: { title, code, definition }, onCopy, onUse }: CodeProps): VNode {
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
        label={t('Copy the code of {0}', said(title))}
        onClick={() => {
          onCopy();
          setCopied(true);
        }}
      />
      {definition.length > 0 && (
        <details class="disclosure">
          <summary>{t('Definition of ICNR, copied with it')}</summary>
          <pre>
            <code>{definition.join('\n')}</code>
          </pre>
        </details>
      )}
      <span class="visually-hidden" role="status">
        {copied ? t('Copied') : ''}
      </span>
      {onUse && (
        <button
          type="button"
          class="text-button use-button"
          title={t('Write this in place of the layer')}
          aria-label={t('Use this: {0}, in place of the layer', said(title))}
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
      pictures={[
        { title: `${said(row.alternative.title)}, ${integer(plane.height)} × ${integer(plane.width)}`, plane },
      ]}
    />
  );
}
