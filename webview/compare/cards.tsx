/** One card per way to write the layer. What the cards share (colour range, bar lengths, the row as written) is found here. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CompareSnapshot } from '../../extension/protocol.ts';
import { useGlow } from '../shared/theme.ts';
import { useWidth } from '../shared/use-width.ts';
import { Card } from './card.tsx';
import { largestOf, sharedRange } from './comparison.ts';
import type { CompareView, Send } from './view.ts';

interface CardsProps {
  readonly snapshot: CompareSnapshot;
  readonly send: Send;
  readonly view: CompareView;
}

export function Cards({ snapshot: { rows, written }, send, view }: CardsProps): VNode {
  const glow = useGlow();
  const [list, width] = useWidth<HTMLUListElement>(320);
  const range = useMemo(() => sharedRange(rows, view), [rows, view.show, view.overlay]);
  const largest = largestOf(rows);
  return (
    <ul class="cards" ref={list}>
      {rows.map((row) => (
        <Card
          key={row.alternative.id}
          row={row}
          written={written}
          largest={largest}
          range={range}
          glow={glow}
          view={view}
          width={width}
          send={send}
        />
      ))}
    </ul>
  );
}
