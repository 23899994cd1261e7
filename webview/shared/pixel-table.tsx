/** A stretch of a picture as cells of its own colours with the numbers in them; the arrow keys walk from pixel to pixel. */
import type { VNode } from 'preact';
import { inkOn } from './heat-grid.tsx';
import { measured } from './format.ts';
import type { Pixels } from './paint.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const clampTo = (value: number, size: number): number => Math.max(0, Math.min(size - 1, value));

const STEPS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The pixel that an arrow key leads to; null for other keys. */
export function stepFrom(point: Point, key: string, { width, height }: Pixels): Point | null {
  const step = STEPS[key];
  return step ? { x: clampTo(point.x + step.x, width), y: clampTo(point.y + step.y, height) } : null;
}

interface PixelTableProps {
  readonly label: string;
  readonly pixels: Pixels;
  /** Several numbers per pixel for colours. */
  readonly valuesAt: (point: Point) => readonly number[];
  readonly point: Point;
  readonly rows: number;
  readonly columns: number;
  readonly onMove: (point: Point) => void;
}

const first = (at: number, shown: number, size: number): number =>
  Math.max(0, Math.min(at - Math.floor(shown / 2), size - shown));
const upTo = (from: number, shown: number, size: number): number[] =>
  Array.from({ length: Math.min(shown, size - from) }, (_, index) => from + index);

export function PixelTable({ label, pixels, valuesAt, point, rows, columns, onMove }: PixelTableProps): VNode {
  const { width, height, bytes } = pixels;
  const xs = upTo(first(point.x, columns, width), columns, width);
  const ys = upTo(first(point.y, rows, height), rows, height);
  return (
    <table
      class="heat-grid pixel-table"
      role="grid"
      aria-label={label}
      aria-rowcount={height + 1}
      aria-colcount={width + 1}
      aria-activedescendant={`pixel-${point.x}-${point.y}`}
      tabIndex={0}
      onKeyDown={(event) => {
        const next = stepFrom(point, event.key, pixels);
        if (next === null) return;
        event.preventDefault();
        onMove(next);
      }}
    >
      <thead>
        <tr>
          <td />
          {xs.map((x) => (
            <th key={x} scope="col">
              {x}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ys.map((y) => (
          <tr key={y} aria-rowindex={y + 2}>
            <th scope="row">{y}</th>
            {xs.map((x) => {
              const color = [...bytes.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
              const here = x === point.x && y === point.y;
              return (
                <td
                  key={x}
                  id={`pixel-${x}-${y}`}
                  aria-colindex={x + 2}
                  aria-selected={here}
                  style={{ '--heat': `rgb(${color.join(',')})`, '--ink': inkOn(color) }}
                  onClick={() => onMove({ x, y })}
                >
                  {valuesAt({ x, y }).map((value, index) => (
                    <span key={index}>{measured(value)}</span>
                  ))}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
