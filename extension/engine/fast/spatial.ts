/**
 * Convolutions, ordinary and transposed, as programs: the kernel as runs of floats in a channels-last picture. A transposed
 * convolution is one ordinary convolution per output phase, made of that phase's taps; so is a convolution of a picture that was
 * upsampled by repeating pixels. Each is computed directly, or by Winograd's filtering where that is faster.
 */
import { at, sizeOf } from '../array.ts';
import type { Border } from '../reference/padding.ts';
import { three, type Three } from '../reference/spatial.ts';
import { biasOf, KERNEL_NAMES, weightNamed, type Weights } from '../weights.ts';
import type { Epilogue } from './epilogue.ts';
import type { Geometry, SpatialCall } from './geometry.ts';
import { isPadded, paddedSize, padPicture, type PictureSize } from './padding.ts';
import { panelsFor, PANEL, type Entries, type WeightPacker, type WeightOrder } from './packed-weights.ts';
import {
  convolutionPhase,
  NO_AXIS,
  paddingFor,
  transposedPhases,
  upsampledPhases,
  type AxisPhase,
  type Phase,
} from './phases.ts';
import { input, output, type Place, type ProgramBuilder } from './program.ts';
import { addWinograd, winogradTaps } from './winograd.ts';

export interface SpatialLayer {
  readonly call: SpatialCall;
  /** Channels last. */
  readonly shape: readonly number[];
  readonly weights: Weights;
  readonly epilogue: Epilogue;
  /** How often every pixel is repeated before the convolution, per spatial axis; null where it is not. */
  readonly repeat: readonly number[] | null;
}

/** A cache's share for the input rows of a block. */
const BLOCK_BYTES = 192 * 1024;

/** Adds the steps of the layer for one sample and returns the output's shape, channels last. */
export function addSpatial(builder: ProgramBuilder, layer: SpatialLayer, packed: WeightPacker): readonly number[] {
  const { call, shape, weights } = layer;
  const channels = at(shape, shape.length - 1);
  const spatial = shape.slice(1, -1);
  const weight = weightNamed(weights, ...KERNEL_NAMES);
  const axes = three(
    spatial.map((size, axis) => axisPhases(layer, axis, size)),
    [NO_AXIS],
  );
  const size = three(spatial, 1);
  const { groups } = call;
  const orders = weightOrders(call, sizeOf(weight.shape), channels);
  const [order] = orders as [WeightOrder];
  const outChannels = order.outChannels * groups;
  const outputSize: Three<number> = [positions(axes[0]), positions(axes[1]), positions(axes[2])];
  const border: Border = call.op === 'convolution' && call.paddingMode !== 'zeros' ? call.paddingMode : 'constant';
  const bias = packed.bias(biasOf(call, weights, outChannels), outChannels);
  const whole = { channels, outputSize, outChannels, epilogue: layer.epilogue, bias };
  const kernel = three(call.kernel, 1);
  const all = combined(axes).map((phase) => ({ phase, winograd: winogradTaps(call, order, phase) }));
  // Winograd's filtering looks beyond a border of zeros by itself.
  const padded = border === 'constant' ? all.filter(({ winograd }) => winograd === null) : all;
  const picture: PictureSize = {
    size,
    channels,
    padding: paddingOf(
      padded.map(({ phase }) => phase),
      size,
    ),
  };
  const plain: Geometry = { ...whole, source: input(), size, before: [0, 0, 0] };
  const bordered: Geometry = isPadded(picture)
    ? {
        ...whole,
        source: padPicture(builder, input(), picture, border),
        size: paddedSize(picture),
        before: [picture.padding[0][0], picture.padding[1][0], picture.padding[2][0]],
      }
    : plain;
  for (const { phase, winograd } of all) {
    const entries = entriesOf(phase, kernel);
    if (winograd === null) addPhase(builder, packed, weight.data, orders, bordered, phase, entries);
    else {
      const geometry = border === 'constant' ? plain : bordered;
      addWinograd(builder, packed, weight.data, order, geometry, phase, winograd, entries);
    }
  }
  const missing = 5 - shape.length;
  return [at(shape, 0), ...outputSize.slice(missing), outChannels];
}

function axisPhases({ call, repeat }: SpatialLayer, axis: number, size: number): readonly AxisPhase[] {
  if (call.op === 'transposed-convolution') return transposedPhases(call, axis, size);
  const factor = repeat?.[axis] ?? 1;
  return factor === 1 ? [convolutionPhase(call, axis, size)] : upsampledPhases(call, axis, size, factor);
}

const positions = (phases: readonly AxisPhase[]): number => phases.reduce((sum, { count }) => sum + count, 0);

