/**
 * The engine as its worker serves it: requests of protocol.ts in, numbers out. It knows nothing of workers; it pauses often
 * enough for whoever runs it to hear a cancellation.
 */
import { compareAlternatives } from './compare.ts';
import { beginRun, finishRun, keptOutput, outputOf, release } from './executor.ts';
import type { Tools } from './open-run.ts';
import { FastKernels } from './fast/kernels.ts';
import { loadFastModule, type KernelBuilds, type ThreadedBuilds } from './fast/module.ts';
import { featureMaps } from './maps.ts';
import { Cancelled, Slices, type EngineContext } from './pause.ts';
import { pictureOf } from './pictures/input.ts';
import type { KnownRun } from './known-run.ts';
import { planRun } from './plan.ts';
import { Turns } from './turns.ts';
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
  const turns = new Turns();
  const runs = new Map<number, KnownRun>();
  let lastRun = 0;
  let warm = false;

  const run = async (params: RunParams, context: EngineContext): Promise<RunOutcome> => {
    const start = performance.now();
    const plan = planRun(params.graph, tools.fast?.threads ?? null);
    const { peakBytes } = plan;
    if (peakBytes > params.memoryLimit) return { kind: 'refused', neededBytes: peakBytes, limit: params.memoryLimit };
    const keepBytes = Math.min(KEEP_BYTES, params.memoryLimit - peakBytes);
    const known = await beginRun(params.graph, params.picture, params.weights, plan, keepBytes, tools, context);
    const id = ++lastRun;
    runs.set(id, known);
    for (const oldest of runs.keys()) if (runs.size > MOST_RUNS) runs.delete(oldest);
    context.partial?.({ run: id, peakBytes });
    await finishRun(known, params.watch ?? null, tools, context);
    const milliseconds = performance.now() - start;
    return { kind: 'ran', run: id, milliseconds, peakBytes, calls: known.outcomes };
  };

  const maps = async ({ run: id, call, stride }: MapsParams, context: EngineContext): Promise<FeatureMaps> => {
    const known = runs.get(id);
    if (known === undefined) throw new Error('This run is no longer kept. Run the model again.');
    const { graph, inputs, layouts, plan } = known.run;
    const slices = new Slices(context);
    if (call === 'input') {
      const [tensor] = graph.inputs;
      const input = tensor === undefined ? undefined : inputs.get(tensor);
      if (tensor === undefined || input === undefined) throw new Error('The run has no input.');
      return featureMaps(input, layouts.get(tensor) ?? 'channels_last', stride, slices);
    }
    // While the model runs, what is there already is shown at once, and what is not as soon as it is.
    const early = (await known.done(call)) ?? keptOutput(known, call, tools);
    const output = early ?? (await turns.take(() => outputOf(known, call, tools, context)));
    const tensor = plan.order.find((one) => one.id === call)?.outputs[0];
    const layout = tensor === undefined ? undefined : layouts.get(tensor);
    try {
      if (context.cancelled()) throw new Cancelled();
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
      const { fast } = tools;
      if (fast !== null && !warm) await turns.take(() => warmUp(fast, context));
      warm = true;
      return null;
    },
    plan: ({ graph }) => Promise.resolve(planRun(graph, tools.fast?.threads ?? null).peakBytes),
    run: (params, context) => turns.take(() => run(params, context)),
    maps,
    picture,
    compare: (params, context) => turns.take(() => compareAlternatives(params, tools, context)),
  };
}
