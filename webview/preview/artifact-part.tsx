/** What is known of a layer's checkerboard: its grade and why, the overlap of its kernel, and what was measured on the maps drawn. */
import type { ComponentChildren, VNode } from 'preact';
import type { ArtifactFacts, FeatureMaps, MeasuredArtifact } from '../../extension/protocol.ts';
import { integer, measured, percent } from '../shared/format.ts';
import { GradeBadge } from '../shared/grade.tsx';
import { HeatGrid } from '../shared/heat-grid.tsx';
import { nameOf, type PictureChoice } from './shown-picture.ts';
import { said, t } from '../shared/l10n.ts';

interface ArtifactPartProps {
  readonly maps: FeatureMaps;
  /** Of the layer itself; null where it does not upsample. */
  readonly artifact: ArtifactFacts | null;
  readonly choice: PictureChoice;
  /** Opens the explainer of the layer. */
  readonly onWhy: () => void;
}

export function ArtifactPart({ maps, artifact, choice, onWhy }: ArtifactPartProps): VNode | null {
  const { measured: found } = maps;
  if (artifact === null && found === null) return null;
  return (
    <div class="artifacts">
      <h3>
        {t('Checkerboard artifacts')}
        {artifact !== null && <GradeBadge artifact={artifact} />}
        {artifact !== null && (
          <button type="button" class="link-button why" title={t('Explain this layer’s artifacts')} onClick={onWhy}>
            {t('Why?')}
          </button>
        )}
      </h3>
      {artifact !== null && <p>{said(artifact.reason)}</p>}
      {found !== null && <Found maps={maps} found={found} choice={choice} />}
      <div class="artifact-grids">
        {artifact !== null && (
          <LabelledGrid title={t('Kernel overlap')} note={t('taps per output phase')}>
            <HeatGrid
              label={t('Kernel overlap: taps that feed each output phase')}
              values={artifact.overlap}
              from={0}
            />
          </LabelledGrid>
        )}
        {found !== null && (
          <LabelledGrid title={t('Phase means')} note={t('measured on the maps')}>
            <HeatGrid label={t('Mean of each output phase')} values={found.phaseMeans} from={null} />
          </LabelledGrid>
        )}
      </div>
      {artifact !== null && (
        <dl class="figures">
          <dt>{t('Unevenness')}</dt>
          <dd>{measured(artifact.unevenness)}</dd>
          {artifact.periodicEnergy !== null && (
            <>
              <dt title={t('Of the layer’s initialiser: 0 means that all phases start out alike')}>
                {t('Expected periodic energy')}
              </dt>
              <dd>{percent(artifact.periodicEnergy)}</dd>
            </>
          )}
        </dl>
      )}
    </div>
  );
}

interface FoundProps {
  readonly maps: FeatureMaps;
  readonly found: MeasuredArtifact;
  readonly choice: PictureChoice;
}

function Found({ maps, found, choice }: FoundProps): VNode {
  const [down, across] = found.stride;
  const period = down === across ? integer(down) : `${integer(down)} × ${integer(across)}`;
  const own = typeof choice === 'number' && maps.channels > 1 ? found.shareByChannel[choice] : undefined;
  return (
    <p>
      <strong>{percent(found.share)}</strong> {t('of the spectral power of these maps repeats every')} {period}{' '}
      {t('pixels, at the stride’s frequency')}
      {own === undefined ? (
        '.'
      ) : (
        <>
          ; {nameOf(maps, choice)}: <strong>{percent(own)}</strong>.
        </>
      )}
    </p>
  );
}

interface LabelledGridProps {
  readonly title: string;
  readonly note: string;
  readonly children: ComponentChildren;
}

const LabelledGrid = ({ title, note, children }: LabelledGridProps): VNode => (
  <figure class="labelled-grid">
    <figcaption>
      {title}
      <span class="note">{note}</span>
    </figcaption>
    {children}
  </figure>
);
