/** The spectrum of the picture, frequency zero in the middle; squares mark the stride's harmonics, where a checkerboard shows. */
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { FeatureMaps } from '../../extension/protocol.ts';
import { integer, measured, percent } from '../shared/format.ts';
import { NumbersDisclosure } from '../shared/numbers.tsx';
import { paintPlane } from '../shared/paint.ts';
import { fit, Picture } from '../shared/picture.tsx';
import { clampTo, stepFrom, type Point } from '../shared/pixel-table.tsx';
import { isFlat } from '../shared/planes.ts';
import { useWidth } from '../shared/use-width.ts';
import { nameOf, planeFor, type PictureChoice } from './shown-picture.ts';
import { frequencyAt, harmonics, SPECTRUM_RANGE, spectrumOf } from './spectrum.ts';
import type { PreviewView } from './view.ts';

const LARGEST = 320;
/** The squares around the harmonics, in CSS pixels: a line of the spectrum is a few places wide. */
const SQUARE = 17;
const NO_STRIDE: readonly [number, number] = [1, 1];

interface SpectrumLensProps {
  readonly maps: FeatureMaps;
  readonly choice: PictureChoice;
  readonly view: PreviewView;
}

export function SpectrumLens({ maps, choice, view }: SpectrumLensProps): VNode {
  const [box, width] = useWidth<HTMLDivElement>(LARGEST);
  const [marked, setMarked] = useState<Point | null>(null);
  const map = planeFor(maps, choice);
  const stride = maps.measured?.stride ?? NO_STRIDE;
  const { plane, cropped } = useMemo(() => spectrumOf(map, stride), [map, stride]);
  const pixels = useMemo(() => paintPlane(plane, view.colormap, SPECTRUM_RANGE), [plane, view.colormap]);
  if (isFlat(map)) return <p class="note">{nameOf(maps, choice)} is constant: it has no spectrum.</p>;
  const place = Math.min(LARGEST, width);
  const { cssWidth, cssHeight } = fit(plane.width, plane.height, place);
  const marks = harmonics(plane, stride);
  const own = typeof choice === 'number' ? maps.measured?.shareByChannel[choice] : maps.measured?.share;
  const words =
    own === undefined
      ? 'No upsampling layer leads here, so that no frequency is marked.'
      : `${percent(own)} of the power${typeof choice === 'number' ? '' : ' of all channels'} stands at the ${integer(marks.length)} marked ${marks.length === 1 ? 'harmonic' : 'harmonics'} of the stride, above what is around them.`;
  const point = marked && { x: clampTo(marked.x, plane.width), y: clampTo(marked.y, plane.height) };
  const middle = { x: Math.floor(plane.width / 2), y: Math.floor(plane.height / 2) };
  return (
    <div class="lens lens-narrow" ref={box}>
      <div
        class="inspector-picture"
        role="application"
        aria-roledescription="picture"
        aria-label={`Spectrum: ${nameOf(maps, choice)}. ${words} Arrow keys read single frequencies.`}
        tabIndex={0}
        style={{ width: `${cssWidth}px`, height: `${cssHeight}px` }}
        onKeyDown={(event) => {
          const next = stepFrom(point ?? middle, event.key, pixels);
          if (next === null) return;
          event.preventDefault();
          setMarked(next);
        }}
        onPointerMove={(event) => {
          const area = event.currentTarget.getBoundingClientRect();
          setMarked({
            x: Math.floor(((event.clientX - area.left) / area.width) * plane.width),
            y: Math.floor(((event.clientY - area.top) / area.height) * plane.height),
          });
        }}
        onPointerLeave={(event) => {
          if (document.activeElement !== event.currentTarget) setMarked(null);
        }}
        onBlur={() => setMarked(null)}
      >
        <Picture pixels={pixels} place={place} label={null} />
        {marks.map(({ x, y }) => (
          <span
            key={`${x}-${y}`}
            class="harmonic"
            style={{
              left: `${((x + 0.5) * cssWidth) / plane.width - SQUARE / 2}px`,
              top: `${((y + 0.5) * cssHeight) / plane.height - SQUARE / 2}px`,
              width: `${SQUARE}px`,
              height: `${SQUARE}px`,
            }}
          />
        ))}
      </div>
      <div class="inspector-caption">
        <span class="inspector-title">Spectrum: {nameOf(maps, choice)}</span>
        <output class="read-out" aria-live="polite">
          {point
            ? `${measured(frequencyAt(point.x, plane.width))} across  ${measured(frequencyAt(point.y, plane.height))} down  10^${measured(plane.values[point.y * plane.width + point.x] ?? Number.NaN)}`
            : ''}
        </output>
      </div>
      <p class="note">
        {words} Cycles per pixel, from −0.5 to 0.5; power as its logarithm, relative to the strongest.
        {cropped && ` The middle ${integer(plane.height)} × ${integer(plane.width)} pixels.`}
      </p>
      <NumbersDisclosure pictures={[{ title: `Spectrum: ${nameOf(maps, choice)}`, plane, around: point ?? middle }]} />
    </div>
  );
}
