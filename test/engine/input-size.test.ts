/** The sizes that the preview offers are those that the whole network accepts. */
import assert from 'node:assert/strict';
import { legalSides } from '../../extension/engine/input-size.ts';
import { analyzeFile, analyzeText } from '../frameworks/analyzer.ts';

describe('offered sizes', () => {
  it('are multiples of what the skips ask for', () => {
    const { models } = analyzeFile('media/samples/unet.py');
    const [unet] = models;
    assert.ok(unet);
    assert.deepEqual(legalSides(unet), [32, 64, 96, 128, 192, 256, 384, 512]);
    const thirds = { ...unet, constraints: unet.constraints.map((one) => ({ ...one, multipleOf: 24 })) };
    assert.deepEqual(legalSides(thirds), [48, 72, 96, 144, 192, 264, 384, 528]);
  });

  it('fit when the model is built for them, and others do not', () => {
    const text = (side: number): string => `import keras
from keras import layers
i = keras.Input((${side}, ${side}, 3))
x = layers.Conv2D(4, 3, strides=2, padding="same")(i)
x = layers.Conv2D(4, 3, strides=2, padding="same")(x)
x = layers.Conv2D(4, 3, strides=3, padding="same")(x)
x = layers.UpSampling2D(12)(x)
model = keras.Model(i, layers.Concatenate()([i, x]))
`;
    const open = analyzeText(text(64).replace('(64, 64, 3)', '(None, None, 3)'));
    const [model] = open.models;
    assert.ok(model);
    const offered = legalSides(model);
    assert.ok(offered.length > 3);
    const errors = (side: number): number =>
      analyzeText(text(side)).findings.filter(({ severity }) => severity === 'error').length;
    for (const side of offered.slice(0, 4)) assert.equal(errors(side), 0, String(side));
    assert.notEqual(errors(64), 0);
  });

  it('are none where more is asked than to be a multiple', () => {
    const { models } = analyzeFile('media/samples/unet.py');
    const [unet] = models;
    assert.ok(unet);
    const odd = { ...unet, constraints: unet.constraints.map((one) => ({ ...one, multipleOf: null })) };
    assert.deepEqual(legalSides(odd), []);
  });
});
