/**
 * Pictures have three channels; networks ask for any number. One channel is the luma, three are red, green and blue, four add an
 * opaque alpha. A layer in the middle of a network has feature maps as its input: these get derived pictures, as a first layer
 * might make them, so that neighbouring channels differ: each channel is one of the colours, the luma and its two gradients, as it
 * is or inverted, in turns.
 */
import { at, type NDArray } from '../array.ts';

/** Rec. 709 luma. */
const LUMA = [0.2126, 0.7152, 0.0722] as const;

/** `picture` is height x width x 3. */
export function adaptChannels(picture: NDArray, channels: number): NDArray {
  if (channels === 3) return picture;
  const [height, width] = [at(picture.shape, 0), at(picture.shape, 1)];
  const planes = channels === 1 ? [luma(picture)] : derivedPlanes(picture, channels);
  const data = new Float32Array(height * width * channels);
  // Pixel by pixel: a channel of all pixels lies scattered over the whole memory.
  for (let i = 0, place = 0; place < data.length; i++) {
    for (let channel = 0; channel < channels; channel++, place++)
      data[place] = (planes[channel] as Float32Array)[i] as number;
  }
  return { shape: [height, width, channels], data };
}

function derivedPlanes(picture: NDArray, channels: number): Float32Array[] {
  const [red, green, blue] = [0, 1, 2].map((channel) => plane(picture, channel)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  if (channels === 4) return [red, green, blue, new Float32Array(red.length).fill(1)];
  const grey = luma(picture);
  const features = [red, green, blue, grey, gradient(picture, grey, 1), gradient(picture, grey, 0)];
  const inverted = features.map((feature) => feature.map((value) => 1 - value));
  const cycle = [...features, ...inverted];
  return Array.from({ length: channels }, (_, channel) => cycle[channel % cycle.length] as Float32Array);
}

function plane(picture: NDArray, channel: number): Float32Array {
  const values = new Float32Array(picture.data.length / 3);
  for (let i = 0; i < values.length; i++) values[i] = picture.data[i * 3 + channel] as number;
  return values;
}

export function luma(picture: NDArray): Float32Array {
  const values = new Float32Array(picture.data.length / 3);
  const { data } = picture;
  for (let i = 0; i < values.length; i++) {
    for (let channel = 0; channel < 3; channel++) {
      values[i] = (values[i] as number) + (LUMA[channel] as number) * (data[i * 3 + channel] as number);
    }
  }
  return values;
}

/** The difference of the neighbours along an axis, around 0.5. */
function gradient(picture: NDArray, values: Float32Array, axis: 0 | 1): Float32Array {
  const [height, width] = [at(picture.shape, 0), at(picture.shape, 1)];
  const result = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [up, down] = [Math.max(0, y - 1), Math.min(height - 1, y + 1)];
      const [left, right] = [Math.max(0, x - 1), Math.min(width - 1, x + 1)];
      const before = axis === 0 ? up * width + x : y * width + left;
      const after = axis === 0 ? down * width + x : y * width + right;
      result[y * width + x] = 0.5 + 0.5 * ((values[after] as number) - (values[before] as number));
    }
  }
  return result;
}
