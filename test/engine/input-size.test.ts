/** The sizes that the preview offers are those that the whole network accepts. */
import assert from 'node:assert/strict';
import { errorOfSize, fittingSizes, legalSides } from '../../extension/engine/input-size.ts';
import type { ModelGraph } from '../../extension/model/graph.ts';
import { analyzeFile, analyzeText } from '../frameworks/analyzer.ts';

describe('offered sizes', () => {
  it('are multiples of what the skips ask for', () => {
    const { models } = analyzeFile('media/samples/unet.py');
    const [unet] = models;
    assert.ok(unet);
    assert.deepEqual(legalSides(unet), [32, 64, 96, 128, 192, 224, 256, 384, 512]);
    const thirds = { ...unet, constraints: unet.constraints.map((one) => ({ ...one, multipleOf: 24 })) };
    assert.deepEqual(legalSides(thirds), [48, 72, 96, 144, 192, 240, 264, 384, 528]);
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

  const flattened = (features: number): string => `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.Conv2d(8, 8, 3, stride=2, padding=1))
        self.head = nn.Linear(${features}, 10)

    def forward(self, x):
        return self.head(self.body(x).flatten(1))
`;
  const onlyModel = (text: string): ModelGraph => analyzeText(text).models[0] ?? assert.fail('there is a model');

  it('are those that leave what a Linear layer behind a flattened picture takes', () => {
    // 7 × 7 pixels of 8 channels: what MNIST's digits become; 8 × 8: those of CIFAR.
    assert.deepEqual(legalSides(onlyModel(flattened(7 * 7 * 8))), [28]);
    assert.deepEqual(legalSides(onlyModel(flattened(8 * 8 * 8))), [32]);
    // No usual side: the least that fits.
    assert.deepEqual(legalSides(onlyModel(flattened(5 * 5 * 8))), [17]);
    // No square has 3 × 5 pixels.
    assert.deepEqual(legalSides(onlyModel(flattened(3 * 5 * 8))), []);
    assert.deepEqual(fittingSizes(onlyModel(flattened(8 * 8 * 8))), [[32, 32]]);
  });

  it('come to larger ones where a network fails on the default', () => {
    const deep = `from torch import nn

class Deep(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Sequential(*[nn.Conv2d(3, 3, 4, stride=2, padding=1) for _ in range(6)], nn.InstanceNorm2d(3))

    def forward(self, x):
        return self.down(x)
`;
    assert.deepEqual(fittingSizes(onlyModel(deep)).slice(0, 2), [
      [64, 64],
      [128, 128],
    ]);
    // A single pixel per channel has no spread, which torch refuses.
    const error = (side: number): string | undefined =>
      errorOfSize(analyzeText(deep), analyzeText(deep, { imageSize: [side, side] }))?.code;
    assert.notEqual(error(64), undefined);
    assert.equal(error(128), undefined);
  });
});
