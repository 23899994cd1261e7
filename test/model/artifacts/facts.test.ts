/** Grades and reasons of whole layers. */
import assert from 'node:assert/strict';
import { english } from '../../../extension/message.ts';
import { artifactFacts } from '../../../extension/model/artifacts/facts.ts';
import type { UpsamplingTrait } from '../../../extension/model/record.ts';
import type { Initialiser, WeightSpec } from '../../../extension/model/weight.ts';

const GLOROT: Initialiser = { kind: 'variance-scaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' };
const LAST = { lastLayer: true, smoothedBy: null };
const SMOOTHED = { lastLayer: false, smoothedBy: 'conv2d_3' };

function transposed(kernel: number, stride: number, dilation = 1, crop = 0): UpsamplingTrait {
  return {
    kind: 'transposed',
    kernel: [kernel, kernel],
    strides: [stride, stride],
    dilation: [dilation, dilation],
    crop: [crop, crop],
    weight: 'kernel',
    weightOrder: 'spatial-out-in',
    groups: 1,
  };
}

function kernel(initialiser: Initialiser): readonly WeightSpec[] {
  return [
    { name: 'kernel', shape: [3, 3, 32, 3], initialiser, trainable: true, counted: true },
    { name: 'bias', shape: [32], initialiser: { kind: 'zeros' }, trainable: true, counted: true },
  ];
}

describe('artifact facts', () => {
  it('of kernel 3 at stride 2: strong, with the figures', () => {
    const strong = artifactFacts(transposed(3, 2), kernel(GLOROT), LAST);
    assert.deepEqual(
      { ...strong, reason: english(strong.reason) },
      {
        grade: 'strong',
        overlap: [
          [4, 2],
          [2, 1],
        ],
        unevenness: 3 / 2.25,
        periodicEnergy: 0.75,
        lastLayer: true,
        reason:
          'Strong checkerboard: the 3×3 kernel is not a multiple of the stride 2, so neighbouring output pixels are fed by ' +
          '1, 2 or 4 taps (unevenness 1.33); no later layer mixes neighbouring pixels, so nothing smooths it.',
      },
    );
    // PyTorch's padding of 1 moves the phases by one pixel.
    assert.deepEqual(artifactFacts(transposed(3, 2, 1, 1), kernel(GLOROT), LAST).overlap, [
      [1, 2],
      [2, 4],
    ]);
  });

  it('of kernel 4 at stride 2: mild until trained, none for equal taps, and told when something smooths it', () => {
    const facts = artifactFacts(transposed(4, 2), kernel(GLOROT), SMOOTHED);
    assert.equal(facts.grade, 'mild');
    assert.equal(facts.unevenness, 0);
    assert.equal(
      english(facts.reason),
      'Mild checkerboard: the 4×4 kernel feeds every output pixel 4 taps at stride 2, but until trained its phases differ ' +
        '(periodic energy 0.75); conv2d_3 comes later and can smooth it.',
    );
    assert.equal(artifactFacts(transposed(4, 2), kernel({ kind: 'ones' }), LAST).grade, 'none');
    assert.equal(artifactFacts(transposed(4, 2), kernel({ kind: 'bilinear' }), LAST).periodicEnergy, 0);
    const unknown = artifactFacts(transposed(4, 2), kernel({ kind: 'unknown', name: 'my_init' }), LAST);
    assert.equal(unknown.periodicEnergy, null);
    assert.match(english(unknown.reason), /not known for the initialiser my_init/);
  });

  it('grades longer kernels by how uneven they are', () => {
    const grade = (size: number): string => artifactFacts(transposed(size, 2), kernel(GLOROT), LAST).grade;
    assert.deepEqual([3, 5, 7, 9, 11].map(grade), ['strong', 'strong', 'strong', 'mild', 'mild']);
    assert.equal(artifactFacts(transposed(3, 1), kernel(GLOROT), LAST).grade, 'none');
  });

  it('of holes: whose fault, and how many phases', () => {
    const small = artifactFacts(transposed(2, 3), kernel(GLOROT), LAST);
    assert.equal(small.grade, 'holes');
    assert.match(english(small.reason), /^Holes: the stride 3 is larger than the 2×2 kernel, so 5 of 9 output phases/);
    const dilated = artifactFacts(transposed(4, 2, 2), kernel(GLOROT), LAST);
    assert.match(
      english(dilated.reason),
      /^Holes: the dilation 2 shares a factor with the stride 2, so 3 of 4 output phases/,
    );
  });

  it('of resizing: none', () => {
    const facts = artifactFacts({ kind: 'resize', factors: [2, 2], method: 'nearest' }, [], LAST);
    assert.deepEqual(
      [facts.grade, facts.periodicEnergy, facts.overlap],
      [
        'none',
        0,
        [
          [1, 1],
          [1, 1],
        ],
      ],
    );
    assert.doesNotMatch(english(facts.reason), /smooth/);
  });

  it('of sub-pixel convolution: mild by default, none with ICNR', () => {
    const trait: UpsamplingTrait = { kind: 'sub-pixel', block: 2 };
    const fresh = artifactFacts(trait, kernel(GLOROT), LAST);
    assert.deepEqual([fresh.grade, fresh.periodicEnergy], ['mild', 0.75]);
    const icnr = artifactFacts(trait, kernel({ kind: 'unknown', name: 'ICNR' }), LAST);
    assert.deepEqual([icnr.grade, icnr.periodicEnergy], ['none', 0]);
    const drawn = kernel({ kind: 'icnr', block: 2, order: 'DCR', base: GLOROT });
    assert.deepEqual(
      [artifactFacts(trait, drawn, LAST).grade, artifactFacts(trait, drawn, LAST).periodicEnergy],
      ['none', 0],
    );
    // Made for another block, it leaves these phases apart, and by how much is not followed.
    assert.equal(artifactFacts({ kind: 'sub-pixel', block: 3 }, drawn, LAST).periodicEnergy, null);
    const alone = artifactFacts(trait, [], LAST);
    assert.deepEqual([alone.grade, alone.periodicEnergy], ['mild', null]);
    assert.match(english(alone.reason), /unless the convolution before uses ICNR/);
  });

  it('of trained weights: the energy that was measured decides', () => {
    const graded = (size: number, energy: number): string =>
      artifactFacts(transposed(size, 2), kernel(GLOROT), LAST, energy).grade;
    assert.equal(graded(4, 0.4), 'strong');
    assert.equal(graded(4, 0.05), 'mild');
    assert.equal(graded(4, 0.001), 'none');
    assert.equal(graded(3, 0.001), 'mild');
    assert.match(
      english(artifactFacts(transposed(4, 2), kernel(GLOROT), LAST, 0.4).reason),
      /in the trained weights the phases differ \(periodic energy 0\.40\)/,
    );
  });
});
