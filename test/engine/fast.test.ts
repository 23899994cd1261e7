/** What the fast kernels do beyond the recorded cases: Winograd's filtering, folded upsampling, memory given back, threads. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import { FastKernels } from '../../extension/engine/fast/kernels.ts';
import { KernelMemory } from '../../extension/engine/fast/memory.ts';
import { loadFastModule } from '../../extension/engine/fast/module.ts';
import { Tensor } from '../../extension/engine/fast/tensor.ts';
import { ThreadTeam } from '../../extension/engine/fast/threads.ts';
import { finish, type Steps } from '../../extension/engine/reference/steps.ts';
import type { ConvolutionCall } from '../../extension/engine/reference/convolution.ts';
import { runKernel } from '../../extension/engine/run-kernel.ts';
import type { NDArray } from '../../extension/engine/array.ts';
import type { KernelCall, Layout } from '../../extension/model/kernel.ts';
import { fastKernels, randomArray, wasmBuilds } from './helpers.ts';
import { relativeError } from './recorded-case.ts';

/** Winograd's transforms cost a digit. */
const WINOGRAD = 1e-4;
const EXACT = 1e-5;

function convolution(more: Partial<ConvolutionCall> = {}): ConvolutionCall {
  return {
    op: 'convolution',
    kernel: [3, 3],
    strides: [1, 1],
    dilation: [1, 1],
    padding: 'same',
    paddingMode: 'zeros',
    groups: 1,
    layout: 'channels_last',
    weightOrder: 'spatial-in-out',
    bias: true,
    activation: null,
    ...more,
  };
}

const weightsOf = (kernel: readonly number[], channels: number): ReadonlyMap<string, NDArray> =>
  new Map([
    ['kernel', randomArray(kernel, 3)],
    ['bias', randomArray([channels], 4)],
  ]);

/** These entries of the last axis. */
function lastAxis({ shape, data }: NDArray, entries: readonly number[]): NDArray {
  const all = shape.at(-1) ?? 1;
  const kept = data.filter((_, index) => entries.includes(index % all));
  return { shape: [...shape.slice(0, -1), entries.length], data: kept };
}

const first = (arrays: readonly NDArray[]): NDArray => arrays[0] as NDArray;

describe('fast kernels', () => {
  const fast = fastKernels();

  for (const layout of ['channels_last', 'channels_first'] as const) {
    it(`compute 3x3 convolutions by Winograd's filtering, of every size, ${layout}`, () => {
      for (const [height, width, channels, outChannels] of [
        [16, 16, 16, 16],
        [7, 23, 20, 18],
        [5, 6, 36, 33],
        [30, 9, 16, 40],
      ] as const) {
        for (const more of [
          {},
          { padding: 'valid' },
          {
            paddingMode: 'reflect',
            padding: [
              [1, 1],
              [1, 1],
            ],
          },
          {
            padding: [
              [2, 0],
              [0, 1],
            ],
            activation: { name: 'relu', parameters: {} },
          },
        ] as const) {
          const call = convolution({ ...more, layout });
          const shape = layout === 'channels_last' ? [2, height, width, channels] : [2, channels, height, width];
          const inputs = [randomArray(shape)];
          const weights = weightsOf([3, 3, channels, outChannels], outChannels);
          const [a, b] = [fast, null].map((kernels) => first(runKernel(call, inputs, weights, kernels)));
          assert.deepEqual(a?.shape, b?.shape);
          const error = relativeError(a?.data ?? [], b?.data ?? []);
          assert.ok(error <= WINOGRAD, `${height}x${width}x${channels} -> ${outChannels}: ${error}`);
        }
      }
    });
  }

  it('compute wide layers in parts, may be stopped between any two, and begin anew', function () {
    this.timeout(20_000);
    const [size, channels, outChannels] = [8, 1024, 1032];
    const call = convolution({ layout: 'channels_last' });
    const input = randomArray([1, size, size, channels]);
    const weights = weightsOf([3, 3, channels, outChannels], outChannels);
    const steps = (): Steps<NDArray> => fast.steps(call, [input], weights) ?? assert.fail();
    // The packed weights have their place from the first step on; all else is given back.
    const used = [1, 3, 30, 60].map((after) => {
      const stopped = steps();
      for (let i = 0; i < after; i++) assert.ok(stopped.next().done !== true, `step ${i}`);
      stopped.return(undefined as never);
      return fast.memory.used;
    });
    const [result] = runKernel(call, [input], weights, fast);
    // The reference kernel takes its time: a few of the channels, of all parts, must do.
    const some = [0, 7, 300, 511, 700, 1031];
    const few = new Map([...weights].map(([name, weight]) => [name, lastAxis(weight, some)]));
    const expected = first(runKernel(call, [input], few));
    assert.ok(relativeError(lastAxis(result ?? assert.fail(), some).data, expected.data) <= WINOGRAD);
    assert.deepEqual(new Set([...used, fast.memory.used]).size, 1);
  });

  it('fold repeated pixels into the convolution that follows', () => {
    for (const layout of ['channels_last', 'channels_first'] as const) {
      for (const [kernel, factor, dilation] of [
        [3, 2, 1],
        [5, 2, 1],
        [3, 3, 1],
        [4, 2, 2],
        [1, 2, 1],
      ] as const) {
        const shape = layout === 'channels_last' ? [1, 5, 7, 6] : [1, 6, 5, 7];
        const input = randomArray(shape);
        const call = convolution({ kernel: [kernel, kernel], dilation: [dilation, dilation], layout });
        const resize: KernelCall = {
          op: 'resize',
          method: 'nearest',
          size: [5 * factor, 7 * factor],
          scale: null,
          alignCorners: false,
          antialias: false,
          framework: 'keras',
          layout,
        };
        const weights = weightsOf([kernel, kernel, 6, 10], 10);
        const fusion = { repeat: [factor, factor], activation: null };
        const folded = finish(fast.steps(call, [input], weights, fusion) ?? assert.fail());
        const expected = first(runKernel(call, runKernel(resize, [input], new Map()), weights));
        assert.deepEqual(folded.shape, expected.shape);
        const error = relativeError(folded.data, expected.data);
        assert.ok(error <= EXACT, `kernel ${kernel}, factor ${factor}, dilation ${dilation}: ${error}`);
        (folded as Tensor).release();
      }
    }
  });

  it('pass NaN and infinity on', () => {
    const input = randomArray([1, 8, 8, 16]);
    input.data[5] = NaN;
    input.data[700] = Infinity;
    const relu: KernelCall = convolution({ kernel: [1, 1], activation: { name: 'relu', parameters: {} } });
    const weights = weightsOf([1, 1, 16, 4], 4);
    const [a, b] = [fast, null].map((kernels) => first(runKernel(relu, [input], weights, kernels)).data);
    assert.ok(relativeError(a ?? [], b ?? []) <= EXACT);
    assert.ok(a?.some(Number.isNaN));
  });

  it('give back all memory but the packed weights', () => {
    const weights = weightsOf([3, 3, 16, 16], 16);
    const call = convolution();
    const run = (): void => void runKernel(call, [randomArray([1, 12, 12, 16])], weights, fast);
    run();
    const { used } = fast.memory;
    for (let i = 0; i < 5; i++) run();
    assert.equal(fast.memory.used, used);
  });
});

