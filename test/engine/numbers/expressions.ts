/** Analyses expressions, runs what the analysis says the engine shall run, and holds the numbers against recorded ones. */
import { kernelSteps } from '../../../extension/engine/run-kernel.ts';
import { finish } from '../../../extension/engine/reference/steps.ts';
import { sizeOf, type NDArray } from '../../../extension/engine/array.ts';
import type { FastKernels } from '../../../extension/engine/fast/kernels.ts';
import { initialise, numericShape } from '../../../extension/engine/initialise.ts';
import { Random } from '../../../extension/engine/random.ts';
import type { Analysis, CallFact } from '../../../extension/model/graph.ts';
import type { Framework } from '../../../extension/model/record.ts';
import { relativeError } from '../helpers.ts';
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
  const bytes = Uint8Array.from(Buffer.from(recorded.data, 'base64'));
  const step = Math.max(1, Math.ceil(sizeOf(recorded.shape) / MOST));
  const expected = new Float32Array(bytes.buffer);
  const actual = Float32Array.from(expected, (_, index) => value.data[index * step] ?? NaN);
  return relativeError(actual, expected);
}

/** A tensor cannot be computed: the reason of the first call that cannot. */
export class NotRun extends Error {}

/** The values of tensors of an analysis, computed when asked for. Weights are seeded by their name in the layer. */
export class Values {
  readonly #values = new Map<number, NDArray>();
  readonly #analysis: Analysis;
  readonly #framework: Framework;
  readonly #fast: FastKernels | null;

  constructor(
    analysis: Analysis,
    framework: Framework,
    inputs: ReadonlyMap<number, NDArray>,
    fast: FastKernels | null,
  ) {
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
    if (!call.kernel) throw new NotRun(`${call.label}: ${call.notRunnable ?? 'no reason'}`);
    if (call.kernel.op === 'input') throw new NotRun('An input that was not given.');
    const inputs = call.inputs.map((input) => this.of(input));
    const outputs = finish(kernelSteps(call.kernel, inputs, this.#weights(call), this.#fast));
    call.outputs.forEach((tensor, index) => {
      const output = outputs[index];
      if (output) this.#values.set(tensor, output);
    });
  }

  #weights(call: CallFact): Map<string, NDArray> {
    const { kernel } = call;
    if (kernel?.op === 'parameter' && kernel.initialiser !== null) {
      const spec = {
        name: 'value',
        shape: kernel.shape,
        initialiser: kernel.initialiser,
        trainable: true,
        counted: true,
      };
      return new Map([['value', finish(initialise(spec, this.#framework, new Random(0)))]]);
    }
    const specs = call.layer === null ? [] : (this.#analysis.layers[call.layer]?.weights ?? []);
    return new Map(
      specs.map((spec) => [spec.name, seededWeight(spec.name, spec.name, numericShape(spec), this.#framework)]),
    );
  }
}
