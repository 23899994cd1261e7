/** Resizing, one axis after the other: each output position is a weighted sum of input positions of that axis. */
import { at, type NDArray } from '../array.ts';
import { alongAxis } from './softmax.ts';
import { spatialAxes } from './permute.ts';
import { axisWeights } from './resize-axis.ts';
import type { AxisSampling, ResizeCall } from './sampling.ts';
import type { Steps } from './steps.ts';

/** Output positions computed between two yields. */
const LINES_PER_STEP = 64;

export function* resize(call: ResizeCall, input: NDArray): Steps<NDArray> {
  const axes = spatialAxes(input.shape.length, call.layout);
  if (axes.length !== call.size.length) {
    throw new Error(`Sizes for ${call.size.length} axes do not fit an input with ${axes.length} spatial axes.`);
  }
  let result = input;
  for (const [index, axis] of axes.entries()) {
    const sampling = axisWeights(call, index, at(input.shape, axis), at(call.size, index));
    result = yield* resample(result, axis, sampling);
  }
  return result;
}

export function* resample(input: NDArray, axis: number, sampling: AxisSampling): Steps<NDArray> {
  if (isUnchanged(sampling, at(input.shape, axis))) return input;
  const { outer, length, inner } = alongAxis(input.shape, axis);
  const data = new Float32Array(outer * sampling.length * inner);
  const sums = new Float64Array(inner);
  let target = 0;
  for (let o = 0; o < outer; o++) {
    for (const { sources, weights } of sampling) {
      sums.fill(0);
      for (let k = 0; k < sources.length; k++) {
        const source = (o * length + (sources[k] as number)) * inner;
        const weight = weights[k] as number;
        for (let i = 0; i < inner; i++) sums[i] = (sums[i] as number) + weight * (input.data[source + i] as number);
      }
      data.set(sums, target);
      target += inner;
    }
    if (o % LINES_PER_STEP === 0) yield;
  }
  return { shape: input.shape.map((size, a) => (a === axis ? sampling.length : size)), data };
}

function isUnchanged(sampling: AxisSampling, size: number): boolean {
  return (
    sampling.length === size &&
    sampling.every(({ sources, weights }, i) => sources.length === 1 && sources[0] === i && weights[0] === 1)
  );
}
