/**
 * What a run will need, known before it starts: the bytes of all weights plus the most that the tensors alive at one moment and
 * the working copies of the call that runs just then take together.
 */
import { BYTES_PER_NUMBER, sizeOf } from './array.ts';
import { runOrder } from './order.ts';
import type { TensorId } from '../model/graph.ts';
import type { KernelCall } from '../model/kernel.ts';
import type { RunCall, RunGraph } from '../protocol.ts';

export interface Plan {
  readonly order: readonly RunCall[];
  readonly weightBytes: number;
  /** Weights, their packed copies, and the fullest moment. */
  readonly peakBytes: number;
}

export function planRun(graph: RunGraph): Plan {
  const order = runOrder(graph);
  const lastUse = lastUses(order);
  const weightBytes = Object.values(graph.weights)
    .flat()
    .reduce(
      (sum, spec) => sum + spec.shape.reduce<number>((n, size) => n * (typeof size === 'number' ? size : 1), 4),
      0,
    );
  const alive = new Set<TensorId>(graph.inputs);
  const bytesOf = (tensors: Iterable<TensorId>): number =>
    [...tensors].reduce((sum, tensor) => sum + tensorBytes(graph, tensor), 0);
  let fullest = bytesOf(alive);
  for (const [index, call] of order.entries()) {
    // What cannot be run, for its own sake or for want of its inputs, takes nothing.
    if (call.kernel !== null && call.inputs.every((tensor) => alive.has(tensor))) {
      for (const tensor of call.outputs) alive.add(tensor);
      fullest = Math.max(fullest, bytesOf(alive) + workBytes(graph, call, call.kernel));
    }
    for (const tensor of [...call.inputs, ...call.outputs]) {
      if (lastUse.get(tensor) === index) alive.delete(tensor);
    }
  }
  // The fast kernels keep a second, packed copy of the weights.
  return { order, weightBytes, peakBytes: 2 * weightBytes + fullest };
}

/** The index of the last call that makes or reads each tensor: after it, the tensor can go. */
export function lastUses(calls: readonly RunCall[]): ReadonlyMap<TensorId, number> {
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
      return 0;
  }
}
