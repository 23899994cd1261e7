/**
 * The engine as its worker serves it: requests of protocol.ts in, numbers out. It knows nothing of workers; it pauses often
 * enough for whoever runs it to hear a cancellation.
 */
import { compareAlternatives } from './compare.ts';
import { execute, outputOf, release, type FinishedRun } from './executor.ts';
import type { Tools } from './open-run.ts';
import { FastKernels } from './fast/kernels.ts';
import { loadFastModule, type KernelBuilds, type ThreadedBuilds } from './fast/module.ts';
import { featureMaps } from './maps.ts';
import { Slices, type EngineContext } from './pause.ts';
import { pictureOf } from './pictures/input.ts';
import { planRun } from './plan.ts';
import { Results } from './results.ts';
import { WeightCache } from './weight-cache.ts';
import { warmUp } from './warm-up.ts';
import type { EngineRequests, FeatureMaps, MapsParams, PictureParams, RunOutcome, RunParams } from '../protocol.ts';

/** Runs that `maps` can still be asked of: the models of a file, and the ones before an edit. */
const MOST_RUNS = 8;
/** Outputs that all runs together keep beyond what running needs; dropped ones are computed again when asked for. */
const KEEP_BYTES = 384 * 2 ** 20;

export type Engine = {
  readonly [Method in keyof EngineRequests]: (
    params: EngineRequests[Method]['params'],
    context: EngineContext,
  ) => Promise<EngineRequests[Method]['result']>;
};

/**
 * `builds` holds the fast kernels (dist/kernels*.wasm); without them, or on a host without SIMD, the reference kernels run
 * everything. `threads`, where the host has threads that share memory, holds the builds for them.
 */
export function createEngine(builds: KernelBuilds | null, threads: ThreadedBuilds | null = null): Engine {
  const module = builds === null ? null : loadFastModule(builds, threads);
  const tools: Tools = {
    fast: module === null ? null : new FastKernels(module),
    weights: new WeightCache(),
    results: new Results(),
  };
  const runs = new Map<number, FinishedRun>();
  let lastRun = 0;
  let warm = false;

  const run = async (params: RunParams, context: EngineContext): Promise<RunOutcome> => {
    const start = performance.now();
    const plan = planRun(params.graph, tools.fast?.threads ?? null);
    const { peakBytes } = plan;
    if (peakBytes > params.memoryLimit) return { kind: 'refused', neededBytes: peakBytes, limit: params.memoryLimit };
    const keepBytes = Math.min(KEEP_BYTES, params.memoryLimit - peakBytes);
    const finished = await execute(params.graph, params.picture, params.weights, plan, keepBytes, tools, context);
    const id = ++lastRun;
    runs.set(id, finished);
    for (const oldest of runs.keys()) if (runs.size > MOST_RUNS) runs.delete(oldest);
    const milliseconds = performance.now() - start;
    return { kind: 'ran', run: id, milliseconds, peakBytes, calls: finished.outcomes };
  };

  const maps = async ({ run: id, call, stride }: MapsParams, context: EngineContext): Promise<FeatureMaps> => {
    const finished = runs.get(id);
    if (finished === undefined) throw new Error('This run is no longer kept. Run the model again.');
    const slices = new Slices(context);
    if (call === 'input') {
      const [tensor] = finished.graph.inputs;
      const input = tensor === undefined ? undefined : finished.inputs.get(tensor);
      if (tensor === undefined || input === undefined) throw new Error('The run has no input.');
      return featureMaps(input, finished.layouts.get(tensor) ?? 'channels_last', stride, slices);
    }
    const output = await outputOf(finished, call, tools, context);
    const tensor = finished.plan.order.find((one) => one.id === call)?.outputs[0];
    const layout = tensor === undefined ? undefined : finished.layouts.get(tensor);
    try {
      return await featureMaps(output, layout ?? 'channels_last', stride, slices);
    } finally {
      release(output);
    }
  };

  const picture = async (params: PictureParams, context: EngineContext): Promise<FeatureMaps> => {
    const slices = new Slices(context);
    const { data } = await slices.run(pictureOf(params.picture, params.height, params.width, params.channels));
    const shape = [1, params.height, params.width, params.channels];
    return featureMaps({ shape, data }, 'channels_last', null, slices);
  };

  return {
    warmUp: async (_, context) => {
      if (tools.fast !== null && !warm) await warmUp(tools.fast, context);
      warm = true;
      return null;
    },
    run,
    maps,
    picture,
    compare: (params, context) => compareAlternatives(params, tools, context),
  };
}
