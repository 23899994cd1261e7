/**
 * All rows at a glance, above their cards: what each draws, how strong its checkerboard is, what it costs. The least of each cost stands
 * out, and a row leads to its card.
 */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CompareRow } from '../../extension/protocol.ts';
import type { Extent } from '../shared/colormap.ts';
import { GradeBadge } from '../shared/grade.tsx';
import { Icon } from '../shared/icon.tsx';
import { said, t } from '../shared/l10n.ts';
import type { Rgb } from '../shared/paint.ts';
import { Picture } from '../shared/picture.tsx';
import { drawn } from './card-pictures.tsx';
import { AS_WRITTEN, cardId } from './comparison.ts';
import { figure, figureValue, measuredRow, type FigureKey } from './figures.ts';
import type { CompareView } from './view.ts';

/** Longest side of a picture, in CSS pixels; the style sheet has the same. */
const PICTURE = 32;
/** In the order in which a narrow panel drops them, the last ones first. */
const SHOWN = ['params', 'macs', 'milliseconds'] as const satisfies readonly FigureKey[];

const HEADINGS: Readonly<Record<(typeof SHOWN)[number], string>> = {
  params: t('Params'),
  macs: t('MACs'),
  milliseconds: t('Time'),
};

interface OverviewProps {
  /** As the cards stand. */
  readonly rows: readonly CompareRow[];
  readonly range: Extent;
  readonly glow: Rgb;
  readonly view: CompareView;
}

/** The least of a figure, and null where all rows have the same. */
function leastOf(rows: readonly CompareRow[], key: FigureKey): number | null {
  const values = rows.flatMap((row) => figureValue(key, row) ?? []);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least < most ? least : null;
}

function goTo(id: string): void {
  const card = document.getElementById(cardId(id));
  card?.scrollIntoView({ block: 'start' });
  // The next Tab goes on from the card.
  card?.focus({ preventScroll: true });
}

export function Overview({ rows, range, glow, view }: OverviewProps): VNode | null {
  if (rows.length < 2) return null;
  const least = Object.fromEntries(SHOWN.map((key) => [key, leastOf(rows, key)]));
  return (
    <nav class="overview" aria-label={t('Rows at a glance')}>
      <div class="overview-line overview-head" aria-hidden="true">
        <span class="overview-name" />
        {SHOWN.map((key) => (
          <span key={key} class={`overview-figure overview-${key}`}>
            {HEADINGS[key]}
          </span>
        ))}
      </div>
      <ol>
        {rows.map((row) => (
          <li key={row.alternative.id}>
            <Line row={row} least={least} range={range} glow={glow} view={view} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface LineProps extends Omit<OverviewProps, 'rows'> {
  readonly row: CompareRow;
  readonly least: Readonly<Record<string, number | null>>;
}

function Line({ row, least, range, glow, view }: LineProps): VNode {
  const { id, title, notPossible, artifact } = row.alternative;
  const own = measuredRow(row);
  const pixels = useMemo(() => drawn(row, range, glow, view), [row, range, glow, view.show, view.overlay]);
  const cells = SHOWN.map((key) => {
    const value = figureValue(key, row);
    return { key, text: value === null ? '–' : figure(key).text(own), best: value !== null && value === least[key] };
  });
  return (
    <button
      type="button"
      class={`overview-line${id === AS_WRITTEN ? ' overview-written' : ''}`}
      title={said(notPossible ?? artifact.reason)}
      onClick={() => goTo(id)}
    >
      <span class="overview-picture">
        {pixels !== null && <Picture pixels={pixels} place={PICTURE} label={null} />}
        {notPossible !== null && <Icon name="circle-slash" />}
      </span>
      <span class="overview-name">
        {said(title)}
        {notPossible === null && <GradeBadge artifact={artifact} />}
      </span>
      {cells.map(({ key, text, best }) => (
        <span key={key} class={`overview-figure overview-${key}${best ? ' overview-best' : ''}`}>
          {text}
          {notPossible === null && <span class="visually-hidden"> {HEADINGS[key]}</span>}
        </span>
      ))}
    </button>
  );
}
