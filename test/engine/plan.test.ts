/** Order of calls, memory planned before a run, and where tensors have their channels. */
import assert from 'node:assert/strict';
import { tensorLayouts } from '../../extension/engine/layouts.ts';
import { neededFor, runOrder } from '../../extension/engine/order.ts';
import { planRun } from '../../extension/engine/plan.ts';
import type { KernelCall } from '../../extension/model/kernel.ts';
import type { RunCall, RunGraph } from '../../extension/protocol.ts';

const RELU: KernelCall = { op: 'activation', activation: { name: 'relu', parameters: {} } };

const call = (id: number, inputs: number[], outputs: number[], kernel: KernelCall | null = RELU): RunCall => ({
  id,
  layer: null,
  kernel,
  notRunnable: null,
  inputs,
  outputs,
});

const graphOf = (
  calls: readonly RunCall[],
  shape: readonly number[] = [1, 10],
  more: Partial<RunGraph> = {},
): RunGraph => {
  const tensors = new Set([0, ...calls.flatMap(({ inputs, outputs }) => [...inputs, ...outputs])]);
  const shapes = Object.fromEntries([...tensors].map((tensor) => [tensor, shape]));
  return { framework: 'keras', shapes, inputs: [0], calls, weights: {}, ...more };
};

describe('runOrder', () => {
  it('keeps an order that works and mends one that does not', () => {
    const calls = [call(3, [2], [3]), call(1, [0], [1]), call(2, [1], [2]), call(4, [0], [4])];
    assert.deepEqual(
      runOrder(graphOf(calls)).map(({ id }) => id),
      [1, 2, 4, 3],
    );
  });

  it('puts what nothing feeds last', () => {
    const calls = [call(1, [77], [78]), call(2, [0], [1])];
    assert.deepEqual(
      runOrder(graphOf(calls)).map(({ id }) => id),
      [2, 1],
    );
  });

  it('finds what a call needs, without what is there', () => {
    const order = [call(1, [0], [1]), call(2, [1], [2]), call(3, [0], [3]), call(4, [2, 3], [4])];
    const needed = (target: number, present: number[] = []): number[] => [
      ...neededFor(
        order,
        ({ id }) => id === target,
        (outputs) => outputs.every((tensor) => present.includes(tensor)),
      ),
    ];
    assert.deepEqual(needed(4).sort(), [1, 2, 3, 4]);
    assert.deepEqual(needed(2).sort(), [1, 2]);
    assert.deepEqual(needed(4, [2]).sort(), [3, 4]);
  });
});

describe('planRun', () => {
  it('counts two tensors alive along a chain, three across a skip', () => {
    const chain = [call(1, [0], [1]), call(2, [1], [2]), call(3, [2], [3])];
    assert.equal(planRun(graphOf(chain), null).peakBytes, 2 * 40);
    const skip = [
      call(1, [0], [1]),
      call(2, [1], [2]),
      call(3, [2], [3]),
      call(4, [3, 1], [4], { op: 'binary', operator: '+' }),
    ];
    assert.equal(planRun(graphOf(skip), null).peakBytes, 3 * 40);
  });

  it('counts weights and their packed copies, and the working copies of convolutions', () => {
    const convolution: KernelCall = {
      op: 'convolution',
      kernel: [1, 1],
      strides: [1, 1],
      dilation: [1, 1],
      padding: 'valid',
      paddingMode: 'zeros',
      groups: 1,
      layout: 'channels_last',
      weightOrder: 'spatial-in-out',
      bias: false,
      activation: null,
    };
    const spec = {
      name: 'kernel',
      shape: [1, 1, 5, 5],
      initialiser: { kind: 'zeros' },
      trainable: true,
      counted: true,
    } as const;
    const graph = graphOf([call(1, [0], [1], convolution)], [1, 2, 2, 5], { weights: { 1: [spec] } });
    const tensor = 20 * 4;
    assert.equal(planRun(graph, null).weightBytes, 100);
    assert.equal(planRun(graph, null).peakBytes, 2 * 100 + 2 * tensor + 2 * tensor);
    const first = { ...convolution, layout: 'channels_first' } as const;
    assert.equal(
      planRun({ ...graph, calls: [call(1, [0], [1], first)] }, null).peakBytes,
      2 * 100 + 2 * tensor + 4 * tensor,
    );
  });

  it('counts nothing for what cannot run', () => {
    const calls = [call(1, [0], [1], null), call(2, [1], [2])];
    assert.equal(planRun(graphOf(calls), null).peakBytes, 40);
    const beside = [...calls, call(3, [0], [3])];
    assert.equal(planRun(graphOf(beside), null).peakBytes, 40 + 40);
  });
});

describe('tensorLayouts', () => {
  const pool = (layout: 'channels_first' | 'channels_last'): KernelCall => ({
    op: 'pool',
    method: 'max',
    kernel: [2, 2],
    strides: [2, 2],
    dilation: [1, 1],
    padding: 'valid',
    ceilMode: false,
    countPadding: false,
    divisor: null,
    layout,
  });

  it('come from the calls around a tensor, forwards and backwards', () => {
    const calls = [
      call(1, [0], [1]),
      call(2, [1], [2], pool('channels_first')),
      call(3, [2], [3]),
      call(4, [3], [4], { op: 'reshape', shape: [1, 4] }),
    ];
    const layouts = tensorLayouts(graphOf(calls, [1, 2, 2, 2]), calls);
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((tensor) => layouts.get(tensor)),
      ['channels_first', 'channels_first', 'channels_first', 'channels_first', 'channels_last'],
    );
  });

  it('come from the axis of a batch normalisation, else from the framework', () => {
    const norm = (axis: number): KernelCall => ({ op: 'batch-norm', axis, epsilon: 0.001, scale: true, center: true });
    const layoutOf = (kernel: KernelCall, framework: 'keras' | 'torch'): string | undefined => {
      const calls = [call(1, [0], [1], kernel)];
      return tensorLayouts({ ...graphOf(calls, [1, 4, 4, 4]), framework }, calls).get(0);
    };
    assert.equal(layoutOf(norm(1), 'keras'), 'channels_first');
    assert.equal(layoutOf(norm(-1), 'torch'), 'channels_last');
    assert.equal(layoutOf(RELU, 'keras'), 'channels_last');
    assert.equal(layoutOf(RELU, 'torch'), 'channels_first');
  });
});
