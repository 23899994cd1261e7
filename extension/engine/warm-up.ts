/**
 * V8 compiles code twice: soon and slow, then, what is used much, fast. A first run would wait for the second; so a small network
 * is run a few times before there is anything to run, while the user's code is still being read.
 */
import { execute } from './executor.ts';
import type { FastKernels } from './fast/kernels.ts';
import type { EngineContext } from './pause.ts';
import { planRun } from './plan.ts';
import { Results } from './results.ts';
import { WeightCache } from './weight-cache.ts';
import type { KernelCall } from '../model/kernel.ts';
import type { WeightSpec } from '../model/weight.ts';
import type { RunGraph } from '../protocol.ts';

/** By then V8 has optimised what a convolutional network spends its time in. Who wants to run something meanwhile cancels it. */
const MILLISECONDS = 150;
/** The first layers' outputs of most networks: memory that was used once is there sooner the next time. */
const FIRST_BYTES = 16 * 2 ** 20;

const SIZE = 32;
const CHANNELS = 16;

const COMMON = {
  dilation: [1, 1],
  groups: 1,
  layout: 'channels_last',
  bias: true,
  activation: { name: 'relu', parameters: {} },
} as const;

const convolution = (kernel: number): KernelCall => ({
  ...COMMON,
  op: 'convolution',
  kernel: [kernel, kernel],
  strides: [1, 1],
  padding: 'same',
  paddingMode: 'zeros',
  weightOrder: 'spatial-in-out',
});
const POOL: KernelCall = {
  op: 'pool',
  method: 'max',
  kernel: [2, 2],
  strides: [2, 2],
  dilation: [1, 1],
  padding: 'valid',
  ceilMode: false,
  countPadding: false,
  divisor: null,
  layout: 'channels_last',
};
const UP: KernelCall = {
  ...COMMON,
  op: 'transposed-convolution',
  kernel: [2, 2],
  strides: [2, 2],
  crop: [
    [0, 0],
    [0, 0],
  ],
  outputPadding: [0, 0],
  weightOrder: 'spatial-out-in',
};

function weightsOf(...shape: readonly number[]): readonly WeightSpec[] {
  const glorot = { kind: 'variance-scaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' } as const;
  const common = { trainable: true, counted: true };
  return [
    { name: 'kernel', shape, initialiser: glorot, ...common },
    { name: 'bias', shape: [CHANNELS], initialiser: { kind: 'zeros' }, ...common },
  ];
}

/** A U-Net of one level. */
function smallNetwork(): RunGraph {
  const steps: readonly (readonly [KernelCall, readonly number[], readonly number[], readonly WeightSpec[]])[] = [
    [convolution(3), [0], [1, SIZE, SIZE, CHANNELS], weightsOf(3, 3, 3, CHANNELS)],
    [convolution(3), [1], [1, SIZE, SIZE, CHANNELS], weightsOf(3, 3, CHANNELS, CHANNELS)],
    [POOL, [2], [1, SIZE / 2, SIZE / 2, CHANNELS], []],
    [UP, [3], [1, SIZE, SIZE, CHANNELS], weightsOf(2, 2, CHANNELS, CHANNELS)],
    [{ op: 'concat', axis: 3 }, [2, 4], [1, SIZE, SIZE, 2 * CHANNELS], []],
    [convolution(1), [5], [1, SIZE, SIZE, CHANNELS], weightsOf(1, 1, 2 * CHANNELS, CHANNELS)],
  ];
  const numbered = steps.map((step, index) => [index + 1, step] as const);
  return {
    framework: 'keras',
    inputs: [0],
    shapes: { 0: [1, SIZE, SIZE, 3], ...Object.fromEntries(numbered.map(([id, [, , shape]]) => [id, shape])) },
    weights: Object.fromEntries(numbered.map(([id, [, , , specs]]) => [id, specs])),
    calls: numbered.map(([id, [kernel, inputs]]) => ({
      id,
      layer: id,
      kernel,
      notRunnable: null,
      inputs,
      outputs: [id],
    })),
  };
}

/** Leaves nothing but its weights in the kernels' cache, which are few. */
export async function warmUp(fast: FastKernels, context: EngineContext): Promise<void> {
  const until = performance.now() + MILLISECONDS;
  const room = fast.memory.take(FIRST_BYTES);
  fast.memory.floats(room, FIRST_BYTES / 4).fill(0);
  fast.memory.give(room);
  const graph = smallNetwork();
  const plan = planRun(graph, fast.threads);
  const quiet: EngineContext = { cancelled: context.cancelled, progress: () => undefined };
  for (let seed = 0; performance.now() < until; seed++) {
    const tools = { fast, weights: new WeightCache(), results: new Results() };
    await execute(graph, { kind: 'built-in', name: 'scene' }, { kind: 'initial', seed }, plan, 0, tools, quiet);
  }
}
