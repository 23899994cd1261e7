/** The reference and the fast kernels against recorded outputs of the real Keras, TensorFlow and PyTorch (test/oracle/kernels.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fastKernels, kernelsHere } from './helpers.ts';
import { KERNEL_GROUPS, recordedArray, unmetCases, weightsOf, type RecordedCase } from './recorded-case.ts';

describe('kernels against the real frameworks', () => {
  const builds = kernelsHere();
  const fast = fastKernels();
  let total = 0;
  for (const group of KERNEL_GROUPS) {
    const file = readFileSync(`test/recorded/kernels-${group}.json`, 'utf8');
    const { cases } = JSON.parse(file) as { readonly cases: readonly RecordedCase[] };
    total += cases.length;
    for (const [title, kernels] of Object.entries(builds)) {
      it(`${title}: ${cases.length} cases of ${group}`, () => {
        assert.deepEqual(unmetCases(cases, kernels), []);
      });
    }
  }

  it('takes every convolution, interpolation and pooling of pictures to the fast kernels', () => {
    for (const group of KERNEL_GROUPS) {
      const file = readFileSync(`test/recorded/kernels-${group}.json`, 'utf8');
      const { cases } = JSON.parse(file) as { readonly cases: readonly RecordedCase[] };
      for (const one of cases) {
        const inputs = one.inputs.map(recordedArray);
        const { call } = one;
        const fastest =
          call.op === 'convolution' ||
          call.op === 'transposed-convolution' ||
          (call.op === 'resize' && call.size.length === 2) ||
          (call.op === 'pool' && call.divisor === null) ||
          (call.op === 'depth-to-space' && call.order === 'DCR');
        assert.equal(fast.steps(call, inputs, weightsOf(one)) !== null, fastest, one.name);
      }
    }
  });

  it('has at least 400 cases', () => assert.ok(total >= 400, `${total}`));
});
