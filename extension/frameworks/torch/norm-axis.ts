/** The axis that weight_norm keeps, as its argument says. torch/nn/utils/weight_norm.py */
import { asInt, type Value } from '../../python/values.ts';

/** -1 and None take the norm over everything. */
export function axisOf(given: Value | undefined, rank: number): number | null {
  if (given === undefined) return 0;
  const axis = asInt(given) ?? -1;
  return axis === -1 ? null : axis < 0 ? axis + rank : axis;
}
