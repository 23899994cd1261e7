/** All ways to write the layer: at a glance, in words, and a card for each. What they share (colour range, bar lengths, the row as written) is found here. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CompareSnapshot } from '../../extension/protocol.ts';
import { useGlow } from '../shared/theme.ts';
import { useWidth } from '../shared/use-width.ts';
import { Card } from './card.tsx';
import { largestOf, sharedRange } from './comparison.ts';
import { Facts } from './facts-part.tsx';
import { Overview } from './overview.tsx';
import { ordered, pinnedOrNot } from './row-order.ts';
import type { Send, ViewProps } from './view.ts';

/** Longest side of a picture, and the least that two beside each other may have; below it they stand one below the other. */
const PICTURE = 128;
const LEAST_PICTURE = 96;
/** Of a card, with both of its edges and the gap between its pictures; the style sheet has the same. */
const AROUND = 2 * 9 + 8;
const CARD = 320;
const GAP = 10;

interface CardsProps extends ViewProps {
  readonly snapshot: CompareSnapshot;
  readonly send: Send;
}

/** The grid of the style sheet has as many columns of at least CARD as fit. */
function placeIn(list: number): number {
  const columns = Math.max(1, Math.floor((list + GAP) / (CARD + GAP)));
  const half = Math.floor(((list - (columns - 1) * GAP) / columns - AROUND) / 2);
  return half < LEAST_PICTURE ? PICTURE : Math.min(PICTURE, half);
}

export function Cards({ snapshot: { rows, written }, send, view, change }: CardsProps): VNode {
  const glow = useGlow();
  const [list, width] = useWidth<HTMLUListElement>(CARD);
  const range = useMemo(() => sharedRange(rows, view), [rows, view.show, view.overlay]);
  const largest = largestOf(rows);
  const shown = ordered(rows, view);
  return (
    <>
      <Overview rows={shown} range={range} glow={glow} view={view} />
      <Facts rows={rows} view={view} change={change} />
      <ul class="cards" ref={list}>
        {shown.map((row) => (
          <Card
            key={row.alternative.id}
            row={row}
            written={written}
            largest={largest}
            range={range}
            glow={glow}
            view={view}
            place={placeIn(width)}
            onPin={() => change({ pinned: pinnedOrNot(view.pinned, row.alternative.id) })}
            send={send}
          />
        ))}
      </ul>
    </>
  );
}
