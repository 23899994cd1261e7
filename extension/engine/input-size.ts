/** The sizes that a model's open ones become when it is run. */
import type { Analysis, ModelGraph } from '../model/graph.ts';

/** What open sizes become until the user says otherwise: a multiple of the 16 or 32 that most U-Nets ask for. */
export const DEFAULT_SIZE: readonly [number, number] = [64, 64];

/** The default size, rounded up to what the model accepts. */
export function fittingSize({ constraints }: ModelGraph): readonly [number, number] {
  const step = Math.max(1, ...constraints.map(({ multipleOf }) => multipleOf ?? 1));
  return DEFAULT_SIZE.map((size) => Math.ceil(size / step) * step) as [number, number];
}

/** True when some size of the model is still a symbol, so that a run needs numbers for it. */
export function hasOpenSizes(analysis: Analysis, model: ModelGraph): boolean {
  const tensors = new Set(model.inputs);
  return analysis.tensors.some(
    ({ id, shape }) => tensors.has(id) && shape?.slice(1).some((size) => typeof size !== 'number'),
  );
}

/** Sides that people use, from thumbnails to photographs. */
const USUAL_SIDES = [32, 64, 96, 128, 192, 256, 384, 512];

/** Square inputs that the whole network accepts: usual sides, each rounded up. Empty where more is asked than to be a multiple. */
export function legalSides({ constraints }: ModelGraph): readonly number[] {
  if (constraints.some(({ multipleOf }) => multipleOf === null)) return [];
  const step = constraints.reduce((least, { multipleOf }) => leastCommonMultiple(least, multipleOf ?? 1), 1);
  return [...new Set(USUAL_SIDES.map((side) => Math.ceil(side / step) * step))];
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
