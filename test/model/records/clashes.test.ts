/** What records say when something cannot work: the code, the argument, the value that would work, both numbers in the message. */
import assert from 'node:assert/strict';
import { english, say } from '../../../extension/message.ts';
import type { Clash } from '../../../extension/model/answer.ts';
import type { Framework, PlainArguments } from '../../../extension/model/record.ts';
import type { Shape } from '../../../extension/model/size.ts';
import { recordFor } from '../../../extension/model/records/registry.ts';
import { symbol } from '../../../extension/model/sizes/arithmetic.ts';
import { ask, BATCH, recordedLayers, recordOf, textOf } from './recorded-layers.ts';

const H = symbol('H', 'open');

function defaults(framework: Framework, layer: string): PlainArguments {
  return recordedLayers(framework).find((recorded) => recorded.layer === layer)?.defaults ?? {};
}

function answerOf(framework: Framework, layer: string, args: PlainArguments, inputs: readonly Shape[]) {
  return ask(framework, layer, { ...defaults(framework, layer), ...args }, (record, config) =>
    record.output(config, inputs),
  );
}

function clashOf(framework: Framework, layer: string, args: PlainArguments, inputs: readonly Shape[]): Clash {
  const answer = answerOf(framework, layer, args, inputs);
  assert.ok(answer.kind === 'impossible', JSON.stringify(answer));
  return answer.clash;
}

describe('clashes of the layer records', () => {
  it('wrong in_channels: the number that would do', () => {
    const args = { in_channels: 64, out_channels: 8, kernel_size: 3 };
    const clash = clashOf('torch', 'Conv2d', args, [[BATCH, 128, H, H]]);
    assert.deepEqual(
      { ...clash, message: english(clash.message) },
      {
        code: 'wrong-channels',
        message: 'in_channels is 64, but the input has 128 channels.',
        argument: 'in_channels',
        expected: 128,
      },
    );
  });

  it('wrong in_features after Flatten', () => {
    const clash = clashOf('torch', 'Linear', { in_features: 400, out_features: 10 }, [[BATCH, 576]]);
    assert.equal(clash.code, 'wrong-channels');
    assert.equal(clash.argument, 'in_features');
    assert.equal(clash.expected, 576);
  });

  it('Reshape that does not fit', () => {
    const clash = clashOf('keras', 'Reshape', { target_shape: [7, 7, 128] }, [[BATCH, 6000]]);
    assert.equal(clash.code, 'bad-reshape');
    assert.equal(clash.argument, 'target_shape');
    assert.equal(english(clash.message), 'An input of 6000 has 6000 elements, but 7×7×128 needs 6272.');
  });

  it('channels that do not divide', () => {
    const clash = clashOf('torch', 'PixelShuffle', { upscale_factor: 3 }, [[BATCH, 16, H, H]]);
    assert.equal(clash.code, 'not-divisible');
    assert.match(english(clash.message), /16 .* 9/);
    const groups = { in_channels: 6, out_channels: 8, kernel_size: 1, groups: 4 };
    assert.equal(clashOf('torch', 'Conv2d', groups, [[BATCH, 6, H, H]]).argument, 'in_channels');
  });

  it('sizes that cannot be joined: the input that is wrong', () => {
    const clash = clashOf('torch', 'cat', { dim: 1 }, [
      [BATCH, 64, 28, 28],
      [BATCH, 64, 27, 28],
    ]);
    assert.equal(clash.code, 'shape-mismatch');
    assert.equal(clash.argument, 1);
    assert.match(english(clash.message), /28 and 27/);
  });

  it('output_padding that is too large', () => {
    const args = { filters: 8, kernel_size: 3, strides: 2, output_padding: 2 };
    const clash = clashOf('keras', 'Conv2DTranspose', args, [[BATCH, 8, 8, 3]]);
    assert.deepEqual(
      { ...clash, message: english(clash.message) },
      {
        code: 'bad-argument',
        message: 'output_padding (2) must be smaller than strides (2).',
        argument: 'output_padding',
        expected: 1,
      },
    );
  });

  it('too few axes', () => {
    const clash = clashOf('keras', 'Conv2D', { filters: 8, kernel_size: 3 }, [[BATCH, 28, 28]]);
    assert.equal(english(clash.message), 'The input must have 4 axes, but (None, 28, 28) has 3.');
  });

  it('a kernel that is larger than its input', () => {
    const clash = clashOf('keras', 'Conv2D', { filters: 8, kernel_size: 5 }, [[BATCH, 4, 9, 1]]);
    assert.equal(english(clash.message), 'The window spans 5, but the input is only 4 long.');
  });
});

describe('what records cannot tell', () => {
  it('an argument that is not known: the reason it came with', () => {
    const args = { filters: { kind: 'unknown', reason: say`FILTERS is read from a file.` }, kernel_size: 3 } as const;
    const answer = answerOf('keras', 'Conv2D', args, [[BATCH, 8, 8, 3]]);
    assert.ok(answer.kind === 'unknown');
    assert.match(english(answer.reason), /filters .*FILTERS is read from a file\./);
  });

  it('an unknown activation or initialiser costs neither shape nor weights', () => {
    const unknown = { kind: 'unknown', reason: say`chosen at run time` } as const;
    const args = { filters: 4, kernel_size: 3, activation: unknown, kernel_initializer: unknown };
    const inputs = [[BATCH, 8, 8, 3]];
    const answer = answerOf('keras', 'Conv2D', args, inputs);
    assert.ok(answer.kind === 'known');
    assert.equal(answer.value.map(textOf).join(), '(N, 6, 6, 4)');
    const complete = { ...defaults('keras', 'Conv2D'), ...args };
    const kernel = ask('keras', 'Conv2D', complete, (record, config) => record.kernel(config, inputs, answer.value));
    assert.deepEqual(kernel, unknown);
    const weights = ask('keras', 'Conv2D', complete, (record, config) => record.weights(config, inputs));
    assert.ok(weights.kind === 'known');
    assert.deepEqual(weights.value[0]?.shape, [3, 3, 3, 4]);
    assert.equal(weights.value[0].initialiser.kind, 'unknown');
  });
});

