/**
 * What a run will need, known before it starts: the bytes of all weights plus the most that the tensors alive at one moment and
 * the working copies of the call that runs just then take together.
 */
import { BYTES_PER_NUMBER, sizeOf } from './array.ts';
import { fastMemory, type MemoryEstimate } from './fast/estimate.ts';
import { runOrder } from './order.ts';
import { fusedTasks, singleTasks, type Task } from './tasks.ts';
import { KERNEL_NAMES } from './weights.ts';
import { tensorWorkBytes } from './work-bytes.ts';
import type { LayerId, TensorId } from '../model/graph.ts';
import type { KernelCall } from '../model/kernel.ts';
import type { WeightSpec } from '../model/weight.ts';
import type { RunCall, RunGraph } from '../protocol.ts';

export interface Plan {
  readonly order: readonly RunCall[];
  readonly weightBytes: number;
  /** Weights, their packed copies, and the fullest moment. */
  readonly peakBytes: number;
}

/** `threads` is how many the fast kernels run on; null when the reference kernels run everything. */
export function planRun(graph: RunGraph, threads: number | null): Plan {
  const order = runOrder(graph);
  const tasks = threads === null ? singleTasks(order) : fusedTasks(graph, order, null);
  const lastUse = lastUses(tasks);
  const weightBytes = Object.values(graph.weights)
    .flat()
    .reduce((sum, spec) => sum + sizeOf(numericShape(spec)) * BYTES_PER_NUMBER, 0);
  const alive = new Set<TensorId>(graph.inputs);
  const bytesOf = (tensors: Iterable<TensorId>): number =>
    [...tensors].reduce((sum, tensor) => sum + tensorBytes(graph, tensor), 0);
  let fullest = bytesOf(alive);
  // The reference kernels bring weights into an order of their own while they run.
  let packedBytes = threads === null ? weightBytes : 0;
  const packedLayers = new Set<LayerId>();
  for (const [index, task] of tasks.entries()) {
    const { main: call } = task;
    // What cannot be run, for its own sake or for want of its inputs, takes nothing.
    if (call.kernel !== null && task.inputs.every((tensor) => alive.has(tensor))) {
      for (const tensor of task.outputs) alive.add(tensor);
      const fast = threads === null ? null : estimate(graph, task, call.kernel, threads);
      const work = fast?.workBytes ?? workBytes(graph, call, call.kernel);
      fullest = Math.max(fullest, bytesOf(alive) + work);
      // A layer that is called twice has its weights once.
      if (call.layer !== null && fast !== null && !packedLayers.has(call.layer)) {
        packedLayers.add(call.layer);
        packedBytes += fast.packedBytes;
      }
    }
    for (const tensor of [...task.inputs, ...task.outputs]) {
      if (lastUse.get(tensor) === index) alive.delete(tensor);
    }
  }
  return { order, weightBytes, peakBytes: weightBytes + packedBytes + fullest };
}

/** What the fast kernels take; null when they do not run the call, or it cannot be told because it will fail. */
function estimate(
  graph: RunGraph,
  { main: call, inputs, fusion }: Task,
  kernel: KernelCall,
  threads: number,
): MemoryEstimate | null {
  const [input] = inputs;
  const shape = input === undefined ? undefined : graph.shapes[input];
  if (shape === undefined) return null;
  const specs = call.layer === null ? [] : (graph.weights[call.layer] ?? []);
  const weight = specs.find(({ name }) => KERNEL_NAMES.some((known) => known === name));
  try {
    const memory = fastMemory(
      kernel,
      shape,
      weight === undefined ? null : numericShape(weight),
      threads,
      fusion.repeat,
    );
    // The picture is brought into the kernels' memory once; layers between find it there.
    const brought =
      memory !== null && graph.inputs.includes(input as TensorId) ? tensorBytes(graph, input as TensorId) : 0;
    return memory === null ? null : { ...memory, workBytes: memory.workBytes + brought };
  } catch {
    return null;
  }
}

const numericShape = ({ shape }: WeightSpec): readonly number[] =>
  shape.map((size) => (typeof size === 'number' ? size : 1));

/** The index of the last call that makes or reads each tensor: after it, the tensor can go. */
export function lastUses(calls: readonly Pick<RunCall, 'inputs' | 'outputs'>[]): ReadonlyMap<TensorId, number> {
  const uses = new Map<TensorId, number>();
  for (const [index, call] of calls.entries()) {
    for (const tensor of [...call.outputs, ...call.inputs]) uses.set(tensor, index);
  }
  return uses;
}

export function tensorBytes(graph: RunGraph, tensor: TensorId): number {
  const shape = graph.shapes[tensor];
  return shape === undefined ? 0 : sizeOf(shape) * BYTES_PER_NUMBER;
}

export const outputBytes = (graph: RunGraph, call: RunCall): number =>
  call.outputs.reduce((sum, tensor) => sum + tensorBytes(graph, tensor), 0);

/** Copies that a kernel makes while it runs: padded or reordered inputs, outputs before they are brought into order. */
function workBytes(graph: RunGraph, call: RunCall, kernel: KernelCall): number {
  const inputs = call.inputs.reduce((sum, tensor) => sum + tensorBytes(graph, tensor), 0);
  const outputs = outputBytes(graph, call);
  switch (kernel.op) {
    case 'convolution':
    case 'transposed-convolution':
      return (kernel.layout === 'channels_first' ? 2 : 1) * (inputs + outputs);
    case 'pool':
      return kernel.layout === 'channels_first' ? inputs + outputs : 0;
    case 'resize':
      // After all axes but the last, at most the larger of both.
      return Math.max(inputs, outputs);
    case 'depth-to-space':
    case 'space-to-depth':
      return kernel.layout === 'channels_first' ? 2 * inputs : 0;
    default:
      return tensorWorkBytes(graph, call, kernel, { inputs, outputs });
  }
}