describe("the kernels' memory", () => {
  it('joins blocks that are given back, and grows only when it must', () => {
    const memory = new KernelMemory(new WebAssembly.Memory({ initial: 1 }));
    const blocks = [1000, 2000, 3000].map((bytes) => memory.take(bytes));
    for (const block of [blocks[1], blocks[0], blocks[2]]) memory.give(block as number);
    assert.equal(memory.used, 0);
    assert.equal(memory.take(6000), blocks[0]);
    assert.throws(() => memory.give(64), /twice/);
    const before = memory.buffer.byteLength;
    const large = memory.take(100_000);
    assert.ok(memory.buffer.byteLength > before);
    memory.give(large);
    assert.equal(memory.take(100_000), large);
  });
});

describe('threads', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'layerscope-threads-'));
  after(() => rmSync(folder, { recursive: true }));

  it('give the numbers of one thread', async function () {
    this.timeout(20_000);
    const alone = fastKernels();
    const outfile = path.join(folder, 'engine-thread.mjs');
    buildSync({
      entryPoints: ['extension/worker/engine-thread.ts'],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
    });
    const workers: Worker[] = [];
    const bytesOf = (name: string): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(`dist/${name}.wasm`));
    const module = loadFastModule(wasmBuilds(), {
      plain: bytesOf('kernels-threads'),
      relaxed: bytesOf('kernels-relaxed-threads'),
      start: (compiled, memory, kernels) =>
        new ThreadTeam(3, compiled, memory, kernels, (workerData) => {
          workers.push(new Worker(outfile, { workerData }));
        }),
    });
    assert.ok(module !== null);
    const team = new FastKernels(module);
    await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('online', resolve))));
    for (const layout of ['channels_last', 'channels_first'] satisfies Layout[]) {
      const shape = layout === 'channels_last' ? [1, 64, 50, 32] : [1, 32, 64, 50];
      const input = randomArray(shape);
      const weights = weightsOf([3, 3, 32, 40], 40);
      for (const more of [{}, { dilation: [2, 2] }, { strides: [2, 2] }] as const) {
        const call = convolution({ ...more, layout });
        const [a, b] = [alone, team].map((kernels) => first(runKernel(call, [input], weights, kernels)).data);
        assert.deepEqual(b, a);
      }
      const transposed: KernelCall = {
        op: 'transposed-convolution',
        kernel: [4, 4],
        strides: [2, 2],
        dilation: [1, 1],
        crop: [
          [1, 1],
          [1, 1],
        ],
        outputPadding: [0, 0],
        groups: 1,
        layout,
        weightOrder: 'spatial-out-in',
        bias: true,
        activation: null,
      };
      const resize: KernelCall = {
        op: 'resize',
        method: 'bilinear',
        size: [150, 90],
        scale: null,
        alignCorners: false,
        antialias: false,
        framework: 'keras',
        layout,
      };
      for (const [call, own] of [
        [transposed, weightsOf([4, 4, 40, 32], 40)],
        [resize, new Map<string, NDArray>()],
      ] as const) {
        const [a, b] = [alone, team].map((kernels) => first(runKernel(call, [input], own, kernels)).data);
        assert.deepEqual(b, a, call.op);
      }
    }
    for (const worker of workers) await worker.terminate();
  });
});
