/** One picture, enlarged: the value under the pointer or under the marker that the arrow keys move, and its colour bar. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { FeatureMaps } from '../../extension/protocol.ts';
import type { ColormapName, Extent } from '../shared/colormap.ts';
import { measured } from '../shared/format.ts';
import { NumbersDisclosure } from '../shared/numbers.tsx';
import { paintPlane } from '../shared/paint.ts';
import { Picture, fit } from '../shared/picture.tsx';
import { clampTo, stepFrom, type Point } from '../shared/pixel-table.tsx';
import { useGlow } from '../shared/theme.ts';
import { useWidth } from '../shared/use-width.ts';
import { valuesAt } from './pixels-lens.tsx';
import { nameOf, overlayShown, pixelsFor, planeFor, rangeOf, summaryOf, type PictureChoice } from './shown-picture.ts';
import type { PreviewView } from './view.ts';
import { t } from '../shared/l10n.ts';

/** Longest side of the enlarged picture, in CSS pixels. */
const LARGEST = 320;

interface InspectorProps {
  readonly maps: FeatureMaps;
  readonly choice: PictureChoice;
  readonly view: PreviewView;
  readonly marked: Point | null;
  readonly onMark: (point: Point | null) => void;
  /** A click, or Enter: this pixel and those around it, so close that they can be read. */
  readonly onOpen: (point: Point) => void;
}

function readOut(maps: FeatureMaps, choice: PictureChoice, point: Point): string {
  const values = valuesAt(maps, choice, point).map(measured);
  return choice === 'rgb'
    ? values.map((value, channel) => `${'RGB'[channel] ?? ''} ${value}`).join('  ')
    : values.join();
}

export function Inspector({ maps, choice, view, marked, onMark, onOpen }: InspectorProps): VNode {
  const glow = useGlow();
  const [box, width] = useWidth<HTMLDivElement>(LARGEST);
  const overlay = overlayShown(maps, choice, view);
  const pixels = useMemo(
    () => pixelsFor(maps, choice, view, glow),
    [maps, choice, view.colormap, view.range, overlay, glow],
  );
  const place = Math.min(LARGEST, width);
  const { cssWidth, cssHeight, shrinkBy } = fit(maps.width, maps.height, place);
  const point = marked && { x: clampTo(marked.x, maps.width), y: clampTo(marked.y, maps.height) };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && point) onOpen(point);
    else {
      const from = point ?? { x: 0, y: 0 };
      const next = stepFrom(from, event.key, pixels);
      if (next === null) return;
      // The first key press only shows the marker.
      onMark(point ? next : from);
    }
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent & { readonly currentTarget: HTMLElement }): void => {
    const area = event.currentTarget.getBoundingClientRect();
    onMark({
      x: clampTo(Math.floor(((event.clientX - area.left) / area.width) * maps.width), maps.width),
      y: clampTo(Math.floor(((event.clientY - area.top) / area.height) * maps.height), maps.height),
    });
  };

  return (
    <div class="inspector" ref={box}>
      <div
        class="inspector-picture"
        role="application"
        aria-roledescription={t('picture')}
        aria-label={t('{0}. Arrow keys read single pixels, Enter shows their numbers.', summaryOf(maps, choice))}
        tabIndex={0}
        style={{ width: `${cssWidth}px`, height: `${cssHeight}px` }}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onClick={() => {
          if (point) onOpen(point);
        }}
        onPointerLeave={(event) => {
          // The marker of the keyboard stays while the picture has the focus.
          if (document.activeElement !== event.currentTarget) onMark(null);
        }}
        onBlur={() => onMark(null)}
        title={t('Click to read the pixels')}
      >
        <Picture pixels={pixels} place={place} label={null} />
        {point && <Marker point={point} width={cssWidth / maps.width} height={cssHeight / maps.height} />}
      </div>
      <div class="inspector-caption">
        <span class="inspector-title">
          {nameOf(maps, choice)}
          {shrinkBy > 1 && <span class="note"> 1 : {shrinkBy}</span>}
        </span>
        <output class="read-out" aria-live="polite">
          {point ? `x ${point.x}  y ${point.y}  ${readOut(maps, choice, point)}` : ''}
        </output>
      </div>
      {overlay ? (
        <p class="note legend-artifacts">
          <span class="swatch" aria-hidden="true" />
          {t('stands out at the stride’s frequency')}
        </p>
      ) : (
        choice !== 'rgb' && <ColorBar colormap={view.colormap} range={rangeOf(maps, choice, view)} width={cssWidth} />
      )}
      <NumbersDisclosure pictures={[{ title: nameOf(maps, choice), plane: planeFor(maps, choice), around: point }]} />
    </div>
  );
}

/** Marks one pixel; at least a few CSS pixels wide, or it could not be seen. */
function Marker({
  point,
  width,
  height,
}: {
  readonly point: Point;
  readonly width: number;
  readonly height: number;
}): VNode {
  const place = (at: number, size: number): { start: string; size: string } => {
    const drawn = Math.max(5, size);
    return { start: `${(at + 0.5) * size - drawn / 2}px`, size: `${drawn}px` };
  };
  const across = place(point.x, width);
  const down = place(point.y, height);
  return <span class="marker" style={{ left: across.start, top: down.start, width: across.size, height: down.size }} />;
}

const RAMP_LENGTH = 256;
const RAMP = {
  width: RAMP_LENGTH,
  height: 1,
  values: Float32Array.from({ length: RAMP_LENGTH }, (_, index) => index / (RAMP_LENGTH - 1)),
};

interface ColorBarProps {
  readonly colormap: ColormapName;
  readonly range: Extent;
  readonly width: number;
}

function ColorBar({ colormap, range, width }: ColorBarProps): VNode {
  const pixels = useMemo(() => paintPlane(RAMP, colormap, { low: 0, high: 1 }), [colormap]);
  return (
    <div class="color-bar" style={{ width: `${width}px` }}>
      <Picture pixels={pixels} place={RAMP_LENGTH} label={null} />
      <span>{measured(range.low)}</span>
      <span>{measured(range.high)}</span>
    </div>
  );
}