describe('constraints of the layer records', () => {
  it('a skip joins sizes that are equal for some inputs only', () => {
    const pooled = answerOf('keras', 'MaxPooling2D', {}, [[BATCH, H, H, 8]]);
    assert.ok(pooled.kind === 'known');
    const doubled = answerOf('keras', 'UpSampling2D', {}, pooled.value);
    assert.ok(doubled.kind === 'known');
    assert.equal(textOf(doubled.value[0] ?? []), '(N, 2*(H//2), 2*(H//2), 8)');

    const record = recordOf('keras', 'Concatenate');
    const config = record.keras?.configure({ axis: -1 });
    assert.ok(config?.kind === 'known');
    const inputs: readonly Shape[] = [[BATCH, H, H, 8], ...doubled.value];
    const joined = record.output(config.value, inputs);
    assert.ok(joined.kind === 'known');
    assert.equal(textOf(joined.value[0] ?? []), '(N, H, H, 16)');
    const found = record.constraints(config.value, inputs).map(({ left, right }) => textOf([left, right]));
    assert.deepEqual(found, ['(H, 2*(H//2))', '(H, 2*(H//2))']);
  });

  it('none where nothing has to hold', () => {
    const record = recordOf('torch', 'cat');
    const config = record.torch?.configure({ dim: 1 });
    assert.ok(config?.kind === 'known');
    assert.deepEqual(
      record.constraints(config.value, [
        [BATCH, 3, H],
        [BATCH, 5, H],
      ]),
      [],
    );
  });
});

describe('facts of the layer records', () => {
  const facts = (framework: Framework, layer: string, args: PlainArguments, inputs: readonly Shape[]) => {
    const record = recordOf(framework, layer);
    const config = record[framework]?.configure({ ...defaults(framework, layer), ...args });
    assert.ok(config?.kind === 'known');
    const outputs = record.output(config.value, inputs);
    assert.ok(outputs.kind === 'known');
    return {
      macs: record.macs?.(config.value, inputs, outputs.value),
      sum: record.parameterSum?.(config.value, inputs),
      upsampling: record.upsampling?.(config.value),
      smooths: record.smooths?.(config.value),
    };
  };

  it("the article's transposed convolution", () => {
    const args = { filters: 32, kernel_size: [3, 3], strides: [2, 2], padding: 'same', activation: 'relu' };
    assert.deepEqual(facts('keras', 'Conv2DTranspose', args, [[BATCH, 8, 8, 3]]), {
      macs: 55296,
      sum: '3·3·3·32 + 32',
      upsampling: {
        kind: 'transposed',
        crop: [0, 0],
        kernel: [3, 3],
        strides: [2, 2],
        dilation: [1, 1],
        weight: 'kernel',
        weightOrder: 'spatial-out-in',
        groups: 1,
      },
      smooths: true,
    });
  });

  it('a convolution in Keras: MACs of one sample, by hand', () => {
    // 16 x 16 positions, 3 x 3 taps, 3 channels in, 32 out.
    const found = facts('keras', 'Conv2D', { filters: 32, kernel_size: 3, padding: 'same' }, [[BATCH, 16, 16, 3]]);
    assert.equal(found.macs, 16 * 16 * 9 * 3 * 32);
    assert.equal(found.sum, '3·3·3·32 + 32');
  });

  it('separable: depthwise and pointwise', () => {
    const args = { filters: 8, kernel_size: 3, padding: 'same' };
    assert.equal(facts('keras', 'SeparableConv2D', args, [[BATCH, 10, 10, 4]]).macs, 100 * (9 * 4 + 4 * 8));
  });

  it('Dense counts positions', () => {
    assert.equal(facts('keras', 'Dense', { units: 5 }, [[BATCH, 7, 3]]).macs, 7 * 3 * 5);
  });

  it('traits of resizing and sub-pixel layers', () => {
    const resize = facts('torch', 'Upsample', { scale_factor: 2, mode: 'bilinear' }, [[BATCH, 3, 4, 4]]).upsampling;
    assert.deepEqual(resize, { kind: 'resize', factors: [2, 2], method: 'bilinear' });
    const shuffle = facts('torch', 'PixelShuffle', { upscale_factor: 2 }, [[BATCH, 8, 4, 4]]).upsampling;
    assert.deepEqual(shuffle, { kind: 'sub-pixel', block: 2 });
  });
});

describe('the registry', () => {
  it('knows old names and functions', () => {
    assert.equal(recordFor('keras', 'Convolution2D'), recordFor('keras', 'Conv2D'));
    assert.equal(recordFor('torch', 'nn.functional.interpolate'), recordFor('torch', 'Upsample'));
    assert.equal(recordFor('torch', 'Conv2D'), undefined);
  });
});
