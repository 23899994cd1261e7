/** Constraints on two sizes together, and networks of random layers, against trying every size. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { english, say } from '../../../extension/message.ts';
import { constraintsFrom, constraintWords } from '../../../extension/model/constraints.ts';
import { fits, nearestFit } from '../../../extension/model/constraints/nearest.ts';
import { exampleOf, productText } from '../../../extension/model/constraints/joint.ts';
import type { Size } from '../../../extension/model/size.ts';
import {
  add,
  equal,
  evaluate,
  floorDivide,
  multiply,
  product,
  subtract,
  symbol,
} from '../../../extension/model/sizes/arithmetic.ts';
import { readText } from '../sizes/read-text.ts';

const H = symbol('H', 'open');
const W = symbol('W', 'open');
const at = (h: number, w: number): Map<string, number> => new Map(Object.entries({ H: h, W: w }));
const range = { file: 'net.py', start: 0, end: 1 };

/** A convolution, a pooling or an upsampling along one axis, as a size and as a number. */
interface Step {
  readonly size: (size: Size) => Size;
  readonly value: (value: number) => number;
}
const windows = fc
  .record({ kernel: fc.integer({ min: 1, max: 5 }), stride: fc.integer({ min: 1, max: 3 }), padding: fc.nat(2) })
  .map(({ kernel, stride, padding }): Step => ({
    size: (size) => add(floorDivide(add(size, 2 * padding - kernel), stride), 1),
    value: (value) => Math.floor((value + 2 * padding - kernel) / stride) + 1,
  }));
const same = fc.integer({ min: 1, max: 4 }).map((stride): Step => ({
  size: (size) => floorDivide(add(size, stride - 1), stride),
  value: (value) => Math.ceil(value / stride),
}));
const upsampling = fc
  .integer({ min: 2, max: 3 })
  .map((factor): Step => ({ size: (size) => multiply(size, factor), value: (value) => value * factor }));
const transposed = fc
  .record({ kernel: fc.integer({ min: 1, max: 5 }), stride: fc.integer({ min: 1, max: 3 }), padding: fc.nat(1) })
  .map(({ kernel, stride, padding }): Step => ({
    size: (size) => add(multiply(subtract(size, 1), stride), kernel - 2 * padding),
    value: (value) => (value - 1) * stride + kernel - 2 * padding,
  }));
const chain = fc.array(fc.oneof(windows, same, upsampling, transposed), { minLength: 1, maxLength: 7 });
const sizeAfter = (steps: readonly Step[], start: Size): Size => steps.reduce((size, step) => step.size(size), start);
const valueAfter = (steps: readonly Step[], start: number): number =>
  steps.reduce((value, step) => step.value(value), start);

/** An encoder that divides, rounding down or up, and a decoder that multiplies it back. */
const hourglass = fc
  .array(fc.tuple(fc.integer({ min: 2, max: 3 }), fc.boolean()), { minLength: 1, maxLength: 4 })
  .map((levels): readonly Step[] => [
    ...levels.map(([factor, up]): Step => ({
      size: (size) => floorDivide(add(size, up ? factor - 1 : 0), factor),
      value: (value) => (up ? Math.ceil(value / factor) : Math.floor(value / factor)),
    })),
    ...levels.map(([factor]): Step => ({ size: (size) => multiply(size, factor), value: (value) => value * factor })),
  ]);

