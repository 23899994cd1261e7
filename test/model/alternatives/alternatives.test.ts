/** Alternatives: all give the same shape, and their code does so in the real frameworks (test/oracle/alternatives.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { english } from '../../../extension/message.ts';
import type { Alternative } from '../../../extension/model/alternative.ts';
import { alternativesFor } from '../../../extension/model/alternatives.ts';
import type { Shape } from '../../../extension/model/size.ts';
import { product, sum, symbol } from '../../../extension/model/sizes/arithmetic.ts';
import { CASES, IDS, layerFact } from './cases.ts';

interface Recorded {
  framework: string;
  input: number[];
  code: string[];
  output: number[];
  params: number;
  bytes: number;
  /** Of ICNR: how far the pixels of one block are apart at most. */
  apart?: number;
}

const recorded = new Map(
  (JSON.parse(readFileSync(new URL('../../recorded/alternatives.json', import.meta.url), 'utf8')) as Recorded[]).map(
    (item) => [key(item.framework, item.input, item.code), item],
  ),
);

function key(framework: string, input: Shape, code: readonly string[]): string {
  return JSON.stringify([framework, input, code]);
}

function byId(rows: readonly Alternative[], id: string): Alternative {
  const found = rows.find((row) => row.id === id);
  assert.ok(found, id);
  return found;
}

const N = symbol('N', 'batch');
const ARTICLE = layerFact('keras', 'Conv2DTranspose', {
  filters: 32,
  kernel_size: 3,
  strides: 2,
  padding: 'same',
  activation: 'relu',
});

