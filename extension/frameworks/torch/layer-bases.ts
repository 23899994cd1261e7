/** Base classes of the layers, as far as code asks for them with isinstance: `nn.modules.batchnorm._BatchNorm` and so on. */
import { nativeClass } from '../../python/evaluate/native.ts';
import type { PyClass } from '../../python/values.ts';
import type { TorchContext } from './context.ts';
import { layerClass } from './layers.ts';

/** By pattern of the class name, the first that fits; the base is looked up in turn. */
const BASES: readonly (readonly [RegExp, string])[] = [
  [/^LazyConv/, '_LazyConv'],
  [/^ConvTranspose\dd$/, '_ConvTransposeNd'],
  [/^Conv\dd$|^_ConvTransposeNd$/, '_ConvNd'],
  [/^(Sync)?BatchNorm/, '_BatchNorm'],
  [/^InstanceNorm/, '_InstanceNorm'],
  [/^_(Batch|Instance)Norm$/, '_NormBase'],
  [/^MaxPool\dd$/, '_MaxPoolNd'],
  [/^AvgPool\dd$/, '_AvgPoolNd'],
  [/^AdaptiveAvgPool\dd$/, '_AdaptiveAvgPoolNd'],
  [/^AdaptiveMaxPool\dd$/, '_AdaptiveMaxPoolNd'],
  [/^(Alpha|FeatureAlpha)?Dropout\d?d?$/, '_DropoutNd'],
  [/^(RNN|LSTM|GRU)$/, 'RNNBase'],
  [/^(RNN|LSTM|GRU)Cell$/, 'RNNCellBase'],
  [/^(CrossEntropy|NLL|BCE|MultiMargin|MultiLabelSoftMargin)\w*Loss$/, '_WeightedLoss'],
  [/Loss$/, '_Loss'],
  [/^Upsampling(Nearest|Bilinear)2d$/, 'Upsample'],
  [/^ReLU6$/, 'Hardtanh'],
  [/^NonDynamicallyQuantizableLinear$/, 'Linear'],
];

export function layerBases(ctx: TorchContext, name: string): readonly PyClass[] {
  const base = BASES.find(([pattern, base]) => base !== name && pattern.test(name))?.[1];
  return [base === undefined ? ctx.classes.module : baseClass(ctx, base)];
}

/** Abstract bases are made when they are asked for. */
export function baseClass(ctx: TorchContext, name: string): PyClass {
  const known = ctx.layers.get(name) ?? layerClass(ctx, name);
  if (known) return known;
  const cls = nativeClass({ name, qualifiedName: `torch.nn.modules.${name}`, bases: layerBases(ctx, name) });
  ctx.layers.set(name, cls);
  return cls;
}

/** True for the underscored names above. */
export const isAbstractBase = (name: string): boolean => BASES.some(([, base]) => base === name);
