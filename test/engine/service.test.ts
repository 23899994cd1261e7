/** The engine's requests, on small graphs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { indexOf } from '../../extension/editor/describe/facts-index.ts';
import { runGraph } from '../../extension/engine/run-graph.ts';
import { english, say } from '../../extension/message.ts';
import { analyzeText } from '../frameworks/analyzer.ts';
import { execute } from '../../extension/engine/executor.ts';
import { planRun } from '../../extension/engine/plan.ts';
import { Results } from '../../extension/engine/results.ts';
import { WeightCache } from '../../extension/engine/weight-cache.ts';
import { firstLevel } from '../bench/engine/workloads.ts';
import { Cancelled } from '../../extension/engine/pause.ts';
import { createEngine } from '../../extension/engine/service.ts';
import type { Alternative } from '../../extension/model/alternative.ts';
import type { KernelCall } from '../../extension/model/kernel.ts';
import type { WeightSpec } from '../../extension/model/weight.ts';
import type { RunCall, RunGraph, RunOutcome, RunParams, RunStarted } from '../../extension/protocol.ts';
import { fastKernels, patient, wasmBuilds } from './helpers.ts';

const GLOROT = { kind: 'variance-scaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' } as const;
const GIB = 2 ** 30;

/** The article's Conv2DTranspose(32, 3, strides=2, padding='same', activation='relu') on 8 x 8 x 3. */
const ARTICLE: KernelCall = {
  op: 'transposed-convolution',
  kernel: [3, 3],
  strides: [2, 2],
  dilation: [1, 1],
  crop: [
    [0, 1],
    [0, 1],
  ],
  outputPadding: [0, 0],
  groups: 1,
  layout: 'channels_last',
  weightOrder: 'spatial-out-in',
  bias: true,
  activation: { name: 'relu', parameters: {} },
};
const ARTICLE_WEIGHTS: readonly WeightSpec[] = [
  { name: 'kernel', shape: [3, 3, 32, 3], initialiser: GLOROT, trainable: true, counted: true },
  { name: 'bias', shape: [32], initialiser: { kind: 'zeros' }, trainable: true, counted: true },
];

function call(
  id: number,
  kernel: KernelCall | null,
  inputs: number[],
  outputs: number[],
  layer: number | null,
): RunCall {
  return { id, layer, kernel, notRunnable: kernel === null ? say`It is a lambda.` : null, inputs, outputs };
}

const articleGraph: RunGraph = {
  framework: 'keras',
  shapes: { 0: [1, 8, 8, 3], 1: [1, 16, 16, 32] },
  inputs: [0],
  calls: [call(0, { op: 'input' }, [], [0], null), call(1, ARTICLE, [0], [1], 7)],
  weights: { 7: ARTICLE_WEIGHTS },
};

const params = (graph: RunGraph, more: Partial<RunParams> = {}): RunParams => ({
  graph,
  picture: { kind: 'built-in', name: 'scene' },
  weights: { kind: 'initial', seed: 1 },
  memoryLimit: GIB,
  ...more,
});

function ran(outcome: RunOutcome): Extract<RunOutcome, { kind: 'ran' }> {
  assert.ok(outcome.kind === 'ran');
  return outcome;
}

