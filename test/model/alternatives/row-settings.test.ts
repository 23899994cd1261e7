/** Rows of the comparison with other kernels, factors and interpolations: their code, analysed as a file, gives what the row says. */
import assert from 'node:assert/strict';
import { say } from '../../../extension/message.ts';
import { alternativesFor } from '../../../extension/model/alternatives.ts';
import type { Alternative } from '../../../extension/model/alternative.ts';
import type { RowSetting } from '../../../extension/model/alternatives/controls.ts';
import type { LayerFact } from '../../../extension/model/graph.ts';
import { shapeText } from '../../../extension/model/sizes/text.ts';
import { analyzeText, inputOf as inputOfText, theAnalyzer } from '../../frameworks/analyzer.ts';
import { IDS, layerFact } from './cases.ts';

const KERAS = layerFact('keras', 'Conv2DTranspose', { filters: 6, kernel_size: 3, strides: 2, padding: 'same' });
const TORCH = layerFact('torch', 'ConvTranspose2d', {
  in_channels: 3,
  out_channels: 6,
  kernel_size: 3,
  stride: 2,
  padding: 1,
  output_padding: 1,
});
const LAYERS: readonly LayerFact[] = [
  KERAS,
  TORCH,
  layerFact('keras', 'UpSampling2D', { size: 2 }),
  layerFact('torch', 'Upsample', { scale_factor: 2, mode: 'nearest' }),
];
const SETTINGS: readonly RowSetting[] = [
  { kernel: 5 },
  { kernel: 7 },
  { factor: 3 },
  { factor: 4 },
  { kernel: 5, factor: 3 },
  { method: 'bilinear' },
  { method: 'bicubic' },
  { method: 'nearest', factor: 3, kernel: 1 },
];
/** What a model's analysis leaves untold. */
const ONE_PIXEL = { kind: 'extent', sizes: [1, 1] } as const;

const inputOf = ({ framework }: LayerFact): number[] => (framework === 'keras' ? [1, 8, 8, 3] : [1, 3, 8, 8]);

function rowWith(layer: LayerFact, id: string, setting: RowSetting): Alternative {
  const found = alternativesFor(layer, inputOf(layer), { [id]: setting }).find((one) => one.id === id);
  assert.ok(found);
  return found;
}

/** The shape and parameters of the row's code as a file of its own. */
function analysed({ framework }: LayerFact, { code, definition }: Alternative): readonly [string, unknown, unknown] {
  const text =
    framework === 'keras'
      ? [
          'import keras',
          'from keras.layers import *',
          ...definition,
          'x = inputs = Input((8, 8, 3))',
          ...code.map((line) => (line.startsWith('keras.ops') ? `x = ${line}` : `x = ${line}(x)`)),
          'model = keras.Model(inputs, x)',
        ]
      : [
          'import torch',
          'from torch import nn',
          ...definition,
          `model = nn.Sequential(${code.join(', ')})`,
          'model(torch.randn(1, 3, 8, 8))',
        ];
  const file = text.join('\n');
  const { models, tensors, calls } = analyzeText(file);
  const model = models.find(({ name }) => name === 'model') ?? models[0];
  const shape = tensors.find(({ id }) => id === model?.outputs[0])?.shape;
  const last = calls.find(({ outputs }) => outputs.includes(model?.outputs[0] ?? -1));
  const fields = theAnalyzer().receptiveFields(inputOfText(file));
  return [shape ? shapeText(shape.slice(1)) : '?', model?.params.total, fields.get(last?.id ?? -1) ?? ONE_PIXEL];
}

describe('rows with other settings', function () {
  this.timeout(120_000);

  it('have code that gives their shape and their parameters', () => {
    let compared = 0;
    for (const layer of LAYERS)
      for (const id of IDS)
        for (const setting of SETTINGS) {
          const row = rowWith(layer, id, setting);
          if (row.notPossible !== null) continue;
          const about = `${layer.type} ${id} ${JSON.stringify(setting)}: ${row.code.join('; ')}`;
          const { outputShape, params, receptive } = row;
          assert.deepEqual(analysed(layer, row), [shapeText(outputShape.slice(1)), params, receptive], about);
          compared++;
        }
    assert.ok(compared > 170, String(compared));
  });

  it('are what the sliders say', () => {
    for (const layer of LAYERS)
      for (const id of IDS)
        for (const setting of SETTINGS) {
          const { controls, notPossible } = rowWith(layer, id, setting);
          if (notPossible !== null || controls === null) continue;
          for (const key of ['kernel', 'factor', 'method'] as const)
            if (controls[key] !== null && setting[key] !== undefined)
              assert.equal(controls[key], setting[key], `${layer.type} ${id} ${key}`);
        }
  });

  it('leave the other rows alone, and say what they have become', () => {
    const plain = alternativesFor(KERAS, [1, 8, 8, 3]);
    const changed = alternativesFor(KERAS, [1, 8, 8, 3], { 'nearest-conv': { method: 'bicubic' } });
    assert.deepEqual(
      changed.filter(({ id }) => id !== 'nearest-conv'),
      plain.filter(({ id }) => id !== 'nearest-conv'),
    );
    assert.deepEqual(changed[1]?.title, say`Bicubic, then convolution`);
    assert.deepEqual(rowWith(KERAS, 'transposed-multiple', { kernel: 5 }).title, say`Transposed convolution`);
    assert.equal(rowWith(KERAS, 'as-written', { kernel: 4 }).artifact.unevenness, 0);
  });
});
