/**
 * Runs the calls of a graph one after another. A call that cannot be run costs itself and what depends on it; the rest runs. What was
 * computed before from the same layer, weights and inputs is not computed again. Outputs stay for later questions as far as memory
 * allows; one that was dropped is computed again when asked for.
 */
import { english } from '../message.ts';
import type { NDArray } from './array.ts';
import { Tensor } from './fast/tensor.ts';
import { KnownRun } from './known-run.ts';
import type { OpenRun, Tools } from './open-run.ts';
import { tensorLayouts } from './layouts.ts';
import { neededFor } from './order.ts';
import { Slices, type EngineContext } from './pause.ts';
import { makeInput } from './pictures/input.ts';
import type { Plan } from './plan.ts';
import { inputKey, resultKey, type ResultKey } from './results.ts';
import { runTasks } from './run-tasks.ts';
import type { CallId, TensorId } from '../model/graph.ts';
import type { Layout } from '../model/kernel.ts';
import type { PictureSource, RunCall, RunGraph, WeightSource } from '../protocol.ts';

/** The plan has been made and found to fit. `keepBytes` bounds the outputs that are kept beside what the run needs. */
export async function beginRun(
  graph: RunGraph,
  picture: PictureSource,
  source: WeightSource,
  plan: Plan,
  keepBytes: number,
  tools: Tools,
  context: EngineContext,
): Promise<KnownRun> {
  const layouts = tensorLayouts(graph, plan.order);
  const inputs = new Map<TensorId, NDArray>();
  const slices = new Slices(context);
  for (const [index, tensor] of graph.inputs.entries()) {
    const shape = graph.shapes[tensor];
    if (shape !== undefined)
      inputs.set(tensor, await slices.run(makeInput(picture, shape, layouts.get(tensor) ?? 'channels_last', index)));
  }
  tools.results.begin(keepBytes);
  return new KnownRun(openRun(graph, source, plan, layouts, inputs, tools));
}

/** A run of which nothing has been computed. */
export function openRun(
  graph: RunGraph,
  source: WeightSource,
  plan: Plan,
  layouts: ReadonlyMap<TensorId, Layout>,
  inputs: ReadonlyMap<TensorId, NDArray>,
  tools: Tools,
): OpenRun {
  const keys = new Map<TensorId, ResultKey>();
  for (const [tensor, value] of inputs) keys.set(tensor, inputKey(value));
  for (const call of plan.order) {
    const from = call.inputs.map((tensor) => keys.get(tensor));
    if (call.kernel === null || call.kernel.op === 'input' || from.includes(undefined)) continue;
    const weights = tools.weights.key(graph, plan.order, call, source);
    for (const [index, tensor] of call.outputs.entries()) {
      keys.set(tensor, resultKey(call.kernel, weights, from as ResultKey[], index));
    }
  }
  return { graph, source, plan, layouts, inputs, keys };
}

/** Runs what was not run before. The output of the call `watch` is computed for itself. */
export async function finishRun(
  known: KnownRun,
  watch: CallId | null,
  tools: Tools,
  context: EngineContext,
): Promise<void> {
  const { run } = known;
  const { results } = tools;
  try {
    for (const call of run.plan.order) {
      const key = keyOf(run, call);
      const milliseconds = key === undefined ? undefined : results.milliseconds(key);
      if (milliseconds !== undefined) known.tell({ call: call.id, kind: 'ran', milliseconds }, undefined);
    }
    const needed = callsFor(run, tools, (call) => known.outcome(call.id) === undefined);
    const wanted = needed.find(({ id }) => id === watch)?.outputs[0] ?? null;
    const value = await runTasks(run, needed, wanted, tools, context, (outcome, output) => known.tell(outcome, output));
    if (value !== null) release(value);
  } finally {
    known.end();
  }
}

export async function execute(...args: Parameters<typeof beginRun>): Promise<KnownRun> {
  const known = await beginRun(...args);
  const [, , , , , tools, context] = args;
  await finishRun(known, null, tools, context);
  return known;
}

/** What is there of a call's first output without computing anything; the caller releases it. */
export function keptOutput({ run }: KnownRun, call: CallId, { results }: Tools): NDArray | undefined {
  const tensor = run.plan.order.find((one) => one.id === call)?.outputs[0];
  const key = tensor === undefined ? undefined : run.keys.get(tensor);
  if (tensor !== undefined && run.inputs.has(tensor)) return run.inputs.get(tensor);
  return key === undefined ? undefined : results.get(key);
}

/** The first output of a call, from what was kept or computed again; the caller releases it. Throws with the reason when it was not run. */
export async function outputOf(known: KnownRun, call: CallId, tools: Tools, context: EngineContext): Promise<NDArray> {
  const { run } = known;
  const outcome = known.outcome(call);
  const tensor = run.plan.order.find((one) => one.id === call)?.outputs[0];
  if (outcome === undefined || tensor === undefined) throw new Error('The layer was not run.');
  if (outcome.kind === 'not-run') throw new Error(english(outcome.reason));
  const kept = keptOutput(known, call, tools);
  if (kept !== undefined) return kept;
  const calls = callsFor(run, tools, (one) => one.id === call);
  const value = await runTasks(run, calls, tensor, tools, context, () => undefined);
  if (value === null) throw new Error('The layer could not be computed again.');
  return value;
}

export function release(value: NDArray): void {
  if (value instanceof Tensor) value.release();
}

/** The calls that `wanted` names, and those that must run for them because their outputs were not kept. */
function callsFor(run: OpenRun, { results }: Tools, wanted: (call: RunCall) => boolean): readonly RunCall[] {
  const kept = (tensors: readonly TensorId[]): boolean =>
    tensors.every((tensor) => run.inputs.has(tensor) || results.has(run.keys.get(tensor) ?? ''));
  const needed = neededFor(run.plan.order, wanted, kept);
  return run.plan.order.filter(({ id }) => needed.has(id));
}

const keyOf = (run: OpenRun, call: RunCall): ResultKey | undefined =>
  call.outputs[0] === undefined ? undefined : run.keys.get(call.outputs[0]);
