/** Distributions of the initialisers, and that they can be repeated. */
import assert from 'node:assert/strict';
import { initialise, TRUNCATED_DEVIATION } from '../../extension/engine/initialise.ts';
import { onesWeight } from '../../extension/engine/ones.ts';
import { Random, xoshiro128 } from '../../extension/engine/random.ts';
import { finish } from '../../extension/engine/reference/steps.ts';
import { runKernel } from '../../extension/engine/run-kernel.ts';
import type { KernelCall } from '../../extension/model/kernel.ts';
import type { Framework } from '../../extension/model/record.ts';
import type { Initialiser } from '../../extension/model/weight.ts';

const draw = (initialiser: Initialiser, shape: readonly number[], seed = 1, framework: Framework = 'keras') =>
  finish(
    initialise({ name: 'kernel', shape, initialiser, trainable: true, counted: true }, framework, new Random(seed)),
  ).data;

const weight = (name: string, shape: readonly number[], initialiser: Initialiser = { kind: 'zeros' }) => ({
  name,
  shape,
  initialiser,
  trainable: true,
  counted: true,
});

function moments(data: Float32Array) {
  const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
  const deviation = Math.sqrt(data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length);
  return { mean, deviation, least: Math.min(...data), most: Math.max(...data) };
}

const near = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe('Random', () => {
  it('gives the published numbers of xoshiro128** from its state', () => {
    const state = Uint32Array.of(1, 2, 3, 4);
    const numbers = Array.from({ length: 10 }, () => xoshiro128(state));
    const reference = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    assert.deepEqual(numbers, reference);
  });

  it('is the same for the same seeds, and different for others', () => {
    const first = (...seeds: number[]): number => new Random(...seeds).bits();
    assert.equal(first(1, 2), first(1, 2));
    const firsts = [first(0), first(1), first(2), first(1, 0), first(0, 1), first(1, 2), first(2, 1), first(-1)];
    assert.equal(new Set(firsts).size, firsts.length);
  });

  it('is uniform and normal', () => {
    const random = new Random(5);
    const uniform = moments(Float32Array.from({ length: 50000 }, () => random.uniform(-1, 3)));
    near(uniform.mean, 1, 0.02);
    near(uniform.deviation, 4 / Math.sqrt(12), 0.02);
    assert.ok(uniform.least >= -1 && uniform.most < 3);
    const normal = moments(Float32Array.from({ length: 50000 }, () => random.normal()));
    near(normal.mean, 0, 0.02);
    near(normal.deviation, 1, 0.02);
    assert.ok(normal.most > 3.3);
    const cut = moments(Float32Array.from({ length: 50000 }, () => random.truncatedNormal()));
    near(cut.deviation, TRUNCATED_DEVIATION, 0.01);
    assert.ok(cut.most <= 2 && cut.least >= -2 && cut.most > 1.98);
  });
});

