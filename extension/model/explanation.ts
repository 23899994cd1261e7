/**
 * What the explainer starts from: an upsampling layer in the arguments that decide where its pixels go, and the chain of upsampling
 * layers that it stands in.
 */
import { isMessage, type Message, say } from '../message.ts';
import type { SpreadSetting } from './artifacts/spread.ts';
import type { KernelCall } from './kernel.ts';
import type { LayerFact } from './graph.ts';
import type { PlainArguments, UpsamplingTrait } from './record.ts';
import { recordById } from './records/registry.ts';
import { withKernel } from './alternatives/target.ts';
import type { Shape } from './size.ts';

/** One upsampling call of the chain, as the analysis has it. */
export interface ChainCall {
  readonly name: string;
  readonly layer: LayerFact | null;
  readonly kernel: KernelCall | null;
  readonly inputShape: Shape | null;
  readonly outputShape: Shape | null;
}

export interface ChainLink {
  readonly name: string;
  /** Null: its factor is open or no whole number, or its interpolation is not followed. */
  readonly trait: UpsamplingTrait | null;
}

export interface Explanation {
  /** Null where the figure cannot be drawn: `reason` says why. */
  readonly setting: SpreadSetting | null;
  readonly reason: Message | null;
  /** In the order they run. */
  readonly chain: readonly ChainLink[];
  /** Which of them is the layer itself. */
  readonly own: number;
}

export interface ExplainParams {
  readonly chain: readonly ChainCall[];
  readonly own: number;
}

export function explain({ chain, own }: ExplainParams): Explanation {
  const links = chain.map((call) => ({ name: call.name, trait: traitOfCall(call) }));
  const call = chain[own];
  const setting = call ? settingOf(call, links[own]?.trait ?? null) : say`The layer is not known.`;
  return isMessage(setting)
    ? { setting: null, reason: setting, chain: links, own }
    : { setting, reason: null, chain: links, own };
}

function traitOfCall({ layer, kernel, inputShape, outputShape }: ChainCall): UpsamplingTrait | null {
  const record = layer?.record ? recordById(layer.record) : undefined;
  const config = layer && record?.[layer.framework]?.configure(layer.arguments);
  const declared = (config?.kind === 'known' && record?.upsampling?.(config.value)) || null;
  if (kernel === null || inputShape === null || outputShape === null) return declared;
  if (kernel.op === 'depth-to-space') return { kind: 'sub-pixel', block: kernel.block };
  const layout = 'layout' in kernel ? kernel.layout : 'channels_last';
  const spatial = (shape: Shape): number[] =>
    (layout === 'channels_last' ? shape.slice(1, -1) : shape.slice(2)).flatMap((size) =>
      typeof size === 'number' ? [size] : [],
    );
  return withKernel(declared, kernel, spatial(inputShape), spatial(outputShape));
}

const numbers = (value: unknown, rank: number): number[] | null => {
  const all = Array.isArray(value) ? (value as unknown[]) : new Array<unknown>(rank).fill(value);
  const found = all.length === 1 ? new Array<unknown>(rank).fill(all[0]) : all;
  return found.length === rank && found.every((one) => typeof one === 'number') ? found : null;
};

function settingOf({ layer, kernel }: ChainCall, trait: UpsamplingTrait | null): SpreadSetting | Message {
  if (trait === null) return say`Its factor is not known here, so that there is nothing to draw.`;
  switch (trait.kind) {
    case 'transposed':
      return transposedSetting(layer, trait) ?? say`Its padding is not known here, so that there is nothing to draw.`;
    case 'sub-pixel':
      return { kind: 'sub-pixel', block: trait.block };
    case 'resize': {
      const { factors, method } = trait;
      const whole = factors.every((factor) => Number.isInteger(factor) && factor >= 1);
      if (!whole)
        return say`It resizes by ${factors.map((factor) => factor.toFixed(2)).join(' × ')}: no pattern repeats.`;
      const aligned = kernel?.op === 'resize' && kernel.alignCorners;
      if (method.startsWith('nearest')) return { kind: 'resize', factors, method: 'nearest' };
      return method.endsWith('linear') && !aligned
        ? { kind: 'resize', factors, method: 'linear' }
        : say`Every output pixel is a mean of ${method} weights that add up to 1, whatever its place: no pattern can come of it.`;
    }
    default:
      return trait satisfies never;
  }
}

function transposedSetting(
  layer: LayerFact | null,
  { kernel, strides, dilation }: Extract<UpsamplingTrait, { kind: 'transposed' }>,
): SpreadSetting | null {
  if (layer === null) return null;
  const { padding, output_padding: added = null } = layer.arguments;
  const outputPadding = added === null ? null : numbers(added, kernel.length);
  const base = { kind: 'transposed', framework: layer.framework, kernel, stride: strides, dilation } as const;
  if (layer.framework === 'torch') {
    const counted = numbers(padding ?? 0, kernel.length);
    return counted && { ...base, padding: counted, outputPadding: outputPadding ?? kernel.map(() => 0) };
  }
  const word = typeof padding === 'string' ? padding.toLowerCase() : null;
  return word === 'same' || word === 'valid' ? { ...base, padding: word, outputPadding } : null;
}

/** The arguments that say a setting, by the names that a layer's class has for them. */
export function argumentsOf(setting: SpreadSetting, layer: LayerFact): PlainArguments {
  const keras = layer.framework === 'keras';
  switch (setting.kind) {
    case 'transposed': {
      const { kernel, stride, dilation, padding, outputPadding } = setting;
      return keras
        ? { kernel_size: kernel, strides: stride, padding, output_padding: outputPadding, dilation_rate: dilation }
        : { kernel_size: kernel, stride, padding, output_padding: outputPadding ?? 0, dilation };
    }
    case 'resize': {
      const { factors, method } = setting;
      const linear = ['linear', 'bilinear', 'trilinear'][factors.length - 1] ?? 'bilinear';
      const named = method === 'linear' ? linear : 'nearest';
      const word = keras ? 'interpolation' : 'mode';
      const size = keras ? 'size' : 'scale_factor';
      return { [size]: factors, ...(word in layer.arguments ? { [word]: named } : {}) };
    }
    case 'sub-pixel':
      return 'upscale_factor' in layer.arguments ? { upscale_factor: setting.block } : { block_size: setting.block };
    default:
      return setting satisfies never;
  }
}
