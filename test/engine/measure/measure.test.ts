/** The artifact figures on patterns whose answer is known. */
import assert from 'node:assert/strict';
import { measureSteps, meanMap } from '../../../extension/engine/measure/measure.ts';
import { periodicPart, phaseMeans } from '../../../extension/engine/measure/phases.ts';
import { makePicture } from '../../../extension/engine/pictures/picture.ts';
import { luma } from '../../../extension/engine/pictures/channels.ts';
import { Random } from '../../../extension/engine/random.ts';
import { finish } from '../../../extension/engine/reference/steps.ts';
import { runKernel } from '../../../extension/engine/run-kernel.ts';
import type { NDArray } from '../../../extension/engine/array.ts';
import type { KernelCall } from '../../../extension/model/kernel.ts';
import type { MeasuredArtifact } from '../../../extension/protocol.ts';
import { randomArray } from '../helpers.ts';

type Field = (y: number, x: number) => number;

const field = (height: number, width: number, value: Field): Float32Array =>
  Float32Array.from({ length: height * width }, (_, i) => value(Math.floor(i / width), i % width));

function measure(
  planes: Float32Array,
  height: number,
  width: number,
  stride: readonly [number, number],
): MeasuredArtifact {
  const channels = planes.length / (height * width);
  const measured = finish(measureSteps(planes, height, width, channels, stride));
  assert.ok(measured !== null);
  return measured;
}

const scene = (size: number): NDArray => ({
  shape: [1, size, size, 1],
  data: luma(finish(makePicture('scene', size, size, 3))),
});

