/** The artifact figures of one set of feature maps, measured on their numbers. */
import { at } from '../array.ts';
import { periodicPart, phaseMeans } from './phases.ts';
import { periodicShare, planMeasure } from './periodic-share.ts';
import type { MeasuredArtifact } from '../../protocol.ts';

/**
 * Larger maps are measured on their middle: a checkerboard shows there as everywhere, and transforms of many large channels take
 * seconds.
 */
const LARGEST_SIDE = 256;

/** `planes` are the channels one after another. Null where the stride is 1 or the maps are too small to tell. */
export function* measureSteps(
  planes: Float32Array,
  height: number,
  width: number,
  channels: number,
  stride: readonly [number, number],
): Generator<undefined, MeasuredArtifact | null, undefined> {
  const plan = planMeasure(Math.min(height, LARGEST_SIDE), Math.min(width, LARGEST_SIDE), stride);
  if (plan === null) return null;
  // The offset is a multiple of the stride; the figure does not depend on it, but the phases keep their places.
  const top = Math.floor((height - plan.height) / 2 / plan.strideH) * plan.strideH;
  const left = Math.floor((width - plan.width) / 2 / plan.strideW) * plan.strideW;
  const shareByChannel = new Float32Array(channels);
  let [periodic, total] = [0, 0];
  const part = new Float64Array(plan.height * plan.width);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0, i = 0; y < plan.height; y++) {
      const row = (channel * height + top + y) * width + left;
      for (let x = 0; x < plan.width; x++) part[i++] = at(planes, row + x);
    }
    const share = periodicShare(part, plan);
    shareByChannel[channel] = ratio(share.periodic, share.total);
    periodic += share.periodic;
    total += share.total;
    yield;
  }
  const map = meanMap(planes, height * width, channels);
  return {
    stride,
    share: ratio(periodic, total),
    shareByChannel,
    phaseMeans: phaseMeans(planes, height, width, stride),
    periodicPart: periodicPart(map, height, width, stride),
  };
}

/** Dead or constant channels have no power; what rounding leaves of it is no pattern. */
const LEAST_POWER = 1e-20;
const ratio = (part: number, whole: number): number => (whole > LEAST_POWER ? Math.min(1, part / whole) : 0);

export function meanMap(planes: Float32Array, size: number, channels: number): Float32Array {
  const sums = new Float64Array(size);
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < size; i++) sums[i] = (sums[i] as number) + (planes[channel * size + i] as number);
  }
  return Float32Array.from(sums, (sum) => sum / Math.max(1, channels));
}
