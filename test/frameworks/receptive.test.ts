/** Receptive fields against the gradients of the real frameworks (test/oracle/receptive.py), and where none can be told. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { english } from '../../extension/message.ts';
import type { ReceptiveField } from '../../extension/model/receptive/field.ts';
import { analyzeText, inputOf, theAnalyzer } from './analyzer.ts';

interface Recorded {
  readonly name: string;
  readonly code: string;
  readonly sees: readonly number[];
}

const recorded = JSON.parse(readFileSync('test/recorded/receptive.json', 'utf8')) as readonly Recorded[];

/** Of the output of the first model. */
function ofOutput(code: string): ReceptiveField | undefined {
  const { models, tensors } = analyzeText(code);
  const [model] = models;
  assert.ok(model);
  const producer = tensors.find(({ id }) => id === model.outputs[0])?.producer;
  return theAnalyzer()
    .receptiveFields(inputOf(code))
    .get(producer ?? -1);
}

describe('receptive fields', () => {
  assert.ok(recorded.length > 25);
  for (const { name, code, sees } of recorded) {
    it(`are those of the real framework: ${name}`, () => {
      assert.deepEqual(ofOutput(code), { kind: 'extent', sizes: sees });
    });
  }

  const torch = (layers: string): string =>
    `import torch\nfrom torch import nn\nmodel = nn.Sequential(${layers})\nmodel(torch.zeros(1, 3, 32, 32))\n`;

  it('are the whole input behind what mixes all positions', () => {
    for (const layers of [
      'nn.Conv2d(3, 8, 3), nn.AdaptiveAvgPool2d(1)',
      'nn.Conv2d(3, 8, 3, stride=2), nn.Flatten(), nn.Linear(8 * 15 * 15, 10)',
      'nn.Conv2d(3, 8, 4, stride=4), nn.Flatten(2), nn.TransformerEncoderLayer(64, 4, 64, batch_first=True)',
    ]) {
      assert.deepEqual(ofOutput(torch(layers)), { kind: 'whole' }, layers);
    }
  });

  it('are the whole input behind a gate that was made of all of it', () => {
    const code = `import keras
from keras import layers
i = keras.Input((32, 32, 3))
x = layers.Conv2D(8, 3)(i)
gate = layers.Dense(8, activation='sigmoid')(layers.GlobalAveragePooling2D(keepdims=True)(x))
model = keras.Model(i, layers.Multiply()([x, gate]))
`;
    assert.deepEqual(ofOutput(code), { kind: 'whole' });
  });

  it('are not told where positions are rearranged, and the reason is', () => {
    const field = ofOutput(torch('nn.Conv2d(3, 8, 3, padding=1), nn.Flatten(2)'));
    assert.equal(field?.kind, 'unknown');
    assert.match(english(field.reason), /Flatten/);
    // Attention within windows sees its window, not all of the picture.
    const windows = `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Conv2d(3, 16, 4, stride=4)
        self.attention = nn.MultiheadAttention(16, 4, batch_first=True)
    def forward(self, x):
        x = self.embed(x)
        x = x.view(1, 16, 2, 4, 2, 4).permute(0, 2, 4, 3, 5, 1).reshape(4, 16, 16)
        return self.attention(x, x, x)[0]
model = Net()
model(torch.zeros(1, 3, 32, 32))
`;
    assert.equal(ofOutput(windows)?.kind, 'unknown');
  });

  it('are told of open sizes where these do not matter, and only there', () => {
    const open = (layers: string): string =>
      `import keras\nfrom keras import layers as L\nmodel = keras.Sequential([keras.Input((None, None, 3)), ${layers}])\n`;
    assert.deepEqual(ofOutput(open('L.Conv2D(4, 3), L.UpSampling2D(), L.Conv2D(4, 3)')), {
      kind: 'extent',
      sizes: [4, 4],
    });
    const sized = ofOutput(open('L.Conv2D(4, 3), L.Resizing(64, 64), L.Conv2D(4, 3)'));
    assert.equal(sized?.kind, 'unknown');
    assert.match(english(sized.reason), /input size/);
  });
});
