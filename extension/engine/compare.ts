/** Runs each way of writing an upsampling layer on the same picture, and times it. */
import { english, say, verbatim } from '../message.ts';
import { Cancelled, Slices, type EngineContext } from './pause.ts';
import { execute, outputOf, release } from './executor.ts';
import type { Tools } from './open-run.ts';
import { featureMaps } from './maps.ts';
import { planRun } from './plan.ts';
import { kernelSteps } from './run-kernel.ts';
import { finish } from './reference/steps.ts';
import type { NDArray } from './array.ts';
import type { Weights } from './weights.ts';
import type { Alternative, AlternativeStage } from '../model/alternative.ts';
import type { KernelCall } from '../model/kernel.ts';
import type { Shape } from '../model/size.ts';
import type { WeightSpec } from '../model/weight.ts';
import type { CompareOutcome, CompareParams, FeatureMaps, RunGraph } from '../protocol.ts';

/** Timed runs of one alternative go on until there are this many, or this much time has passed and there are enough. */
const MOST_REPETITIONS = 30;
const LEAST_REPETITIONS = 3;
const TIMING_MILLISECONDS = 150;
/** What takes longer than this is timed once: its spread is small against what it takes. */
const LONG_MILLISECONDS = 500;

export async function compareAlternatives(
  params: CompareParams,
  tools: Tools,
  context: EngineContext,
): Promise<readonly CompareOutcome[]> {
  const outcomes: CompareOutcome[] = [];
  for (const [index, alternative] of params.alternatives.entries()) {
    context.progress(index, params.alternatives.length, english(alternative.title));
    try {
      outcomes.push(await compareOne(alternative, params, tools, context));
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      const reason = verbatim(error instanceof Error ? error.message : String(error));
      outcomes.push({ id: alternative.id, kind: 'not-run', reason });
    }
  }
  context.progress(params.alternatives.length, params.alternatives.length, '');
  return outcomes;
}

const mebibytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);

async function compareOne(
  alternative: Alternative,
  { timed, framework, picture, weights, memoryLimit }: CompareParams,
  tools: Tools,
  context: EngineContext,
): Promise<CompareOutcome> {
  const { id, notPossible, stages } = alternative;
  if (notPossible !== null) return { id, kind: 'not-run', reason: notPossible };
  if (stages.length === 0) return { id, kind: 'not-run', reason: say`There is nothing to run.` };
  const graph = graphOf(alternative, framework);
  const plan = planRun(graph, tools.fast?.threads ?? null);
  if (plan.peakBytes > memoryLimit) {
    const reason = say`It would need ${mebibytes(plan.peakBytes)} MiB, and the limit is ${mebibytes(memoryLimit)} MiB.`;
    return { id, kind: 'not-run', reason };
  }
  const quiet: EngineContext = { cancelled: context.cancelled, progress: () => undefined };
  const run = await execute(graph, picture, weights, plan, memoryLimit - plan.peakBytes, tools, quiet);
  const output = await outputOf(run, stages.length - 1, tools, quiet);
  const times: number[] = [];
  const slices = new Slices(context);
  const input = run.run.inputs.get(0);
  if (input === undefined) throw new Error('The layer has no input.');
  const chain: { readonly kernel: KernelCall; readonly weights: Weights }[] = [];
  for (const [index, call] of plan.order.entries()) {
    const own = await slices.run(tools.weights.weights(graph, plan.order, call, weights));
    chain.push({ kernel: (stages[index] as AlternativeStage).kernel, weights: own });
  }
  for (let spent = 0; timed && times.length < MOST_REPETITIONS;) {
    if (times.length >= LEAST_REPETITIONS && spent > TIMING_MILLISECONDS) break;
    if (times.length >= 1 && spent > LONG_MILLISECONDS) break;
    const start = performance.now();
    let value: NDArray = input;
    for (const { kernel, weights: own } of chain) {
      // In one go: a pause would be counted.
      const next = finish(kernelSteps(kernel, [value], own, tools.fast))[0] ?? value;
      if (next !== value && value !== input) release(value);
      value = next;
    }
    if (value !== input) release(value);
    times.push(performance.now() - start);
    spent += performance.now() - start;
    await slices.breathe();
  }
  times.sort((a, b) => a - b);
  const layout = run.run.layouts.get(stages.length) ?? 'channels_last';
  let maps: FeatureMaps;
  try {
    maps = await featureMaps(output, layout, strideOf(stages), slices);
  } finally {
    release(output);
  }
  return {
    id,
    kind: 'ran',
    maps,
    time: timed ? { median: quantile(times, 0.5), quartiles: [quantile(times, 0.25), quantile(times, 0.75)] } : null,
  };
}

/** Stage i is call i, layer i, from tensor i to tensor i + 1. */
function graphOf({ stages }: Alternative, framework: RunGraph['framework']): RunGraph {
  const shapes: Record<number, readonly number[]> = {};
  const weights: Record<number, readonly WeightSpec[]> = {};
  const calls = stages.map((stage, index) => {
    shapes[index] = numericShape(stage.inputShape);
    shapes[index + 1] = numericShape(stage.outputShape);
    weights[index] = stage.weights;
    const { kernel } = stage;
    return { id: index, layer: index, kernel, notRunnable: null, inputs: [index], outputs: [index + 1] };
  });
  return { framework, shapes, inputs: [0], calls, weights };
}

/** A batch that is no number is one picture. */
function numericShape(shape: Shape): readonly number[] {
  return shape.map((size, axis) => {
    if (typeof size === 'number') return size;
    if (axis === 0) return 1;
    throw new Error(`The size ${size.key} is not known, so there is nothing to draw.`);
  });
}

/** The period of the chain's output that upsampling can leave: the product of its stages' factors. */
export function strideOf(stages: readonly AlternativeStage[]): readonly [number, number] | null {
  let [strideH, strideW] = [1, 1];
  for (const { kernel, inputShape, outputShape } of stages) {
    const [h, w] = factorsOf(kernel, inputShape, outputShape);
    strideH *= h;
    strideW *= w;
  }
  return strideH * strideW === 1 ? null : [strideH, strideW];
}

function factorsOf(
  kernel: AlternativeStage['kernel'],
  inputShape: Shape,
  outputShape: Shape,
): readonly [number, number] {
  switch (kernel.op) {
    case 'transposed-convolution':
      return lastTwo(kernel.strides);
    case 'depth-to-space':
      return [kernel.block, kernel.block];
    case 'resize': {
      const first = kernel.layout === 'channels_last' ? 1 : 2;
      const ratios = kernel.size.map((size, axis) => {
        const from = inputShape[first + axis];
        const to = outputShape[first + axis];
        const ratio = typeof from === 'number' && to === size ? size / from : 1;
        // A factor that is not whole leaves no period of whole pixels.
        return Number.isInteger(ratio) ? ratio : 1;
      });
      return lastTwo(ratios);
    }
    default:
      return [1, 1];
  }
}

const lastTwo = (values: readonly number[]): readonly [number, number] => [
  values[values.length - 2] ?? 1,
  values[values.length - 1] ?? 1,
];

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}
