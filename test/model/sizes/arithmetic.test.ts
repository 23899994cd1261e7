/** Sizes against brute force: random expressions are evaluated by Python's rules and compared with the normal form. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Size } from '../../../extension/model/size.ts';
import {
  add,
  atLeast,
  ceilDivide,
  compare,
  equal,
  evaluate,
  floorDivide,
  isKnown,
  maximum,
  minimum,
  modulo,
  multiply,
  negate,
  product,
  substitute,
  subtract,
  sum,
  symbol,
  symbolsOf,
} from '../../../extension/model/sizes/arithmetic.ts';
import { sizeText } from '../../../extension/model/sizes/text.ts';
import { readText } from './read-text.ts';

const H = symbol('H', 'open');
const W = symbol('W', 'open');
const N = symbol('N', 'batch');

/** An expression with both readings: its size, and its value by Python's rules. */
interface Sample {
  readonly size: Size;
  readonly value: (h: number, w: number) => number;
}

const floor = (a: number, b: number): number => Math.floor(a / b) + 0;
const leaf = fc.oneof<fc.Arbitrary<Sample>[]>(
  fc.constant({ size: H, value: (h) => h }),
  fc.constant({ size: W, value: (_, w) => w }),
  fc.integer({ min: -9, max: 9 }).map((n) => ({ size: n, value: () => n })),
);
const divisor = fc.integer({ min: -6, max: 8 }).filter((n) => n !== 0);
const { expression } = fc.letrec<{ expression: Sample; deeper: Sample }>((tie) => ({
  expression: fc.oneof({ maxDepth: 5, depthSize: 'medium' }, leaf, tie('deeper')),
  deeper: fc.oneof<fc.Arbitrary<Sample>[]>(
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => ({
      size: add(a.size, b.size),
      value: (h, w) => a.value(h, w) + b.value(h, w),
    })),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => ({
      size: subtract(a.size, b.size),
      value: (h, w) => a.value(h, w) - b.value(h, w),
    })),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => ({
      size: multiply(a.size, b.size),
      value: (h, w) => a.value(h, w) * b.value(h, w) + 0,
    })),
    fc.tuple(tie('expression'), divisor).map(([a, n]) => ({
      size: floorDivide(a.size, n),
      value: (h, w) => floor(a.value(h, w), n),
    })),
    fc.tuple(tie('expression'), divisor).map(([a, n]) => ({
      size: ceilDivide(a.size, n),
      value: (h, w) => 0 - floor(-a.value(h, w), n),
    })),
    fc.tuple(tie('expression'), divisor).map(([a, n]) => ({
      size: modulo(a.size, n),
      value: (h, w) => a.value(h, w) - n * floor(a.value(h, w), n),
    })),
  ),
}));

const GRID = [1, 2, 3, 4, 5, 6, 7, 8, 11, 16, 25, 49, 60, 64].flatMap((h) =>
  [1, 2, 5, 12, 31].map((w) => [h, w] as const),
);
const at = (h: number, w: number): Map<string, number> => new Map(Object.entries({ H: h, W: w }));