describe('engine service', () => {
  const engine = createEngine(wasmBuilds());

  it("runs the article's layer and gives its maps", async () => {
    const outcome = ran(await engine.run(params(articleGraph), patient));
    assert.deepEqual(
      outcome.calls.map((one) => one.kind),
      ['ran', 'ran'],
    );
    const maps = await engine.maps({ run: outcome.run, call: 1, stride: [2, 2] }, patient);
    assert.deepEqual([maps.height, maps.width, maps.channels, maps.data.length], [16, 16, 32, 16 * 16 * 32]);
    assert.equal(maps.minimum, 0);
    assert.ok(maps.maximum > 0);
    assert.ok(maps.measured !== null && maps.measured.share > 0.1, `share ${maps.measured?.share}`);
    const input = await engine.maps({ run: outcome.run, call: 'input', stride: null }, patient);
    assert.deepEqual([input.height, input.width, input.channels, input.measured], [8, 8, 3, null]);
  });

  it('gives the same numbers for the same seed, with fast and with reference kernels', async () => {
    const first = ran(await engine.run(params(articleGraph), patient));
    const slow = createEngine(null);
    const second = ran(await slow.run(params(articleGraph), patient));
    const a = await engine.maps({ run: first.run, call: 1, stride: null }, patient);
    const b = await slow.maps({ run: second.run, call: 1, stride: null }, patient);
    for (const [i, value] of a.data.entries()) assert.ok(Math.abs(value - (b.data[i] ?? NaN)) < 1e-5);
    const other = ran(await engine.run(params(articleGraph, { weights: { kind: 'initial', seed: 2 } }), patient));
    const c = await engine.maps({ run: other.run, call: 1, stride: null }, patient);
    assert.notDeepEqual(c.data, a.data);
  });

  it('shows the overlap alone with all ones: 1, 2 and 4 taps on a constant picture', async () => {
    const outcome = ran(
      await engine.run(
        params(articleGraph, { weights: { kind: 'ones' }, picture: { kind: 'built-in', name: 'constant' } }),
        patient,
      ),
    );
    const maps = await engine.maps({ run: outcome.run, call: 1, stride: [2, 2] }, patient);
    // Inside: 4, 2, 2 and 1 taps of 9, times stride squared, on a picture of 0.5; on average 0.5.
    const at = (y: number, x: number): number => maps.data[y * 16 + x] ?? NaN;
    const [four, two, one] = [at(8, 8), at(8, 9), at(9, 9)];
    for (const [value, taps] of [
      [four, 4],
      [two, 2],
      [at(9, 8), 2],
      [one, 1],
    ] as const) {
      assert.ok(Math.abs(value - (0.5 * taps * 4) / 9) < 1e-6, `${value} for ${taps} taps`);
    }
    assert.ok(Math.abs((four + 2 * two + one) / 4 - 0.5) < 1e-6);
    assert.ok((maps.measured?.share ?? 0) > 0.95);
  });

  it('interpolates with bilinear weights: a constant picture stays constant inside, and other weights are as initial', async () => {
    const [, layer] = articleGraph.calls;
    assert.ok(layer?.kernel?.op === 'transposed-convolution');
    const even: RunGraph = {
      ...articleGraph,
      calls: articleGraph.calls.map((call) =>
        call === layer
          ? {
              ...call,
              kernel: {
                ...ARTICLE,
                kernel: [4, 4],
                crop: [
                  [1, 1],
                  [1, 1],
                ],
              },
            }
          : call,
      ),
      weights: Object.fromEntries(
        Object.entries(articleGraph.weights).map(([id, specs]) => [
          id,
          specs.map((spec) => (spec.name === 'kernel' ? { ...spec, shape: [4, 4, 32, 3] } : spec)),
        ]),
      ),
    };
    const picture = { kind: 'built-in', name: 'constant' } as const;
    const outcome = ran(await engine.run(params(even, { weights: { kind: 'bilinear', seed: 1 }, picture }), patient));
    const maps = await engine.maps({ run: outcome.run, call: layer.id, stride: [2, 2] }, patient);
    // Three channels go to those of their number, away from the border; the others have no input.
    for (let channel = 0; channel < 32; channel++) {
      for (const [y, x] of [
        [5, 5],
        [5, 6],
        [6, 5],
        [6, 6],
      ] as const) {
        const value = maps.data[channel * maps.height * maps.width + y * maps.width + x] ?? NaN;
        assert.ok(Math.abs(value - (channel < 3 ? 0.5 : 0)) < 1e-6, `${channel} ${y} ${x}: ${value}`);
      }
    }
    assert.ok((maps.measured?.share ?? 1) < 0.01, 'no checkerboard');
  });

  it('refuses what does not fit, with both figures', async () => {
    const outcome = await engine.run(params(articleGraph, { memoryLimit: 1000 }), patient);
    const neededBytes = planRun(articleGraph, 1).peakBytes;
    assert.deepEqual(outcome, { kind: 'refused', neededBytes, limit: 1000 });
    // Both tensors and two copies of the 896 weights at least.
    assert.ok(neededBytes > (192 + 8192 + 2 * 896) * 4);
  });

  it('takes as much memory as it said it would', async () => {
    const fast = fastKernels();
    const tools = { fast, weights: new WeightCache(), results: new Results() };
    const graph = firstLevel(96).graph;
    const plan = planRun(graph, fast.threads);
    fast.memory.peak(true);
    const source = { kind: 'initial', seed: 1 } as const;
    const picture = { kind: 'built-in', name: 'scene' } as const;
    await execute(graph, picture, source, plan, 0, tools, patient);
    const measured = fast.memory.peak(true) + plan.weightBytes + 96 * 96 * 3 * 4;
    const ratio = measured / plan.peakBytes;
    assert.ok(ratio > 0.9 && ratio <= 1.02, `${measured} of ${plan.peakBytes}`);
  });

  for (const file of [
    'keras/unet_loops',
    'keras/segnet',
    'keras/edsr',
    'torch/module_list_unet',
    'torch/resnet_blocks',
  ]) {
    it(`takes as much memory as it said it would: ${file}`, async () => {
      const analysis = analyzeText(readFileSync(`test/models/${file}.py`, 'utf8'));
      const [model] = analysis.models;
      assert.ok(model);
      const graph = runGraph(indexOf(analysis), model);
      const fast = fastKernels();
      const tools = { fast, weights: new WeightCache(), results: new Results() };
      const plan = planRun(graph, fast.threads);
      fast.memory.peak(true);
      const { picture, weights } = params(graph);
      const { run } = await execute(graph, picture, weights, plan, 0, tools, patient);
      const inputs = [...run.inputs.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
      const ratio = (fast.memory.peak(true) + plan.weightBytes + inputs) / plan.peakBytes;
      assert.ok(ratio > 0.9 && ratio < 1.1, String(ratio));
    });
  }

  it('runs what does not depend on a layer that cannot be run', async () => {
    const relu: KernelCall = { op: 'activation', activation: { name: 'relu', parameters: {} } };
    const graph: RunGraph = {
      framework: 'keras',
      shapes: { 0: [1, 4, 4, 1], 1: [1, 4, 4, 1], 2: [1, 4, 4, 1], 3: [1, 4, 4, 1], 4: [1, 9], 5: [1, 4, 4, 1] },
      inputs: [0],
      calls: [
        call(1, relu, [1], [2], null),
        call(0, null, [0], [1], null),
        call(2, relu, [0], [3], null),
        call(3, { op: 'reshape', shape: [1, 9] }, [0], [4], null),
        call(
          4,
          {
            op: 'crop',
            amounts: [
              [0, 0],
              [1, 1],
              [0, 0],
              [0, 0],
            ],
          },
          [0],
          [5],
          null,
        ),
      ],
      weights: {},
    };
    const outcome = ran(await engine.run(params(graph), patient));
    const told = Object.fromEntries(
      outcome.calls.map((one) => [one.call, one.kind === 'ran' ? 'ran' : english(one.reason)]),
    );
    assert.deepEqual(told, {
      0: 'It is a lambda.',
      1: 'A layer before it could not be run.',
      2: 'ran',
      3: '16 elements do not fit the shape (1, 9).',
      4: 'Computed (1, 2, 4, 1) where (1, 4, 4, 1) was expected.',
    });
    await assert.rejects(engine.maps({ run: outcome.run, call: 0, stride: null }, patient), /It is a lambda/);
  });

  it('tells of a run when it begins, and gives its maps while it goes on', async () => {
    const graph = firstLevel(64).graph;
    const own = createEngine(wasmBuilds());
    const order: string[] = [];
    let early: Promise<unknown> = Promise.resolve();
    const outcome = ran(
      await own.run(params(graph, { watch: 1 }), {
        ...patient,
        partial: ({ run, peakBytes }) => {
          assert.equal(peakBytes, planRun(graph, 1).peakBytes);
          const wanted = [graph.calls.length - 1, 1].map(async (id) => {
            const maps = await own.maps({ run, call: id, stride: null }, patient);
            order.push(`maps ${id}`);
            return maps;
          });
          early = Promise.all(wanted);
        },
        progress: (done, total) => {
          if (done === total) order.push('done');
        },
      }),
    );
    assert.equal(order[0], 'maps 1');
    const maps = await early;
    const late = [graph.calls.length - 1, 1].map((id) =>
      own.maps({ run: outcome.run, call: id, stride: null }, patient),
    );
    assert.deepEqual(maps, await Promise.all(late));
  });

  it('keeps what a cancelled run had computed', async () => {
    const graph = firstLevel(64).graph;
    const own = createEngine(wasmBuilds());
    let id = 0;
    let layers = 0;
    const context = {
      cancelled: () => layers >= 3,
      partial: (started: RunStarted) => (id = started.run),
      progress: (done: number) => (layers = done),
    };
    await assert.rejects(own.run(params(graph), context), Cancelled);
    const maps = await own.maps({ run: id, call: 1, stride: null }, patient);
    assert.deepEqual([maps.height, maps.channels], [64, 64]);
    await assert.rejects(own.maps({ run: id, call: 12, stride: null }, patient), /was not run/);
    const fresh = ran(await createEngine(wasmBuilds()).run(params(graph), patient));
    const again = ran(await own.run(params(graph), patient));
    assert.equal(again.calls.length, fresh.calls.length);
  });

  it('stops when cancelled, soon', async function () {
    this.timeout(20_000);
    const size = 96;
    const convolution: KernelCall = {
      op: 'convolution',
      kernel: [3, 3],
      strides: [1, 1],
      dilation: [1, 1],
      padding: 'same',
      paddingMode: 'zeros',
      groups: 1,
      layout: 'channels_last',
      weightOrder: 'spatial-in-out',
      bias: false,
      activation: null,
    };
    const graph: RunGraph = {
      framework: 'keras',
      shapes: { 0: [1, size, size, 64], 1: [1, size, size, 64] },
      inputs: [0],
      calls: [call(0, convolution, [0], [1], 0)],
      weights: { 0: [{ name: 'kernel', shape: [3, 3, 64, 64], initialiser: GLOROT, trainable: true, counted: true }] },
    };
    const slow = createEngine(null);
    await slow.picture(
      { picture: { kind: 'built-in', name: 'scene' }, height: size, width: size, channels: 64 },
      patient,
    );
    // It must stop inside the layer; and each of its turns is a small part of the layer, whatever the machine takes for it.
    let asked = 0;
    const cancelled = (): boolean => ++asked > 6;
    await assert.rejects(slow.run(params(graph), { cancelled, progress: () => undefined }), Cancelled);
    assert.equal(asked, 7);
    let turns = 0;
    await slow.run(params(graph), { cancelled: () => ++turns < 0, progress: () => undefined });
    assert.ok(turns >= size / 2, `asked ${turns} times in the whole layer`);
  });

  it('computes dropped outputs again, with the same numbers', async () => {
    const relu: KernelCall = { op: 'activation', activation: { name: 'relu', parameters: {} } };
    const sizes = { 0: [1, 8, 8, 3], 1: [1, 16, 16, 32], 2: [1, 16, 16, 32], 3: [1, 16, 16, 32] };
    const graph: RunGraph = {
      framework: 'keras',
      shapes: sizes,
      inputs: [0],
      calls: [call(1, ARTICLE, [0], [1], 7), call(2, relu, [1], [2], null), call(3, relu, [2], [3], null)],
      weights: { 7: ARTICLE_WEIGHTS },
    };
    const roomy = ran(await engine.run(params(graph), patient));
    // No room beyond what running needs: nothing is kept.
    const tight = ran(await engine.run(params(graph, { memoryLimit: roomy.peakBytes }), patient));
    for (const id of [1, 2, 3]) {
      const [a, b] = await Promise.all(
        [roomy.run, tight.run].map((run) => engine.maps({ run, call: id, stride: null }, patient)),
      );
      assert.deepEqual(a, b);
    }
  });

  it('runs again only what an edit touched', async () => {
    const leaky = (slope: number): KernelCall => ({
      op: 'activation',
      activation: { name: 'leaky_relu', parameters: { negative_slope: slope } },
    });
    const graph = (slope: number): RunGraph => ({
      framework: 'keras',
      shapes: { 0: [1, 8, 8, 3], 1: [1, 16, 16, 32], 2: [1, 16, 16, 32], 3: [1, 16, 16, 32] },
      inputs: [0],
      calls: [
        call(1, { ...ARTICLE, activation: null }, [0], [1], 7),
        call(2, { op: 'scalar', operator: '*', value: 2 }, [1], [2], null),
        call(3, leaky(slope), [2], [3], null),
      ],
      weights: { 7: ARTICLE_WEIGHTS },
    });
    const ranAgain: string[] = [];
    const watched = {
      cancelled: () => false,
      progress: (_done: number, _total: number, label: string): void => {
        if (label !== '') ranAgain.push(label);
      },
    };
    const own = createEngine(wasmBuilds());
    await own.run(params(graph(0.1)), patient);
    const edited = ran(await own.run(params(graph(0.3)), watched));
    assert.deepEqual(ranAgain, ['activation']);
    const fresh = createEngine(wasmBuilds());
    const expected = ran(await fresh.run(params(graph(0.3)), patient));
    for (const id of [1, 2, 3]) {
      const [a, b] = await Promise.all([
        own.maps({ run: edited.run, call: id, stride: null }, patient),
        fresh.maps({ run: expected.run, call: id, stride: null }, patient),
      ]);
      assert.deepEqual(a, b);
    }
    ranAgain.length = 0;
    await own.run(params(graph(0.3), { picture: { kind: 'built-in', name: 'zone-plate' } }), watched);
    assert.equal(ranAgain.length, 3);
    ranAgain.length = 0;
    await own.run(params(graph(0.3), { weights: { kind: 'initial', seed: 9 } }), watched);
    assert.equal(ranAgain.length, 3);
  });

  it('says that a run is gone when it is', async () => {
    await assert.rejects(engine.maps({ run: 12345, call: 1, stride: null }, patient), /no longer kept/);
  });

  it('compares alternatives with maps and times', async () => {
    const base = {
      code: [],
      definition: [],
      params: 896,
      macs: 0,
      bytes: 0,
      receptive: null,
      title: say``,
      notPossible: null,
    } as const;
    const artifact = {
      grade: 'strong',
      overlap: [],
      unevenness: 0,
      periodicEnergy: 0,
      lastLayer: true,
      reason: say``,
    } as const;
    const stage = {
      type: 'Conv2DTranspose',
      record: 'transposed-convolution-2d',
      inputShape: [1, 8, 8, 3],
      outputShape: [1, 16, 16, 32],
      weights: ARTICLE_WEIGHTS,
      kernel: ARTICLE,
      macs: 55296,
    };
    const alternatives: readonly Alternative[] = [
      { ...base, id: 'as-written', stages: [stage], outputShape: [1, 16, 16, 32], artifact, controls: null },
      { ...base, id: 'sub-pixel', stages: [], outputShape: [], artifact, controls: null, notPossible: say`Not here.` },
    ];
    const outcomes = await engine.compare(
      {
        timed: true,
        framework: 'keras',
        alternatives,
        picture: { kind: 'built-in', name: 'zone-plate' },
        weights: { kind: 'initial', seed: 3 },
        memoryLimit: GIB,
      },
      patient,
    );
    const [first, second] = outcomes;
    assert.deepEqual(second, { id: 'sub-pixel', kind: 'not-run', reason: say`Not here.` });
    assert.ok(first?.kind === 'ran');
    assert.deepEqual([first.maps.height, first.maps.channels], [16, 32]);
    assert.deepEqual(first.maps.measured?.stride, [2, 2]);
    const { time } = first;
    assert.ok(time && time.median > 0 && time.quartiles[0] <= time.median && time.median <= time.quartiles[1]);
  });
});
