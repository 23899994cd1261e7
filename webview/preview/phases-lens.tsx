/** The phase grid: the picture taken apart by the stride. Where all phases look alike there is no checkerboard. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { FeatureMaps, MeasuredArtifact } from '../../extension/protocol.ts';
import { integer, measured, percent } from '../shared/format.ts';
import { NumbersDisclosure } from '../shared/numbers.tsx';
import { paintPlane } from '../shared/paint.ts';
import { Picture } from '../shared/picture.tsx';
import { useWidth } from '../shared/use-width.ts';
import { phasesOf, type Phase } from './phases.ts';
import { nameOf, planeFor, rangeOf, type PictureChoice } from './shown-picture.ts';
import type { PreviewView } from './view.ts';
import { t } from '../shared/l10n.ts';

/** Room for the whole grid, in CSS pixels. */
const LARGEST = 420;
const GAP = 6;
/** More phases than this are too small to be compared. */
const MOST_PHASES = 64;

interface PhasesLensProps {
  readonly maps: FeatureMaps;
  readonly found: MeasuredArtifact;
  readonly choice: PictureChoice;
  readonly view: PreviewView;
}

function summary(phases: readonly Phase[]): string {
  const means = phases.map(({ mean }) => mean);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size === 0) return t('All phases are zero.');
  return t(
    'The means of the phases lie between {0} and {1}: they differ by {2} of the largest.',
    measured(low),
    measured(high),
    percent((high - low) / size),
  );
}

export function PhasesLens({ maps, found, choice, view }: PhasesLensProps): VNode {
  const [box, width] = useWidth<HTMLDivElement>(LARGEST);
  const plane = planeFor(maps, choice);
  const phases = useMemo(() => phasesOf(plane, found.stride), [plane, found.stride]);
  const [down, across] = found.stride;
  if (phases.length > MOST_PHASES)
    return (
      <p class="note">
        {t('{0} × {1} phases are too many to be drawn. {2}', integer(down), integer(across), summary(phases))}
      </p>
    );
  const place = Math.floor((Math.min(LARGEST, width) - GAP * (across - 1)) / across);
  const range = rangeOf(maps, choice, view);
  return (
    <div class="lens" ref={box}>
      <div class="phase-grid" style={{ gridTemplateColumns: `repeat(${across}, max-content)` }}>
        {phases.map((phase) => (
          <figure key={`${phase.y}-${phase.x}`}>
            <Picture
              pixels={paintPlane(phase.plane, view.colormap, range)}
              place={place}
              label={t('Phase {0}, {1} of {2}: mean {3}', phase.y, phase.x, nameOf(maps, choice), measured(phase.mean))}
            />
            <figcaption>
              {phase.y}, {phase.x} <span class="note">{t('mean {0}', measured(phase.mean))}</span>
            </figcaption>
          </figure>
        ))}
      </div>
      <p class="note">
        {t(
          '{0}, one picture for each place in a period of {1} × {2} pixels, all in one range. {3}',
          nameOf(maps, choice),
          integer(down),
          integer(across),
          summary(phases),
        )}
      </p>
      <NumbersDisclosure
        pictures={phases.map((phase) => ({ title: t('Phase {0}, {1}', phase.y, phase.x), plane: phase.plane }))}
      />
    </div>
  );
}
