/** Sub-pixel rearrangement: depth_to_space / pixel_shuffle and their inverses. */
import { at, type NDArray } from '../array.ts';
import { fromChannelsLast, permute, toChannelsLast } from './permute.ts';
import type { KernelCall } from '../../model/kernel.ts';

export type DepthToSpaceCall = Extract<KernelCall, { op: 'depth-to-space' }>;
export type SpaceToDepthCall = Extract<KernelCall, { op: 'space-to-depth' }>;

/** DCR: the channels are (row, column, channel), as in TensorFlow. CRD: (channel, row, column), as in PyTorch. */
export function depthToSpace(call: DepthToSpaceCall, input: NDArray): NDArray {
  const { block, order, layout } = call;
  const { shape, data } = toChannelsLast(input, layout);
  const [batch, height, width, channels] = pictureShape(shape);
  const depth = channels / (block * block);
  if (!Number.isInteger(depth)) throw new Error(`${channels} channels are no multiple of ${block * block}.`);
  const split =
    order === 'DCR'
      ? permute({ shape: [batch, height, width, block, block, depth], data }, [0, 1, 3, 2, 4, 5])
      : permute({ shape: [batch, height, width, depth, block, block], data }, [0, 1, 4, 2, 5, 3]);
  return fromChannelsLast({ shape: [batch, height * block, width * block, depth], data: split.data }, layout);
}

export function spaceToDepth(call: SpaceToDepthCall, input: NDArray): NDArray {
  const { block, order, layout } = call;
  const { shape, data } = toChannelsLast(input, layout);
  const [batch, height, width, channels] = pictureShape(shape);
  if (height % block !== 0 || width % block !== 0) {
    throw new Error(`A size of ${height} x ${width} does not divide into blocks of ${block}.`);
  }
  const split = { shape: [batch, height / block, block, width / block, block, channels], data };
  const merged = permute(split, order === 'DCR' ? [0, 1, 3, 2, 4, 5] : [0, 1, 3, 5, 2, 4]);
  const result = { shape: [batch, height / block, width / block, channels * block * block], data: merged.data };
  return fromChannelsLast(result, layout);
}

function pictureShape(shape: readonly number[]): [number, number, number, number] {
  if (shape.length !== 4) throw new Error(`Expected height, width and channels, got shape (${shape.join(', ')}).`);
  return [at(shape, 0), at(shape, 1), at(shape, 2), at(shape, 3)];
}
