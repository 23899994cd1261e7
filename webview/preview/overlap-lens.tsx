/** The overlap map: how many taps of the kernel feed each output pixel, over a few periods of the stride, away from the border. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ArtifactFacts } from '../../extension/protocol.ts';
import { integer, measured } from '../shared/format.ts';
import { NumbersDisclosure } from '../shared/numbers.tsx';
import { paintPlane } from '../shared/paint.ts';
import { Picture } from '../shared/picture.tsx';
import { extentOf, type Plane } from '../shared/planes.ts';
import { useWidth } from '../shared/use-width.ts';
import type { PreviewView } from './view.ts';
import { t } from '../shared/l10n.ts';

const LARGEST = 320;
/** Output pixels per axis, about: enough periods to see the pattern. */
const PIXELS = 24;

function repeated(overlap: ArtifactFacts['overlap']): Plane {
  const [down, across] = [overlap.length, overlap[0]?.length ?? 1];
  const height = Math.max(2, Math.round(PIXELS / down)) * down;
  const width = Math.max(2, Math.round(PIXELS / across)) * across;
  const values = Float32Array.from(
    { length: height * width },
    (_, at) => overlap[Math.floor(at / width) % down]?.[(at % width) % across] ?? 0,
  );
  return { height, width, values };
}

export function OverlapLens({
  artifact,
  view,
}: {
  readonly artifact: ArtifactFacts;
  readonly view: PreviewView;
}): VNode {
  const [box, width] = useWidth<HTMLDivElement>(LARGEST);
  const plane = useMemo(() => repeated(artifact.overlap), [artifact.overlap]);
  const { low, high } = extentOf(plane.values);
  const words =
    low === high
      ? t(
          high === 1
            ? 'Every output pixel is fed by {0} tap: the overlap is even.'
            : 'Every output pixel is fed by {0} taps: the overlap is even.',
          integer(high),
        )
      : t(
          'Output pixels are fed by {0} to {1} taps, unevenness {2}.',
          integer(low),
          integer(high),
          measured(artifact.unevenness),
        );
  return (
    <div class="lens lens-narrow" ref={box}>
      <Picture
        pixels={paintPlane(plane, view.colormap, { low: 0, high: Math.max(1, high) })}
        place={Math.min(LARGEST, width)}
        label={t(
          'Overlap of the kernel over {0} by {1} output pixels. {2}',
          integer(plane.height),
          integer(plane.width),
          words,
        )}
      />
      <p class="note">
        {t('{0} Drawn away from the border, where the pattern repeats at the stride’s period.', words)}
      </p>
      <NumbersDisclosure pictures={[{ title: t('Taps of the kernel that feed each output pixel'), plane }]} />
    </div>
  );
}
