/** The explainer's line of code: the user's own call with another setting, in the style it was written in. */
import assert from 'node:assert/strict';
import { argumentsOf, explain } from '../../extension/model/explanation.ts';
import type { SpreadSetting } from '../../extension/model/artifacts/spread.ts';
import { analyzeText } from '../frameworks/analyzer.ts';
import { inputOf, theRewriter } from './rewriting.ts';

const KERAS = 'import keras\nfrom keras.layers import Conv2DTranspose, UpSampling2D, Input\n';
const TORCH = 'import torch\nfrom torch import nn\n';

function changed(text: string, change: (setting: SpreadSetting) => Partial<SpreadSetting>): string {
  const analysis = analyzeText(text);
  const call = analysis.calls.find(({ artifact }) => artifact !== null);
  const layer = analysis.layers.find(({ id }) => id === call?.layer);
  assert.ok(layer);
  const { setting } = explain({
    chain: [{ name: '', layer, kernel: null, inputShape: null, outputShape: null }],
    own: 0,
  });
  assert.ok(setting);
  const next = { ...setting, ...change(setting) } as SpreadSetting;
  return theRewriter().layerCode(inputOf(text), layer, argumentsOf(next, layer));
}

describe('a layer with another setting', () => {
  it('is written as it stands while nothing is changed', () => {
    const written = 'Conv2DTranspose(32, (3,3), strides = [2, 2],\n    padding="SAME")';
    assert.equal(
      changed(`${KERAS}x = Input((8, 8, 3))\ny = ${written}(x)\n`, () => ({})),
      written,
    );
  });

  it('keeps brackets, spacing and quotes', () => {
    const text = `${KERAS}x = Input((8, 8, 3))\ny = Conv2DTranspose(32, (3,3), strides = [2, 2], padding='same')(x)\n`;
    assert.equal(
      changed(text, () => ({ kernel: [4, 4], stride: [4, 4] })),
      "Conv2DTranspose(32, (4,4), strides = [4, 4], padding='same')",
    );
    assert.equal(
      changed(text, () => ({ padding: 'valid' })),
      'Conv2DTranspose(32, (3,3), strides = [2, 2])',
    );
  });

  it('counts PyTorch’s padding, and adds and takes away arguments', () => {
    const model = (call: string): string =>
      `${TORCH}class Up(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.up = ${call}\n    def forward(self, x):\n        return self.up(x)\nUp()(torch.randn(1, 8, 8, 8))\n`;
    const given = model('nn.ConvTranspose2d(8, 4, 3, stride=2, padding=1, output_padding=1)');
    assert.equal(
      changed(given, () => ({ kernel: [4, 4], outputPadding: [0, 0] })),
      'nn.ConvTranspose2d(8, 4, 4, stride=2, padding=1)',
    );
    assert.equal(
      changed(model('nn.ConvTranspose2d(8, 4, 3, 2)'), () => ({ padding: [1, 1], outputPadding: [1, 1] })),
      'nn.ConvTranspose2d(8, 4, 3, 2, padding=1, output_padding=1)',
    );
    assert.equal(
      changed(model('nn.Upsample(scale_factor=2)'), () => ({ factors: [4, 4], method: 'linear' })),
      'nn.Upsample(scale_factor=4, mode="bilinear")',
    );
    assert.equal(
      changed(model('nn.PixelShuffle(2)'), () => ({ block: 4 })),
      'nn.PixelShuffle(4)',
    );
  });

  it('is written in our words where arguments are hidden', () => {
    const text = `${KERAS}options = dict(strides=2, padding='same')\nx = Input((8, 8, 3))\ny = Conv2DTranspose(32, 3, **options)(x)\n`;
    const code = changed(text, () => ({ kernel: [4, 4] }));
    assert.match(code, /^Conv2DTranspose\(32, 4, .*strides=2/);
  });
});
