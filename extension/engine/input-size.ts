/** The sizes that a model's open ones become when it is run. */
import type { Finding } from '../model/findings.ts';
import { USUAL_SIDES } from '../model/constraints/square.ts';
import type { Analysis, ModelGraph } from '../model/graph.ts';

type Picture = readonly [height: number, width: number];

/** What open sizes become until the user says otherwise: a multiple of the 16 or 32 that most U-Nets ask for. */
export const DEFAULT_SIZE: Picture = [64, 64];
const [DEFAULT_SIDE] = DEFAULT_SIZE;
/** Each costs an analysis; the first fits nearly always. */
const MOST_TRIES = 5;

/**
 * What the open sizes of a model become, best first. The first meets all that the network is known to ask of them; the others are for one
 * that fails there all the same, because it comes down to a single pixel too early, for example.
 */
export function fittingSizes(model: ModelGraph): readonly Picture[] {
  const sides = onlyMultiples(model)
    ? [DEFAULT_SIDE, 128, 256, 512, 32].map((side) => roundedUp(side, stepOf(model)))
    : model.sides.toSorted((a, b) => fromDefault(a) - fromDefault(b));
  const tries = [...new Set(sides)].slice(0, MOST_TRIES).map((side): Picture => [side, side]);
  return tries.length > 0 ? tries : [DEFAULT_SIZE];
}

const fromDefault = (side: number): number => Math.abs(Math.log(side / DEFAULT_SIDE));

/** True when some size of the model is still a symbol, so that a run needs numbers for it. */
export function hasOpenSizes(analysis: Analysis, model: ModelGraph): boolean {
  const tensors = new Set(model.inputs);
  return analysis.tensors.some(
    ({ id, shape }) => tensors.has(id) && shape?.slice(1).some((size) => typeof size !== 'number'),
  );
}

/** An error at a size that the code has not where its sizes are open. */
export function errorOfSize(open: Analysis, sized: Analysis): Finding | undefined {
  const before = new Set(open.findings.map(({ code, range }) => `${code}@${range.file}@${range.start}`));
  return sized.findings.find(
    ({ severity, code, range }) => severity === 'error' && !before.has(`${code}@${range.file}@${range.start}`),
  );
}

/** Square inputs that the whole network accepts: usual sides, rounded up where a multiple is all that is asked. */
export function legalSides(model: ModelGraph): readonly number[] {
  if (!onlyMultiples(model)) return model.sides;
  return [...new Set(USUAL_SIDES.map((side) => roundedUp(side, stepOf(model))))];
}

const onlyMultiples = ({ constraints }: ModelGraph): boolean =>
  constraints.every(({ multipleOf }) => multipleOf !== null);

const stepOf = ({ constraints }: ModelGraph): number =>
  constraints.reduce((least, { multipleOf }) => leastCommonMultiple(least, multipleOf ?? 1), 1);

const roundedUp = (side: number, step: number): number => Math.ceil(side / step) * step;

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