const CONVOLUTION: KernelCall = {
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

function only(arrays: NDArray[]): NDArray {
  const [array] = arrays;
  assert.ok(array !== undefined);
  return array;
}

/** Resized to twice the size, then convolved with random weights. */
function resizedAndConvolved(method: 'nearest' | 'bilinear', size: number): NDArray {
  const target = [2 * size, 2 * size];
  const resize: KernelCall = {
    op: 'resize',
    method,
    size: target,
    scale: null,
    alignCorners: false,
    antialias: false,
    framework: 'keras',
    layout: 'channels_last',
  };
  const large = only(runKernel(resize, [scene(size)], new Map()));
  return only(runKernel(CONVOLUTION, [large], new Map([['kernel', randomArray([3, 3, 1, 1], 5)]])));
}

function transposed(size: number, kernel: number): NDArray {
  const call: KernelCall = {
    op: 'transposed-convolution',
    kernel: [kernel, kernel],
    strides: [2, 2],
    dilation: [1, 1],
    crop: [
      [0, kernel - 2],
      [0, kernel - 2],
    ],
    outputPadding: [0, 0],
    groups: 1,
    layout: 'channels_last',
    weightOrder: 'spatial-out-in',
    bias: false,
    activation: null,
  };
  const ones = { shape: [kernel, kernel, 1, 1], data: new Float32Array(kernel * kernel).fill(1) };
  return only(runKernel(call, [scene(size)], new Map([['kernel', ones]])));
}

describe('measured share of periodic power', () => {
  for (const [height, width] of [
    [16, 16],
    [31, 40],
    [64, 64],
    [33, 101],
  ] as const) {
    it(`is 1 for a pure checkerboard of ${height} x ${width}`, () => {
      const board = field(height, width, (y, x) => (y + x) % 2);
      assert.ok(measure(board, height, width, [2, 2]).share > 0.9999);
    });
  }

  it('is 1 for patterns of stride 3 and 4, and of one axis', () => {
    const random = new Random(3);
    const tile = Array.from({ length: 16 }, () => random.normal());
    const pattern = (s: number): Float32Array => field(60, 60, (y, x) => tile[(y % s) * s + (x % s)] ?? NaN);
    assert.ok(measure(pattern(3), 60, 60, [3, 3]).share > 0.9999);
    assert.ok(measure(pattern(4), 60, 60, [4, 4]).share > 0.9999);
    const stripes = field(60, 60, (_, x) => x % 2);
    assert.ok(measure(stripes, 60, 60, [1, 2]).share > 0.9999);
    // The same stripes repeat along the other axis at no multiple of its stride.
    assert.ok(measure(stripes, 60, 60, [2, 1]).share < 1e-6);
  });

  it('is near 0 for noise', () => {
    const random = new Random(4);
    const noise = Float32Array.from({ length: 8 * 64 * 64 }, () => random.normal());
    assert.ok(measure(noise, 64, 64, [2, 2]).share < 0.01);
  });

  it('is near 0 for resize and convolution, and stands out for uneven overlap', () => {
    const shares = [
      resizedAndConvolved('nearest', 64),
      resizedAndConvolved('bilinear', 64),
      transposed(64, 4),
      transposed(64, 3),
    ];
    const [nearest, bilinear, even, uneven] = shares.map(({ data }) => measure(data, 128, 128, [2, 2]).share);
    assert.ok(nearest !== undefined && bilinear !== undefined && even !== undefined && uneven !== undefined);
    for (const share of [nearest, bilinear, even]) assert.ok(share < 0.005, `${share}`);
    assert.ok(uneven > 0.3, `${uneven}`);
  });

  it('is 0 for a constant map with a border, however small what rounding leaves', () => {
    const map = field(40, 40, (y, x) => (y === 0 || x === 39 ? 0.2 : 0.3));
    assert.equal(measure(map, 40, 40, [2, 2]).share, 0);
    const rounded = field(40, 40, (y, x) => 0.3 + ((x + y) % 2) * 2 ** -25);
    assert.equal(measure(rounded, 40, 40, [2, 2]).share, 0);
  });

  it('tells channels apart and weighs them by their power', () => {
    const board = field(32, 32, (y, x) => ((y + x) % 2) * 2 - 1);
    const wave = field(32, 32, (y) => Math.SQRT2 * Math.sin((2 * Math.PI * 3 * y) / 32));
    const dead = new Float32Array(32 * 32);
    const planes = Float32Array.of(...board, ...wave, ...dead);
    const measured = measure(planes, 32, 32, [2, 2]);
    const [a, b, c] = measured.shareByChannel;
    assert.ok((a ?? 0) > 0.9999 && (b ?? 1) < 1e-6 && c === 0);
    assert.ok(Math.abs(measured.share - 0.5) < 0.01, `${measured.share}`);
  });

  it('is not measured without upsampling or without room', () => {
    const map = new Float32Array(36);
    assert.equal(finish(measureSteps(map, 6, 6, 1, [2, 2])), null);
    assert.equal(finish(measureSteps(map, 6, 6, 1, [1, 1])), null);
  });

  it('measures the middle of large maps, with the phases in place', () => {
    const board = field(301, 300, (y, x) => (y % 2 === 0 && x % 2 === 0 ? 1 : 0));
    const measured = measure(board, 301, 300, [2, 2]);
    assert.ok(measured.share > 0.9999);
    assert.deepEqual(measured.phaseMeans, [
      [1, 0],
      [0, 0],
    ]);
  });
});

describe('phases', () => {
  it('have the means of their positions over all channels', () => {
    const planes = Float32Array.of(...field(4, 6, (y, x) => (y % 2) * 10 + (x % 3)), ...new Float32Array(24));
    assert.deepEqual(phaseMeans(planes, 4, 6, [2, 3]), [
      [0, 0.5, 1],
      [5, 5.5, 6],
    ]);
  });

  it('leave nothing of flat and evenly sloping maps', () => {
    for (const value of [(): number => 3, (y: number, x: number): number => 2 * y - x] satisfies Field[]) {
      const part = periodicPart(field(20, 30, value), 20, 30, [2, 2]);
      assert.ok(part.every((p) => Math.abs(p) < 1e-5));
    }
  });

  it('give back the pattern that was laid over a slope, where it was laid', () => {
    const pattern: Field = (y, x) => (x < 20 ? ((y + x) % 2) - 0.5 : 0);
    const part = periodicPart(
      field(40, 40, (y, x) => x / 10 + pattern(y, x)),
      40,
      40,
      [2, 2],
    );
    for (const [y, x] of [
      [10, 8],
      [10, 9],
      [21, 12],
    ] as const) {
      assert.ok(Math.abs((part[y * 40 + x] ?? NaN) - pattern(y, x)) < 1e-5);
    }
    for (const x of [28, 32, 39]) assert.ok(Math.abs(part[15 * 40 + x] ?? NaN) < 1e-5);
  });
});

describe('meanMap', () => {
  it('averages the channels', () => {
    assert.deepEqual(meanMap(Float32Array.of(1, 2, 3, 6), 2, 2), Float32Array.of(2, 4));
  });
});
