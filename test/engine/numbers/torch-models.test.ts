/** Whole models against the real PyTorch on the same seeded weights (test/oracle/numbers/torch_models.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { FastKernels } from '../../../extension/engine/fast/kernels.ts';
import { concreteShape } from '../../../extension/model/concrete.ts';
import type { Analysis } from '../../../extension/model/graph.ts';
import { analyzeText } from '../../frameworks/torch/analyze.ts';
import { kernelsHere } from '../helpers.ts';
import { errorOf, NotRun, Values, type RecordedNumbers } from './expressions.ts';
import { seededWeight, uniform } from './seeded.ts';

const recorded = JSON.parse(readFileSync('test/recorded/numbers-torch-models.json', 'utf8')) as Readonly<
  Record<string, readonly RecordedNumbers[]>
>;

/** Of the output's largest number. */
const TOLERANCE = 1e-3;

/** Models of which the engine computes no output, with the reason that is given. */
const NOT_RUN: Readonly<Record<string, RegExp>> = {
  'test/models/torch/list_too_long.py': /No model has outputs of the recorded shapes/,
  'test/models/torch/value_of_the_machine.py': /No model has outputs of the recorded shapes/,
};

describe('whole models against the real PyTorch', () => {
  const builds = Object.values(kernelsHere());
  for (const [file, outputs] of Object.entries(recorded)) {
    it(file, () => {
      const analysis = analyzeText(file, readFileSync(file, 'utf8'));
      const allowed = NOT_RUN[file];
      for (const kernels of builds) {
        try {
          assert.ok(worstError(analysis, outputs, kernels) <= TOLERANCE);
          assert.equal(allowed, undefined, 'It runs now.');
        } catch (error) {
          if (!(error instanceof NotRun) || !allowed) throw error;
          assert.match(error.message, allowed);
        }
      }
    }).timeout(60_000);
  }
});

/** The largest relative error of the model that the recording ran: the one that has that many outputs of these shapes. */
function worstError(analysis: Analysis, recorded: readonly RecordedNumbers[], kernels: FastKernels | null): number {
  const shapeOf = (tensor: number): readonly number[] => concreteShape(analysis.tensors[tensor]?.shape ?? []) ?? [];
  const model = analysis.models.find(
    ({ outputs }) =>
      outputs.length === recorded.length &&
      outputs.every((tensor, index) => shapeOf(tensor).join() === recorded[index]?.shape.join()),
  );
  if (!model) throw new NotRun('No model has outputs of the recorded shapes.');
  const inputs = new Map(
    model.inputs.map((tensor, index) => [tensor, uniform(`input ${index}`, shapeOf(tensor))] as const),
  );
  const values = new Values(analysis, 'torch', inputs, kernels, (path, name, shape) =>
    seededWeight(path, name, shape, 'torch'),
  );
  const errors = recorded.map((numbers, index) => errorOf(values.of(model.outputs[index] ?? NaN), numbers));
  return Math.max(...errors);
}
