/** Feature maps as the panels draw them: planes of numbers, one channel after another. */
import { at, sizeOf, type NDArray } from './array.ts';
import { measureSteps } from './measure/measure.ts';
import type { Slices } from './pause.ts';
import { toChannelsFirst } from './reference/permute.ts';
import type { Layout } from '../model/kernel.ts';
import type { FeatureMaps } from '../protocol.ts';

/**
 * The first sample of a tensor. Volumes show their middle slice; signals are one row high; what has no spatial axes is one row of
 * features. `stride` null measures nothing.
 */
export async function featureMaps(
  tensor: NDArray,
  layout: Layout,
  stride: readonly [number, number] | null,
  slices: Slices,
): Promise<FeatureMaps> {
  const { height, width, channels, data } = planesOf(tensor, layout);
  const measured = stride === null ? null : await slices.run(measureSteps(data, height, width, channels, stride));
  await slices.breathe();
  const [minimum, maximum] = range(data);
  return { height, width, channels, data, minimum, maximum, measured };
}

interface Planes {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Float32Array;
}

function planesOf(tensor: NDArray, layout: Layout): Planes {
  const { shape } = tensor;
  const rank = shape.length;
  if (rank < 3) {
    const width = rank === 0 ? 1 : at(shape, rank - 1);
    return { height: 1, width, channels: 1, data: tensor.data.slice(0, width) };
  }
  if (rank > 5) throw new Error(`A tensor of ${rank} axes is no set of feature maps.`);
  const sample = { shape: [1, ...shape.slice(1)], data: tensor.data.subarray(0, sizeOf(shape.slice(1))) };
  const planes = toChannelsFirst(sample, layout);
  const [channels, ...spatial] = planes.shape.slice(1) as [number, ...number[]];
  const [height, width] = spatial.length === 1 ? [1, at(spatial, 0)] : (spatial.slice(-2) as [number, number]);
  if (spatial.length < 3) {
    const data = planes.data.buffer === tensor.data.buffer ? planes.data.slice() : planes.data;
    return { height, width, channels, data };
  }
  const depth = at(spatial, 0);
  const data = new Float32Array(channels * height * width);
  for (let channel = 0; channel < channels; channel++) {
    const first = (channel * depth + Math.floor(depth / 2)) * height * width;
    data.set(planes.data.subarray(first, first + height * width), channel * height * width);
  }
  return { height, width, channels, data };
}

/** Of the finite numbers; 0 and 0 where there are none. */
function range(data: Float32Array): readonly [number, number] {
  let [minimum, maximum] = [Infinity, -Infinity];
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return minimum > maximum ? [0, 0] : [minimum, maximum];
}
