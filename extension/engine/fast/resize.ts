/** Interpolation as a program: tables of what every output column and row reads, from the reference's own sampling. */
import { at } from '../array.ts';
import { axisWeights } from '../reference/resize-axis.ts';
import type { AxisSampling, ResizeCall } from '../reference/sampling.ts';
import { float, input, output, type ProgramBuilder } from './program.ts';

/** Adds the step for one sample of `shape` (channels last); null where the picture is no picture of two axes. */
export function addResize(
  builder: ProgramBuilder,
  call: ResizeCall,
  shape: readonly number[],
): readonly number[] | null {
  if (shape.length !== 4 || call.size.length !== 2) return null;
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const [outHeight, outWidth] = call.size as [number, number];
  const rows = table(axisWeights(call, 0, height, outHeight));
  const columns = table(axisWeights(call, 1, width, outWidth));
  const rowBytes = width * channels * 4;
  // Whole registers are written, and read from any pixel on.
  const mixedBytes = Math.ceil((rowBytes + 16) / 64) * 64;
  builder.step('resize', outHeight, outWidth * channels * (rows.taps + columns.taps), [
    input(),
    output(),
    rowBytes,
    channels,
    outWidth,
    builder.table(columns.sources.map((source) => source * channels * 4)),
    builder.table(columns.weights.map(float)),
    columns.taps,
    builder.table(rows.sources.map((source) => source * rowBytes)),
    builder.table(rows.weights.map(float)),
    rows.taps,
    builder.reserve(mixedBytes * builder.threads),
    mixedBytes,
  ]);
  return [batch, outHeight, outWidth, channels];
}

interface Table {
  /** For every position, one after another. */
  readonly sources: readonly number[];
  readonly weights: readonly number[];
  readonly taps: number;
}

/**
 * Every position with as many taps as the largest has. Missing ones share the last one's source, each with half of what is left of
 * its weight, which is exact; a weight of 0 would make NaN of an infinity that is not read.
 */
function table(sampling: AxisSampling): Table {
  const taps = Math.max(...sampling.map(({ sources }) => sources.length));
  const [sources, weights]: [number[], number[]] = [[], []];
  for (const sample of sampling) {
    const last = sample.sources.length - 1;
    const missing = taps - sample.sources.length;
    for (let i = 0; i < taps; i++) {
      sources.push(at(sample.sources, Math.min(i, last)));
      const weight = at(sample.weights, Math.min(i, last));
      weights.push(i < last ? weight : weight / 2 ** Math.min(i - last + 1, missing));
    }
  }
  return { sources, weights, taps };
}
