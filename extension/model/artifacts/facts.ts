/** Checkerboard facts of one upsampling layer: figures, grade, and the reason in words. */
import type { ArtifactFacts, Grade } from '../artifact.ts';
import type { UpsamplingTrait } from '../record.ts';
import type { Initialiser, WeightSpec } from '../weight.ts';
import { bilinearPeriodicEnergy, expectedPeriodicEnergy } from './expected-energy.ts';
import { gradeOf } from './grade.ts';
import { hasHoles, overlapGrid, overlapPerAxis, unevennessOf } from './overlap.ts';
import { reasonFor } from './reason.ts';

export interface LayerPosition {
  /** No later layer of the model mixes neighbouring pixels. */
  readonly lastLayer: boolean;
  /** The first later layer that does, by name. */
  readonly smoothedBy: string | null;
}

/**
 * `weights` are the layer's own; for a sub-pixel rearrangement, which has none, those of the convolution before it, or none where that is
 * not known. `trainedEnergy` is the periodic energy measured on weights from a file (energy.ts), and then decides.
 */
export function artifactFacts(
  trait: UpsamplingTrait,
  weights: readonly WeightSpec[],
  position: LayerPosition,
  trainedEnergy: number | null = null,
): ArtifactFacts {
  const overlap = overlapGrid(overlapPerAxis(trait));
  const unevenness = unevennessOf(overlap);
  const holes = hasHoles(overlap);
  const initialiser = initialiserOf(trait, weights);
  const periodicEnergy = trainedEnergy ?? energyFor(trait, overlap.flat(), initialiser);
  const source = trainedEnergy === null ? 'initial' : 'trained';
  const grade: Grade =
    trait.kind === 'sub-pixel' && periodicEnergy === null
      ? // Its convolution is not known: every initialiser but ICNR and constants starts the phases apart.
        'mild'
      : gradeOf({ holes, unevenness, periodicEnergy, weights: source });
  const reason = reasonFor({ trait, overlap, unevenness, periodicEnergy, initialiser, grade, source, ...position });
  return { grade, overlap, unevenness, periodicEnergy, lastLayer: position.lastLayer, reason };
}

function energyFor(trait: UpsamplingTrait, taps: readonly number[], initialiser: Initialiser | null): number | null {
  if (trait.kind === 'resize' || taps.length === 1) return 0;
  if (initialiser === null) return null;
  if (trait.kind === 'sub-pixel' && isIcnr(initialiser, trait.block)) return 0;
  if (trait.kind === 'transposed' && initialiser.kind === 'bilinear') return bilinearPeriodicEnergy(trait);
  return expectedPeriodicEnergy(taps, initialiser);
}

/**
 * ICNR (Aitken et al. 2017, arXiv:1707.02937) gives all phases of a sub-pixel convolution the same kernel. No framework has it, so
 * in code it is an initialiser of the user's own, and goes by its name.
 */
function isIcnr(initialiser: Initialiser, block: number): boolean {
  if (initialiser.kind === 'icnr') return initialiser.block === block;
  return initialiser.kind === 'unknown' && /icnr/i.test(initialiser.name);
}

function initialiserOf(trait: UpsamplingTrait, weights: readonly WeightSpec[]): Initialiser | null {
  const weight =
    trait.kind === 'transposed'
      ? weights.find(({ name }) => name === trait.weight)
      : weights.find(({ shape }) => shape.length > 2);
  return weight?.initialiser ?? null;
}
