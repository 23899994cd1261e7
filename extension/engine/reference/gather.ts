/**
 * The one loop under every convolution, ordinary and transposed: each output position gathers its taps. A table per spatial axis
 * tells which input position each kernel tap meets there; what falls into zero padding, or between the strides of a transposed
 * convolution, is simply not in the table. Products are summed in double precision.
 */
import { zeros, type NDArray } from '../array.ts';
import type { Steps } from './steps.ts';

/** For each output position of one axis the pairs (tap, input position), flat. */
export type TapTable = readonly Int32Array[];

export interface GatherWeights {
  /** Kernel sizes, three axes. */
  readonly kernel: readonly [number, number, number];
  readonly groups: number;
  readonly inPerGroup: number;
  readonly outPerGroup: number;
  /** [tap][group][in][out] */
  readonly packed: Float32Array;
}

/** `input` is [batch, depth, height, width, channels]; so is the result. */
export function* gather(
  input: NDArray,
  tables: readonly [TapTable, TapTable, TapTable],
  weights: GatherWeights,
  bias: Float32Array | null,
): Steps<NDArray> {
  const [batch, depth, height, width, channels] = input.shape as [number, number, number, number, number];
  const { groups, inPerGroup, outPerGroup, packed, kernel } = weights;
  const outChannels = groups * outPerGroup;
  const [tapsD, tapsH, tapsW] = tables;
  const output = zeros([batch, tapsD.length, tapsH.length, tapsW.length, outChannels]);
  const sums = new Float64Array(outChannels);
  const tapSize = groups * inPerGroup * outPerGroup;
  let target = 0;
  for (let n = 0; n < batch; n++) {
    for (const pairsD of tapsD) {
      for (const pairsH of tapsH) {
        for (const pairsW of tapsW) {
          if (bias === null) sums.fill(0);
          else sums.set(bias);
          for (let d = 0; d < pairsD.length; d += 2) {
            for (let h = 0; h < pairsH.length; h += 2) {
              const tapRow = ((pairsD[d] as number) * kernel[1] + (pairsH[h] as number)) * kernel[2];
              const sourceRow = ((n * depth + (pairsD[d + 1] as number)) * height + (pairsH[h + 1] as number)) * width;
              for (let w = 0; w < pairsW.length; w += 2) {
                let weight = (tapRow + (pairsW[w] as number)) * tapSize;
                let source = (sourceRow + (pairsW[w + 1] as number)) * channels;
                for (let first = 0; first < outChannels; first += outPerGroup) {
                  for (let i = 0; i < inPerGroup; i++) {
                    const value = input.data[source++] as number;
                    for (let o = 0; o < outPerGroup; o++) {
                      sums[first + o] = (sums[first + o] as number) + value * (packed[weight++] as number);
                    }
                  }
                }
              }
            }
          }
          output.data.set(sums, target);
          target += outChannels;
        }
        yield;
      }
    }
  }
  return output;
}
