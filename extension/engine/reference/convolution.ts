/** Convolution (cross-correlation, as in every framework) of rank 1 to 3, with strides, dilation, groups and all padding modes. */
import { at, type NDArray } from '../array.ts';
import { biasOf, KERNEL_NAMES, weightNamed, type Weights } from '../weights.ts';
import { activate } from './activation.ts';
import { gather, type GatherWeights, type TapTable } from './gather.ts';
import { axisPadding, borderIndex, type Border } from './padding.ts';
import { fromChannelsLast, permute, toChannelsLast } from './permute.ts';
import { asVolume, fromVolume, three } from './spatial.ts';
import type { Steps } from './steps.ts';
import type { KernelCall } from '../../model/kernel.ts';

export type ConvolutionCall = Extract<KernelCall, { op: 'convolution' }>;

export function* convolution(call: ConvolutionCall, input: NDArray, weights: Weights): Steps<NDArray> {
  const picture = toChannelsLast(input, call.layout);
  const volume = asVolume(picture);
  const channels = at(volume.shape, 4);
  const packed = packConvolution(call, weightNamed(weights, ...KERNEL_NAMES), channels);
  const spatial = picture.shape.slice(1, -1);
  const tables = spatial.map((size, axis) => convolutionTaps(call, axis, size));
  const bias = biasOf(call, weights, packed.groups * packed.outPerGroup);
  const output = yield* gather(volume, three<TapTable>(tables, SINGLE), packed, bias);
  const result = fromChannelsLast(fromVolume(output, picture.shape.length), call.layout);
  return activate(call.activation, result, weights);
}

/** The table of an axis that is not there: one position, one tap. */
export const SINGLE: TapTable = [Int32Array.of(0, 0)];

export function convolutionOutputSize(call: ConvolutionCall, axis: number, size: number): number {
  const [kernel, stride, dilation] = [at(call.kernel, axis), at(call.strides, axis), at(call.dilation, axis)];
  const [before, after] = axisPadding(call.padding, axis, size, kernel, stride, dilation);
  const positions = Math.floor((size + before + after - (kernel - 1) * dilation - 1) / stride) + 1;
  if (positions < 1) throw new Error(`The kernel of ${kernel} does not fit into a size of ${size}.`);
  return positions;
}

function convolutionTaps(call: ConvolutionCall, axis: number, size: number): TapTable {
  const [kernel, stride, dilation] = [at(call.kernel, axis), at(call.strides, axis), at(call.dilation, axis)];
  const [before] = axisPadding(call.padding, axis, size, kernel, stride, dilation);
  const border: Border = call.paddingMode === 'zeros' ? 'constant' : call.paddingMode;
  return Array.from({ length: convolutionOutputSize(call, axis, size) }, (_, position) => {
    const pairs: number[] = [];
    for (let tap = 0; tap < kernel; tap++) {
      const source = borderIndex(position * stride + tap * dilation - before, size, border);
      if (source >= 0) pairs.push(tap, source);
    }
    return Int32Array.from(pairs);
  });
}

/** Both frameworks' weight orders as [tap][group][in][out]. */
export function packConvolution(call: ConvolutionCall, weight: NDArray, channels: number): GatherWeights {
  const { groups } = call;
  const taps = call.kernel.reduce((product, size) => product * size, 1);
  if (channels % groups !== 0) throw new Error(`${channels} channels do not divide into ${groups} groups.`);
  const inPerGroup = channels / groups;
  const outPerGroup = weight.data.length / (taps * inPerGroup * groups);
  if (!Number.isInteger(outPerGroup)) {
    throw new Error(`A kernel of shape (${weight.shape.join(', ')}) does not fit ${channels} input channels.`);
  }
  const kernel = three<number>(call.kernel, 1);
  const packed =
    call.weightOrder === 'spatial-in-out'
      ? permute({ shape: [taps, inPerGroup, groups, outPerGroup], data: weight.data }, [0, 2, 1, 3])
      : permute({ shape: [groups, outPerGroup, inPerGroup, taps], data: weight.data }, [3, 0, 2, 1]);
  return { kernel, groups, inPerGroup, outPerGroup, packed: packed.data };
}
