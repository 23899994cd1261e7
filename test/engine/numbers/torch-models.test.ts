/** Whole models against the real PyTorch on the same seeded weights (test/oracle/numbers/torch_models.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { concreteShape } from '../../../extension/model/concrete.ts';
import { analyzeText } from '../../frameworks/torch/analyze.ts';
import { fastKernels } from '../helpers.ts';
import { errorOf, NotRun, Values, type RecordedNumbers } from './expressions.ts';
import { seededWeight, uniform } from './seeded.ts';

const recorded = JSON.parse(readFileSync('test/recorded/numbers-torch-models.json', 'utf8')) as Readonly<
  Record<string, readonly RecordedNumbers[]>
>;

/** Of the output's largest number. */
const TOLERANCE = 1e-3;

/** Models of which the engine computes no output, with the reason that is given. */
const NOT_RUN: Readonly<Record<string, RegExp>> = {};

describe('whole models against the real PyTorch', () => {
  const fast = fastKernels();
  for (const [file, outputs] of Object.entries(recorded)) {
    it(file, async () => {
      const text = readFileSync(file, 'utf8');
      const analysis = await analyzeText(file, text);
      // The model of the probe, which the recording ran: the one that has that many outputs of these shapes.
      const model = analysis.models.find(({ outputs: own }) => {
        const shapes = own.map((tensor) => analysis.tensors[tensor]?.shape ?? []);
        return (
          own.length === outputs.length &&
          shapes.every((shape, index) => concreteShape(shape)?.join() === outputs[index]?.shape.join())
        );
      });
      assert.ok(model, 'No model has outputs of the recorded shapes.');
      const inputs = new Map(
        model.inputs.map((tensor, index) => {
          const shape = concreteShape(analysis.tensors[tensor]?.shape ?? []) ?? [];
          return [tensor, uniform(`input ${index}`, shape)] as const;
        }),
      );
      for (const kernels of [null, fast]) {
        const values = new Values(analysis, 'torch', inputs, kernels, (path, name, shape) =>
          seededWeight(path, name, shape, 'torch'),
        );
        const allowed = NOT_RUN[file];
        try {
          model.outputs.forEach((tensor, index) => {
            const numbers = outputs[index];
            const error = numbers ? errorOf(values.of(tensor), numbers) : Infinity;
            assert.ok(error <= TOLERANCE, `output ${index}: ${error}`);
          });
          assert.equal(allowed, undefined, 'It runs now.');
        } catch (error) {
          if (!(error instanceof NotRun) || !allowed) throw error;
          assert.match(error.message, allowed);
        }
      }
    }).timeout(60_000);
  }
});
