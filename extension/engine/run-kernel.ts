/** One function decides which kernel runs a call: the fast one where it applies, else the reference. */
import type { NDArray } from './array.ts';
import { NO_FUSION, type FastKernels, type Fusion } from './fast/kernels.ts';
import { Tensor } from './fast/tensor.ts';
import { isSpatial, spatialSteps } from './reference/spatial-steps.ts';
import { finish, type Steps } from './reference/steps.ts';
import { tensorSteps } from './reference/tensor-steps.ts';
import { weightNamed, type Weights } from './weights.ts';
import type { KernelCall, Step } from '../model/kernel.ts';

/**
 * Runs a call to its end; the results are the caller's own. Throws an Error with one clear sentence when the inputs or weights do not
 * fit it.
 */
export function runKernel(
  call: KernelCall,
  inputs: readonly NDArray[],
  weights: Weights,
  fast: FastKernels | null = null,
): NDArray[] {
  return finish(kernelSteps(call, inputs, weights, fast)).map(owned);
}

/** A tensor brought out of the kernels' memory; other arrays as they are. */
function owned(array: NDArray): NDArray {
  if (!(array instanceof Tensor)) return array;
  const { shape, layout } = array;
  const data = layout === 'channels_last' ? array.data.slice() : array.data;
  array.release();
  return { shape, data };
}

/** The same in steps, between which the caller may pause or stop. Results may be tensors, which the caller must release. */
export function* kernelSteps(
  call: KernelCall,
  inputs: readonly NDArray[],
  weights: Weights,
  fast: FastKernels | null,
  fusion: Fusion = NO_FUSION,
): Steps<NDArray[]> {
  if (call.op === 'chain') return yield* chainSteps(call.steps, inputs, weights, fast);
  if (call.op === 'with-weights') {
    const named = new Map(weights);
    call.names.forEach((name, index) => {
      const weight = inputs[call.inputs + index];
      // A copy: what is packed of a weight must not change under it.
      if (weight !== undefined) named.set(name, { shape: weight.shape, data: weight.data.slice() });
    });
    return yield* kernelSteps(call.call, inputs.slice(0, call.inputs), named, fast, fusion);
  }
  const steps = fast?.steps(call, inputs, weights, fusion) ?? null;
  if (steps === null && fusion !== NO_FUSION) throw new Error('Only the fast kernels do several layers at once.');
  if (steps !== null) return [yield* steps];
  const outputs = yield* isSpatial(call) ? spatialSteps(call, inputs, weights) : tensorSteps(call, inputs, weights);
  return Array.isArray(outputs) ? outputs : [outputs];
}

/** One after the other; what a step made goes as soon as nothing reads it any more. */
function* chainSteps(
  steps: readonly Step[],
  inputs: readonly NDArray[],
  weights: Weights,
  fast: FastKernels | null,
): Steps<NDArray[]> {
  const all: (NDArray | undefined)[] = [...inputs];
  const last = lastReads(steps, inputs.length);
  let values: readonly NDArray[] = inputs;
  let finished = false;
  const alive = new Set<Tensor>();
  const release = (kept: readonly NDArray[]): void => {
    for (const tensor of alive) {
      if (kept.includes(tensor)) continue;
      tensor.release();
      alive.delete(tensor);
    }
  };
  try {
    for (const [index, step] of steps.entries()) {
      const read = step.inputs?.map((place) => all[place]) ?? values;
      if (!read.every((value) => value !== undefined)) throw new Error('A step reads what nothing has made.');
      const outputs = yield* kernelSteps(step.call, read, renamed(weights, step.weights), fast);
      // A view of the kernels' memory does not outlive the tensor that it is of.
      values = outputs.map((output) =>
        !(output instanceof Tensor) && output.data.buffer === fast?.memory.buffer
          ? { shape: output.shape, data: output.data.slice() }
          : output,
      );
      for (const value of values) if (value instanceof Tensor && !inputs.includes(value)) alive.add(value);
      all.push(values[0]);
      const later = all.filter((value, place) => value !== undefined && (last.get(place) ?? -1) > index);
      release([...values, ...later.flatMap((value) => value ?? [])]);
    }
    finished = true;
    return [...values];
  } finally {
    if (!finished) release([]);
  }
}

/** The last step that reads each value by its place. */
function lastReads(steps: readonly Step[], inputs: number): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  for (const [index, step] of steps.entries()) {
    for (const place of step.inputs ?? [inputs + index - 1]) last.set(place, index);
  }
  return last;
}

/** A step's own names first; the layer's names stay. */
function renamed(weights: Weights, names: Readonly<Record<string, string>> | undefined): Weights {
  if (names === undefined) return weights;
  const result = new Map(weights);
  for (const [own, name] of Object.entries(names)) result.set(own, weightNamed(weights, name));
  return result;
}
