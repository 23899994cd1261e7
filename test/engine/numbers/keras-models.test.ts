/** Whole models against the real Keras on the same seeded weights (test/oracle/numbers/keras_models.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { FastKernels } from '../../../extension/engine/fast/kernels.ts';
import { concreteShape } from '../../../extension/model/concrete.ts';
import type { Analysis } from '../../../extension/model/graph.ts';
import { analyzeText } from '../../frameworks/torch/analyze.ts';
import { kernelsHere } from '../helpers.ts';
import { errorOf, NotRun, Values, type RecordedNumbers } from './expressions.ts';
import { seededWeight, uniform } from './seeded.ts';

interface Recorded {
  /** Which inputs are whole numbers: class numbers below CLASSES. */
  readonly integers: readonly boolean[];
  readonly outputs: readonly RecordedNumbers[];
}

const all = JSON.parse(readFileSync('test/recorded/numbers-keras-models.json', 'utf8')) as Readonly<
  Record<string, Recorded>
>;
const CLASSES = 7;

/** Of the output's largest number. */
const TOLERANCE = 1e-3;

/** Models of which the engine computes no output, with the reason that is given. */
const NOT_RUN: Readonly<Record<string, RegExp>> = {
  'test/models/keras/layers_of_keras_2.py functional_1': /The size NRandomHeight is left open/,
  'test/models/keras/masks.py functional': /GRU: Its numbers are not known/,
  'test/models/keras/masks.py functional_1': /The mask that goes with the embedding is not followed/,
  'test/models/keras/masks.py functional_3': /GlobalAveragePooling1D: Its numbers are not known/,
  'test/models/keras/masks.py functional_4': /The mask that goes with the embedding is not followed/,
  'test/models/keras/masks.py functional_5': /The mask that goes with the embedding is not followed/,
  'test/models/keras/own_variables.py functional': /What the weight starts as is not known/,
  'test/models/keras/recurrent_cells.py functional_1': /LSTMCell: Layerscope does not compute the numbers/,
};

describe('whole models against the real Keras', () => {
  const builds = Object.values(kernelsHere());
  for (const [key, recorded] of Object.entries(all)) {
    it(key, () => {
      const [file = '', name = ''] = key.split(' ');
      const analysis = analyzeText(file, readFileSync(file, 'utf8'));
      const allowed = NOT_RUN[key];
      for (const kernels of builds) {
        try {
          const error = worstError(analysis, name, recorded, kernels);
          assert.ok(error <= TOLERANCE, String(error));
          assert.equal(allowed, undefined, 'It runs now.');
        } catch (error) {
          if (!(error instanceof NotRun) || !allowed) throw error;
          assert.match(error.message, allowed);
        }
      }
    }).timeout(60_000);
  }
});

function worstError(
  analysis: Analysis,
  name: string,
  { integers, outputs }: Recorded,
  kernels: FastKernels | null,
): number {
  const model = analysis.models.find((one) => one.name === name);
  if (!model) throw new NotRun(`No model is named ${name}.`);
  const inputs = new Map(
    model.inputs.map((tensor, index) => {
      const shape = concreteShape(analysis.tensors[tensor]?.shape ?? []) ?? [];
      const value = uniform(`input ${index}`, shape);
      if (!integers[index]) return [tensor, value] as const;
      return [tensor, { shape, data: value.data.map((number) => Math.floor(((number + 1) / 2) * CLASSES)) }] as const;
    }),
  );
  const values = new Values(analysis, 'keras', inputs, kernels, (path, own, shape) =>
    seededWeight(path, own, shape, 'keras'),
  );
  return Math.max(...outputs.map((numbers, index) => errorOf(values.of(model.outputs[index] ?? NaN), numbers)));
}
