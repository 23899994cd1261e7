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
/** Periods at each border that are left out where there is room: padding makes them differ from the rest. */
const BORDER_PERIODS = 1;
/** Room enough: what remains is measured as well as the whole. */
const LEAST_PERIODS = 6;

/** `planes` are the channels one after another. Null where the stride is 1 or the maps are too small to tell. */
export function* measureSteps(
  planes: Float32Array,
  height: number,
  width: number,
  channels: number,
  stride: readonly [number, number],
): Generator<undefined, MeasuredArtifact | null, undefined> {
  const plan = planMeasure(measuredSide(height, stride[0]), measuredSide(width, stride[1]), stride);
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

function measuredSide(size: number, stride: number): number {
  const inner = size - 2 * BORDER_PERIODS * stride;
  return Math.min(LARGEST_SIDE, inner >= LEAST_PERIODS * stride ? inner : size);
}

/** Dead and constant channels have no power and no pattern. */
const ratio = (part: number, whole: number): number => (whole > 0 ? Math.min(1, part / whole) : 0);

export function meanMap(planes: Float32Array, size: number, channels: number): Float32Array {
  const sums = new Float64Array(size);
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < size; i++) sums[i] = (sums[i] as number) + (planes[channel * size + i] as number);
  }
  return Float32Array.from(sums, (sum) => sum / Math.max(1, channels));
}
