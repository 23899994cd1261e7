/**
 * Runs the calls of a graph one after another. A call that cannot be run costs itself and what depends on it; the rest runs.
 * Outputs stay for later questions as far as memory allows; one that was dropped is computed again when asked for.
 */
import type { NDArray } from './array.ts';
import type { FastKernels } from './fast/kernels.ts';
import { tensorLayouts } from './layouts.ts';
import { neededFor } from './order.ts';
import { Cancelled, Slices, type EngineContext } from './pause.ts';
import { makeInput } from './pictures/input.ts';
import { lastUses, tensorBytes, type Plan } from './plan.ts';
import { kernelSteps } from './run-kernel.ts';
import type { WeightProvider } from './weights.ts';
import type { CallId, TensorId } from '../model/graph.ts';
import type { Layout } from '../model/kernel.ts';
import type { CallOutcome, PictureSource, RunCall, RunGraph, WeightSource } from '../protocol.ts';

export interface Tools {
  readonly fast: FastKernels | null;
  readonly weights: WeightProvider;
}

/** A run with what is left of it. */
export interface FinishedRun {
  readonly graph: RunGraph;
  readonly source: WeightSource;
  readonly plan: Plan;
  readonly layouts: ReadonlyMap<TensorId, Layout>;
  readonly inputs: ReadonlyMap<TensorId, NDArray>;
  /** Outputs that were kept. */
  readonly kept: Map<TensorId, NDArray>;
  readonly outcomes: readonly CallOutcome[];
}

/** Plans have been made and found to fit. `keepBytes` bounds the outputs that are kept beyond their last use. */
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
  for (const [index, tensor] of graph.inputs.entries()) {
    const shape = graph.shapes[tensor];
    if (shape !== undefined)
      inputs.set(tensor, makeInput(picture, shape, layouts.get(tensor) ?? 'channels_last', index));
  }
  const kept = new Map<TensorId, NDArray>();
  const run = { graph, source, plan, layouts, inputs, kept };
  const outcomes = await runCalls(run, plan.order, keepBytes, tools, context);
  return { ...run, outcomes };
}

/** The first output of a call, from what was kept or computed again. Throws with the reason when it was not run. */
export async function outputOf(run: FinishedRun, call: CallId, tools: Tools, context: EngineContext): Promise<NDArray> {
  const outcome = run.outcomes.find((one) => one.call === call);
  const tensor = run.plan.order.find((one) => one.id === call)?.outputs[0];
  if (outcome === undefined || tensor === undefined) throw new Error('The run has no such layer.');
  if (outcome.kind === 'not-run') throw new Error(outcome.reason);
  const known = run.kept.get(tensor) ?? run.inputs.get(tensor);
  if (known !== undefined) return known;
  const needed = neededFor(run.plan.order, call, (tensors) => tensors.every((one) => run.kept.has(one)));
  const calls = run.plan.order.filter((one) => needed.has(one.id));
  const values = new Map(run.kept);
  await runCalls({ ...run, kept: values }, calls, 0, tools, context, tensor);
  const value = values.get(tensor);
  if (value === undefined) throw new Error('The layer could not be computed again.');
  return value;
}

type OpenRun = Omit<FinishedRun, 'outcomes'>;

/** Runs `calls`, leaving in `run.kept` what `keepBytes` allows and, always, the tensor `wanted`. */
async function runCalls(
  run: OpenRun,
  calls: readonly RunCall[],
  keepBytes: number,
  tools: Tools,
  context: EngineContext,
  wanted: TensorId | null = null,
): Promise<CallOutcome[]> {
  const { graph, kept, inputs } = run;
  const slices = new Slices(context);
  const values = new Map<TensorId, NDArray>([...inputs, ...kept]);
  const lastUse = lastUses(calls);
  const outcomes: CallOutcome[] = [];
  let keptBytes = 0;
  for (const [index, call] of calls.entries()) {
    context.progress(index, calls.length, call.kernel?.op ?? '');
    const outcome = await runCall(run, call, values, tools, slices);
    outcomes.push(outcome);
    for (const tensor of new Set([...call.inputs, ...call.outputs])) {
      const value = values.get(tensor);
      if (value === undefined || lastUse.get(tensor) !== index) continue;
      values.delete(tensor);
      if (inputs.has(tensor) || kept.has(tensor)) continue;
      const bytes = tensorBytes(graph, tensor);
      if (tensor !== wanted && keptBytes + bytes > keepBytes) continue;
      kept.set(tensor, value);
      keptBytes += bytes;
    }
  }
  context.progress(calls.length, calls.length, '');
  return outcomes;
}

async function runCall(
  run: OpenRun,
  call: RunCall,
  values: Map<TensorId, NDArray>,
  tools: Tools,
  slices: Slices,
): Promise<CallOutcome> {
  const notRun = (reason: string): CallOutcome => ({ call: call.id, kind: 'not-run', reason });
  if (call.kernel === null) return notRun(call.notRunnable ?? 'Layerscope cannot compute this layer.');
  const start = performance.now();
  try {
    if (call.kernel.op !== 'input') {
      const inputs: NDArray[] = [];
      for (const tensor of call.inputs) {
        const value = values.get(tensor);
        if (value === undefined) return notRun('A layer before it could not be run.');
        inputs.push(value);
      }
      const weights = tools.weights.weights(run.graph, run.plan.order, call, run.source);
      const outputs = await slices.run(kernelSteps(call.kernel, inputs, weights, tools.fast));
      for (const [index, tensor] of call.outputs.entries()) {
        const output = outputs[index];
        if (output === undefined) return notRun('The layer has more outputs than were computed.');
        // A shape that differs from the one shown would mean that one of the two is wrong: then neither is drawn.
        const expected = run.graph.shapes[tensor];
        if (expected !== undefined && expected.join() !== output.shape.join()) {
          return notRun(`Computed (${output.shape.join(', ')}) where (${expected.join(', ')}) was expected.`);
        }
        values.set(tensor, output);
      }
    }
    await slices.breathe();
    return { call: call.id, kind: 'ran', milliseconds: performance.now() - start };
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return notRun(error instanceof Error ? error.message : String(error));
  }
}
