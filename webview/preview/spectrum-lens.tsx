/** The spectrum of the picture, frequency zero in the middle; squares mark the stride's harmonics, where a checkerboard shows. */
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { FeatureMaps } from '../../extension/protocol.ts';
import { integer, measured, percent } from '../shared/format.ts';
import { Harmonics } from '../shared/harmonics.tsx';
import { NumbersDisclosure } from '../shared/numbers.tsx';
import { paintPlane } from '../shared/paint.ts';
import { fit, Picture } from '../shared/picture.tsx';
import { clampTo, stepFrom, type Point } from '../shared/pixel-table.tsx';
import { isFlat } from '../shared/planes.ts';
import { useWidth } from '../shared/use-width.ts';
import { nameOf, planeFor, type PictureChoice } from './shown-picture.ts';
import { frequencyAt, harmonics, SPECTRUM_RANGE, spectrumOf } from '../shared/spectrum.ts';
import type { PreviewView } from './view.ts';
import { t } from '../shared/l10n.ts';

const LARGEST = 320;
/** The squares around the harmonics, in CSS pixels: a line of the spectrum is a few places wide. */
const SQUARE = 17;
const NO_STRIDE: readonly [number, number] = [1, 1];

interface SpectrumLensProps {
  readonly maps: FeatureMaps;
  readonly choice: PictureChoice;
  readonly view: PreviewView;
}

/** How much of the power stands at the marked frequencies. */
function harmonicsText(share: string, marks: number, ofOne: boolean): string {
  return ofOne
    ? t(
        marks === 1
          ? '{0} of the power stands at the {1} marked harmonic of the stride, above what is around it.'
          : '{0} of the power stands at the {1} marked harmonics of the stride, above what is around them.',
        share,
        integer(marks),
      )
    : t(
        marks === 1
          ? '{0} of the power of all channels stands at the {1} marked harmonic of the stride, above what is around it.'
          : '{0} of the power of all channels stands at the {1} marked harmonics of the stride, above what is around them.',
        share,
        integer(marks),
      );
}

export function SpectrumLens({ maps, choice, view }: SpectrumLensProps): VNode {
  const [box, width] = useWidth<HTMLDivElement>(LARGEST);
  const [marked, setMarked] = useState<Point | null>(null);
  const map = planeFor(maps, choice);
  const stride = maps.measured?.stride ?? NO_STRIDE;
  const { plane, cropped } = useMemo(() => spectrumOf(map, stride), [map, stride]);
  const pixels = useMemo(() => paintPlane(plane, view.colormap, SPECTRUM_RANGE), [plane, view.colormap]);
  if (isFlat(map)) return <p class="note">{t('{0} is constant: it has no spectrum.', nameOf(maps, choice))}</p>;
  const place = Math.min(LARGEST, width);
  const { cssWidth, cssHeight } = fit(plane.width, plane.height, place);
  const marks = harmonics(plane, stride);
  const own = typeof choice === 'number' ? maps.measured?.shareByChannel[choice] : maps.measured?.share;
  const words =
    own === undefined
      ? t('No upsampling layer leads here, so that no frequency is marked.')
      : harmonicsText(percent(own), marks.length, typeof choice === 'number');
  const point = marked && { x: clampTo(marked.x, plane.width), y: clampTo(marked.y, plane.height) };
  const middle = { x: Math.floor(plane.width / 2), y: Math.floor(plane.height / 2) };
  return (
    <div class="lens lens-narrow" ref={box}>
      <div
        class="inspector-picture"
        role="application"
        aria-roledescription={t('picture')}
        aria-label={t('Spectrum: {0}. {1} Arrow keys read single frequencies.', nameOf(maps, choice), words)}
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
        <Harmonics marks={marks} plane={plane} width={cssWidth} height={cssHeight} size={SQUARE} />
      </div>
      <div class="inspector-caption">
        <span class="inspector-title">{t('Spectrum: {0}', nameOf(maps, choice))}</span>
        <output class="read-out" aria-live="polite">
          {point
            ? t(
                '{0} across  {1} down  10^{2}',
                measured(frequencyAt(point.x, plane.width)),
                measured(frequencyAt(point.y, plane.height)),
                measured(plane.values[point.y * plane.width + point.x] ?? Number.NaN),
              )
            : ''}
        </output>
      </div>
      <p class="note">
        {words} {t('Cycles per pixel, from −0.5 to 0.5; power as its logarithm, relative to the strongest.')}
        {cropped && t(' The middle {0} × {1} pixels.', integer(plane.height), integer(plane.width))}
      </p>
      <NumbersDisclosure
        pictures={[{ title: t('Spectrum: {0}', nameOf(maps, choice)), plane, around: point ?? middle }]}
      />
    </div>
  );
}
