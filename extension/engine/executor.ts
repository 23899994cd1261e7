/**
 * Runs the calls of a graph one after another. A call that cannot be run costs itself and what depends on it; the rest runs. What was
 * computed before from the same layer, weights and inputs is not computed again. Outputs stay for later questions as far as memory
 * allows; one that was dropped is computed again when asked for.
 */
import type { NDArray } from './array.ts';
import { Tensor } from './fast/tensor.ts';
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
import type { CallOutcome, PictureSource, RunCall, RunGraph, WeightSource } from '../protocol.ts';

export interface FinishedRun extends OpenRun {
  readonly outcomes: readonly CallOutcome[];
}

/** Plans have been made and found to fit. `keepBytes` bounds the outputs that are kept beside what the run needs. */
export async function execute(
  graph: RunGraph,
  picture: PictureSource,
  source: WeightSource,
  plan: Plan,
  keepBytes: number,
  tools: Tools,
  context: EngineContext,
): Promise<FinishedRun> {
  const layouts = tensorLayouts(graph, plan.order);
  const inputs = new Map<TensorId, NDArray>();
  const slices = new Slices(context);
  for (const [index, tensor] of graph.inputs.entries()) {
    const shape = graph.shapes[tensor];
    if (shape !== undefined)
      inputs.set(tensor, await slices.run(makeInput(picture, shape, layouts.get(tensor) ?? 'channels_last', index)));
  }
  tools.results.begin(keepBytes);
  const run = openRun(graph, source, plan, layouts, inputs, tools);
  const outcomes = await runOutcomes(run, tools, context);
  return { ...run, outcomes };
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

/** Runs what was not run before. */
async function runOutcomes(run: OpenRun, tools: Tools, context: EngineContext): Promise<CallOutcome[]> {
  const { results } = tools;
  const { order } = run.plan;
  const outcomes = new Map<CallId, CallOutcome>();
  for (const call of order) {
    const key = keyOf(run, call);
    const milliseconds = key === undefined ? undefined : results.milliseconds(key);
    if (milliseconds !== undefined) outcomes.set(call.id, { call: call.id, kind: 'ran', milliseconds });
  }
  const needed = callsFor(run, tools, (call) => !outcomes.has(call.id));
  await runTasks(run, needed, null, tools, context, (outcome) => outcomes.set(outcome.call, outcome));
  return order.flatMap((call) => outcomes.get(call.id) ?? []);
}

/** The first output of a call, from what was kept or computed again; the caller releases it. Throws with the reason when it was not run. */
export async function outputOf(run: FinishedRun, call: CallId, tools: Tools, context: EngineContext): Promise<NDArray> {
  const outcome = run.outcomes.find((one) => one.call === call);
  const tensor = run.plan.order.find((one) => one.id === call)?.outputs[0];
  if (outcome === undefined || tensor === undefined) throw new Error('The run has no such layer.');
  if (outcome.kind === 'not-run') throw new Error(outcome.reason);
  const key = run.keys.get(tensor);
  const known = run.inputs.get(tensor) ?? (key === undefined ? undefined : tools.results.get(key));
  if (known !== undefined) return known;
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
