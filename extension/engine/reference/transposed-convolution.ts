/**
 * Transposed convolution: the full output has (size - 1) * stride + (kernel - 1) * dilation + 1 positions per axis, position
 * i * stride + tap * dilation receiving input i times that tap. A window is cut out of it: `crop` from both sides, `outputPadding`
 * more at the end, where the full output goes on if it does and nothing but the bias stands if it does not.
 */
import { at, type NDArray } from '../array.ts';
import { biasOf, KERNEL_NAMES, weightNamed, type Weights } from '../weights.ts';
import { activate } from './activation.ts';
import { SINGLE } from './convolution.ts';
import { gather, type GatherWeights, type TapTable } from './gather.ts';
import { fromChannelsLast, permute, toChannelsLast } from './permute.ts';
import { asVolume, fromVolume, three } from './spatial.ts';
import type { Steps } from './steps.ts';
import type { KernelCall } from '../../model/kernel.ts';

export type TransposedCall = Extract<KernelCall, { op: 'transposed-convolution' }>;

export function* transposedConvolution(call: TransposedCall, input: NDArray, weights: Weights): Steps<NDArray> {
  const picture = toChannelsLast(input, call.layout);
  const volume = asVolume(picture);
  const packed = packTransposed(call, weightNamed(weights, ...KERNEL_NAMES), at(volume.shape, 4));
  const spatial = picture.shape.slice(1, -1);
  const tables = spatial.map((size, axis) => transposedTaps(call, axis, size));
  const bias = biasOf(call, weights, packed.groups * packed.outPerGroup);
  const output = yield* gather(volume, three<TapTable>(tables, SINGLE), packed, bias);
  const result = fromChannelsLast(fromVolume(output, picture.shape.length), call.layout);
  return activate(call.activation, result, weights);
}

export function transposedOutputSize(call: TransposedCall, axis: number, size: number): number {
  const [before, after] = cropOf(call, axis);
  const full = (size - 1) * at(call.strides, axis) + (at(call.kernel, axis) - 1) * at(call.dilation, axis) + 1;
  const positions = full - before - after + at(call.outputPadding, axis);
  if (positions < 1) throw new Error(`Cropping leaves nothing of an output of ${full}.`);
  return positions;
}

export function cropOf(call: TransposedCall, axis: number): readonly [number, number] {
  const crop = call.crop[axis];
  if (crop === undefined) throw new Error(`The crop is given for ${call.crop.length} axes, not for axis ${axis}.`);
  return crop;
}

/** Which (tap, input position) feed each output position of one axis. */
export function transposedTaps(call: TransposedCall, axis: number, size: number): TapTable {
  const [kernel, stride, dilation] = [at(call.kernel, axis), at(call.strides, axis), at(call.dilation, axis)];
  const [before] = cropOf(call, axis);
  return Array.from({ length: transposedOutputSize(call, axis, size) }, (_, position) => {
    const pairs: number[] = [];
    for (let tap = 0; tap < kernel; tap++) {
      const scaled = position + before - tap * dilation;
      const source = scaled / stride;
      if (scaled >= 0 && Number.isInteger(source) && source < size) pairs.push(tap, source);
    }
    return Int32Array.from(pairs);
  });
}

/** Both frameworks' weight orders as [tap][group][in][out]. */
export function packTransposed(call: TransposedCall, weight: NDArray, channels: number): GatherWeights {
  const { groups } = call;
  const taps = call.kernel.reduce((product, size) => product * size, 1);
  if (channels % groups !== 0) throw new Error(`${channels} channels do not divide into ${groups} groups.`);
  const inPerGroup = channels / groups;
  const outPerGroup = weight.data.length / (taps * channels);
  if (!Number.isInteger(outPerGroup)) {
    throw new Error(`A kernel of shape (${weight.shape.join(', ')}) does not fit ${channels} input channels.`);
  }
  const kernel = three<number>(call.kernel, 1);
  const packed =
    call.weightOrder === 'spatial-out-in'
      ? permute({ shape: [taps, outPerGroup, groups, inPerGroup], data: weight.data }, [0, 2, 3, 1])
      : permute({ shape: [groups, inPerGroup, outPerGroup, taps], data: weight.data }, [3, 0, 1, 2]);
  return { kernel, groups, inPerGroup, outPerGroup, packed: packed.data };
}
