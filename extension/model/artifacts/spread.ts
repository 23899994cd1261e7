/**
 * What an upsampling layer does to one axis, input pixel by input pixel: which pixels of the output it reaches, and with which share.
 * With a kernel of ones the shares that an output pixel gets add up to its overlap (Odena et al. 2016), borders included. The
 * explainer draws this; the sizes and crops are the layers' own.
 */
import type { UpsamplingTrait } from '../record.ts';
import { kerasCrop, torchCrop, type Crop } from '../shape-rules/transposed-convolution.ts';
import { effectiveKernel, type WindowAxis } from '../shape-rules/windows.ts';

/** An upsampling layer in its framework's own arguments, as far as they decide where pixels go. One entry per spatial axis. */
export type SpreadSetting =
  | {
      readonly kind: 'transposed';
      readonly framework: 'keras' | 'torch';
      readonly kernel: readonly number[];
      readonly stride: readonly number[];
      readonly dilation: readonly number[];
      /** Keras names it; PyTorch counts it. */
      readonly padding: 'same' | 'valid' | readonly number[];
      /** Null: left to Keras. */
      readonly outputPadding: readonly number[] | null;
    }
  | { readonly kind: 'resize'; readonly factors: readonly number[]; readonly method: 'nearest' | 'linear' }
  | { readonly kind: 'sub-pixel'; readonly block: number };

export interface Reach {
  /** Pixel of the output. */
  readonly at: number;
  /** 1 for a tap of a kernel of ones. */
  readonly share: number;
}

export interface AxisSpread {
  readonly size: number;
  /** By input pixel. */
  readonly reaches: readonly (readonly Reach[])[];
}

export function spreadAxis(setting: SpreadSetting, axis: number, inputs: number): AxisSpread {
  switch (setting.kind) {
    case 'transposed':
      return transposedSpread(windowOf(setting, axis), cropOf(setting, axis), inputs);
    case 'resize':
      return resizeSpread(setting.factors[axis] ?? 1, setting.method, inputs);
    case 'sub-pixel':
      // Every pixel of a block is drawn by a channel of its own.
      return resizeSpread(setting.block, 'nearest', inputs);
    default:
      return setting satisfies never;
  }
}

/** Overlap of each output pixel. */
export function overlapOf({ size, reaches }: AxisSpread): number[] {
  const sums = new Array<number>(size).fill(0);
  for (const { at, share } of reaches.flat()) sums[at] = (sums[at] ?? 0) + share;
  return sums;
}

type Transposed = Extract<SpreadSetting, { kind: 'transposed' }>;

const windowOf = ({ kernel, stride, dilation }: Transposed, axis: number): WindowAxis => ({
  kernel: kernel[axis] ?? 1,
  stride: stride[axis] ?? 1,
  dilation: dilation[axis] ?? 1,
});

function cropOf(setting: Transposed, axis: number): Crop {
  const { padding, outputPadding } = setting;
  if (typeof padding !== 'string') return torchCrop(padding[axis] ?? 0, outputPadding?.[axis] ?? 0);
  return kerasCrop(windowOf(setting, axis), padding, outputPadding?.[axis] ?? null);
}

function transposedSpread(axis: WindowAxis, { before, after, added }: Crop, inputs: number): AxisSpread {
  const full = (inputs - 1) * axis.stride + effectiveKernel(axis);
  const size = Math.max(0, full - before - after + added);
  const reaches = Array.from({ length: inputs }, (_, input) =>
    Array.from({ length: axis.kernel }, (__, tap) => ({
      at: input * axis.stride + axis.dilation * tap - before,
      share: 1,
    })),
  );
  return {
    size,
    reaches: reaches.map((taps) => taps.filter(({ at }) => at >= 0 && at < Math.min(size, full - before - after))),
  };
}

function resizeSpread(factor: number, method: 'nearest' | 'linear', inputs: number): AxisSpread {
  const size = inputs * factor;
  const reaches = Array.from({ length: inputs }, (): Reach[] => []);
  const add = (input: number, at: number, share: number): void => {
    if (share === 0) return;
    const held = reaches[Math.max(0, Math.min(inputs - 1, input))] ?? [];
    const same = held.findIndex((reach) => reach.at === at);
    if (same < 0) held.push({ at, share });
    else held[same] = { at, share: share + (held[same]?.share ?? 0) };
  };
  for (let at = 0; at < size; at++) {
    if (method === 'nearest') add(Math.floor(at / factor), at, 1);
    else {
      // Pixel centres of output and input agree at the half pixel; at the border the outermost pixel is repeated.
      const position = (at + 0.5) / factor - 0.5;
      const first = Math.floor(position);
      add(first, at, 1 - (position - first));
      add(first + 1, at, position - first);
    }
  }
  return { size, reaches };
}

/** The setting as the artifact measures take it; crops decide which phase comes first. */
export function traitOf(setting: SpreadSetting): UpsamplingTrait {
  switch (setting.kind) {
    case 'transposed': {
      const { kernel, stride: strides, dilation } = setting;
      const crop = kernel.map((_, axis) => cropOf(setting, axis).before);
      // Overlap counts taps: weights have no part in it.
      return {
        kind: 'transposed',
        kernel,
        strides,
        dilation,
        crop,
        weight: '',
        weightOrder: 'in-out-spatial',
        groups: 1,
      };
    }
    case 'resize':
      return { kind: 'resize', factors: setting.factors, method: setting.method === 'linear' ? 'bilinear' : 'nearest' };
    case 'sub-pixel':
      return setting;
    default:
      return setting satisfies never;
  }
}
