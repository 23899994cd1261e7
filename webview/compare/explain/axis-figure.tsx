/** One row of pixels: the input above, what the marked pixel paints below it, and the overlap as blocks that pile up. */
import type { VNode } from 'preact';
import type { AxisSpread } from '../../../extension/model/artifacts/spread.ts';
import { overlapOf } from '../../../extension/model/artifacts/spread.ts';
import { measured } from '../../shared/format.ts';
import { useWidth } from '../../shared/use-width.ts';
import { TEXTS } from './texts.ts';

const WIDEST = 420;
/** Heights in CSS pixels. */
const CELL = 22;
const GAP = 40;
const PILES = 84;
/** Narrower cells have no room for their number. */
const LEAST_FOR_NUMBER = 14;

interface AxisFigureProps {
  readonly spread: AxisSpread;
  readonly marked: number;
  readonly onMark: (input: number) => void;
  /** What the marked pixel does, in words. */
  readonly words: string;
}

export function AxisFigure({ spread, marked, onMark, words }: AxisFigureProps): VNode {
  const [box, room] = useWidth<HTMLDivElement>(300);
  const width = Math.min(WIDEST, room);
  const inputs = spread.reaches.length;
  const cell = Math.min(CELL * 1.6, Math.floor(width / Math.max(inputs, spread.size)));
  const sums = overlapOf(spread);
  const highest = Math.max(1, ...sums);
  const inputCell = Math.min(CELL * 1.6, width / inputs);
  const [inputLeft, outputLeft] = [(width - inputCell * inputs) / 2, (width - cell * spread.size) / 2];
  const middleOf = (input: number): number => inputLeft + (input + 0.5) * inputCell;
  const outputTop = CELL + GAP;
  const pileBottom = outputTop + CELL + 4 + PILES;
  const unit = PILES / highest;
  const own = spread.reaches[marked] ?? [];
  return (
    <div class="axis-figure" ref={box}>
      <div
        class="explain-surface"
        role="application"
        aria-roledescription={TEXTS.figure}
        aria-label={TEXTS.inputRow(inputs, words)}
        tabIndex={0}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
          if (step === 0) return;
          event.preventDefault();
          onMark(Math.max(0, Math.min(inputs - 1, marked + step)));
        }}
        onPointerMove={(event) => {
          const area = event.currentTarget.getBoundingClientRect();
          if (event.clientY - area.top > outputTop) return;
          const at = Math.floor((event.clientX - area.left - inputLeft) / inputCell);
          if (at >= 0 && at < inputs && at !== marked) onMark(at);
        }}
      >
        <svg width={width} height={pileBottom + 2} aria-hidden="true">
          {own.map(({ at }) => (
            <path
              key={at}
              class="ray"
              d={`M${middleOf(marked) - inputCell / 2} ${CELL}L${middleOf(marked) + inputCell / 2} ${CELL}L${outputLeft + (at + 1) * cell} ${outputTop}L${outputLeft + at * cell} ${outputTop}Z`}
            />
          ))}
          {spread.reaches.map((_, input) => (
            <rect
              key={input}
              class={input === marked ? 'pixel pixel-marked' : 'pixel'}
              x={middleOf(input) - inputCell / 2 + 0.5}
              y={0.5}
              width={inputCell - 1}
              height={CELL - 1}
            />
          ))}
          {sums.map((_, at) => (
            <rect
              key={at}
              class={own.some((reach) => reach.at === at) ? 'pixel pixel-painted' : 'pixel'}
              x={outputLeft + at * cell + 0.5}
              y={outputTop + 0.5}
              width={cell - 1}
              height={CELL - 1}
            />
          ))}
          {cell >= LEAST_FOR_NUMBER &&
            sums.map((sum, at) => (
              <text
                key={at}
                class={own.some((reach) => reach.at === at) ? 'sum sum-painted' : 'sum'}
                x={outputLeft + (at + 0.5) * cell}
                y={outputTop + CELL - 7}
              >
                {Number.isInteger(sum) ? sum : measured(Math.round(sum * 100) / 100)}
              </text>
            ))}
          {piles(spread).map(({ input, at, from, share }) => (
            <rect
              key={`${input}-${at}`}
              class={input === marked ? 'block block-marked' : input % 2 === 0 ? 'block' : 'block block-odd'}
              x={outputLeft + at * cell + 0.5}
              y={pileBottom - (from + share) * unit + 0.5}
              width={Math.max(1, cell - 1)}
              height={Math.max(1, share * unit - 1)}
            />
          ))}
        </svg>
      </div>
    </div>
  );
}

interface Block {
  readonly input: number;
  readonly at: number;
  /** What lies below it. */
  readonly from: number;
  readonly share: number;
}

function piles({ size, reaches }: AxisSpread): readonly Block[] {
  const heights = new Array<number>(size).fill(0);
  return reaches.flatMap((taps, input) =>
    taps.map(({ at, share }) => {
      const from = heights[at] ?? 0;
      heights[at] = from + share;
      return { input, at, from, share };
    }),
  );
}
