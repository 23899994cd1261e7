/**
 * Which calls the fast kernels take, and how they are run: the input as padded channels-last pictures, the kernel as runs of
 * floats in them. A transposed convolution is one ordinary convolution per output phase, made of that phase's taps.
 */
import { sizeOf, zeros, type NDArray } from '../array.ts';
import { activate } from '../reference/activation.ts';
import { fromChannelsLast } from '../reference/permute.ts';
import { fromVolume } from '../reference/spatial.ts';
import type { Steps } from '../reference/steps.ts';
import type { Weights } from '../weights.ts';
import { MOST_BYTES, type FastModule } from './memory.ts';
import { bytesOf, operandsOf, type Operands, type PackedWeights, type PhaseOperands } from './operands.ts';
import { paddedSize, writePadded } from './padded.ts';
import { PANEL } from './panels.ts';
import type { KernelCall } from '../../model/kernel.ts';

/** Multiply-accumulates between two yields: a few milliseconds. */
const MACS_PER_STEP = 1e8;

export class FastKernels {
  readonly #module: FastModule;
  readonly #packed: PackedWeights = new WeakMap();

  constructor(module: FastModule) {
    this.#module = module;
  }

  /** The call in steps, or null when no fast kernel takes it. */
  steps(call: KernelCall, inputs: readonly NDArray[], weights: Weights): Steps<NDArray> | null {
    const [input] = inputs;
    if (input === undefined || input.data.length === 0) return null;
    if ((call.op !== 'convolution' && call.op !== 'transposed-convolution') || call.groups !== 1) return null;
    const operands = operandsOf(call, input, weights, this.#packed);
    if (bytesOf(operands) > MOST_BYTES) return null;
    return this.#run(call, operands, input.shape.length, weights);
  }

  *#run(
    call: Extract<KernelCall, { op: 'convolution' | 'transposed-convolution' }>,
    operands: Operands,
    rank: number,
    weights: Weights,
  ): Steps<NDArray> {
    const output = yield* this.#convolve(operands);
    const result = fromChannelsLast(fromVolume(output, rank), call.layout);
    return activate(call.activation, result, weights);
  }

  *#convolve(operands: Operands): Steps<NDArray> {
    const { memory } = this.#module;
    const { batch, picture, outputSize, outChannels, panels } = operands;
    memory.begin(bytesOf(operands));
    const inputLength = sizeOf(picture.size) * picture.channels;
    const paddedLength = sizeOf(paddedSize(picture)) * picture.channels;
    const outputLength = sizeOf(outputSize) * panels * PANEL;
    const input = memory.reserve(paddedLength * 4);
    const output = memory.reserve(outputLength * 4);
    const bias = memory.placeFloats(operands.bias);
    const phases = operands.phases.map((phase) => ({
      ...phase,
      weights: memory.placeFloats(phase.weights),
      offsets: memory.placeIntegers(phase.offsets.map((offset) => offset * 4)),
      runs: phase.offsets.length,
    }));
    const result = zeros([batch, ...outputSize, outChannels]);
    for (let n = 0; n < batch; n++) {
      const source = operands.input.subarray(n * inputLength, (n + 1) * inputLength);
      writePadded(source, memory.floats(input, paddedLength), picture, operands.border);
      for (const phase of phases) yield* this.#phase(operands, phase, input, bias, output);
      const target = result.data.subarray(((n * outputLength) / (panels * PANEL)) * outChannels);
      copyChannels(memory.floats(output, outputLength), panels * PANEL, target, outChannels);
    }
    return result;
  }

  *#phase(
    { picture, outputSize, panels }: Operands,
    phase: Omit<PhaseOperands, 'weights' | 'offsets'> & { weights: number; offsets: number; runs: number },
    input: number,
    bias: number,
    output: number,
  ): Steps<void> {
    const [d, h, w] = phase.axes;
    const [, height, width] = paddedSize(picture);
    const inputPixel = picture.channels * 4;
    const outputPixel = panels * PANEL * 4;
    const macsPerRow = Math.max(1, w.count * phase.runs * phase.run * panels * PANEL);
    const rowsPerStep = Math.max(1, Math.floor(MACS_PER_STEP / macsPerRow));
    for (let z = 0; z < d.count; z++) {
      const plane = picture.padding[0][0] + d.start + z * d.inputStride;
      const row = plane * height + picture.padding[1][0] + h.start;
      const from = input + (row * width + picture.padding[2][0] + w.start) * inputPixel;
      const target = (d.first + z * d.outputStride) * outputSize[1] + h.first;
      const to = output + (target * outputSize[2] + w.first) * outputPixel;
      for (let y = 0; y < h.count; y += rowsPerStep) {
        this.#module.kernels.convolve(
          from,
          h.inputStride * width * inputPixel,
          w.inputStride * inputPixel,
          y,
          Math.min(h.count, y + rowsPerStep),
          w.count,
          phase.offsets,
          phase.runs,
          phase.run,
          phase.weights,
          panels,
          bias,
          to,
          h.outputStride * outputSize[2] * outputPixel,
          w.outputStride * outputPixel,
        );
        yield;
      }
    }
  }
}

/** Leaves out the channels that fill up the last panel. */
function copyChannels(source: Float32Array, sourceChannels: number, target: Float32Array, channels: number): void {
  if (sourceChannels === channels) {
    target.set(source);
    return;
  }
  let to = 0;
  for (let from = 0; from < source.length; from += sourceChannels) {
    for (let c = 0; c < channels; c++) target[to++] = source[from + c] as number;
  }
}
