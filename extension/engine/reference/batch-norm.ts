/** Batch normalisation as it is at inference: moving mean and variance. */
import { at, normaliseAxis, type NDArray } from '../array.ts';
import { weightNamed, type Weights } from '../weights.ts';
import { alongAxis } from './softmax.ts';
import type { KernelCall } from '../../model/kernel.ts';

export type BatchNormCall = Extract<KernelCall, { op: 'batch-norm' }>;

export function batchNorm(call: BatchNormCall, input: NDArray, weights: Weights): NDArray {
  const { outer, length, inner } = alongAxis(input.shape, normaliseAxis(call.axis, input.shape.length));
  const { factors, shifts } = batchNormFactors(call, weights, length);
  const data = new Float32Array(input.data.length);
  for (let channel = 0; channel < length; channel++) {
    const [factor, shift] = [at(factors, channel), at(shifts, channel)];
    for (let o = 0; o < outer; o++) {
      const first = (o * length + channel) * inner;
      for (let i = first; i < first + inner; i++) data[i] = (input.data[i] as number) * factor + shift;
    }
  }
  return { shape: input.shape, data };
}

/** What each channel is multiplied with, and what is added then. */
export function batchNormFactors(
  call: BatchNormCall,
  weights: Weights,
  channels: number,
): { readonly factors: Float64Array; readonly shifts: Float64Array } {
  const mean = weightNamed(weights, 'moving_mean', 'running_mean').data;
  const variance = weightNamed(weights, 'moving_variance', 'running_var').data;
  const gamma = call.scale ? weightNamed(weights, 'gamma', 'weight').data : null;
  const beta = call.center ? weightNamed(weights, 'beta', 'bias').data : null;
  if (mean.length !== channels) {
    throw new Error(`Statistics of ${mean.length} channels do not fit ${channels} channels.`);
  }
  const factors = Float64Array.from(variance, (one, channel) => {
    return (gamma === null ? 1 : at(gamma, channel)) / Math.sqrt(one + call.epsilon);
  });
  const shifts = factors.map((factor, channel) => (beta === null ? 0 : at(beta, channel)) - at(mean, channel) * factor);
  return { factors, shifts };
}
