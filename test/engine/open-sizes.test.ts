/** Sizes that TensorFlow leaves open and one sample tells: what stands behind them runs, and its MACs are numbers. */
import assert from 'node:assert/strict';
import { concreteShape } from '../../extension/model/concrete.ts';
import { analyzeText } from '../frameworks/torch/analyze.ts';
import { Values } from './numbers/expressions.ts';
import { uniform } from './numbers/seeded.ts';

const program = (body: string): string => `import tensorflow as tf
from tensorflow import keras
from keras import layers, ops
class Tokens(layers.Layer):
    def __init__(self):
        super().__init__()
        self.project = layers.Dense(6)
    def call(self, x):
        ${body}
        y = self.project(y)
        return tf.matmul(tf.nn.softmax(tf.matmul(y, y, transpose_b=True), axis=-1), y)
inputs = keras.Input((4, 5, 3))
outputs = layers.Dense(2)(Tokens()(inputs))
model = keras.Model(inputs, outputs)
`;

function run(body: string): {
  readonly shape: string;
  readonly macs: readonly unknown[];
  readonly data: readonly number[];
} {
  const analysis = analyzeText('tokens.py', program(body));
  assert.deepEqual(analysis.findings, []);
  const [model] = analysis.models;
  const [input = -1, output = -1] = [...(model?.inputs ?? []), ...(model?.outputs ?? [])];
  const given = new Map([[input, uniform('x', [1, 4, 5, 3])]]);
  const value = new Values(analysis, 'keras', given, null).of(output);
  assert.deepEqual(value.shape, concreteShape(analysis.tensors[output]?.shape ?? []));
  const calls = analysis.calls.filter(({ label }) => label === 'Dense');
  return { shape: value.shape.join(), macs: calls.map(({ macs }) => macs), data: [...value.data] };
}

describe('sizes that are told for one sample', () => {
  const told = run('y = layers.Reshape((20, 3))(x)');

  for (const body of [
    'y = tf.reshape(x, [tf.shape(x)[0], -1, 3])',
    'y = ops.reshape(x, (ops.shape(x)[0], -1, x.shape[-1]))',
    'B = tf.shape(x)[0]; y = tf.reshape(tf.transpose(tf.reshape(x, [B, -1, 3]), [0, 1, 2]), [B, -1, 3])',
  ]) {
    it(body, () => {
      const left = run(body);
      assert.deepEqual(left.data, told.data);
      assert.deepEqual(left.macs, told.macs);
    });
  }
});
