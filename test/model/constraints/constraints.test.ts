/** Constraints on input sizes, against trying every size. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { constraintsFrom, type RangedEquality } from '../../../extension/model/constraints.ts';
import { isLegal, legalValues } from '../../../extension/model/constraints/legal-values.ts';
import { fits, nearestFit } from '../../../extension/model/constraints/nearest.ts';
import type { Size } from '../../../extension/model/size.ts';
import { add, evaluate, floorDivide, multiply, subtract, symbol } from '../../../extension/model/sizes/arithmetic.ts';

const H = symbol('H', 'open');
const W = symbol('W', 'open');
const N = symbol('N', 'batch');

const equality = (left: Size, right: Size, start = 0): RangedEquality => ({
  left,
  right,
  range: { file: 'unet.py', start, end: start + 1 },
});
const texts = (...pairs: readonly (readonly [Size, Size])[]): string[] =>
  constraintsFrom(pairs.map(([left, right]) => equality(left, right))).map(({ text }) => text);

/** The skips of a U-Net of this depth: each joins the size after pooling and upsampling with the one before. */
function unet(size: Size, depth: number): RangedEquality[] {
  const before: Size[] = [size];
  for (let level = 0; level < depth; level++) before.push(floorDivide(before.at(-1) ?? 0, 2));
  let current = before.pop() ?? 0;
  return before.reverse().map((skip, index) => {
    current = multiply(current, 2);
    return equality(current, skip, index);
  });
}

describe('constraints', () => {
  it('of a U-Net: a multiple of 2^depth, whichever side of a skip goes on', () => {
    for (let depth = 1; depth <= 7; depth++) {
      const [only, second] = constraintsFrom(unet(H, depth));
      assert.deepEqual([only?.text, only?.multipleOf, only?.symbol], [`H % ${2 ** depth} == 0`, 2 ** depth, 'H']);
      assert.equal(second, undefined);
    }
    const other = unet(H, 4).map(({ left, right }) => equality(left, right));
    const simpler = [
      equality(multiply(2, floorDivide(H, 16)), floorDivide(H, 8)),
      equality(multiply(2, floorDivide(H, 8)), floorDivide(H, 4)),
      equality(multiply(2, floorDivide(H, 4)), floorDivide(H, 2)),
      equality(multiply(2, floorDivide(H, 2)), H),
    ];
    assert.deepEqual(constraintsFrom(simpler), constraintsFrom(other));
    assert.deepEqual(texts(...[...unet(H, 4), ...unet(W, 3)].map(({ left, right }) => [left, right] as const)), [
      'H % 16 == 0',
      'W % 8 == 0',
    ]);
  });

  it('point at the equality that asks most', () => {
    const [found] = constraintsFrom([
      equality(multiply(2, floorDivide(H, 2)), H, 10),
      equality(multiply(32, floorDivide(H, 32)), H, 20),
      equality(multiply(4, floorDivide(H, 4)), H, 30),
    ]);
    assert.equal(found?.text, 'H % 32 == 0');
    assert.equal(found.range.start, 20);
  });

  it('of other shapes are as short as they can be', () => {
    assert.deepEqual(texts([H, W]), ['H == W']);
    assert.deepEqual(texts([multiply(16, floorDivide(H, 16)), multiply(16, floorDivide(W, 16))]), ['H//16 == W//16']);
    assert.deepEqual(texts([multiply(16, floorDivide(H, 16)), W], [multiply(16, floorDivide(H, 16)), H]), [
      'H % 16 == 0',
      'H == W',
    ]);
    assert.deepEqual(texts([multiply(3, H), 12]), ['H == 4']);
    assert.deepEqual(texts([multiply(2, floorDivide(H, 2)), subtract(H, 1)]), ['H % 2 == 1']);
    assert.deepEqual(texts([floorDivide(add(H, 1), 4), floorDivide(H, 4)]), ['H % 4 != 3']);
    assert.deepEqual(texts([floorDivide(add(H, 4), 8), floorDivide(H, 8)]), ['H % 8 in (0, 1, 2, 3)']);
    assert.deepEqual(texts([multiply(N, multiply(H, 3)), multiply(N, multiply(W, 3))]), ['H == W']);
    assert.deepEqual(texts([multiply(H, W), 64]), ['H*W == 64, as 8×8']);
    // They contradict each other: both are shown.
    assert.deepEqual(texts([H, 2], [multiply(4, floorDivide(H, 4)), H]), ['H == 2', 'H == 4*(H//4)']);
    assert.deepEqual(texts([symbol('units', 'opaque'), H]), []);
    assert.deepEqual(texts([H, W], [H, W]), ['H == W']);
  });

  it('of one symbol hold for exactly the values they name', () => {
    const floorOf = fc
      .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -8, max: 8 }), fc.integer({ min: 1, max: 6 }))
      .map(([factor, offset, by]) => floorDivide(add(multiply(factor, H), offset), by));
    const side = fc
      .tuple(floorOf, floorOf, fc.integer({ min: -2, max: 2 }))
      .map(([a, b, factor]) => add(multiply(a, factor), b));
    const product = fc.tuple(floorOf, floorOf).map(([a, b]) => multiply(a, b));
    const any = fc.oneof(side, side, product);
    let decided = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(any, any), { minLength: 1, maxLength: 3 }), (pairs) => {
        const equalities = pairs.map(([left, right]) => ({ left, right }));
        const values = legalValues(equalities, 'H');
        if (values === null) return;
        decided++;
        for (let h = 1; h <= 150; h++) {
          const holds = pairs.every(([a, b]) => evaluate(subtract(a, b), new Map([['H', h]])) === 0);
          assert.equal(isLegal(values, h), holds, `H = ${h}`);
        }
      }),
      { numRuns: 150 },
    );
    assert.ok(decided > 110, String(decided));
  }).timeout(20_000);
});

