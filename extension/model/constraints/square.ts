/** Square pictures that a network accepts. */
import { isKnown, subtract, symbolsOf } from '../sizes/arithmetic.ts';
import type { Equality } from './legal-values.ts';
import { fits } from './nearest.ts';

/** Sides that people use, from handwritten digits to photographs. */
export const USUAL_SIDES = [28, 32, 64, 96, 128, 192, 224, 256, 384, 512];
const MAX_SIDE = 1024;

/**
 * The usual sides that meet all that is asked of the symbols together when each of them is the side; where none does, the least that does.
 * What is asked of other symbols too is left aside.
 */
export function squareSides(equalities: readonly Equality[], names: ReadonlySet<string>): readonly number[] {
  const own = equalities.filter(({ left, right }) => {
    const gap = subtract(left, right);
    return isKnown(gap) && symbolsOf(gap).every(({ name }) => names.has(name));
  });
  const fitsAt = (side: number): boolean => fits(own, new Map([...names].map((name) => [name, side]))) === true;
  const usual = USUAL_SIDES.filter(fitsAt);
  if (usual.length > 0) return usual;
  for (let side = 1; side <= MAX_SIDE; side++) if (fitsAt(side)) return [side];
  return [];
}
