/**
 * The kernel calls that the layer records write, against recorded outputs of the real layers: from the arguments as a user gives
 * them to numbers.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { numericShape } from '../../extension/engine/initialise.ts';
import { runKernel } from '../../extension/engine/run-kernel.ts';
import type { Framework, PlainArguments } from '../../extension/model/record.ts';
import { recordFor } from '../../extension/model/records/registry.ts';
import type { WeightSpec } from '../../extension/model/weight.ts';
import { recordedArray, relativeError, type RecordedArray } from './recorded-case.ts';

interface Case {
  readonly name: string;
  readonly framework: Framework;
  readonly layer: string | null;
  readonly args: PlainArguments | null;
  readonly inputs: readonly RecordedArray[];
  readonly weights: Readonly<Record<string, RecordedArray>>;
  readonly output: RecordedArray;
}
type Signatures = Readonly<Record<string, readonly (readonly [string, string, unknown?])[]>>;

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const signatures = {
  keras: read('extension/frameworks/keras/signatures.json') as Signatures,
  torch: read('extension/frameworks/torch/signatures.json') as Signatures,
};

/** The arguments given and the framework's defaults for the rest. */
function complete(framework: Framework, layer: string, given: PlainArguments): PlainArguments {
  const all = signatures[framework];
  const signature = all[layer] ?? all[`layers.${layer}`] ?? all[`nn.${layer}`];
  if (signature === undefined) throw new Error(`No signature of ${layer}.`);
  const defaults = signature.flatMap(([name, kind, value]) =>
    kind.startsWith('*') || value === undefined ? [] : [[name, value] as const],
  );
  return { ...(Object.fromEntries(defaults) as PlainArguments), ...given };
}

/** What is wrong, or null. */
function problemOf(one: Case, layer: string, args: PlainArguments): string | null {
  const record = recordFor(one.framework, layer);
  const spelling = record?.[one.framework];
  if (record === undefined || spelling === undefined) return 'no record';
  const config = spelling.configure(complete(one.framework, layer, args));
  if (config.kind !== 'known') return `configure: ${JSON.stringify(config)}`;
  const inputs = one.inputs.map(({ shape }) => shape);
  const outputs = record.output(config.value, inputs);
  if (outputs.kind !== 'known') return `output: ${JSON.stringify(outputs)}`;
  const weights = record.weights(config.value, inputs);
  if (weights.kind !== 'known') return `weights: ${JSON.stringify(weights)}`;
  const spelled = weights.value.filter(isDrawn).map((spec) => `${spec.name} ${numericShape(spec).join()}`);
  const recorded = Object.entries(one.weights).map(([name, { shape }]) => `${name} ${shape.join()}`);
  if (spelled.sort().join(';') !== recorded.sort().join(';')) return `weights: ${spelled.join(';')}`;
  const kernel = record.kernel(config.value, inputs, outputs.value);
  if (kernel.kind !== 'known') return `kernel: ${JSON.stringify(kernel)}`;
  const named = new Map(Object.entries(one.weights).map(([name, weight]) => [name, recordedArray(weight)]));
  const [result] = runKernel(kernel.value, one.inputs.map(recordedArray), named);
  const expected = recordedArray(one.output);
  if (result?.shape.join() !== expected.shape.join()) return `shape ${result?.shape.join()}`;
  const error = relativeError(result.data, expected.data);
  return error <= (/cubic|lanczos/.test(one.name) ? 1e-4 : 1e-5) ? null : `error ${error}`;
}

/** Counters are no numbers of the computation. */
const isDrawn = ({ name }: WeightSpec): boolean => name !== 'num_batches_tracked';

describe('kernel calls of the layer records', () => {
  for (const group of ['convolution', 'transposed', 'resize', 'other']) {
    const { cases } = read(`test/recorded/kernels-${group}.json`) as { readonly cases: readonly Case[] };
    const layers = cases.filter(({ layer }) => layer !== null);
    it(`${layers.length} layers of ${group} give the numbers of the real ones`, () => {
      assert.ok(layers.length > 50);
      const wrong = layers.flatMap((one) => {
        const problem = problemOf(one, one.layer ?? '', one.args ?? {});
        return problem === null ? [] : [`${one.framework} ${one.name}: ${problem}`];
      });
      assert.deepEqual(wrong, []);
    });
  }
});
