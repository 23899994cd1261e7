/** Upsampling layers of both frameworks, as the analysis hands them over; shared by the tests and test/oracle/alternative-code.ts. */
import { readFileSync } from 'node:fs';
import type { LayerFact } from '../../../extension/model/graph.ts';
import type { Framework, PlainArguments } from '../../../extension/model/record.ts';
import { recordFor } from '../../../extension/model/records/registry.ts';
import type { Shape } from '../../../extension/model/size.ts';

type Signatures = Record<string, readonly (readonly [string, string, unknown?])[]>;
const signatures = Object.fromEntries(
  (['keras', 'torch'] as const).map((framework) => [
    framework,
    JSON.parse(
      readFileSync(new URL(`../../../extension/frameworks/${framework}/signatures.json`, import.meta.url), 'utf8'),
    ) as Signatures,
  ]),
);

/** A layer with these arguments given, in this order, and the framework's defaults for the rest. */
export function layerFact(framework: Framework, type: string, given: PlainArguments): LayerFact {
  const prefix = framework === 'torch' ? 'nn.' : type.startsWith('ops.') ? '' : 'layers.';
  const signature = signatures[framework]?.[prefix + type];
  if (signature === undefined) throw new Error(`There is no ${prefix}${type}.`);
  const defaults = signature.flatMap(([name, kind, value]) =>
    kind === '**' || value === undefined ? [] : [[name, value] as const],
  );
  const range = (start: number): LayerFact['range'] => ({ file: 'model.py', start, end: start + 1 });
  return {
    id: 0,
    framework,
    name: 'layer',
    type,
    record: recordFor(framework, type)?.id ?? null,
    arguments: { ...(Object.fromEntries(defaults) as PlainArguments), ...given },
    argumentRanges: Object.fromEntries(Object.keys(given).map((name, index) => [name, range(index)])),
    range: range(0),
    weights: null,
    documentation: null,
    parameterSum: null,
    trainable: true,
    reason: null,
  };
}

export interface Case {
  readonly layer: LayerFact;
  readonly input: Shape;
}

const NHWC = [2, 8, 9, 3];
const NCHW = [2, 4, 8, 9];
const keras = (type: string, given: PlainArguments, input: Shape = NHWC): Case => ({
  layer: layerFact('keras', type, given),
  input,
});
const torch = (type: string, given: PlainArguments, input: Shape = NCHW): Case => ({
  layer: layerFact('torch', type, given),
  input,
});
const transposed = (
  kernel_size: number | readonly number[],
  strides: number | readonly number[],
  more: PlainArguments = {},
) => keras('Conv2DTranspose', { filters: 6, kernel_size, strides, ...more });
const convTranspose = (kernel_size: number, stride: number | readonly number[], more: PlainArguments = {}) =>
  torch('ConvTranspose2d', { in_channels: 4, out_channels: 6, kernel_size, stride, ...more });

export const CASES: readonly Case[] = [
  ...[1, 2, 3, 4, 5].flatMap((kernel) =>
    [2, 3].flatMap((stride) => [
      transposed(kernel, stride, { padding: 'same' }),
      transposed(kernel, stride),
      convTranspose(kernel, stride),
    ]),
  ),
  keras(
    'Conv2DTranspose',
    { filters: 32, kernel_size: 3, strides: 2, padding: 'same', activation: 'relu' },
    [1, 8, 8, 3],
  ),
  transposed(3, [2, 1], { padding: 'same' }),
  transposed([3, 5], 2, { padding: 'same', use_bias: false, kernel_initializer: 'he_normal' }),
  transposed(5, 3, { padding: 'same', output_padding: 1 }),
  transposed(4, 3, { padding: 'valid', output_padding: 2 }),
  transposed(3, 2, { padding: 'same', activation: 'softmax' }),
  keras(
    'Conv2DTranspose',
    { filters: 6, kernel_size: 3, strides: 2, padding: 'same', data_format: 'channels_first' },
    [2, 3, 8, 9],
  ),
  keras('Conv1DTranspose', { filters: 6, kernel_size: 3, strides: 2, padding: 'valid' }, [2, 8, 3]),
  keras('Conv3DTranspose', { filters: 6, kernel_size: 3, strides: 2, padding: 'same' }, [2, 4, 5, 6, 3]),
  keras('UpSampling1D', { size: 3 }, [2, 8, 3]),
  keras('UpSampling2D', {}),
  keras('UpSampling2D', { size: [3, 2], interpolation: 'bilinear' }),
  keras('UpSampling3D', { size: 2 }, [2, 4, 5, 6, 3]),
  keras('Resizing', { height: 20, width: 31 }),
  keras('ops.depth_to_space', { block_size: 2 }, [2, 8, 9, 12]),
  convTranspose(3, 2, { padding: 1, output_padding: 1 }),
  convTranspose(3, 2, { padding: 1, output_padding: 1, bias: false }),
  convTranspose(5, 2, { padding: 2, output_padding: 1, groups: 2 }),
  convTranspose(3, 2, { padding: 0, dilation: 2 }),
  convTranspose(3, 2, { padding: 2, dilation: 3, output_padding: 1 }),
  convTranspose(3, [2, 1], { padding: 1 }),
  torch(
    'ConvTranspose1d',
    { in_channels: 4, out_channels: 6, kernel_size: 3, stride: 2, padding: 1, output_padding: 1 },
    [2, 4, 8],
  ),
  torch('ConvTranspose3d', { in_channels: 4, out_channels: 6, kernel_size: 3, stride: 2 }, [2, 4, 4, 5, 6]),
  torch('Upsample', { scale_factor: 2, mode: 'bilinear', align_corners: true }),
  torch('Upsample', { scale_factor: 3 }),
  torch('Upsample', { scale_factor: 1.5, mode: 'bicubic' }),
  torch('Upsample', { size: [20, 31] }),
  torch('Upsample', { scale_factor: 2, mode: 'trilinear' }, [2, 4, 4, 5, 6]),
  torch('Upsample', { scale_factor: 2, mode: 'linear' }, [2, 4, 8]),
  torch('PixelShuffle', { upscale_factor: 2 }),
];

/** The rows, in the order they are listed. */
export const IDS = [
  'as-written',
  'nearest-conv',
  'bilinear-conv',
  'bicubic-conv',
  'transposed-stride',
  'transposed-multiple',
  'sub-pixel',
  'sub-pixel-icnr',
];
