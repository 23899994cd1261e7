/** What a row draws: its output, and the spectrum of it, in which circles mark where a checkerboard of the stride would stand. */
import type { ComponentChildren, VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CompareOutcome, CompareRow, FeatureMaps } from '../../extension/protocol.ts';
import type { Extent } from '../shared/colormap.ts';
import { measured, percent } from '../shared/format.ts';
import { Harmonics } from '../shared/harmonics.tsx';
import { Icon } from '../shared/icon.tsx';
import { said, t } from '../shared/l10n.ts';
import { paintArtifacts, paintPlane, type Pixels, type Rgb } from '../shared/paint.ts';
import { fit, Picture } from '../shared/picture.tsx';
import { extentOf, isFlat, type Plane } from '../shared/planes.ts';
import { harmonics, SPECTRUM_RANGE, spectrumOf } from '../shared/spectrum.ts';
import { shownPlane } from './comparison.ts';
import type { CompareView } from './view.ts';

/** The circles around the harmonics, in CSS pixels. */
const CIRCLE = 11;
const NO_STRIDE: readonly [number, number] = [1, 1];

interface CardPicturesProps {
  readonly row: CompareRow;
  readonly range: Extent;
  readonly glow: Rgb;
  readonly view: CompareView;
  /** Longest side of each, in CSS pixels. */
  readonly place: number;
}

export function CardPictures({ row, range, view, glow, place }: CardPicturesProps): VNode {
  const pixels = useMemo(() => drawn(row, range, glow, view), [row, range, view.show, view.overlay, glow]);
  const plane = shownPlane(row, view);
  const maps = row.outcome?.kind === 'ran' ? row.outcome.maps : null;
  if (pixels === null || plane === null || maps === null) return <NoPicture outcome={row.outcome} place={place} />;
  const { low, high } = extentOf(plane.values);
  const what = view.show === 'first' && !view.overlay ? t('first channel') : t('mean of channels');
  return (
    <div class="card-pictures">
      <Captioned caption={t('Output')}>
        <Picture
          pixels={pixels}
          place={place}
          label={t(
            'Output of {0}: {1}, {2} by {3} pixels, values from {4} to {5}',
            said(row.alternative.title),
            what,
            plane.height,
            plane.width,
            measured(low),
            measured(high),
          )}
        />
      </Captioned>
      <Captioned caption={t('Spectrum')}>
        <SpectrumPicture title={said(row.alternative.title)} plane={plane} maps={maps} place={place} />
      </Captioned>
    </div>
  );
}

const Captioned = ({
  caption,
  children,
}: {
  readonly caption: string;
  readonly children: ComponentChildren;
}): VNode => (
  <figure class="card-picture">
    {children}
    <figcaption class="card-caption">{caption}</figcaption>
  </figure>
);

/** Null until the row has run. */
export function drawn(row: CompareRow, range: Extent, glow: Rgb, view: CompareView): Pixels | null {
  const plane = shownPlane(row, view);
  if (plane === null || row.outcome?.kind !== 'ran') return null;
  const { measured: found } = row.outcome.maps;
  return view.overlay && found !== null
    ? paintArtifacts(plane, found.periodicPart, glow)
    : paintPlane(plane, 'viridis', range);
}

interface SpectrumPictureProps {
  readonly title: string;
  readonly plane: Plane;
  readonly maps: FeatureMaps;
  readonly place: number;
}

function SpectrumPicture({ title, plane, maps, place }: SpectrumPictureProps): VNode {
  const stride = maps.measured?.stride ?? NO_STRIDE;
  const spectrum = useMemo(() => spectrumOf(plane, stride).plane, [plane.values, stride[0], stride[1]]);
  const pixels = useMemo(() => paintPlane(spectrum, 'viridis', SPECTRUM_RANGE), [spectrum]);
  if (isFlat(plane)) return <p class="note">{t('Constant: it has no spectrum.')}</p>;
  const { cssWidth, cssHeight } = fit(spectrum.width, spectrum.height, place);
  const marks = harmonics(spectrum, stride);
  const label =
    maps.measured === null
      ? t('Spectrum of {0}', title)
      : t(
          'Spectrum of {0}: {1} of the power of all channels stands at the frequencies of the stride that circles mark',
          title,
          percent(maps.measured.share),
        );
  return (
    <div class="spectrum" title={label} style={{ width: `${cssWidth}px`, height: `${cssHeight}px` }}>
      <Picture pixels={pixels} place={place} label={label} />
      <Harmonics marks={marks} plane={spectrum} width={cssWidth} height={cssHeight} size={CIRCLE} />
    </div>
  );
}

const NoPicture = ({ outcome, place }: { readonly outcome: CompareOutcome | null; readonly place: number }): VNode => (
  <div class="card-picture card-picture-empty" style={{ width: `${place}px`, height: `${place}px` }}>
    {outcome?.kind === 'not-run' ? (
      <p class="note">{t('Not drawn: {0}', said(outcome.reason))}</p>
    ) : (
      <Icon name="loading" />
    )}
  </div>
);
