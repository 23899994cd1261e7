/**
 * A run that takes a while is preceded by a sketch: the same model on a small picture, so that something of the chosen layer is seen
 * at once, and is refined in place when the run gets there.
 */
import { runGraph } from '../../engine/run-graph.ts';
import type { ModelGraph } from '../../model/graph.ts';
import type { Initialiser } from '../../model/weight.ts';
import { pictureSize, type ConcreteModel } from './concrete-model.ts';

/** Multiply-accumulates of a run that nobody waits for, and of a sketch: hundredths of a second on one thread. */
const QUICK_MACS = 1e9;
const SKETCH_MACS = 2e8;
/** A sketch keeps weights in an order of its own beside those of the run: no more than these, 128 MB. */
const MOST_PARAMETERS = 32e6;
/** What a weight takes to be drawn and brought into order, measured; those that are normal need logarithms and roots. */
const UNIFORM_NANOSECONDS = 10;
const NORMAL_NANOSECONDS = 45;
/** A sketch comes so soon, or in less than half of the time of the run, which needs the same weights. */
const SOON_MILLISECONDS = 100;
/** Of a run on one thread, with Winograd's filtering where it helps. */
const MACS_PER_MILLISECOND = 4e7;
/** Pictures smaller than this show nothing. */
const LEAST_SIDE = 16;

/** The height and width for a sketch; null where the run itself is quick, or no sketch would be. `model` is the one as written. */
export function sketchSize(concrete: ConcreteModel, model: ModelGraph): readonly [number, number] | null {
  const { macs, params } = concrete.model;
  const size = pictureSize(concrete);
  if (size === null || typeof macs !== 'number' || typeof params.total !== 'number') return null;
  if (macs <= QUICK_MACS || params.total > MOST_PARAMETERS) return null;
  if (drawingMilliseconds(concrete) > Math.max(SOON_MILLISECONDS, macs / MACS_PER_MILLISECOND / 2)) return null;
  const step = sizeStep(model, size);
  const scale = Math.sqrt(SKETCH_MACS / macs);
  const small = size.map((side) => Math.max(LEAST_SIDE, step, Math.floor((side * scale) / step) * step));
  const [height, width] = small as [number, number];
  return height * width < size[0] * size[1] ? [height, width] : null;
}

function drawingMilliseconds({ index, model }: ConcreteModel): number {
  const weights = Object.values(runGraph(index, model).weights).flat();
  return weights.reduce((sum, { shape, initialiser }) => {
    const numbers = shape.reduce<number>((all, size) => all * (typeof size === 'number' ? size : 1), 1);
    return sum + (numbers * (isNormal(initialiser) ? NORMAL_NANOSECONDS : UNIFORM_NANOSECONDS)) / 1e6;
  }, 0);
}

const isNormal = (one: Initialiser): boolean =>
  one.kind === 'normal' ||
  one.kind === 'orthogonal' ||
  (one.kind === 'variance-scaling' && one.distribution !== 'uniform') ||
  (one.kind === 'icnr' && isNormal(one.base));

/** What most networks halve their picture to: sizes of a fixed model are changed in steps of this. */
const USUAL_STEP = 32;

/** What other sizes of a model's picture should be multiples of: what it says, else the largest power of two in the one that it has. */
export function sizeStep({ constraints }: ModelGraph, size: readonly [number, number]): number {
  const steps = constraints.flatMap(({ multipleOf }) => multipleOf ?? []);
  if (steps.length > 0) return Math.max(...steps);
  let step = USUAL_STEP;
  while (size.some((side) => side % step !== 0)) step /= 2;
  return step;
}