describe('initialise', () => {
  const shape = [3, 3, 32, 64];
  const [fanIn, fanOut] = [9 * 32, 9 * 64];

  it('scales variance by the fans of Keras', () => {
    const scaling = (
      mode: 'fan_in' | 'fan_out' | 'fan_avg',
      distribution: 'uniform' | 'truncated_normal' | 'untruncated_normal',
    ) => moments(draw({ kind: 'variance-scaling', scale: 2, mode, distribution }, shape));
    const fans = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 };
    for (const [mode, fan] of Object.entries(fans) as ['fan_in' | 'fan_out' | 'fan_avg', number][]) {
      const deviation = Math.sqrt(2 / fan);
      for (const distribution of ['uniform', 'truncated_normal', 'untruncated_normal'] as const) {
        const result = scaling(mode, distribution);
        near(result.mean, 0, deviation * 0.03);
        near(result.deviation, deviation, deviation * 0.02);
        const bound = {
          uniform: Math.sqrt(3),
          truncated_normal: 2 / TRUNCATED_DEVIATION,
          untruncated_normal: Infinity,
        };
        assert.ok(result.most <= bound[distribution] * deviation * 1.000001);
        if (distribution !== 'untruncated_normal') assert.ok(result.most > bound[distribution] * deviation * 0.99);
      }
    }
  });

  it('takes the fans of vectors and matrices as Keras does', () => {
    const glorot = { kind: 'variance-scaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' } as const;
    near(moments(draw(glorot, [20000])).most, Math.sqrt(3 / 20000), 1e-5);
    near(moments(draw(glorot, [100, 300])).most, Math.sqrt(3 / 200), 1e-4);
  });

  it("draws PyTorch's default within 1 / sqrt(fan in)", () => {
    const result = moments(draw({ kind: 'kaiming-uniform', a: Math.sqrt(5), fanIn: 288 }, [64, 32, 3, 3], 1, 'torch'));
    near(result.most, 1 / Math.sqrt(288), 1e-4);
    near(result.least, -1 / Math.sqrt(288), 1e-4);
  });

  it('draws uniform numbers by the million as one by one', () => {
    const [many, single] = [new Random(5), new Random(5)];
    const data = new Float32Array(1000);
    many.fillUniform(data, 0, 400, -0.3, 0.7);
    many.fillUniform(data, 400, 1000, -0.3, 0.7);
    assert.deepEqual(
      data,
      Float32Array.from({ length: 1000 }, () => single.uniform(-0.3, 0.7)),
    );
    assert.equal(many.bits(), single.bits());
  });

  it('draws normal numbers by the million as one by one', () => {
    for (const truncated of [false, true]) {
      const [many, single] = [new Random(5), new Random(5)];
      const data = new Float32Array(1000);
      many.fillNormal(data, 0, 401, 0.5, 2, truncated);
      many.fillNormal(data, 401, 1000, 0.5, 2, truncated);
      const one = (): number => (truncated ? single.truncatedNormal() : single.normal());
      assert.deepEqual(
        data,
        Float32Array.from({ length: 1000 }, () => 0.5 + 2 * one()),
      );
      assert.equal(many.normal(), single.normal());
    }
  });

  it('fills constants', () => {
    assert.deepEqual(draw({ kind: 'zeros' }, [2]), Float32Array.of(0, 0));
    assert.deepEqual(draw({ kind: 'ones' }, [2]), Float32Array.of(1, 1));
    assert.deepEqual(draw({ kind: 'constant', value: 0.5 }, [2]), Float32Array.of(0.5, 0.5));
  });

  it('cuts normals only when asked', () => {
    const cut = moments(draw({ kind: 'normal', mean: 1, deviation: 0.05, truncated: true }, [10000]));
    near(cut.mean, 1, 0.003);
    near(cut.deviation, 0.05 * TRUNCATED_DEVIATION, 0.001);
    const whole = moments(draw({ kind: 'normal', mean: 0, deviation: 0.02, truncated: false }, [10000]));
    near(whole.deviation, 0.02, 0.0005);
    assert.ok(whole.most > 0.06);
  });

  it('makes orthogonal matrices, flattened as each framework does', () => {
    for (const [framework, size, rows] of [
      ['keras', [2, 3, 2, 5], 12],
      ['keras', [2, 7], 2],
      ['torch', [5, 2, 3], 5],
      ['torch', [12, 3, 2], 12],
    ] as const) {
      const data = draw({ kind: 'orthogonal', gain: 2 }, size, 3, framework);
      const columns = data.length / rows;
      const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
      const vector = (k: number): number[] =>
        Array.from({ length }, (_, i) => data[rows < columns ? k * columns + i : i * columns + k] ?? NaN);
      for (let a = 0; a < count; a++) {
        for (let b = 0; b <= a; b++) {
          const dot = vector(a).reduce((sum, x, i) => sum + x * (vector(b)[i] ?? NaN), 0);
          near(dot, a === b ? 4 : 0, 1e-5);
        }
      }
    }
  });

  it('starts sub-pixel convolution as a nearest resize with ICNR', () => {
    for (const [framework, order, shape_] of [
      ['keras', 'DCR', [1, 1, 3, 8]],
      ['torch', 'CRD', [8, 3, 1, 1]],
    ] as const) {
      const base = { kind: 'normal', mean: 0, deviation: 1, truncated: false } as const;
      const kernel = draw({ kind: 'icnr', block: 2, order, base }, shape_, 1, framework);
      assert.ok(new Set(kernel).size === 6);
      const layout = framework === 'keras' ? 'channels_last' : 'channels_first';
      const pixel = { shape: framework === 'keras' ? [1, 1, 1, 3] : [1, 3, 1, 1], data: Float32Array.of(1, 2, 3) };
      const convolution: KernelCall = {
        op: 'convolution',
        kernel: [1, 1],
        strides: [1, 1],
        dilation: [1, 1],
        padding: 'valid',
        paddingMode: 'zeros',
        groups: 1,
        layout,
        weightOrder: framework === 'keras' ? 'spatial-in-out' : 'out-in-spatial',
        bias: false,
        activation: null,
      };
      const deep = runKernel(convolution, [pixel], new Map([['kernel', { shape: shape_, data: kernel }]]));
      const [wide] = runKernel({ op: 'depth-to-space', block: 2, order, layout }, deep, new Map());
      assert.ok(wide !== undefined);
      const channel = (c: number): number[] =>
        Array.from({ length: 4 }, (_, i) => wide.data[framework === 'keras' ? i * 2 + c : c * 4 + i] ?? NaN);
      for (const c of [0, 1]) assert.ok(channel(c).every((value) => value === channel(c)[0]));
      assert.notEqual(channel(0)[0], channel(1)[0]);
    }
  });

  it('makes the kernel that interpolates bilinearly', () => {
    const kernel = draw({ kind: 'bilinear' }, [4, 4, 1, 1]);
    const line = [0.25, 0.75, 0.75, 0.25];
    assert.deepEqual(
      [...kernel],
      line.flatMap((a) => line.map((b) => a * b)),
    );
    const two = draw({ kind: 'bilinear' }, [2, 2, 3, 3], 1, 'torch');
    assert.equal(two[9 + 4], 0);
    assert.deepEqual([two[4], two[27 + 4]], [1, 1]);
  });

  it('says so when it does not know', () => {
    assert.throws(() => draw({ kind: 'unknown', name: 'MyInit' }, [2]), /MyInit/);
  });
});

