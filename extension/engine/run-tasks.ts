/** Runs calls in order, as tasks, giving back each tensor's memory after its last use. */
import { type Message, say, verbatim } from '../message.ts';
import type { NDArray } from './array.ts';
import { NO_FUSION, type Fusion } from './fast/kernels.ts';
import { Tensor } from './fast/tensor.ts';
import type { OpenRun, Tools } from './open-run.ts';
import { Cancelled, Slices, type EngineContext } from './pause.ts';
import { TimeLeft } from './progress.ts';
import { kernelSteps } from './run-kernel.ts';
import { fusedTasks, singleTasks, type Task } from './tasks.ts';
import type { TensorId } from '../model/graph.ts';
import type { CallOutcome, RunCall } from '../protocol.ts';

/**
 * Tells of each call as soon as it is done, with its first output where that is there. Returns the tensor `wanted`, which the caller releases; null when it was not computed or
 * none was asked for.
 */
export async function runTasks(
  run: OpenRun,
  calls: readonly RunCall[],
  wanted: TensorId | null,
  tools: Tools,
  context: EngineContext,
  done: (outcome: CallOutcome, output: NDArray | undefined) => void,
): Promise<NDArray | null> {
  const tasks = tools.fast === null ? singleTasks(calls) : fusedTasks(run.graph, calls, wanted);
  const values = new Values(run, tools, tasks, wanted);
  const slices = new Slices(context);
  const timeLeft = new TimeLeft(run.graph, tasks);
  try {
    for (const [index, task] of tasks.entries()) {
      context.progress(index, tasks.length, task.main.kernel?.op ?? '', timeLeft.after(index));
      const outcomes = await runTask(run, task, values, tools, slices);
      for (const [place, outcome] of outcomes.entries()) {
        const tensor = task.calls[place]?.outputs[0];
        done(outcome, tensor === undefined ? undefined : values.get(tensor));
      }
      values.finished(index);
    }
    context.progress(tasks.length, tasks.length, '', 0);
    return wanted === null ? null : values.keep(wanted);
  } finally {
    values.releaseAll();
  }
}

const notRun = (call: RunCall, reason: Message): CallOutcome => ({ call: call.id, kind: 'not-run', reason });

async function runTask(
  run: OpenRun,
  task: Task,
  values: Values,
  tools: Tools,
  slices: Slices,
): Promise<readonly CallOutcome[]> {
  if (task.calls.length === 1) return [await runCall(run, task.main, NO_FUSION, task, values, tools, slices)];
  const outcome = await runCall(run, task.main, task.fusion, task, values, tools, slices);
  // The time of all of them is the main one's.
  if (outcome.kind === 'ran') {
    return task.calls.map((call) => (call === task.main ? outcome : { call: call.id, kind: 'ran', milliseconds: 0 }));
  }
  // Something is wrong with one of them: alone, each says what.
  const outcomes: CallOutcome[] = [];
  for (const call of task.calls) outcomes.push(await runCall(run, call, NO_FUSION, call, values, tools, slices));
  return outcomes;
}

async function runCall(
  run: OpenRun,
  call: RunCall,
  fusion: Fusion,
  { inputs: from, outputs: to }: Pick<RunCall, 'inputs' | 'outputs'>,
  values: Values,
  tools: Tools,
  slices: Slices,
): Promise<CallOutcome> {
  if (call.kernel === null) return notRun(call, call.notRunnable ?? say`Layerscope cannot compute this layer.`);
  const start = performance.now();
  try {
    if (call.kernel.op !== 'input') {
      const inputs: NDArray[] = [];
      for (const tensor of from) {
        const value = values.get(tensor);
        if (value === undefined) return notRun(call, say`A layer before it could not be run.`);
        inputs.push(value);
      }
      const weights = await slices.run(tools.weights.weights(run.graph, run.plan.order, call, run.source));
      const outputs = await slices.run(kernelSteps(call.kernel, inputs, weights, tools.fast, fusion));
      const wrong = values.setAll(to, outputs, inputs);
      if (wrong !== null) return notRun(call, wrong);
    }
    await slices.breathe();
    const milliseconds = performance.now() - start;
    const [first] = call.outputs;
    const key = first === undefined ? undefined : run.keys.get(first);
    if (key !== undefined) tools.results.ran(key, milliseconds);
    return { call: call.id, kind: 'ran', milliseconds };
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return notRun(call, verbatim(error instanceof Error ? error.message : String(error)));
  }
}

