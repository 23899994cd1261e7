/** Periodic energy: of given weights, and its expectation against Monte Carlo. */
import assert from 'node:assert/strict';
import {
  periodicEnergyOf,
  subPixelGains,
  transposedGains,
  type WeightArray,
} from '../../../extension/model/artifacts/energy.ts';
import { bilinearPeriodicEnergy, expectedPeriodicEnergy } from '../../../extension/model/artifacts/expected-energy.ts';
import { overlapGrid, overlapPerAxis, type TransposedTrait } from '../../../extension/model/artifacts/overlap.ts';
import type { Initialiser } from '../../../extension/model/weight.ts';

/** mulberry32: the same numbers in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function trait(kernel: number, stride: number, order: TransposedTrait['weightOrder'], crop = 0): TransposedTrait {
  return {
    kind: 'transposed',
    kernel: [kernel, kernel],
    strides: [stride, stride],
    dilation: [1, 1],
    crop: [crop, crop],
    weight: 'kernel',
    weightOrder: order,
    groups: 1,
  };
}

function fill(shape: readonly number[], value: () => number): WeightArray {
  return { shape, data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, value) };
}

const [INPUTS, OUTPUTS] = [24, 24];
const random = generator(7);
const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
function truncatedNormal(): number {
  for (;;) {
    const value = normal();
    if (Math.abs(value) <= 2) return value;
  }
}

/** An initialiser and a way to draw from it. */
const DRAWS: readonly (readonly [string, Initialiser, () => number])[] = [
  ['zeros', { kind: 'zeros' }, () => 0],
  ['ones', { kind: 'ones' }, () => 1],
  ['constant', { kind: 'constant', value: -0.3 }, () => -0.3],
  [
    'glorot uniform',
    { kind: 'variance-scaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' },
    () => (random() * 2 - 1) * 0.07,
  ],
  ['kaiming uniform', { kind: 'kaiming-uniform', a: Math.sqrt(5), fanIn: 216 }, () => (random() * 2 - 1) * 0.02],
  ['uniform off centre', { kind: 'uniform', low: -0.1, high: 0.4 }, () => random() * 0.5 - 0.1],
  ['normal', { kind: 'normal', mean: 0, deviation: 0.02, truncated: false }, () => normal() * 0.02],
  ['normal off centre', { kind: 'normal', mean: 0.5, deviation: 1, truncated: false }, () => normal() + 0.5],
  [
    'truncated normal off centre',
    { kind: 'normal', mean: 0.5, deviation: 1, truncated: true },
    () => truncatedNormal() + 0.5,
  ],
];

