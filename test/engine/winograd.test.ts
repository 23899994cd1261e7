/** Phases of transposed convolutions and of folded upsampling by Winograd's filtering, against the reference kernels. */
import assert from 'node:assert/strict';
import type { NDArray } from '../../extension/engine/array.ts';
import type { FastKernels } from '../../extension/engine/fast/kernels.ts';
import { Tensor } from '../../extension/engine/fast/tensor.ts';
import { fastMemory } from '../../extension/engine/fast/estimate.ts';
import type { ConvolutionCall } from '../../extension/engine/reference/convolution.ts';
import { finish } from '../../extension/engine/reference/steps.ts';
import type { TransposedCall } from '../../extension/engine/reference/transposed-convolution.ts';
import { runKernel } from '../../extension/engine/run-kernel.ts';
import type { KernelCall, Layout } from '../../extension/model/kernel.ts';
import { fastKernels, randomArray } from './helpers.ts';
import { relativeError } from './recorded-case.ts';

/** Winograd's transforms cost a digit. */
const TOLERANCE = 1e-5;

const COMMON = { dilation: [1, 1], groups: 1, bias: true } as const;
const LEAKY = { name: 'leaky_relu', parameters: { negative_slope: 0.2 } } as const;

const transposed = (kernel: readonly number[], stride: readonly number[], layout: Layout): TransposedCall => ({
  ...COMMON,
  op: 'transposed-convolution',
  kernel,
  strides: stride,
  crop: kernel.map((size) => [Math.floor(Math.max(0, size - 2) / 2), Math.ceil(Math.max(0, size - 2) / 2)] as const),
  outputPadding: [1, 0],
  layout,
  weightOrder: 'spatial-out-in',
  activation: LEAKY,
});

const convolution = (kernel: readonly number[], layout: Layout): ConvolutionCall => ({
  ...COMMON,
  op: 'convolution',
  kernel,
  strides: [1, 1],
  padding: 'same',
  paddingMode: 'zeros',
  layout,
  weightOrder: 'spatial-in-out',
  activation: null,
});

const weightsOf = (kernel: readonly number[], outChannels: number): ReadonlyMap<string, NDArray> =>
  new Map([
    ['kernel', randomArray(kernel, 3)],
    ['bias', randomArray([outChannels], 4)],
  ]);

function inputOf(height: number, width: number, channels: number, layout: Layout): NDArray {
  return randomArray(layout === 'channels_last' ? [1, height, width, channels] : [1, channels, height, width]);
}

/** Odd sizes, and channels that fill neither a panel nor a register's last lanes; enough of them to be worth the transforms. */
const SIZES = [
  [11, 12, 48, 64],
  [12, 16, 68, 50],
] as const;

/** Whether the kernels pack more weights for the call than it has: Winograd's filtering does. */
function isFiltered(
  call: KernelCall,
  input: NDArray,
  kernel: readonly number[],
  repeat: readonly number[] | null,
): boolean {
  const memory = fastMemory(call, input.shape, kernel, 1, repeat);
  const own = kernel.reduce((all, size) => all * size, 4);
  return memory !== null && memory.packedBytes > 1.5 * own;
}

describe("Winograd's filtering", () => {
  const fast: FastKernels = fastKernels();

  for (const layout of ['channels_last', 'channels_first'] as const) {
    it(`computes the phases of transposed convolutions, ${layout}`, () => {
      for (const [kernel, stride] of [
        [
          [3, 3],
          [2, 2],
        ],
        [
          [4, 4],
          [2, 2],
        ],
        [
          [5, 5],
          [2, 2],
        ],
        [
          [4, 3],
          [2, 1],
        ],
        [
          [3, 3],
          [1, 1],
        ],
        [
          [6, 6],
          [3, 3],
        ],
        [
          [1, 4],
          [1, 2],
        ],
        [
          [4, 1],
          [2, 1],
        ],
      ] as const) {
        for (const [height, width, channels, outChannels] of SIZES) {
          const call = transposed(kernel, stride, layout);
          const input = inputOf(height, width, channels, layout);
          const shape = [...kernel, outChannels, channels];
          const weights = weightsOf(shape, outChannels);
          assert.ok(isFiltered(call, input, shape, null), `kernel ${kernel.join()}, stride ${stride.join()}`);
          const [a, b] = [fast, null].map((kernels) => runKernel(call, [input], weights, kernels)[0]);
          assert.deepEqual(a?.shape, b?.shape);
          const error = relativeError(a?.data ?? [], b?.data ?? []);
          assert.ok(
            error <= TOLERANCE,
            `kernel ${kernel.join()}, stride ${stride.join()}, ${height}x${width}: ${error}`,
          );
        }
      }
    });

    it(`computes convolutions of repeated pixels and of a single row or column, ${layout}`, () => {
      for (const [kernel, factor] of [
        [[3, 3], 2],
        [[3, 3], 3],
        [[5, 5], 2],
        [[1, 3], 1],
        [[3, 1], 1],
        [[2, 2], 1],
        [[3, 2], 1],
      ] as const) {
        for (const [height, width, channels, outChannels] of SIZES) {
          const call = convolution(kernel, layout);
          const input = inputOf(height, width, channels, layout);
          const shape = [...kernel, channels, outChannels];
          const weights = weightsOf(shape, outChannels);
          const repeat = factor === 1 ? null : [factor, factor];
          assert.ok(isFiltered(call, input, shape, repeat), `kernel ${kernel.join()}, factor ${factor}`);
          const folded = finish(fast.steps(call, [input], weights, { repeat, activation: null }) ?? assert.fail());
          const resize: KernelCall = {
            op: 'resize',
            method: 'nearest',
            size: [height * factor, width * factor],
            scale: null,
            alignCorners: false,
            antialias: false,
            framework: 'keras',
            layout,
          };
          const [expected] = runKernel(call, runKernel(resize, [input], new Map()), weights);
          assert.deepEqual(folded.shape, expected?.shape);
          const error = relativeError(folded.data, expected?.data ?? []);
          assert.ok(error <= TOLERANCE, `kernel ${kernel.join()}, factor ${factor}, ${height}x${width}: ${error}`);
          (folded as Tensor).release();
        }
      }
    });
  }
});
