/** The reference and the fast kernels against recorded outputs of the real Keras, TensorFlow and PyTorch (test/oracle/kernels.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { FastKernels } from '../../extension/engine/fast/kernels.ts';
import { runKernel } from '../../extension/engine/run-kernel.ts';
import type { KernelCall } from '../../extension/model/kernel.ts';
import { fastKernels, recordedArray, relativeError, type RecordedArray } from './helpers.ts';

interface Case {
  readonly name: string;
  readonly framework: string;
  readonly call: KernelCall;
  readonly inputs: readonly RecordedArray[];
  readonly weights: Readonly<Record<string, RecordedArray>>;
  readonly output: RecordedArray;
}

const EXACT = 1e-5;
/** Their weights are themselves approximations (TensorFlow's table, sines in float32). */
const APPROXIMATE = 1e-4;

const tolerance = ({ call }: Case): number =>
  call.op === 'resize' && /cubic|lanczos/.test(call.method) ? APPROXIMATE : EXACT;

function errorOf(one: Case, fast: FastKernels | null): number {
  const weights = new Map(Object.entries(one.weights).map(([name, weight]) => [name, recordedArray(weight)]));
  const [output] = runKernel(one.call, one.inputs.map(recordedArray), weights, fast);
  const expected = recordedArray(one.output);
  assert.deepEqual(output?.shape, expected.shape, one.name);
  return relativeError(output.data, expected.data);
}

describe('kernels against the real frameworks', () => {
  const fast = fastKernels();
  let total = 0;
  for (const group of ['convolution', 'transposed', 'resize', 'other']) {
    const file = readFileSync(`test/recorded/kernels-${group}.json`, 'utf8');
    const { cases } = JSON.parse(file) as { readonly cases: readonly Case[] };
    total += cases.length;
    for (const [title, kernels] of [
      ['reference', null],
      ['fast', fast],
    ] as const) {
      it(`${title}: ${cases.length} cases of ${group}`, () => {
        const wrong = cases.flatMap((one) => {
          const error = errorOf(one, kernels);
          return error <= tolerance(one) ? [] : [`${one.framework} ${one.name}: ${error}`];
        });
        assert.deepEqual(wrong, []);
      });
    }
  }

  it('takes every convolution, interpolation and pooling of pictures to the fast kernels', () => {
    for (const group of ['convolution', 'transposed', 'resize', 'other']) {
      const file = readFileSync(`test/recorded/kernels-${group}.json`, 'utf8');
      const { cases } = JSON.parse(file) as { readonly cases: readonly Case[] };
      for (const one of cases) {
        const weights = new Map(Object.entries(one.weights).map(([name, weight]) => [name, recordedArray(weight)]));
        const inputs = one.inputs.map(recordedArray);
        const { call } = one;
        const fastest =
          call.op === 'convolution' ||
          call.op === 'transposed-convolution' ||
          (call.op === 'resize' && call.size.length === 2) ||
          (call.op === 'pool' && call.divisor === null) ||
          (call.op === 'depth-to-space' && call.order === 'DCR');
        assert.equal(fast.steps(call, inputs, weights) !== null, fastest, one.name);
      }
    }
  });

  it('has at least 400 cases', () => assert.ok(total >= 400, `${total}`));
});
