/**
 * The calls of a run as tasks: a convolution takes the nearest-neighbour upsampling before it and the activation after it along, which
 * saves passes over the numbers and, with the upsampling, most of the multiplications. What stands between is not computed; when
 * it is asked for, it is computed alone.
 */
import { epilogueOf } from './fast/epilogue.ts';
import { NO_FUSION, type Fusion } from './fast/kernels.ts';
import type { TensorId } from '../model/graph.ts';
import type { KernelCall } from '../model/kernel.ts';
import type { RunCall, RunGraph } from '../protocol.ts';

export interface Task {
  /** In the order they would run one by one. */
  readonly calls: readonly RunCall[];
  /** The one whose kernel does it all. */
  readonly main: RunCall;
  readonly fusion: Fusion;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
}

/** Every call alone: what the reference kernels can do. */
export const singleTasks = (calls: readonly RunCall[]): Task[] => calls.map(single);

/** `wanted` is computed even if a task could do without. */
export function fusedTasks(graph: RunGraph, calls: readonly RunCall[], wanted: TensorId | null): Task[] {
  const makers = new Map<TensorId, RunCall>();
  const readers = new Map<TensorId, RunCall[]>();
  for (const call of calls) {
    for (const tensor of call.outputs) makers.set(tensor, call);
    for (const tensor of call.inputs) readers.set(tensor, [...(readers.get(tensor) ?? []), call]);
  }
  /** The tensor's only reader, when the tensor itself is of no interest. */
  const onlyReader = (tensor: TensorId | undefined): RunCall | null => {
    const all = tensor === undefined ? [] : (readers.get(tensor) ?? []);
    return all.length === 1 && tensor !== wanted ? (all[0] as RunCall) : null;
  };
  const taken = new Set<RunCall>();
  const tasks = new Map<RunCall, Task>();
  for (const call of calls) {
    if (!takesAlong(call.kernel)) continue;
    const [input] = call.inputs;
    const before = input === undefined ? undefined : makers.get(input);
    const repeat = before !== undefined && onlyReader(input) === call ? repeatOf(graph, before, call) : null;
    const after = onlyReader(call.outputs[0]);
    const activation = after?.kernel?.op === 'activation' && canFollow(call.kernel, after.kernel) ? after : null;
    if (repeat === null && activation === null) continue;
    const parts = [...(repeat === null ? [] : [before as RunCall]), call, ...(activation === null ? [] : [activation])];
    for (const part of parts) taken.add(part);
    const next = activation?.kernel?.op === 'activation' ? activation.kernel.activation : null;
    tasks.set(call, {
      calls: parts,
      main: call,
      fusion: { repeat, activation: next },
      inputs: (parts[0] as RunCall).inputs,
      outputs: (parts[parts.length - 1] as RunCall).outputs,
    });
  }
  return calls.flatMap((call) => tasks.get(call) ?? (taken.has(call) ? [] : single(call)));
}

const single = (call: RunCall): Task => ({
  calls: [call],
  main: call,
  fusion: NO_FUSION,
  inputs: call.inputs,
  outputs: call.outputs,
});

const takesAlong = (kernel: KernelCall | null): boolean =>
  kernel?.op === 'convolution' || kernel?.op === 'transposed-convolution' || kernel?.op === 'batch-norm';

function canFollow(kernel: KernelCall | null, next: Extract<KernelCall, { op: 'activation' }>): boolean {
  if (kernel === null || ('activation' in kernel && kernel.activation !== null)) return false;
  return epilogueOf(next.activation) !== null;
}

/** How often `resize` repeats every pixel, when it does that and `call` is a convolution that can work on the small picture. */
function repeatOf(graph: RunGraph, { kernel: resize, inputs }: RunCall, { kernel }: RunCall): readonly number[] | null {
  if (resize?.op !== 'resize' || kernel?.op !== 'convolution' || resize.layout !== kernel.layout) return null;
  if (resize.method !== 'nearest' && resize.method !== 'nearest-exact') return null;
  if (resize.alignCorners || kernel.paddingMode !== 'zeros' || kernel.strides.some((stride) => stride !== 1))
    return null;
  const shape = inputs[0] === undefined ? undefined : graph.shapes[inputs[0]];
  if (shape === undefined || resize.size.length !== kernel.kernel.length) return null;
  const first = resize.layout === 'channels_last' ? 1 : 2;
  const factors = resize.size.map((size, axis) => size / (shape[first + axis] ?? NaN));
  // A scale of PyTorch's that is not the ratio of the sizes sets a grid of its own.
  if (resize.scale !== null && resize.scale.some((scale, axis) => scale !== factors[axis])) return null;
  return factors.every((factor) => Number.isInteger(factor)) && factors.some((factor) => factor > 1) ? factors : null;
}
