/** Numbers of expressions and layers against the real Keras and TensorFlow (test/oracle/numbers/keras_numbers.py). */
import { readFileSync } from 'node:fs';
import type { RecordedNumbers } from './expressions.ts';
import { EXPRESSIONS_HEAD } from '../../frameworks/keras/expressions-head.ts';
import type { ExpressionSuite } from './run-expressions.ts';

interface Recorded {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly cases: Readonly<Record<string, { readonly layer: boolean; readonly outputs: readonly RecordedNumbers[] }>>;
}

const EXACT = 1e-5;
/** TensorFlow's tables of weights are themselves approximations. */
const tolerance = (text: string): number => (/bicubic|lanczos|gaussian|mitchell/.test(text) ? 1e-4 : EXACT);

export function kerasSuite(): ExpressionSuite {
  const { inputs, cases } = JSON.parse(readFileSync('test/recorded/numbers-keras.json', 'utf8')) as Recorded;
  const names = Object.keys(inputs);

  const program = (text: string, layer: boolean, index: number): string => {
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

  return {
    framework: 'keras',
    head: EXPRESSIONS_HEAD,
    inputs: Object.entries(inputs).map(([name, shape]) => [name, [1, ...shape]] as const),
    cases: Object.entries(cases).map(([text, { layer, outputs }], index) => ({
      text,
      outputs,
      index,
      program: program(text, layer, index),
      tolerance: tolerance(text),
    })),
  };
}