/** The tensors that are alive. */
class Values {
  readonly #run: OpenRun;
  readonly #tools: Tools;
  readonly #values = new Map<TensorId, NDArray>();
  readonly #endsAt = new Map<number, TensorId[]>();
  readonly #wanted: TensorId | null;

  constructor(run: OpenRun, tools: Tools, tasks: readonly Task[], wanted: TensorId | null) {
    this.#run = run;
    this.#tools = tools;
    this.#wanted = wanted;
    const lastUse = new Map<TensorId, number>();
    for (const [index, { calls, inputs, outputs }] of tasks.entries()) {
      for (const call of calls) for (const tensor of call.outputs) lastUse.set(tensor, index);
      for (const tensor of [...outputs, ...inputs]) lastUse.set(tensor, index);
    }
    for (const [tensor, index] of lastUse) this.#endsAt.set(index, [...(this.#endsAt.get(index) ?? []), tensor]);
  }

  get(tensor: TensorId): NDArray | undefined {
    const known = this.#values.get(tensor) ?? this.#run.inputs.get(tensor);
    if (known !== undefined) return known;
    const key = this.#run.keys.get(tensor);
    const kept = key === undefined ? undefined : this.#tools.results.get(key);
    if (kept !== undefined) this.#values.set(tensor, kept);
    return kept;
  }

  /** Takes a call's outputs over. Returns what is wrong with them, or null. */
  setAll(tensors: readonly TensorId[], outputs: readonly NDArray[], inputs: readonly NDArray[]): Message | null {
    const own = outputs.map((output) => this.#own(output, inputs));
    let wrong = own.length < tensors.length ? say`The layer has more outputs than were computed.` : null;
    for (const [index, value] of own.entries()) {
      const tensor = tensors[index];
      const expected = tensor === undefined ? undefined : this.#run.graph.shapes[tensor];
      // A shape that differs from the one shown would mean that one of the two is wrong: then neither is drawn.
      if (expected !== undefined && expected.join() !== value.shape.join()) {
        wrong ??= say`Computed (${value.shape.join(', ')}) where (${expected.join(', ')}) was expected.`;
      }
      if (tensor === undefined || wrong !== null) releaseValue(value);
      else {
        this.#values.set(tensor, value);
        const key = this.#run.keys.get(tensor);
        if (key !== undefined) this.#tools.results.put(key, value);
      }
    }
    return wrong;
  }

  /** After the task of this index: what nothing uses any more goes. */
  finished(index: number): void {
    for (const tensor of this.#endsAt.get(index) ?? []) {
      const value = this.#values.get(tensor);
      if (value === undefined) continue;
      if (tensor === this.#wanted) continue;
      this.#values.delete(tensor);
      releaseValue(value);
    }
  }

  /** Leaves the tensor to the caller. */
  keep(tensor: TensorId): NDArray | null {
    const value = this.get(tensor) ?? null;
    this.#values.delete(tensor);
    return value;
  }

  releaseAll(): void {
    for (const value of this.#values.values()) releaseValue(value);
    this.#values.clear();
  }

  /** A value of its own: an input that is passed on gets another owner, a view of the kernels' memory is copied. */
  #own(output: NDArray, inputs: readonly NDArray[]): NDArray {
    if (output instanceof Tensor) {
      if (inputs.includes(output)) output.retain();
      return output;
    }
    if (output.data.buffer !== this.#tools.fast?.memory.buffer) return output;
    return { shape: output.shape, data: output.data.slice() };
  }
}

function releaseValue(value: NDArray): void {
  if (value instanceof Tensor) value.release();
}