describe('onesWeight', () => {
  const common = { dilation: [1, 1], groups: 2, bias: true, activation: null } as const;
  const picture = { shape: [1, 8, 8, 4], data: new Float32Array(256).fill(0.5) };

  it('keeps the value of a constant picture, bias left out', () => {
    const convolution: KernelCall = {
      ...common,
      op: 'convolution',
      kernel: [3, 3],
      strides: [1, 1],
      padding: 'valid',
      paddingMode: 'zeros',
      layout: 'channels_last',
      weightOrder: 'spatial-in-out',
    };
    const kernel = onesWeight(weight('kernel', [3, 3, 2, 6]), convolution);
    const bias = onesWeight(
      weight('bias', [6], { kind: 'normal', mean: 0, deviation: 1, truncated: false }),
      convolution,
    );
    const [output] = runKernel(
      convolution,
      [picture],
      new Map([
        ['kernel', kernel],
        ['bias', bias],
      ]),
    );
    assert.ok(output?.data.every((value) => Math.abs(value - 0.5) < 1e-6));
    const depthwise = onesWeight(weight('kernel', [3, 3, 4, 1]), { ...convolution, groups: 4 });
    assert.ok(Math.abs((depthwise.data[0] ?? NaN) - 1 / 9) < 1e-7);
  });

  it('keeps it on average over the phases of a transposed convolution', () => {
    const transposed: KernelCall = {
      ...common,
      op: 'transposed-convolution',
      kernel: [3, 4],
      strides: [2, 3],
      crop: [
        [0, 1],
        [0, 1],
      ],
      outputPadding: [0, 0],
      layout: 'channels_last',
      weightOrder: 'spatial-out-in',
    };
    const kernel = onesWeight(weight('kernel', [3, 4, 4, 4]), { ...transposed });
    const bias = onesWeight(weight('bias', [8]), transposed);
    const [output] = runKernel(
      transposed,
      [picture],
      new Map([
        ['kernel', kernel],
        ['bias', bias],
      ]),
    );
    assert.ok(output !== undefined);
    // One whole period from the middle.
    let sum = 0;
    const width = output.shape[2] ?? NaN;
    for (const y of [6, 7]) for (const x of [9, 10, 11]) sum += output.data[(y * width + x) * 8] ?? NaN;
    near(sum / 6, 0.5, 1e-6);
  });

  it('keeps what normalisations start with', () => {
    const norm: KernelCall = { op: 'batch-norm', axis: -1, epsilon: 0.001, scale: true, center: true };
    assert.deepEqual(onesWeight(weight('gamma', [2], { kind: 'ones' }), norm).data, Float32Array.of(1, 1));
    assert.deepEqual(onesWeight(weight('weight', [2], { kind: 'ones' }), norm).data, Float32Array.of(1, 1));
    assert.deepEqual(onesWeight(weight('moving_mean', [2]), norm).data, Float32Array.of(0, 0));
  });
});