describe('sizes that fit', () => {
  const both = [...unet(H, 4), ...unet(W, 4)];
  const at = (h: number, w: number): ReadonlyMap<string, number> => new Map(Object.entries({ H: h, W: w }));

  it('are told from those that do not', () => {
    assert.equal(fits(both, at(512, 256)), true);
    assert.equal(fits(both, at(500, 256)), false);
    assert.equal(fits(both, new Map([['H', 512]])), null);
    assert.equal(fits(both, new Map([['H', 500]])), false);
  });

  it('nearest to the given ones are found', () => {
    const nearest = (equalities: readonly RangedEquality[], h: number, w: number): number[] | null => {
      const found = nearestFit(equalities, at(h, w));
      return found && [found.get('H') ?? NaN, found.get('W') ?? NaN];
    };
    assert.deepEqual(nearest(both, 500, 250), [496, 256]);
    assert.deepEqual(nearest(both, 3, 8), [16, 16]);
    assert.deepEqual(nearest([...both, equality(H, W)], 500, 250), [496, 496]);
    assert.deepEqual(nearest([equality(H, 2), equality(multiply(4, floorDivide(H, 4)), H)], 5, 5), null);
    assert.deepEqual(nearest([equality(multiply(H, W), 64)], 9, 9), [8, 8]);
  });

  it('nearest to the given ones are what a full search finds', () => {
    const joint = [...unet(H, 2), equality(floorDivide(W, 3), floorDivide(H, 4))];
    for (const [h, w] of [
      [7, 9],
      [16, 3],
      [30, 31],
      [1, 40],
    ] as const) {
      let best = Infinity;
      for (let a = 1; a < 120; a++) {
        for (let b = 1; b < 120; b++) {
          if (fits(joint, at(a, b)) === true) best = Math.min(best, Math.abs(a - h) + Math.abs(b - w));
        }
      }
      const found = nearestFit(joint, at(h, w));
      assert.equal(Math.abs((found?.get('H') ?? 0) - h) + Math.abs((found?.get('W') ?? 0) - w), best);
    }
  });
});
