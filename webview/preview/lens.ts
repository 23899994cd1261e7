/** The ways to look at one picture of a layer. Which of them there are depends on what is known of the layer. */
import type { ArtifactFacts, FeatureMaps } from '../../extension/protocol.ts';
import type { Choice } from '../shared/controls.tsx';
import { t } from '../shared/l10n.ts';

export type Lens = 'map' | 'pixels' | 'phases' | 'spectrum' | 'overlap' | 'against';

const LABELS: Readonly<Record<Lens, string>> = {
  map: t('Map'),
  pixels: t('Pixels'),
  phases: t('Phases'),
  spectrum: t('Spectrum'),
  overlap: t('Overlap'),
  against: t('Compare'),
};

/** Below this many pixels per axis there are no frequencies to speak of. */
const LEAST_SPECTRUM = 8;

export function lensesFor(maps: FeatureMaps, artifact: ArtifactFacts | null): readonly Choice[] {
  const there: Readonly<Record<Lens, boolean>> = {
    map: true,
    pixels: true,
    phases: maps.measured !== null,
    spectrum: Math.min(maps.height, maps.width) >= LEAST_SPECTRUM,
    overlap: artifact !== null,
    against: true,
  };
  return (Object.keys(LABELS) as Lens[])
    .filter((lens) => there[lens])
    .map((lens) => ({ value: lens, label: LABELS[lens] }));
}

export const isLens = (name: string): name is Lens => name in LABELS;

/** The kept lens where this layer has it. */
export const lensShown = (lenses: readonly Choice[], kept: Lens): Lens =>
  lenses.some(({ value }) => value === kept) ? kept : 'map';