describe('sizes through random layers', () => {
  it('are what the layers give for every number', () => {
    fc.assert(
      fc.property(chain, (steps) => {
        const size = sizeAfter(steps, H);
        for (let h = 1; h <= 200; h++) assert.equal(evaluate(size, at(h, 1)), valueAfter(steps, h) + 0);
      }),
      { numRuns: 300 },
    );
  }).timeout(20_000);

  it('give for a skip the sizes that fit, and no other', () => {
    let told = 0;
    fc.assert(
      fc.property(fc.oneof(hourglass, chain), fc.oneof(fc.constant([]), hourglass, chain), (one, other) => {
        const equality = { left: sizeAfter(one, H), right: sizeAfter(other, H), range };
        // A rule refuses sizes that are never equal: they make no constraint.
        if (equal(equality.left, equality.right) === false) return;
        const constraints = constraintsFrom([equality]);
        const legal = (h: number): boolean => valueAfter(one, h) === valueAfter(other, h);
        for (let h = 1; h <= 200; h++) {
          assert.equal(fits([equality], at(h, 1)), legal(h));
          for (const { multipleOf } of constraints) {
            if (multipleOf !== null) assert.equal(h % multipleOf === 0, legal(h), `${h} % ${multipleOf}`);
          }
          const conditions = constraints.filter(({ text }) => /^H % \d+ == \d+$/.test(text));
          if (conditions.length === 0 || constraints.length > 1) continue;
          told++;
          const [, modulus, residue] = /^H % (\d+) == (\d+)$/.exec(conditions[0]?.text ?? '') ?? [];
          assert.equal(h % Number(modulus) === Number(residue), legal(h), conditions[0]?.text);
        }
        if (constraints.length === 0) for (let h = 1; h <= 200; h++) assert.ok(legal(h));
      }),
      { numRuns: 250 },
    );
    assert.ok(told > 2000, String(told));
  }).timeout(30_000);

  it('find the nearest size that fits as trying all of them does', () => {
    fc.assert(
      fc.property(chain, fc.integer({ min: 1, max: 200 }), (steps, given) => {
        // A decoder that multiplies back what the encoder divided.
        const total = 2 ** (steps.length % 5);
        const equalities = [
          { left: multiply(total, floorDivide(H, total)), right: H },
          { left: sizeAfter(steps, multiply(total, floorDivide(H, total))), right: sizeAfter(steps, H) },
        ];
        let best = Infinity;
        for (let h = 1; h <= 400; h++) {
          if (fits(equalities, at(h, 1)) === true) best = Math.min(best, Math.abs(h - given));
        }
        const found = nearestFit(equalities, at(given, 1))?.get('H') ?? Infinity;
        assert.equal(Math.abs(found - given), best);
      }),
      { numRuns: 100 },
    );
  }).timeout(20_000);
});

describe('constraints on two sizes together', () => {
  it('print as products that hold for the same sizes, with an example that fits', () => {
    const side = (of: Size) =>
      fc
        .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: -4, max: 4 }))
        .map(([by, offset]) => add(floorDivide(of, by), offset));
    let examples = 0;
    fc.assert(
      fc.property(side(H), side(W), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 300 }), (h, w, by, n) => {
        const difference = subtract(product([h, w, by]), n * by);
        const text = productText(difference);
        assert.ok(text !== null);
        const [left = '', right = ''] = text.split(' == ');
        for (let a = 1; a <= 60; a += 1) {
          for (let b = 1; b <= 60; b += 7) {
            assert.equal(readText(left, a, b) === Number(right), evaluate(difference, at(a, b)) === 0, text);
          }
        }
        const example = exampleOf(difference, []);
        if (example === null) return;
        examples++;
        const [a = 0, b = 0] = example.split('×').map(Number);
        assert.equal(evaluate(difference, at(a, b)), 0, example);
      }),
      { numRuns: 80 },
    );
    assert.ok(examples > 40, String(examples));
  }).timeout(20_000);

  it('read at once', () => {
    const half = (size: Size): Size => floorDivide(size, 2);
    const texts = (left: Size, right: Size): string[] =>
      constraintsFrom([{ left, right, range }]).map(({ text }) => text);
    // Two 5x5 convolutions with poolings, and a Linear(400).
    const lenet = (size: Size): Size => half(subtract(half(subtract(size, 4)), 4));
    assert.deepEqual(texts(product([16, lenet(H), lenet(W)]), 400), ['(H//4-3)*(W//4-3) == 25, as 32×32']);
    assert.deepEqual(texts(product([floorDivide(H, 16), floorDivide(W, 16)]), 196), [
      '(H//16)*(W//16) == 196, as 224×224',
    ]);
    assert.deepEqual(texts(multiply(H, W), 300), ['H*W == 300, as 15×20']);
    const skips = [H, W].map((size) => ({ left: multiply(8, floorDivide(size, 8)), right: size, range }));
    assert.equal(english(say`${constraintWords(constraintsFrom(skips))}`), 'H and W are multiples of 8');
    const even = constraintsFrom([{ left: multiply(2, half(H)), right: H, range }]);
    assert.equal(english(say`${constraintWords(even)}`), 'H is even');
  });
});
