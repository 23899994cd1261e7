/** From overlap and periodic energy to a grade. The limits are named here and nowhere else. */
import type { Grade } from '../artifact.ts';

/**
 * From here on uneven overlap is strong: with all taps alike, the best fed phase is brighter than the worst by half of the mean
 * brightness. Kernel 3 (1.33), 5 (0.8) and 7 (0.57) at stride 2 lie above it, 9 (0.44) and longer kernels below.
 */
export const STRONG_UNEVENNESS = 0.5;

/** Below this share the pattern's amplitude is under a tenth of the mean gain's (rho = a^2 / (1 + a^2)): not visible. */
export const NEGLIGIBLE_PERIODIC_ENERGY = 0.01;

/** In weights that are there to stay: the pattern's amplitude is half of the mean gain's (0.5^2 / (1 + 0.5^2) = 0.2). */
export const STRONG_PERIODIC_ENERGY = 0.2;

export interface GradeBasis {
  readonly holes: boolean;
  readonly unevenness: number;
  /** null: not known. */
  readonly periodicEnergy: number | null;
  /** `initial`: expected of the initialiser, which training can undo. `trained`: measured on weights from a file. */
  readonly weights: 'initial' | 'trained';
}

/**
 * Uneven overlap is built into the layer and can be strong; periodic energy of an initialiser is only where training starts, so it
 * is mild at most. Trained weights show what became of both: there the energy decides, and an overlap they compensate
 * for stays mild, because it does so only where the picture is smooth.
 */
export function gradeOf({ holes, unevenness, periodicEnergy, weights }: GradeBasis): Grade {
  if (holes) return 'holes';
  const energy = periodicEnergy ?? 0;
  if (weights === 'trained' && periodicEnergy !== null) {
    if (energy >= STRONG_PERIODIC_ENERGY) return 'strong';
  } else if (unevenness >= STRONG_UNEVENNESS) return 'strong';
  return unevenness > 0 || energy >= NEGLIGIBLE_PERIODIC_ENERGY ? 'mild' : 'none';
}