describe('alternatives', () => {
  it('give the output shape of the layer as written, in Layerscope and in the real frameworks', () => {
    let compared = 0;
    for (const { layer, input } of CASES) {
      const rows = alternativesFor(layer, input);
      assert.deepEqual(
        rows.map(({ id }) => id),
        IDS,
      );
      const written = byId(rows, 'as-written');
      assert.equal(written.notPossible, null);
      for (const row of rows) {
        assert.deepEqual(row.outputShape, written.outputShape, row.id);
        if (row.notPossible !== null) {
          assert.deepEqual([row.stages, row.code], [[], []]);
          continue;
        }
        const real = recorded.get(key(layer.framework, input, row.code));
        assert.ok(real, `not recorded: ${row.code.join('; ')}`);
        assert.deepEqual(row.outputShape, real.output, row.code.join('; '));
        assert.equal(row.params, real.params, row.code.join('; '));
        assert.equal(row.bytes, real.bytes, row.code.join('; '));
        assert.equal(real.apart !== undefined, row.id === 'sub-pixel-icnr', row.code.join('; '));
        if (real.apart !== undefined) assert.ok(real.apart < 1e-5, `${row.code.join('; ')}: ${real.apart}`);
        compared++;
      }
    }
    assert.ok(compared > 250, String(compared));
  });

  it('are chains of stages that fit together and add up', () => {
    for (const { layer, input } of CASES) {
      for (const row of alternativesFor(layer, input)) {
        let shape = input;
        for (const stage of row.stages) {
          assert.deepEqual(stage.inputShape, shape);
          shape = stage.outputShape;
        }
        if (row.stages.length > 0) assert.deepEqual(shape, row.outputShape);
        assert.equal(row.macs, sum(row.stages.map(({ macs }) => macs)));
        assert.equal(
          row.params,
          sum(row.stages.flatMap(({ weights }) => weights.map((weight) => product(weight.shape)))),
        );
      }
    }
  });

  it('of the article: code, figures and grades', () => {
    const rows = alternativesFor(ARTICLE, [N, 8, 8, 3]);
    const brief = rows.map(({ id, code, params, macs, artifact }) => [id, code, params, macs, artifact.grade]);
    assert.deepEqual(brief, [
      ['as-written', ['Conv2DTranspose(32, 3, strides=2, padding="same", activation="relu")'], 896, 55296, 'strong'],
      [
        'nearest-conv',
        ['UpSampling2D(2)', 'Conv2D(32, 3, padding="same", activation="relu")'],
        896,
        16 * 16 * 27 * 32,
        'none',
      ],
      [
        'bilinear-conv',
        ['UpSampling2D(2, interpolation="bilinear")', 'Conv2D(32, 3, padding="same", activation="relu")'],
        896,
        16 * 16 * 27 * 32,
        'none',
      ],
      [
        'bicubic-conv',
        ['UpSampling2D(2, interpolation="bicubic")', 'Conv2D(32, 3, padding="same", activation="relu")'],
        896,
        16 * 16 * 27 * 32,
        'none',
      ],
      [
        'transposed-stride',
        ['Conv2DTranspose(32, 2, strides=2, padding="same", activation="relu")'],
        2 * 2 * 3 * 32 + 32,
        64 * 4 * 3 * 32,
        'mild',
      ],
      [
        'transposed-multiple',
        ['Conv2DTranspose(32, 4, strides=2, padding="same", activation="relu")'],
        4 * 4 * 3 * 32 + 32,
        64 * 16 * 3 * 32,
        'mild',
      ],
      [
        'sub-pixel',
        ['Conv2D(128, 3, padding="same", activation="relu")', 'keras.ops.depth_to_space(x, 2)'],
        27 * 128 + 128,
        64 * 27 * 128,
        'mild',
      ],
      [
        'sub-pixel-icnr',
        [
          'Conv2D(128, 3, padding="same", activation="relu", kernel_initializer=ICNR(block=2))',
          'keras.ops.depth_to_space(x, 2)',
        ],
        27 * 128 + 128,
        64 * 27 * 128,
        'none',
      ],
    ]);
    // TensorFlow crops only the end of this one, so the first row and column are fed twice.
    assert.deepEqual(byId(rows, 'as-written').artifact.overlap, [
      [4, 2],
      [2, 1],
    ]);
    assert.equal(byId(rows, 'sub-pixel').artifact.periodicEnergy, 0.75);
  });

  it('have phases in the order of the crop', () => {
    const given = { in_channels: 4, out_channels: 6, kernel_size: 3, stride: 2, padding: 1, output_padding: 1 };
    const rows = alternativesFor(layerFact('torch', 'ConvTranspose2d', given), [1, 4, 8, 8]);
    assert.deepEqual(byId(rows, 'as-written').artifact.overlap, [
      [1, 2],
      [2, 4],
    ]);
  });

  it('say why a way is not possible', () => {
    const reasons = (index: number): Record<string, string | null> => {
      const chosen = CASES[index];
      assert.ok(chosen);
      return Object.fromEntries(
        alternativesFor(chosen.layer, chosen.input).map((row) => [row.id, row.notPossible && english(row.notPossible)]),
      );
    };
    const find = (type: string, matches: (args: Readonly<Record<string, unknown>>) => boolean): number =>
      CASES.findIndex(({ layer }) => layer.type === type && matches(layer.arguments));
    const uneven = reasons(find('UpSampling2D', ({ size }) => Array.isArray(size) && size[0] === 3));
    assert.equal(uneven['sub-pixel'], 'The block of pixels must be square, but the factors are 3 and 2.');
    const valid = reasons(
      find('Conv2DTranspose', ({ kernel_size, padding }) => kernel_size === 3 && padding === 'valid'),
    );
    assert.equal(valid['sub-pixel'], 'It multiplies sizes by a whole number, which does not take 8×9 to 17×19.');
    const even = reasons(find('Conv2DTranspose', ({ kernel_size, strides }) => kernel_size === 4 && strides === 2));
    assert.equal(
      even['transposed-multiple'],
      'The layer as written already has a kernel that is a multiple of the stride.',
    );
    assert.equal(
      valid['transposed-stride'],
      'A kernel as large as the stride multiplies sizes by it, which does not take 8×9 to 17×19.',
    );
    const own = reasons(
      find(
        'Conv2DTranspose',
        ({ kernel_size, strides, padding }) => kernel_size === 2 && strides === 2 && padding === 'same',
      ),
    );
    assert.equal(own['transposed-stride'], 'The layer as written already has a kernel as large as its stride.');
    const point = reasons(
      find(
        'Conv2DTranspose',
        ({ kernel_size, strides, padding }) => kernel_size === 1 && strides === 2 && padding === 'same',
      ),
    );
    assert.equal(point['transposed-stride'], 'It is the row whose kernel is a multiple of the stride.');
    assert.equal(point['transposed-multiple'], null);
    const volume = reasons(find('UpSampling3D', () => true));
    assert.equal(volume['bilinear-conv'], 'UpSampling3D repeats pixels and has no interpolation.');
    assert.equal(volume['sub-pixel'], 'Pixels are rearranged in two dimensions only, and this layer has 3.');
  });

  it('need an input size', () => {
    const rows = alternativesFor(ARTICLE, [N, symbol('H', 'open'), symbol('W', 'open'), 3]);
    assert.equal(rows.length, IDS.length);
    for (const row of rows) assert.match(row.notPossible ? english(row.notPossible) : '', /^The size H is left open/);
    assert.equal(rows[0]?.code.length, 1);
  });

  it('of a layer that does not upsample are none', () => {
    const plain = { filters: 4, kernel_size: 3 };
    assert.deepEqual(alternativesFor(layerFact('keras', 'Conv2D', plain), [N, 8, 8, 3]), []);
    assert.deepEqual(alternativesFor(layerFact('keras', 'Conv2DTranspose', plain), [N, 8, 8, 3]), []);
    assert.deepEqual(alternativesFor(layerFact('torch', 'Upsample', { size: [4, 4] }), [1, 3, 8, 8]), []);
    const wrong = layerFact('torch', 'ConvTranspose2d', { in_channels: 5, out_channels: 6, kernel_size: 3, stride: 2 });
    assert.deepEqual(alternativesFor(wrong, [1, 4, 8, 8]), []);
  });

  it('leave out an activation that is not computed, in every row, and say so', () => {
    const own = { kind: 'object', type: 'my_activation', config: {} } as const;
    const layer = { ...ARTICLE, arguments: { ...ARTICLE.arguments, activation: own } };
    const rows = alternativesFor(layer, [N, 8, 8, 3]);
    assert.equal(rows[0] && english(rows[0].title), 'Conv2DTranspose, without its activation');
    for (const { notPossible, stages } of rows) {
      assert.equal(notPossible, null);
      assert.ok(stages.length > 0);
    }
  });

  it('take a single picture of PyTorch as a batch of one', () => {
    const layer = layerFact('torch', 'ConvTranspose2d', { in_channels: 4, out_channels: 6, kernel_size: 3, stride: 2 });
    const rows = alternativesFor(layer, [4, 8, 8]);
    assert.deepEqual(byId(rows, 'nearest-conv').outputShape.slice(1), [6, 17, 17]);
  });
});
