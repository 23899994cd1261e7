/** Everything that a fast convolution is made of, ordinary or transposed: phases, padded picture, packed weights. */
import { at, sizeOf, type NDArray } from '../array.ts';
import { packConvolution, type ConvolutionCall } from '../reference/convolution.ts';
import type { Border } from '../reference/padding.ts';
import { toChannelsLast } from '../reference/permute.ts';
import { asVolume, three, type Three } from '../reference/spatial.ts';
import { packTransposed, type TransposedCall } from '../reference/transposed-convolution.ts';
import { biasOf, KERNEL_NAMES, weightNamed, type Weights } from '../weights.ts';
import { paddedSize, type PictureSize } from './padded.ts';
import { packBias, packPanels, PANEL, panelsFor } from './panels.ts';
import { convolutionPhase, NO_AXIS, paddingFor, transposedPhases, type AxisPhase } from './phases.ts';

export type SpatialCall = ConvolutionCall | TransposedCall;

/** One combination of the axes' phases, with its weights. */
export interface PhaseOperands {
  readonly axes: Three<AxisPhase>;
  /** Offsets of the runs in floats from the pixel that output 0 reads. */
  readonly offsets: readonly number[];
  /** Floats in a run. */
  readonly run: number;
  readonly weights: Float32Array;
}

export interface Operands {
  readonly batch: number;
  readonly input: Float32Array;
  readonly picture: PictureSize;
  readonly border: Border;
  readonly phases: readonly PhaseOperands[];
  readonly bias: Float32Array;
  readonly outputSize: Three<number>;
  readonly outChannels: number;
  readonly panels: number;
}

/** Packed weights by the array they were made from; they go when it goes. */
export type PackedWeights = WeakMap<Float32Array, Map<string, Float32Array>>;

export function operandsOf(call: SpatialCall, input: NDArray, weights: Weights, cache: PackedWeights): Operands {
  const volume = asVolume(toChannelsLast(input, call.layout));
  const channels = at(volume.shape, 4);
  const spatial = volume.shape.slice(4 - call.kernel.length, 4);
  const weight = weightNamed(weights, ...KERNEL_NAMES);
  const axes = three(
    spatial.map((size, axis) => axisPhases(call, axis, size)),
    [NO_AXIS],
  );
  const size = three(spatial, 1);
  const picture: PictureSize = {
    size,
    channels,
    padding: [paddingFor(axes[0], size[0]), paddingFor(axes[1], size[1]), paddingFor(axes[2], size[2])],
  };
  const outChannels = weight.data.length / (sizeOf(call.kernel) * channels);
  return {
    batch: at(volume.shape, 0),
    input: volume.data,
    picture,
    border: call.op === 'transposed-convolution' || call.paddingMode === 'zeros' ? 'constant' : call.paddingMode,
    phases: phaseOperands(call, weight, axes, picture, cache),
    bias: packBias(biasOf(call, weights, outChannels), outChannels),
    outputSize: [positions(axes[0]), positions(axes[1]), positions(axes[2])],
    outChannels,
    panels: panelsFor(outChannels),
  };
}

/** Bytes of the kernels' memory that the operands take. */
export function bytesOf(operands: Operands): number {
  const input = sizeOf(paddedSize(operands.picture)) * operands.picture.channels;
  const output = sizeOf(operands.outputSize) * operands.panels * PANEL;
  const weights = operands.phases.reduce((sum, phase) => sum + phase.weights.length + phase.offsets.length + PANEL, 0);
  return (input + output + weights + operands.bias.length) * 4;
}

function axisPhases(call: SpatialCall, axis: number, size: number): readonly AxisPhase[] {
  return call.op === 'convolution' ? [convolutionPhase(call, axis, size)] : transposedPhases(call, axis, size);
}

const positions = (phases: readonly AxisPhase[]): number => phases.reduce((sum, { count }) => sum + count, 0);

function phaseOperands(
  call: SpatialCall,
  weight: NDArray,
  [depths, heights, widths]: Three<readonly AxisPhase[]>,
  picture: PictureSize,
  cache: PackedWeights,
): PhaseOperands[] {
  const { channels } = picture;
  const kernel = three(call.kernel, 1);
  const [, height, width] = paddedSize(picture);
  const phases: PhaseOperands[] = [];
  for (const d of depths) {
    for (const h of heights) {
      for (const w of widths) {
        // Neighbouring taps of a row are one run.
        const joined = w.taps.every(({ offset }, i) => i === 0 || offset === (w.taps[i - 1]?.offset ?? NaN) + 1);
        const starts = joined ? w.taps.slice(0, 1) : w.taps;
        const offsets: number[] = [];
        const taps: number[] = [];
        for (const tapD of d.taps) {
          for (const tapH of h.taps) {
            const row = (tapD.offset * height + tapH.offset) * width;
            for (const { offset } of starts) offsets.push((row + offset) * channels);
            for (const { tap } of w.taps) taps.push((tapD.tap * kernel[1] + tapH.tap) * kernel[2] + tap);
          }
        }
        const run = joined ? w.taps.length * channels : channels;
        phases.push({ axes: [d, h, w], offsets, run, weights: packed(call, weight, channels, taps, cache) });
      }
    }
  }
  return phases;
}

function packed(
  call: SpatialCall,
  weight: NDArray,
  channels: number,
  taps: readonly number[],
  cache: PackedWeights,
): Float32Array {
  const known = cache.get(weight.data) ?? new Map<string, Float32Array>();
  cache.set(weight.data, known);
  const key = `${call.op} ${call.weightOrder} ${taps.join(' ')}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const { packed: ordered, outPerGroup } =
    call.op === 'convolution' ? packConvolution(call, weight, channels) : packTransposed(call, weight, channels);
  const panels = packPanels(ordered, taps, channels, outPerGroup);
  known.set(key, panels);
  return panels;
}
