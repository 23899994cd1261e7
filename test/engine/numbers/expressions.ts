/** The values of an analysis, as the engine computes them, and how far they are from recorded numbers. Runs in Node and in a browser. */
import { kernelSteps } from '../../../extension/engine/run-kernel.ts';
import { finish } from '../../../extension/engine/reference/steps.ts';
import { sizeOf, type NDArray } from '../../../extension/engine/array.ts';
import type { FastKernels } from '../../../extension/engine/fast/kernels.ts';
import { initialise, numericShape } from '../../../extension/engine/initialise.ts';
import { Random } from '../../../extension/engine/random.ts';
import { english } from '../../../extension/message.ts';
import { concreteShape } from '../../../extension/model/concrete.ts';
import type { Analysis, CallFact } from '../../../extension/model/graph.ts';
import type { Framework } from '../../../extension/model/record.ts';
import { bytesOf, relativeError } from '../recorded-case.ts';
import { seededWeight } from './seeded.ts';

export interface RecordedNumbers {
  readonly shape: readonly number[];
  /** Evenly spread numbers of the array, float32 in base64. */
  readonly data: string;
}

/** Numbers that are recorded of one array, at most. */
const MOST = 96;

export function errorOf(value: NDArray, recorded: RecordedNumbers): number {
  if (value.shape.join() !== recorded.shape.join()) return Infinity;
  const step = Math.max(1, Math.ceil(sizeOf(recorded.shape) / MOST));
  const expected = new Float32Array(bytesOf(recorded.data).buffer);
  const actual = Float32Array.from(expected, (_, index) => value.data[index * step] ?? NaN);
  return relativeError(actual, expected);
}

/** A tensor cannot be computed: the reason of the first call that cannot. */
export class NotRun extends Error {}

/** The weight of a layer or a parameter: its path in the model, its own name, its shape. */
export type WeightOf = (path: string, name: string, shape: readonly number[]) => NDArray;

/** The values of tensors of an analysis, computed when asked for. Without `weightOf`, weights are seeded by their name in the layer. */
export class Values {
  readonly #values = new Map<number, NDArray>();
  readonly #analysis: Analysis;
  readonly #framework: Framework;
  readonly #fast: FastKernels | null;
  readonly #weightOf: WeightOf | null;

  constructor(
    analysis: Analysis,
    framework: Framework,
    inputs: ReadonlyMap<number, NDArray>,
    fast: FastKernels | null,
    weightOf: WeightOf | null = null,
  ) {
    this.#weightOf = weightOf;
    this.#analysis = analysis;
    this.#framework = framework;
    this.#fast = fast;
    for (const [tensor, value] of inputs) this.#values.set(tensor, value);
  }

  of(tensor: number): NDArray {
    const known = this.#values.get(tensor);
    if (known) return known;
    const producer = this.#analysis.tensors[tensor]?.producer ?? null;
    const call = producer === null ? undefined : this.#analysis.calls[producer];
    if (!call) throw new NotRun('Nothing makes the tensor.');
    this.#run(call);
    const value = this.#values.get(tensor);
    if (!value) throw new NotRun(`${call.label} has fewer outputs than were computed.`);
    return value;
  }

  #run(call: CallFact): void {
    if (!call.kernel) throw new NotRun(`${call.label}: ${call.notRunnable ? english(call.notRunnable) : 'no reason'}`);
    if (call.kernel.op === 'input') throw new NotRun('An input that was not given.');
    const weights = this.#weights(call);
    // A parameter that is given its numbers does not need those it would start as.
    const isGiven = call.kernel.op === 'parameter' && weights.size > 0;
    const inputs = isGiven ? [] : call.inputs.map((input) => this.of(input));
    const outputs = finish(kernelSteps(call.kernel, inputs, weights, this.#fast));
    call.outputs.forEach((tensor, index) => {
      const output = outputs[index];
      const shape = this.#analysis.tensors[tensor]?.shape;
      const expected = shape && concreteShape(shape);
      // As the executor does: where the two differ, neither is shown.
      if (output && expected && expected.join() !== output.shape.join())
        throw new NotRun(`${call.label}: another shape`);
      if (output) this.#values.set(tensor, output);
    });
  }

  #weights(call: CallFact): Map<string, NDArray> {
    const { kernel } = call;
    const weightOf = this.#weightOf;
    if (kernel?.op === 'parameter') {
      if (weightOf && kernel.name !== null) {
        return new Map([['value', weightOf(kernel.name, kernel.name, kernel.shape)]]);
      }
      if (kernel.initialiser === null) return new Map();
      const { shape, initialiser } = kernel;
      const spec = { name: 'value', shape, initialiser, trainable: true, counted: true };
      return new Map([['value', finish(initialise(spec, this.#framework, new Random(0)))]]);
    }
    const layer = call.layer === null ? undefined : this.#analysis.layers[call.layer];
    const separator = this.#framework === 'torch' ? '.' : '/';
    return new Map(
      (layer?.weights ?? []).map((spec) => {
        const shape = numericShape(spec);
        const path = layer === undefined || layer.name === '' ? spec.name : `${layer.name}${separator}${spec.name}`;
        return [
          spec.name,
          weightOf ? weightOf(path, spec.name, shape) : seededWeight(spec.name, spec.name, shape, this.#framework),
        ];
      }),
    );
  }
}
