/** The picture so close that its numbers can be read: the pixels around one, moved by the arrow keys. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { FeatureMaps } from '../../extension/protocol.ts';
import { clampTo, PixelTable, type Point } from '../shared/pixel-table.tsx';
import { channelPlane } from '../shared/planes.ts';
import { useGlow } from '../shared/theme.ts';
import { useWidth } from '../shared/use-width.ts';
import { nameOf, overlayShown, pixelsFor, planeFor, summaryOf, type PictureChoice } from './shown-picture.ts';
import type { PreviewView } from './view.ts';
import { t } from '../shared/l10n.ts';

/** Width of a cell, and of the row's number before it, in CSS pixels. */
const CELL = 58;
const EDGE = 40;
const MOST_COLUMNS = 12;
const ROWS = 9;

interface PixelsLensProps {
  readonly maps: FeatureMaps;
  readonly choice: PictureChoice;
  readonly view: PreviewView;
  readonly point: Point | null;
  readonly onMove: (point: Point) => void;
}

/** The numbers of one pixel: three where the picture is drawn in colours. */
export function valuesAt(maps: FeatureMaps, choice: PictureChoice, { x, y }: Point): readonly number[] {
  const at = y * maps.width + x;
  const planes = choice === 'rgb' ? [0, 1, 2].map((channel) => channelPlane(maps, channel)) : [planeFor(maps, choice)];
  return planes.map(({ values }) => values[at] ?? Number.NaN);
}

export function PixelsLens({ maps, choice, view, point, onMove }: PixelsLensProps): VNode {
  const glow = useGlow();
  const [box, width] = useWidth<HTMLDivElement>(640);
  const overlay = overlayShown(maps, choice, view);
  const pixels = useMemo(
    () => pixelsFor(maps, choice, view, glow),
    [maps, choice, view.colormap, view.range, overlay, glow],
  );
  const columns = Math.max(3, Math.min(MOST_COLUMNS, Math.floor((width - EDGE) / CELL)));
  const middle = { x: Math.floor(maps.width / 2), y: Math.floor(maps.height / 2) };
  const at = point ? { x: clampTo(point.x, maps.width), y: clampTo(point.y, maps.height) } : middle;
  return (
    <div class="lens" ref={box}>
      <PixelTable
        label={t('{0}. Arrow keys walk from pixel to pixel.', summaryOf(maps, choice))}
        pixels={pixels}
        valuesAt={(one) => valuesAt(maps, choice, one)}
        point={at}
        rows={ROWS}
        columns={columns}
        onMove={onMove}
      />
      <p class="note">
        {t('{0} around x {1}, y {2}. Click a pixel or use the arrow keys to move.', nameOf(maps, choice), at.x, at.y)}
      </p>
    </div>
  );
}
