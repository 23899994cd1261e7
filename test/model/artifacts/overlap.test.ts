/** Overlap of single layers and chains against what the real frameworks compute with all-ones weights (test/oracle/overlap.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { compoundOverlap } from '../../../extension/model/artifacts/compound.ts';
import {
  axisOverlap,
  hasHoles,
  overlapGrid,
  overlapPerAxis,
  unevennessOf,
} from '../../../extension/model/artifacts/overlap.ts';
import type { UpsamplingTrait } from '../../../extension/model/record.ts';

interface Single {
  framework: string;
  kernel: number[];
  strides: number[];
  dilation: number[];
  crop: number[];
  period: number[][];
}
type Step =
  | { kind: 'transposed'; kernel: number[]; strides: number[]; crop: number[] }
  | { kind: 'resize'; factors: number[]; method: string };
interface Recorded {
  singles: Single[];
  chains: { steps: Step[]; period: number[][] }[];
}

const recorded = JSON.parse(readFileSync(new URL('../../recorded/overlap.json', import.meta.url), 'utf8')) as Recorded;

const transposed = (kernel: number[], strides: number[], dilation: number[], crop: number[]): UpsamplingTrait => ({
  kind: 'transposed',
  kernel,
  strides,
  dilation,
  crop,
  weight: 'weight',
  weightOrder: 'in-out-spatial',
  groups: 1,
});

describe('overlap', () => {
  it('is what all-ones weights give in Keras and PyTorch, phase by phase', () => {
    assert.ok(recorded.singles.length > 100);
    for (const { framework, kernel, strides, dilation, crop, period } of recorded.singles) {
      const grid = overlapGrid(overlapPerAxis(transposed(kernel, strides, dilation, crop)));
      assert.deepEqual(grid, period, JSON.stringify({ framework, kernel, strides, dilation, crop }));
    }
  });

  it('of a chain is what the chain gives in PyTorch', () => {
    for (const { steps, period } of recorded.chains) {
      const chain = steps.map((step): UpsamplingTrait =>
        step.kind === 'resize' ? step : transposed(step.kernel, step.strides, [1, 1], step.crop),
      );
      const found = compoundOverlap(chain);
      assert.ok(found);
      const flat = found.grid.flat();
      assert.equal(flat.length, period.flat().length);
      period
        .flat()
        .forEach((value, index) => assert.ok(Math.abs(value - (flat[index] ?? NaN)) <= 1e-5 * Math.abs(value)));
    }
  });

  it('is even exactly for a kernel that is a multiple of the stride', () => {
    for (let kernel = 1; kernel <= 9; kernel++) {
      for (let stride = 1; stride <= 4; stride++) {
        const grid = overlapGrid([axisOverlap(kernel, stride, 1, 0), axisOverlap(kernel, stride, 1, 0)]);
        assert.equal(unevennessOf(grid) === 0, kernel % stride === 0);
        assert.equal(hasHoles(grid), kernel < stride);
      }
    }
    assert.equal(
      unevennessOf([
        [4, 2],
        [2, 1],
      ]).toFixed(2),
      '1.33',
    );
  });

  it('covers one and three spatial axes', () => {
    assert.deepEqual(overlapGrid([[2, 1]]), [[2, 1]]);
    assert.deepEqual(
      overlapGrid([
        [2, 1],
        [1, 1],
        [2, 1],
      ]),
      [
        [4, 2],
        [4, 2],
        [2, 1],
        [2, 1],
      ],
    );
  });

  it('of a chain is not told where nothing repeats or the interpolation is not followed', () => {
    const uneven = transposed([3, 3], [2, 2], [1, 1], [0, 0]);
    assert.equal(compoundOverlap([]), null);
    assert.equal(compoundOverlap([{ kind: 'resize', factors: [1.5, 1.5], method: 'nearest' }]), null);
    assert.equal(compoundOverlap([uneven, { kind: 'resize', factors: [2, 2], method: 'bicubic' }]), null);
    assert.equal(compoundOverlap([uneven, transposed([3], [2], [1], [0])]), null);
    assert.equal(compoundOverlap(new Array<UpsamplingTrait>(7).fill(uneven)), null);
    const even = compoundOverlap([
      { kind: 'resize', factors: [2, 2], method: 'bicubic' },
      { kind: 'sub-pixel', block: 2 },
    ]);
    assert.equal(even?.unevenness, 0);
  });
});