describe('sizes', () => {
  it('compute what Python computes', () => {
    fc.assert(
      fc.property(expression, ({ size, value }) => {
        if (!isKnown(size)) return;
        for (const [h, w] of GRID) {
          const expected = value(h, w);
          if (Math.abs(expected) < 2 ** 52) assert.equal(evaluate(size, at(h, w)), expected, sizeText(size));
        }
      }),
      { numRuns: 400 },
    );
  }).timeout(20_000);

  it('print as the Python expression they are', () => {
    fc.assert(
      fc.property(expression, ({ size, value }) => {
        if (!isKnown(size)) return;
        for (const [h, w] of [
          [1, 1],
          [7, 12],
          [30, 5],
        ] as const) {
          if (Math.abs(value(h, w)) < 2 ** 40)
            assert.equal(readText(sizeText(size), h, w), value(h, w), sizeText(size));
        }
      }),
      { numRuns: 400 },
    );
  }).timeout(20_000);

  it('are told equal, unequal, ordered or bounded only when that holds for every value', () => {
    const small = expression.filter(({ size }) => isKnown(size));
    fc.assert(
      fc.property(small, small, (a, b) => {
        const pairs = GRID.map(([h, w]) => [a.value(h, w), b.value(h, w)] as const);
        const same = equal(a.size, b.size);
        if (same === true) assert.ok(pairs.every(([x, y]) => x === y));
        if (same === false) assert.ok(pairs.every(([x, y]) => x !== y));
        const order = compare(a.size, b.size);
        if (order !== null) assert.ok(pairs.every(([x, y]) => Math.sign(x - y) === order));
        const above = atLeast(a.size, b.size);
        if (above !== null) assert.ok(pairs.every(([x, y]) => x >= y === above));
        const greatest = maximum(a.size, b.size);
        const smallest = minimum(a.size, b.size);
        for (const [h, w] of GRID) {
          const values = [a.value(h, w), b.value(h, w)] as const;
          if (greatest !== null) assert.equal(evaluate(greatest, at(h, w)), Math.max(...values));
          if (smallest !== null) assert.equal(evaluate(smallest, at(h, w)), Math.min(...values));
        }
      }),
      { numRuns: 120 },
    );
  }).timeout(20_000);

  it('know when two ways of writing one size are equal', () => {
    const half = floorDivide(H, 2);
    assert.equal(equal(add(half, floorDivide(add(H, 1), 2)), H), true);
    assert.equal(equal(subtract(H, half), ceilDivide(H, 2)), true);
    assert.equal(equal(floorDivide(half, 2), floorDivide(H, 4)), true);
    assert.equal(equal(multiply(multiply(H, W), 64), multiply(64, multiply(W, H))), true);
    assert.equal(equal(multiply(16, floorDivide(H, 16)), H), null);
    assert.equal(equal(H, W), null);
    assert.equal(equal(H, add(H, 1)), false);
    assert.equal(equal(multiply(2, H), add(multiply(2, W), 1)), false);
    assert.equal(equal(H, 0), false);
    assert.equal(compare(multiply(2, H), H), 1);
    assert.equal(compare(floorDivide(H, 2), H), -1);
    assert.equal(
      equal(
        floorDivide(add(floorDivide(H, 2), floorDivide(W, 2)), 2),
        floorDivide(add(H, multiply(2, floorDivide(W, 2))), 4),
      ),
      true,
    );
  });

  it('stay in one short form through layers', () => {
    const convolution = (size: Size, kernel: number, stride: number, padding: number): Size =>
      add(floorDivide(add(size, 2 * padding - kernel), stride), 1);
    assert.equal(sizeText(convolution(H, 3, 1, 1)), 'H');
    assert.equal(sizeText(convolution(H, 3, 2, 1)), '(H+1)//2');
    assert.equal(sizeText(convolution(convolution(H, 3, 2, 1), 3, 2, 1)), '(H+3)//4');
    assert.equal(sizeText(floorDivide(floorDivide(H, 2), 2)), 'H//4');
    assert.equal(sizeText(floorDivide(add(multiply(4, H), 2), 2)), '2*H+1');
    assert.equal(sizeText(multiply(16, floorDivide(H, 16))), '16*(H//16)');
    assert.equal(sizeText(add(floorDivide(H, 2), 1)), 'H//2+1');
    for (const [kernel, stride, padding] of [
      [3, 2, 1],
      [7, 2, 3],
      [5, 3, 0],
      [2, 2, 0],
      [4, 4, 1],
      [3, 1, 0],
    ] as const) {
      const twice = convolution(convolution(H, kernel, stride, padding), kernel, stride, padding);
      const by = (n: number): number => floor(n + 2 * padding - kernel, stride) + 1;
      for (let h = 1; h < 300; h++) assert.equal(evaluate(twice, at(h, 1)), by(by(h)));
    }
  });

  it('divide by a size where it is a factor, and keep the division where it is not', () => {
    const elements = product([N, H, W, 64]);
    assert.equal(sizeText(floorDivide(elements, product([N, 64]))), 'H*W');
    assert.equal(sizeText(floorDivide(elements, product([N, H, W]))), '64');
    const rows = add(floorDivide(H, 2), 1);
    assert.equal(equal(floorDivide(multiply(rows, multiply(W, 3)), rows), multiply(3, W)), true);
    const kept = floorDivide(100, H);
    assert.equal(sizeText(kept), '100//H');
    for (let h = 1; h < 120; h++) assert.equal(evaluate(kept, at(h, 1)), floor(100, h));
    assert.equal(evaluate(floorDivide(7, subtract(H, W)), at(3, 3)), null);
    assert.throws(() => floorDivide(H, 0), RangeError);
    fc.assert(
      fc.property(expression, expression, (a, b) => {
        if (b.size === 0 || !isKnown(a.size) || !isKnown(b.size)) return;
        const quotient = floorDivide(a.size, b.size);
        if (!isKnown(quotient)) return;
        for (const [h, w] of GRID) {
          const [x, y] = [a.value(h, w), b.value(h, w)];
          const value = evaluate(quotient, at(h, w));
          if (y !== 0 && value !== null && Math.abs(x) < 2 ** 50) assert.equal(value, floor(x, y));
        }
      }),
      { numRuns: 200 },
    );
  }).timeout(20_000);

  it('never round: what is past 2^53 is not told', () => {
    const big = multiply(2 ** 40, 2 ** 40);
    assert.equal(isKnown(big), false);
    assert.equal(sizeText(big), '?');
    assert.equal(equal(big, multiply(2 ** 40, 2 ** 40)), true);
    assert.equal(compare(big, 0), null);
    assert.equal(isKnown(multiply(multiply(H, 2 ** 50), 16)), false);
    assert.equal(floorDivide(Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER), 0);
    let grown = add(H, W);
    for (let i = 0; i < 40; i++) grown = add(floorDivide(grown, 3), multiply(grown, add(H, 1)));
    assert.equal(isKnown(grown), false);
  });

  it('substitute and list symbols', () => {
    const size = add(floorDivide(add(H, 1), 2), multiply(N, W));
    assert.deepEqual(
      symbolsOf(size)
        .map(({ name }) => name)
        .sort(),
      ['H', 'N', 'W'],
    );
    assert.equal(
      sizeText(
        substitute(
          size,
          new Map<string, Size>([
            ['H', multiply(2, W)],
            ['N', 3],
          ]),
        ),
      ),
      '4*W',
    );
    assert.equal(sum([H, 1, negate(H)]), 1);
    assert.ok(Object.is(multiply(0, -3), 0) && Object.is(negate(0), 0) && Object.is(floorDivide(0, -2), 0));
  });

  it('cost microseconds', () => {
    // The best of many short rounds: other programs cost time as well.
    let best = Infinity;
    for (let round = 0; round < 40; round++) {
      const start = performance.now();
      for (let i = 0; i < 100; i++) {
        let size = H;
        for (let j = 0; j < 4; j++) size = floorDivide(add(add(size, -1), 1), 2);
      }
      best = Math.min(best, ((performance.now() - start) / 1200) * 1000);
    }
    assert.ok(best < 40, `${best.toFixed(1)} µs per operation`);
  });
});
