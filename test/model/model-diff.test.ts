/** Two models, layer by layer: a file and its edited text. */
import assert from 'node:assert/strict';
import { diffModels } from '../../extension/model/model-diff.ts';
import { analyzeText } from '../frameworks/analyzer.ts';

const BEFORE = `
import keras
from keras import layers
x = inputs = keras.Input((16, 16, 3))
x = layers.Conv2D(8, 3, padding='same')(x)
x = layers.Conv2D(8, 3, padding='same')(x)
x = layers.Conv2DTranspose(4, 3, strides=2, padding='same')(x)
x = layers.ReLU()(x)
model = keras.Model(inputs, x)
`;

function diff(before: string, after: string): readonly string[] {
  const compared = [before, after].map((text) => {
    const analysis = analyzeText(text);
    const [model] = analysis.models;
    assert.ok(model);
    return { analysis, model };
  });
  const [old, now] = compared;
  assert.ok(old && now);
  return diffModels(old, now)
    .filter(({ kind }) => kind !== 'same')
    .map((row) => `${row.kind} ${(row.after ?? row.before)?.type ?? ''} ${row.arguments.join(', ')}`.trim());
}

describe('two models, layer by layer', () => {
  it('are alike where nothing but space or numbering changed', () => {
    assert.deepEqual(diff(BEFORE, BEFORE), []);
    assert.deepEqual(diff(BEFORE, BEFORE.replace('inputs = keras.Input', 'y = inputs = keras.Input')), []);
  });

  it('name the arguments that changed', () => {
    assert.deepEqual(diff(BEFORE, BEFORE.replace('Conv2DTranspose(4, 3,', 'Conv2DTranspose(4, (4, 4),')), [
      'changed Conv2DTranspose kernel_size 3 → 4',
    ]);
  });

  it('keep later layers together when one is added or removed, though Keras numbers them anew', () => {
    const added = BEFORE.replace('x = layers.ReLU', 'x = layers.Conv2D(4, 1)(x)\nx = layers.ReLU');
    assert.deepEqual(diff(BEFORE, added), ['added Conv2D']);
    assert.deepEqual(diff(added, BEFORE), ['removed Conv2D']);
    const first = BEFORE.replace(
      'x = layers.Conv2D(8',
      "x = layers.Conv2D(8, 3, padding='same')(x)\nx = layers.Conv2D(8",
    );
    // Its input had other channels than that of the layers after it.
    assert.equal(diff(BEFORE, first).length, 1);
  });

  it('replace a layer by another kind of layer', () => {
    const replaced = BEFORE.replace(
      "layers.Conv2DTranspose(4, 3, strides=2, padding='same')(x)",
      "layers.UpSampling2D()(x)\nx = layers.Conv2D(4, 3, padding='same')(x)",
    );
    assert.deepEqual(diff(BEFORE, replaced), ['removed Conv2DTranspose', 'added UpSampling2D', 'added Conv2D']);
  });
});
