/** The same in two dimensions: an input pixel, the output pixels it paints, and their overlap as a picture. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { overlapOf, type AxisSpread } from '../../../extension/model/artifacts/spread.ts';
import { measured } from '../../shared/format.ts';
import { paintPlane } from '../../shared/paint.ts';
import { fit, Picture } from '../../shared/picture.tsx';
import { clampTo, stepFrom, type Point } from '../../shared/pixel-table.tsx';
import { extentOf, type Plane } from '../../shared/planes.ts';
import { TEXTS } from './texts.ts';

const INPUT = 96;
const OUTPUT = 190;

export function overlapPlane(down: AxisSpread, across: AxisSpread): Plane {
  const [rows, columns] = [overlapOf(down), overlapOf(across)];
  const values = Float32Array.from(rows.flatMap((row) => columns.map((column) => row * column)));
  return { height: rows.length, width: columns.length, values };
}

interface PlaneFigureProps {
  readonly down: AxisSpread;
  readonly across: AxisSpread;
  readonly marked: Point;
  readonly onMark: (point: Point) => void;
}

export function PlaneFigure({ down, across, marked, onMark }: PlaneFigureProps): VNode {
  const plane = useMemo(() => overlapPlane(down, across), [down, across]);
  const { low, high } = extentOf(plane.values);
  const pixels = useMemo(() => paintPlane(plane, 'viridis', { low: 0, high: Math.max(1, high) }), [plane]);
  const { cssWidth, cssHeight } = fit(plane.width, plane.height, OUTPUT);
  const [width, height] = [across.reaches.length, down.reaches.length];
  const cell = INPUT / Math.max(width, height);
  const unit = cssWidth / plane.width;
  const painted = (down.reaches[marked.y] ?? []).flatMap(({ at: y }) =>
    (across.reaches[marked.x] ?? []).map(({ at: x }) => ({ x, y })),
  );
  return (
    <div class="plane-figure">
      <figure>
        <figcaption class="note">{TEXTS.input}</figcaption>
        <div
          class="explain-surface"
          role="application"
          aria-roledescription={TEXTS.figure}
          aria-label={TEXTS.inputPlane(height, width)}
          tabIndex={0}
          onKeyDown={(event) => {
            const next = stepFrom(marked, event.key, { width, height, bytes: pixels.bytes });
            if (next === null) return;
            event.preventDefault();
            onMark(next);
          }}
          onPointerMove={(event) => {
            const area = event.currentTarget.getBoundingClientRect();
            const point = {
              x: clampTo(Math.floor((event.clientX - area.left) / cell), width),
              y: clampTo(Math.floor((event.clientY - area.top) / cell), height),
            };
            if (point.x !== marked.x || point.y !== marked.y) onMark(point);
          }}
        >
          <svg width={cell * width} height={cell * height} aria-hidden="true">
            {down.reaches.flatMap((_, y) =>
              across.reaches.map((__, x) => (
                <rect
                  key={`${x}-${y}`}
                  class={x === marked.x && y === marked.y ? 'pixel pixel-marked' : 'pixel'}
                  x={x * cell + 0.5}
                  y={y * cell + 0.5}
                  width={cell - 1}
                  height={cell - 1}
                />
              )),
            )}
          </svg>
        </div>
      </figure>
      <figure>
        <figcaption class="note">{TEXTS.overlapSize(plane.height, plane.width)}</figcaption>
        <div class="plane-output">
          <Picture
            pixels={pixels}
            place={OUTPUT}
            label={TEXTS.outputPlane(plane.height, plane.width, measured(low), measured(high))}
          />
          <svg class="plane-marks" width={cssWidth} height={cssHeight} aria-hidden="true">
            {['painted painted-around', 'painted'].map((name) =>
              painted.map(({ x, y }) => (
                <rect
                  key={`${x}-${y}`}
                  class={name}
                  x={x * unit + 1.5}
                  y={y * unit + 1.5}
                  width={Math.max(1, unit - 3)}
                  height={Math.max(1, unit - 3)}
                />
              )),
            )}
          </svg>
        </div>
      </figure>
    </div>
  );
}