/** Where each group's weights lie in the framework's array. The same as packConvolution and packTransposed of reference/. */
function weightOrders(call: SpatialCall, length: number, channels: number): WeightOrder[] {
  const { groups } = call;
  const taps = sizeOf(call.kernel);
  const inChannels = channels / groups;
  const outChannels = length / (taps * channels);
  if (!Number.isInteger(inChannels)) throw new Error(`${channels} channels do not divide into ${groups} groups.`);
  if (!Number.isInteger(outChannels))
    throw new Error(`A kernel of ${length} numbers does not fit ${channels} channels.`);
  const steps = {
    'spatial-in-out': [outChannels, channels * outChannels, groups * outChannels, 1],
    'out-in-spatial': [outChannels * inChannels * taps, 1, taps, inChannels * taps],
    'spatial-out-in': [inChannels, outChannels * channels, 1, channels],
    'in-out-spatial': [inChannels * outChannels * taps, 1, outChannels * taps, taps],
  }[call.weightOrder] as [number, number, number, number];
  // In 'spatial-in-out' all output channels of all groups stand beside each other for each of a group's input channels.
  if (call.weightOrder === 'spatial-in-out') steps[1] = inChannels * groups * outChannels;
  const [groupStep, tapStep, inStep, outStep] = steps;
  return Array.from({ length: groups }, (_, group) => ({
    first: group * groupStep,
    tapStep,
    inStep,
    outStep,
    inChannels,
    outChannels,
  }));
}

function combined([depths, heights, widths]: Three<readonly AxisPhase[]>): Phase[] {
  return depths.flatMap((d) => heights.flatMap((h) => widths.map((w): Phase => [d, h, w])));
}

function paddingOf(phases: readonly Phase[], size: Three<number>): PictureSize['padding'] {
  const along = (axis: 0 | 1 | 2): readonly [number, number] =>
    paddingFor(
      phases.map((phase) => phase[axis]),
      size[axis],
    );
  return [along(0), along(1), along(2)];
}

function addPhase(
  builder: ProgramBuilder,
  packed: WeightPacker,
  weight: Float32Array,
  orders: readonly WeightOrder[],
  geometry: Geometry,
  [d, h, w]: Phase,
  entries: Entries,
): void {
  const { source, size, before, channels, outputSize, outChannels, epilogue, bias } = geometry;
  const [order] = orders as [WeightOrder];
  const depthwise = order.inChannels === 1 && order.outChannels === 1 && orders.length >= 4;
  // Neighbouring taps of a row are one run, unless a group reads only some of a pixel's channels.
  const joined = orders.length === 1 && w.taps.every(({ offset }, i) => offset === (w.taps[0]?.offset ?? 0) + i);
  const starts = joined ? w.taps.slice(0, 1) : w.taps;
  const offsets: number[] = [];
  for (const tapD of d.taps) {
    for (const tapH of h.taps) {
      const row = (tapD.offset * size[1] + tapH.offset) * size[2];
      for (const { offset } of starts) offsets.push((row + offset) * channels * 4);
    }
  }
  const run = joined ? w.taps.length * channels : order.inChannels;
  const pixel = channels * 4;
  const first = ((before[0] + d.start) * size[1] + before[1] + h.start) * size[2] + before[2] + w.start;
  const outPixel = outChannels * 4;
  const target = (d.first * outputSize[1] + h.first) * outputSize[2] + w.first;
  const inputRow = h.inputStride * size[2] * pixel;
  const steps = [
    d.inputStride * size[1] * size[2] * pixel,
    inputRow,
    w.inputStride * pixel,
    d.outputStride * outputSize[1] * outputSize[2] * outPixel,
    h.outputStride * outputSize[2] * outPixel,
    w.outputStride * outPixel,
    h.count,
    w.count,
    builder.table(offsets),
  ];
  const rows = d.count * h.count;
  const from = (group: number): Place => ({
    ...source,
    bytes: source.bytes + first * pixel + group * order.inChannels * 4,
  });
  if (depthwise && entries.every((taps) => taps.length === 1)) {
    const groupStep = (orders[1] as WeightOrder).first;
    const taps = entries.flat();
    const address = packed.depthwise(weight, order, groupStep, outChannels, taps);
    const words = [from(0), output(target * outPixel), ...steps, taps.length, address, bias, outChannels, ...epilogue];
    builder.step('depthwise', rows, w.count * outChannels * (taps.length + 2), words);
    return;
  }
  const rowsPerBlock = Math.max(1, Math.floor(BLOCK_BYTES / Math.max(1, inputRow)));
  for (const [group, one] of orders.entries()) {
    builder.step('convolve', rows, w.count * offsets.length * run * panelsFor(one.outChannels) * PANEL, [
      from(group),
      output(target * outPixel + group * one.outChannels * 4),
      ...steps,
      offsets.length,
      run,
      entries.length === 0 ? bias : packed.panels(weight, one, entries),
      bias + group * one.outChannels * 4,
      one.outChannels,
      rowsPerBlock,
      ...epilogue,
    ]);
  }
}

/** For each position that a phase reads, the numbers of the kernel's taps that meet there. */
function entriesOf([d, h, w]: Phase, kernel: Three<number>): Entries {
  return d.taps.flatMap((tapD) =>
    h.taps.flatMap((tapH) => w.taps.map((tapW) => merged(tapD.taps, tapH.taps, tapW.taps, kernel))),
  );
}

function merged(
  depths: readonly number[],
  heights: readonly number[],
  widths: readonly number[],
  kernel: Three<number>,
): number[] {
  return depths.flatMap((d) => heights.flatMap((h) => widths.map((w) => (d * kernel[1] + h) * kernel[2] + w)));
}
