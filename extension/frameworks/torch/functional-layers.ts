/**
 * Functions of torch.nn.functional (and torch) that compute what a layer computes: which layer, which arguments are its inputs, and how
 * the rest becomes the layer's arguments.
 */
import type { Plain, PlainArguments } from '../../model/record.ts';
import type { Size } from '../../model/size.ts';
import { torchRecord } from './records/registry.ts';
import { multiply } from '../../model/sizes/arithmetic.ts';
import { asInt, FALSE, NONE, tuple, type Value } from '../../python/values.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { TORCH } from './context.ts';
import type { Op } from './ops/op.ts';

export interface LayerRule {
  readonly layer: string;
  readonly inputs: readonly string[];
  /** Arguments that the function does not name as the layer does; null when they cannot be told. */
  readonly arguments?: (op: Op) => PlainArguments | null;
  /** The function takes the weight as a tensor. */
  readonly weightIsTensor?: boolean;
  readonly pack?: (op: Op, outputs: readonly Value[]) => Value;
}

const simple = (layer: string, args?: (op: Op) => PlainArguments | null): LayerRule => ({
  layer,
  inputs: ['input'],
  ...(args && { arguments: args }),
});

const plainSize = (size: Size): Plain => (typeof size === 'number' ? size : { kind: 'size', size });

/** in_channels and the like from the weight's shape. */
function convolution(layer: string, transposed: boolean): LayerRule {
  return {
    layer,
    inputs: ['input'],
    weightIsTensor: true,
    arguments: (op) => {
      const shape = tensorOf(op.value('weight'))?.shape;
      if (!shape) return null;
      const groups = op.int('groups', 1);
      const [first = 1, second = 1, ...kernel] = shape;
      const [outer, inner] = [plainSize(first), plainSize(multiply(second, groups))];
      return {
        in_channels: transposed ? outer : inner,
        out_channels: transposed ? inner : outer,
        kernel_size: kernel.map(plainSize),
        bias: op.has('bias'),
        padding_mode: 'zeros',
      };
    },
  };
}

const pooling = (layer: string): LayerRule => ({
  ...simple(layer),
  pack: (op, [output = NONE, positions]) => {
    if (
      op.value('return_indices') === undefined ||
      op.call.interpreter.truth(op.value('return_indices') ?? FALSE) !== true
    ) {
      return output;
    }
    const data = tensorOf(output);
    const other = positions ?? makeTensor(op.ctx.session, TORCH, data?.shape ?? null, data?.reason ?? null, 'int64');
    return tuple([output, other]);
  },
});

/** The full form behind the flag. */
const withIndices = (layer: string): LayerRule => ({
  ...simple(layer, () => ({ return_indices: true })),
  pack: (_, outputs) => tuple(outputs),
});

/** Layers whose function has the same name in snake case and the same arguments. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: 'ReLU',
  relu6: 'ReLU6',
  leaky_relu: 'LeakyReLU',
  elu: 'ELU',
  selu: 'SELU',
  celu: 'CELU',
  gelu: 'GELU',
  silu: 'SiLU',
  mish: 'Mish',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softplus: 'Softplus',
  softsign: 'Softsign',
  softshrink: 'Softshrink',
  hardshrink: 'Hardshrink',
  tanhshrink: 'Tanhshrink',
  hardtanh: 'Hardtanh',
  hardsigmoid: 'Hardsigmoid',
  hardswish: 'Hardswish',
  threshold: 'Threshold',
  rrelu: 'RReLU',
  glu: 'GLU',
};

const DROPOUTS = ['dropout', 'dropout1d', 'dropout2d', 'dropout3d', 'alpha_dropout', 'feature_alpha_dropout'];
const DROPOUT_LAYERS = ['Dropout', 'Dropout1d', 'Dropout2d', 'Dropout3d', 'AlphaDropout', 'FeatureAlphaDropout'];

const RULES: Readonly<Record<string, LayerRule>> = {
  ...Object.fromEntries(Object.entries(ACTIVATIONS).map(([name, layer]) => [name, simple(layer)])),
  ...Object.fromEntries(DROPOUTS.map((name, index) => [name, simple(DROPOUT_LAYERS[index] ?? 'Dropout')])),
  ...Object.fromEntries(
    [1, 2, 3].flatMap((rank) => [
      [`conv${rank}d`, convolution(`Conv${rank}d`, false)],
      [`conv_transpose${rank}d`, convolution(`ConvTranspose${rank}d`, true)],
      [`max_pool${rank}d`, pooling(`MaxPool${rank}d`)],
      [`avg_pool${rank}d`, simple(`AvgPool${rank}d`)],
      [`lp_pool${rank}d`, simple(`LPPool${rank}d`)],
      [`adaptive_avg_pool${rank}d`, simple(`AdaptiveAvgPool${rank}d`)],
      [`adaptive_max_pool${rank}d`, pooling(`AdaptiveMaxPool${rank}d`)],
    ]),
  ),
  ...Object.fromEntries(
    [2, 3].flatMap((rank) => [
      [`fractional_max_pool${rank}d`, pooling(`FractionalMaxPool${rank}d`)],
      [`fractional_max_pool${rank}d_with_indices`, withIndices(`FractionalMaxPool${rank}d`)],
    ]),
  ),
  ...Object.fromEntries(
    [1, 2, 3].flatMap((rank) => [
      [`max_pool${rank}d_with_indices`, withIndices(`MaxPool${rank}d`)],
      [`adaptive_max_pool${rank}d_with_indices`, withIndices(`AdaptiveMaxPool${rank}d`)],
    ]),
  ),
  interpolate: simple('Upsample'),
  upsample: simple('Upsample'),
  upsample_nearest: simple('UpsamplingNearest2d'),
  upsample_bilinear: simple('UpsamplingBilinear2d'),
  pixel_shuffle: simple('PixelShuffle'),
  pixel_unshuffle: simple('PixelUnshuffle'),
  channel_shuffle: simple('ChannelShuffle'),
  unfold: simple('Unfold'),
  fold: simple('Fold'),
  local_response_norm: simple('LocalResponseNorm'),
};

/** Undefined where no layer computes what the function does with these arguments. */
export function layerRule(key: string, name: string, values: ReadonlyMap<string, Value>): LayerRule | undefined {
  // Tensor.unfold slides along one axis and is another function.
  if (name === 'unfold' && values.has('dimension')) return undefined;
  // Padding by differences of sizes (skip connections) is no fixed layer.
  if (name === 'pad' && !isFixed(values.get('pad'))) return undefined;
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  // Some functions have a record of their own.
  return rule ?? (key.startsWith('nn.functional.') && torchRecord(key) ? simple(key) : undefined);
}

const isFixed = (pad: Value | undefined): boolean =>
  (pad?.kind === 'list' || pad?.kind === 'tuple') && pad.items.every((item) => asInt(item) !== undefined);

export const layerRuleNames = (): readonly string[] => Object.keys(RULES);
