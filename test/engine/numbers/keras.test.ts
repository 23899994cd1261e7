/** Numbers of expressions and layers against the real Keras and TensorFlow (test/oracle/numbers/keras_numbers.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { analyzeText } from '../../frameworks/torch/analyze.ts';
import { fastKernels } from '../helpers.ts';
import { errorOf, NotRun, Values, type RecordedNumbers } from './expressions.ts';
import { uniform } from './seeded.ts';

interface Recorded {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly cases: Readonly<Record<string, { readonly layer: boolean; readonly outputs: readonly RecordedNumbers[] }>>;
}

const EXACT = 1e-5;
/** TensorFlow's tables of weights are themselves approximations. */
const tolerance = (text: string): number => (/bicubic|lanczos|gaussian|mitchell/.test(text) ? 1e-4 : EXACT);

/** Expressions that the engine does not compute, and says so. */
const NOT_RUN_ALLOWED = 235;
const BATCH = 20;

const HEAD = `
import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops
from keras import random as krandom

K = tf.keras.backend

def parts(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [part for item in value for part in parts(item)]
    return [value]
`;

describe('numbers against the real Keras', () => {
  const { inputs, cases } = JSON.parse(readFileSync('test/recorded/numbers-keras.json', 'utf8')) as Recorded;
  const all = Object.entries(cases);
  const names = Object.keys(inputs);
  const fast = fastKernels();
  const errors: string[] = [];
  const notRun: string[] = [];

  const program = ([text, { layer }]: (typeof all)[number], index: number): string => {
    const given = Object.entries(inputs).map(
      ([name, shape]) => `${name}_${index} = keras.Input((${shape.join(', ')},))`,
    );
    const values = names.map((name) => `${name}_${index}`).join(', ');
    const loop = `for part_${index} in parts(${text}):\n            pass`;
    const unpack = `${names.join(', ')} = ${values}`;
    return layer
      ? `${given.join('\n')}\ndef case${index}():\n        ${unpack}\n        ${loop}\ncase${index}()`
      : `${given.join('\n')}
class Probe${index}(layers.Layer):
    def call(self, ${names.join(', ')}):
        B = ops.shape(x)[0]
        ${loop}
        return x

Probe${index}()(${values})`;
  };

  it(`${all.length} expressions and layers`, async () => {
    for (let start = 0; start < all.length; start += BATCH) {
      const batch = all.slice(start, start + BATCH);
      const analysis = await analyzeText('numbers.py', [HEAD, ...batch.map(program)].join('\n'));
      const bound = (name: string): readonly number[] =>
        (analysis.bindings.find((binding) => binding.name === name)?.values ?? []).flatMap((value) =>
          value.kind === 'tensor' ? [value.tensor] : [],
        );
      batch.forEach(([text, { outputs: recorded }], index) => {
        const given = new Map(
          Object.entries(inputs).flatMap(([name, shape]) =>
            bound(`${name}_${index}`)
              .slice(0, 1)
              .map((tensor) => [tensor, uniform(name, [1, ...shape])] as const),
          ),
        );
        for (const kernels of [null, fast]) {
          try {
            const values = new Values(analysis, 'keras', given, kernels);
            const outputs = bound(`part_${index}`);
            if (outputs.length !== recorded.length) throw new NotRun(`${outputs.length} of ${recorded.length} tensors`);
            outputs.forEach((tensor, part) => {
              const numbers = recorded[part];
              const error = numbers ? errorOf(values.of(tensor), numbers) : Infinity;
              if (!(error <= tolerance(text))) errors.push(`${text} [${part}]: ${error}`);
            });
          } catch (error) {
            if (!(error instanceof NotRun)) errors.push(`${text}: ${String(error)}`);
            else if (kernels === null) notRun.push(`${text}: ${error.message}`);
          }
        }
      });
    }
    assert.deepEqual(errors, []);
    assert.ok(notRun.length <= NOT_RUN_ALLOWED, `${notRun.length} are not run:\n${notRun.join('\n')}`);
  }).timeout(120_000);
});
