/**
 * The periodic energy to expect of a freshly initialised layer, from the first two moments of its initialiser.
 *
 * Derivation. Let the taps have mean m and variance v and be uncorrelated, let n_p of them feed phase p of P, and write
 * avg for the mean over phases. A gain g_p is a sum of n_p taps, so E g_p = n_p·m and Var g_p = n_p·v. Then
 *   E Mean_phase(g^2)  = m^2·avg(n^2) + v·avg(n)
 *   E (Mean_phase g)^2 = m^2·avg(n)^2 + v·avg(n)/P          (the variance of a mean of P uncorrelated gains)
 *   E Var_phase(g)     = m^2·Var(n)   + v·avg(n)·(1 - 1/P)   (their difference)
 * The expectation given here is the quotient of the third line and the first: rho sums both over all pairs of channels, and
 * for many pairs the sums settle at their expectations. Two special cases:
 *   m = 0 (every default initialiser): rho = 1 - 1/P, whatever the kernel: 0.75 for stride 2 x 2, even where the overlap is even;
 *   v = 0 (ones, constant): rho = Var(n) / avg(n^2), which is 0 exactly where the overlap is even.
 * Orthogonal weights are not independent, but uncorrelated and of one variance, which is all that was used.
 */
import type { Initialiser } from '../weight.ts';
import { periodicEnergyOf, transposedGains } from './energy.ts';
import type { TransposedTrait } from './overlap.ts';

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** Variance of a standard normal cut at two standard deviations: 1 - 4·phi(2) / (2·Phi(2) - 1). */
const TRUNCATED_NORMAL_VARIANCE = 0.7737413035499232;

/** Mean and variance of one entry up to a common positive factor; null where the initialiser is not known. */
function momentsOf(initialiser: Initialiser): Moments | null {
  switch (initialiser.kind) {
    case 'zeros':
      return { mean: 0, variance: 0 };
    case 'ones':
      return { mean: 1, variance: 0 };
    case 'constant':
      return { mean: initialiser.value, variance: 0 };
    case 'variance-scaling':
    case 'kaiming-uniform':
    case 'orthogonal':
      // Zero mean: the variance cancels, so its size (the fans) is not needed.
      return { mean: 0, variance: 1 };
    case 'uniform':
      return {
        mean: (initialiser.low + initialiser.high) / 2,
        variance: (initialiser.high - initialiser.low) ** 2 / 12,
      };
    case 'normal':
      return {
        mean: initialiser.mean,
        variance: initialiser.deviation ** 2 * (initialiser.truncated ? TRUNCATED_NORMAL_VARIANCE : 1),
      };
    case 'icnr':
    case 'bilinear':
    case 'parts':
    case 'zero-row':
    case 'identity':
      // Neither has entries of one distribution; facts.ts asks for them by their own rules.
      return null;
    case 'unknown':
      return null;
    default:
      return initialiser satisfies never;
  }
}

/** `taps`: how many taps feed each phase. */
export function expectedPeriodicEnergy(taps: readonly number[], initialiser: Initialiser): number | null {
  const moments = momentsOf(initialiser);
  if (moments === null) return null;
  const phases = taps.length;
  const average = taps.reduce((total, n) => total + n, 0) / phases;
  const squares = taps.reduce((total, n) => total + n * n, 0) / phases;
  const { mean, variance } = moments;
  const power = mean ** 2 * squares + variance * average;
  const spread = mean ** 2 * (squares - average ** 2) + variance * average * (1 - 1 / phases);
  return power === 0 ? 0 : Math.max(0, spread / power);
}

/**
 * Of the kernel that interpolates bilinearly (Long, Shelhamer, Darrell 2015): every channel goes to itself through the same taps,
 * so one channel tells all. 0 where the kernel is 2·stride or 2·stride - 1, whose phases all sum to 1.
 */
export function bilinearPeriodicEnergy(trait: TransposedTrait): number {
  const data = trait.kernel.map(triangle).reduce((outer, axis) => outer.flatMap((a) => axis.map((b) => a * b)), [1]);
  const energy = periodicEnergyOf(
    transposedGains({ ...trait, weightOrder: 'in-out-spatial' }, { shape: [1, 1, ...trait.kernel], data }),
  );
  // Sums of thirds and the like are off by rounding.
  return energy < 1e-15 ? 0 : energy;
}

function triangle(size: number): number[] {
  const factor = Math.floor((size + 1) / 2);
  const centre = size % 2 === 1 ? factor - 1 : factor - 0.5;
  return Array.from({ length: size }, (_, tap) => 1 - Math.abs(tap - centre) / factor);
}