describe('periodic energy', () => {
  for (const [name, initialiser, draw] of DRAWS) {
    it(`expected of ${name} is what many draws give`, () => {
      for (const [kernel, stride] of [
        [3, 2],
        [4, 2],
        [5, 3],
        [2, 2],
      ] as const) {
        const layer = trait(kernel, stride, 'spatial-out-in');
        const taps = overlapGrid(overlapPerAxis(layer)).flat();
        let mean = 0;
        const runs = 12;
        for (let run = 0; run < runs; run++) {
          const weight = fill([kernel, kernel, OUTPUTS, INPUTS], draw);
          mean += periodicEnergyOf(transposedGains(layer, weight)) / runs;
        }
        const expected = expectedPeriodicEnergy(taps, initialiser);
        assert.ok(
          expected !== null && Math.abs(expected - mean) < 0.02,
          `k${kernel} s${stride}: ${expected ?? 'none'} ${mean}`,
        );
      }
    });
  }

  it('expected of orthogonal weights is that of any zero-mean weights', () => {
    // Gram-Schmidt on random rows: [kernel·kernel·out, in] as Keras flattens it.
    const [kernel, stride, inputs] = [4, 2, 16];
    let mean = 0;
    for (let run = 0; run < 4; run++) {
      const columns: number[][] = [];
      while (columns.length < inputs) {
        const column = Array.from({ length: kernel * kernel * OUTPUTS }, normal);
        for (const other of columns) {
          const dot = column.reduce((total, value, i) => total + value * (other[i] ?? 0), 0);
          other.forEach((value, i) => (column[i] = (column[i] ?? 0) - dot * value));
        }
        const length = Math.hypot(...column);
        columns.push(column.map((value) => value / length));
      }
      const weight = {
        shape: [kernel, kernel, OUTPUTS, inputs],
        data: Float64Array.from(
          { length: kernel * kernel * OUTPUTS * inputs },
          (_, i) => columns[i % inputs]?.[Math.floor(i / inputs)] ?? 0,
        ),
      };
      mean += periodicEnergyOf(transposedGains(trait(kernel, stride, 'spatial-out-in'), weight)) / 4;
    }
    const expected = expectedPeriodicEnergy([4, 4, 4, 4], { kind: 'orthogonal', gain: 1 });
    assert.equal(expected, 0.75);
    assert.ok(Math.abs(mean - 0.75) < 0.02, String(mean));
  });

  it('is not told for an initialiser that is not known', () => {
    assert.equal(expectedPeriodicEnergy([4, 2, 2, 1], { kind: 'unknown', name: 'mine' }), null);
  });

  it('is 0 for bilinear weights and the stated figure for ones', () => {
    const bilinear = [0.25, 0.75, 0.75, 0.25];
    const weight = { shape: [1, 1, 4, 4], data: bilinear.flatMap((a) => bilinear.map((b) => a * b)) };
    assert.ok(periodicEnergyOf(transposedGains(trait(4, 2, 'in-out-spatial', 1), weight)) < 1e-20);
    assert.equal(bilinearPeriodicEnergy(trait(4, 2, 'in-out-spatial', 1)), 0);
    assert.equal(bilinearPeriodicEnergy(trait(3, 2, 'spatial-out-in')), 0);
    // Taps in thirds: 1, 2, 3, 2, 1. Phases 5 and 4 per axis, so gains 25, 20, 20, 16: mean 20.25, mean square 420.25.
    const uneven = bilinearPeriodicEnergy(trait(5, 2, 'spatial-out-in'));
    assert.ok(Math.abs(uneven - (420.25 - 20.25 ** 2) / 420.25) < 1e-12, String(uneven));
    // Gains 4, 2, 2, 1: mean 2.25, mean square 6.25, variance 1.1875.
    const ones = fill([3, 3, 2, 5], () => 1);
    assert.equal(periodicEnergyOf(transposedGains(trait(3, 2, 'spatial-out-in'), ones)), 1.1875 / 6.25);
  });

  it('reads both weight orders alike, phases following the crop', () => {
    const [kernel, inputs, outputs] = [3, 2, 4];
    const keras = fill([kernel, kernel, outputs, inputs], normal);
    const torch = new Float64Array(keras.data.length);
    for (let tap = 0; tap < kernel * kernel; tap++) {
      for (let out = 0; out < outputs; out++) {
        for (let into = 0; into < inputs; into++) {
          const value = keras.data[(tap * outputs + out) * inputs + into] ?? NaN;
          torch[(into * outputs + out) * kernel * kernel + tap] = value;
        }
      }
    }
    const a = transposedGains(trait(kernel, 2, 'spatial-out-in'), keras);
    const b = transposedGains(trait(kernel, 2, 'in-out-spatial'), {
      shape: [inputs, outputs, kernel, kernel],
      data: torch,
    });
    assert.ok(Math.abs(periodicEnergyOf(a) - periodicEnergyOf(b)) < 1e-12);
    // Phase (0, 0) without a crop is phase (1, 1) with a crop of one.
    const shifted = transposedGains(trait(kernel, 2, 'spatial-out-in', 1), keras);
    assert.deepEqual(shifted.values.slice(3 * a.pairs), a.values.slice(0, a.pairs));
  });

  it('of a sub-pixel convolution is 0 where its phases share one kernel (ICNR), in both channel orders', () => {
    const [block, channels, inputs, taps] = [2, 3, 4, 9];
    const phases = block * block;
    const shared = fill([channels, inputs, taps], normal);
    const value = (channel: number, input: number, tap: number): number =>
      shared.data[(channel * inputs + input) * taps + tap] ?? NaN;
    const torch: number[] = [];
    for (let out = 0; out < channels * phases; out++) {
      for (let input = 0; input < inputs; input++) {
        for (let tap = 0; tap < taps; tap++) torch.push(value(Math.floor(out / phases), input, tap));
      }
    }
    const keras: number[] = [];
    for (let tap = 0; tap < taps; tap++) {
      for (let input = 0; input < inputs; input++) {
        for (let out = 0; out < channels * phases; out++) keras.push(value(out % channels, input, tap));
      }
    }
    const inTorch = { shape: [channels * phases, inputs, 3, 3], data: torch };
    const inKeras = { shape: [3, 3, inputs, channels * phases], data: keras };
    assert.ok(periodicEnergyOf(subPixelGains(block, 'torch', inTorch)) < 1e-20);
    assert.ok(periodicEnergyOf(subPixelGains(block, 'keras', inKeras)) < 1e-20);
    // The same numbers read in the other framework's order are no ICNR.
    assert.ok(periodicEnergyOf(subPixelGains(block, 'keras', fill([3, 3, inputs, channels * phases], normal))) > 0.5);
  });
});
