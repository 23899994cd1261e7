/**
 * A convolution seen from its output, one axis at a time: evenly spaced output positions that all use the same taps at the same
 * distances. An ordinary convolution is one such phase; a transposed one has a phase per residue of its stride.
 */
import { at } from '../array.ts';
import { convolutionOutputSize, type ConvolutionCall } from '../reference/convolution.ts';
import { axisPadding } from '../reference/padding.ts';
import type { Three } from '../reference/spatial.ts';
import { cropOf, transposedOutputSize, type TransposedCall } from '../reference/transposed-convolution.ts';

export interface AxisPhase {
  /** Output positions first, first + outputStride, ... */
  readonly first: number;
  readonly outputStride: number;
  readonly count: number;
  /** Output number j reads input position start + j * inputStride + offset of each tap. */
  readonly start: number;
  readonly inputStride: number;
  /** Sorted by offset. Several taps that meet the same position are one: their weights are added. */
  readonly taps: readonly { readonly taps: readonly number[]; readonly offset: number }[];
}

/** One of each axis. */
export type Phase = Three<AxisPhase>;

/** An axis that is not there. */
export const NO_AXIS: AxisPhase = {
  first: 0,
  outputStride: 1,
  count: 1,
  start: 0,
  inputStride: 1,
  taps: [{ taps: [0], offset: 0 }],
};

export function convolutionPhase(call: ConvolutionCall, axis: number, size: number): AxisPhase {
  const [kernel, stride, dilation] = [at(call.kernel, axis), at(call.strides, axis), at(call.dilation, axis)];
  const [before] = axisPadding(call.padding, axis, size, kernel, stride, dilation);
  return {
    first: 0,
    outputStride: 1,
    count: convolutionOutputSize(call, axis, size),
    start: -before,
    inputStride: stride,
    taps: Array.from({ length: kernel }, (_, tap) => ({ taps: [tap], offset: tap * dilation })),
  };
}

/** Taps that never meet the output positions of a phase are in none; a phase without taps shows the bias alone. */
export function transposedPhases(call: TransposedCall, axis: number, size: number): AxisPhase[] {
  const [kernel, stride, dilation] = [at(call.kernel, axis), at(call.strides, axis), at(call.dilation, axis)];
  const [before] = cropOf(call, axis);
  const outSize = transposedOutputSize(call, axis, size);
  const phases: AxisPhase[] = [];
  for (let first = 0; first < Math.min(stride, outSize); first++) {
    const taps: { taps: number[]; offset: number }[] = [];
    for (let tap = kernel - 1; tap >= 0; tap--) {
      const offset = (first + before - tap * dilation) / stride;
      if (Number.isInteger(offset)) taps.push({ taps: [tap], offset });
    }
    const count = Math.ceil((outSize - first) / stride);
    phases.push({ first, outputStride: stride, count, start: 0, inputStride: 1, taps });
  }
  return phases;
}

/**
 * A convolution with stride 1 of a picture whose pixels were repeated `factor` times before: output positions with the same
 * remainder meet the same pixels of the small picture, several taps one of them. Padding with zeros stays what it was, because the
 * repeated picture ends where the small one ends.
 */
export function upsampledPhases(call: ConvolutionCall, axis: number, size: number, factor: number): AxisPhase[] {
  const [kernel, dilation] = [at(call.kernel, axis), at(call.dilation, axis)];
  const [before] = axisPadding(call.padding, axis, size * factor, kernel, 1, dilation);
  const outSize = convolutionOutputSize(call, axis, size * factor);
  return Array.from({ length: Math.min(factor, outSize) }, (_, first) => {
    const taps = new Map<number, number[]>();
    for (let tap = 0; tap < kernel; tap++) {
      const offset = Math.floor((first + tap * dilation - before) / factor);
      taps.set(offset, [...(taps.get(offset) ?? []), tap]);
    }
    return {
      first,
      outputStride: factor,
      count: Math.ceil((outSize - first) / factor),
      start: 0,
      inputStride: 1,
      taps: [...taps].map(([offset, merged]) => ({ taps: merged, offset })),
    };
  });
}

/** How much must be padded so that every read of every phase of an axis falls into the picture. */
export function paddingFor(phases: readonly AxisPhase[], size: number): readonly [number, number] {
  let [lowest, highest] = [0, size - 1];
  for (const { start, count, inputStride, taps } of phases) {
    for (const { offset } of taps) {
      lowest = Math.min(lowest, start + offset);
      highest = Math.max(highest, start + offset + (count - 1) * inputStride);
    }
  }
  return [-lowest, highest - (size - 1)];
}
