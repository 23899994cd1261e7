/** The settings that the explainer's sliders lead to. Pure; sizes and overlap come from the model's own arithmetic. */
import { unevennessOf, overlapGrid, overlapPerAxis } from '../../../extension/model/artifacts/overlap.ts';
import { traitOf } from '../../../extension/model/artifacts/spread.ts';
import type { SpreadSetting } from '../../../extension/protocol.ts';
import { TEXTS } from './texts.ts';

export type Transposed = Extract<SpreadSetting, { kind: 'transposed' }>;

/** Beyond these the figure would be too fine to read. */
export const MOST_KERNEL = 9;
export const MOST_STRIDE = 6;
export const MOST_DILATION = 4;

const all = (like: readonly number[], value: number): number[] => like.map(() => value);

/** Where an axis alone decides, its largest entry is shown. */
export const largest = (values: readonly number[]): number => Math.max(...values);
export const extents = (values: readonly number[]): string =>
  new Set(values).size === 1 ? String(values[0]) : values.join('×');

/**
 * PyTorch counts its padding. Where the output was a multiple of the input it stays so, as the formula of its documentation has it:
 * 2·padding - output_padding = dilation·(kernel - 1) + 1 - stride.
 */
function settled(before: Transposed, after: Transposed): Transposed {
  if (typeof before.padding === 'string' || typeof after.padding === 'string') return after;
  const cut = (setting: Transposed, axis: number): number =>
    (setting.dilation[axis] ?? 1) * ((setting.kernel[axis] ?? 1) - 1) + 1 - (setting.stride[axis] ?? 1);
  const multiple = before.padding.every(
    (padding, axis) => 2 * padding - (before.outputPadding?.[axis] ?? 0) === cut(before, axis),
  );
  if (!multiple) return limited(after);
  const rest = after.kernel.map((_, axis) => cut(after, axis));
  const padding = rest.map((cutAway) => Math.max(0, Math.ceil(cutAway / 2)));
  return limited({ ...after, padding, outputPadding: rest.map((cutAway, axis) => 2 * (padding[axis] ?? 0) - cutAway) });
}

/** PyTorch refuses an output padding that is as large as both the stride and the dilation. */
function limited(setting: Transposed): Transposed {
  const { outputPadding, stride, dilation } = setting;
  if (outputPadding === null) return setting;
  const most = (axis: number): number =>
    (setting.framework === 'keras' ? (stride[axis] ?? 1) : Math.max(stride[axis] ?? 1, dilation[axis] ?? 1)) - 1;
  return { ...setting, outputPadding: outputPadding.map((added, axis) => Math.min(added, most(axis))) };
}

export const withKernel = (setting: Transposed, kernel: number): Transposed =>
  settled(setting, { ...setting, kernel: all(setting.kernel, kernel) });
export const withDilation = (setting: Transposed, dilation: number): Transposed =>
  settled(setting, { ...setting, dilation: all(setting.dilation, dilation) });
export const withPadding = (setting: Transposed, padding: number): Transposed => ({
  ...setting,
  padding: all(setting.kernel, padding),
});

/** Keras does not take a dilation with a stride. */
export function withStride(setting: Transposed, stride: number): Transposed {
  const dilation = setting.framework === 'keras' && stride > 1 ? all(setting.dilation, 1) : setting.dilation;
  return settled(setting, { ...setting, stride: all(setting.stride, stride), dilation });
}

export const withOutputPadding = (setting: Transposed, added: number): Transposed =>
  limited({ ...setting, outputPadding: all(setting.kernel, added) });

export function rankOf(setting: SpreadSetting): number {
  switch (setting.kind) {
    case 'transposed':
      return setting.kernel.length;
    case 'resize':
      return setting.factors.length;
    case 'sub-pixel':
      return 2;
    default:
      return setting satisfies never;
  }
}

/** What the setting comes to, in a sentence or two. */
export function verdict(setting: SpreadSetting): string {
  if (setting.kind === 'sub-pixel') return TEXTS.subPixel;
  const grid = overlapGrid(overlapPerAxis(traitOf(setting)));
  const counts = grid.flat();
  if (setting.kind === 'resize') return setting.method === 'linear' ? TEXTS.evenShares : TEXTS.even(1);
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  const empty = counts.filter((count) => count === 0).length;
  if (empty > 0) return TEXTS.holes(empty, counts.length);
  if (low === high) return TEXTS.even(high);
  const fits = setting.dilation.every((rate) => rate === 1) && new Set(setting.stride).size === 1;
  const advice = fits ? ` ${TEXTS.multiple(largest(setting.kernel), largest(setting.stride))}` : '';
  return TEXTS.uneven(low, high, unevennessOf(grid)) + advice;
}
