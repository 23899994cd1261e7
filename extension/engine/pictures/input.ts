/** What a network is given: the picture in the shape of its input, or seeded noise where the input is no picture. */
import { at, sizeOf, type NDArray } from '../array.ts';
import { Random } from '../random.ts';
import { fromChannelsLast } from '../reference/permute.ts';
import type { Steps } from '../reference/steps.ts';
import { adaptChannels } from './channels.ts';
import { makePicture } from './picture.ts';
import { resamplePicture } from './resample.ts';
import type { Layout } from '../../model/kernel.ts';
import type { PictureSource } from '../../protocol.ts';

/** Latent vectors are the same for every run, so that a change of the picture comes from a change of the model. */
const LATENT_SEED = 7;

/**
 * [batch, ...spatial, channels] in the tensor's own layout. One spatial axis gets the middle row of the picture, three get the
 * picture in every slice. Inputs without spatial axes, as generators have, get standard normal noise. `index` tells inputs apart.
 */
export function* makeInput(
  picture: PictureSource,
  shape: readonly number[],
  layout: Layout,
  index: number,
): Steps<NDArray> {
  if (shape.length < 3 || shape.length > 5) {
    const random = new Random(LATENT_SEED, index);
    return { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => random.normal()) };
  }
  const spatial = layout === 'channels_last' ? shape.slice(1, -1) : shape.slice(2);
  const channels = at(shape, layout === 'channels_last' ? shape.length - 1 : 1);
  const [height, width] = spatial.length === 1 ? [1, at(spatial, 0)] : (spatial.slice(-2) as [number, number]);
  const one = yield* spatial.length === 1
    ? middleRow(picture, width, channels)
    : pictureOf(picture, height, width, channels);
  const copies = at(shape, 0) * (spatial.length === 3 ? at(spatial, 0) : 1);
  yield;
  const data = new Float32Array(copies * one.data.length);
  for (let copy = 0; copy < copies; copy++) data.set(one.data, copy * one.data.length);
  yield;
  return fromChannelsLast({ shape: [at(shape, 0), ...spatial, channels], data }, layout);
}

/** height x width x channels */
export function* pictureOf(picture: PictureSource, height: number, width: number, channels: number): Steps<NDArray> {
  if (picture.kind === 'built-in') return yield* makePicture(picture.name, height, width, channels);
  const { data } = picture;
  if (data.length !== picture.height * picture.width * 3) {
    throw new Error(`${picture.name} has ${data.length} numbers for ${picture.height} x ${picture.width} pixels.`);
  }
  const pixels = { shape: [picture.height, picture.width, 3], data };
  return adaptChannels(resamplePicture(pixels, height, width), channels);
}

/** The middle row of the picture as wide as the signal is long. */
function* middleRow(picture: PictureSource, width: number, channels: number): Steps<NDArray> {
  const square = yield* pictureOf(picture, Math.min(width, MOST_ROWS), width, channels);
  const row = Math.floor(at(square.shape, 0) / 2);
  return { shape: [1, width, channels], data: square.data.slice(row * width * channels, (row + 1) * width * channels) };
}

/** A signal of a million samples needs no picture of a million rows. */
const MOST_ROWS = 64;
