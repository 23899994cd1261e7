/** The initialisers of the records against weights that the real frameworks made. */
import assert from 'node:assert/strict';
import type { Framework, PlainArguments } from '../../../extension/model/record.ts';
import type { Initialiser, WeightSpec } from '../../../extension/model/weight.ts';
import { ask, readRecorded, shapeOf, type RecordedShape } from './recorded-layers.ts';

interface Entry {
  readonly framework: Framework;
  readonly layer: string;
  readonly defaults: PlainArguments;
  readonly a: PlainArguments;
  readonly i?: RecordedShape;
  readonly w: readonly (readonly [
    string,
    readonly number[],
    low: number,
    high: number,
    mean: number,
    deviation: number,
  ])[];
}

interface Expected {
  /** Hard bounds, where the distribution has them. */
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly deviation: number;
}

/** Deviation of a normal distribution cut off at two deviations. */
const TRUNCATED = 0.87962566103423978;

function expected(initialiser: Initialiser, shape: readonly number[]): Expected {
  const uniform = (low: number, high: number): Expected => ({
    low,
    high,
    mean: (low + high) / 2,
    deviation: (high - low) / Math.sqrt(12),
  });
  const fixed = (value: number): Expected => ({ low: value, high: value, mean: value, deviation: 0 });
  switch (initialiser.kind) {
    case 'zeros':
      return fixed(0);
    case 'ones':
      return fixed(1);
    case 'constant':
      return fixed(initialiser.value);
    case 'uniform':
      return uniform(initialiser.low, initialiser.high);
    case 'kaiming-uniform': {
      const bound = Math.sqrt(6 / ((1 + initialiser.a ** 2) * initialiser.fanIn));
      return uniform(-bound, bound);
    }
    case 'normal': {
      const { mean, deviation, truncated } = initialiser;
      const reach = truncated ? 2 * deviation : Infinity;
      return { low: mean - reach, high: mean + reach, mean, deviation: truncated ? deviation * TRUNCATED : deviation };
    }
    case 'variance-scaling': {
      const taps = shape.slice(0, -2).reduce((product, size) => product * size, 1);
      const [fanIn, fanOut] = [(shape.at(-2) ?? 1) * taps, (shape.at(-1) ?? 1) * taps];
      const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[initialiser.mode];
      const deviation = Math.sqrt(initialiser.scale / fan);
      if (initialiser.distribution === 'uniform') return uniform(-deviation * Math.sqrt(3), deviation * Math.sqrt(3));
      const reach = initialiser.distribution === 'truncated_normal' ? (2 * deviation) / TRUNCATED : Infinity;
      return { low: -reach, high: reach, mean: 0, deviation };
    }
    case 'orthogonal': {
      // Rows or columns of length 1: the mean square is 1 over the longer side.
      const columns = shape.at(-1) ?? 1;
      const rows = shape.reduce((product, size) => product * size, 1) / columns;
      return { low: -1, high: 1, mean: 0, deviation: initialiser.gain / Math.sqrt(Math.max(rows, columns)) };
    }
    default:
      throw new Error(`Nothing is expected of ${initialiser.kind}`);
  }
}

/** Objects are recorded as { type, config }. */
function plain(args: PlainArguments): PlainArguments {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) =>
      typeof value === 'object' && value !== null && 'config' in value
        ? [name, { ...value, kind: 'object' }]
        : [name, value],
    ),
  ) as PlainArguments;
}

function check(spec: WeightSpec, [name, shape, low, high, mean, deviation]: Entry['w'][number]): void {
  assert.equal(spec.name, name);
  assert.deepEqual(spec.shape, shape);
  const count = shape.reduce((product, size) => product * size, 1);
  const want = expected(spec.initialiser, shape);
  const slack = 1e-6;
  assert.ok(low >= want.low - slack && high <= want.high + slack, `${name}: ${low} to ${high}`);
  // Five standard errors; a deviation's own is about deviation / sqrt(2 count).
  const error = (5 * want.deviation) / Math.sqrt(count);
  assert.ok(Math.abs(mean - want.mean) <= error + slack, `${name}: mean ${mean}, not ${want.mean}`);
  assert.ok(
    Math.abs(deviation - want.deviation) <= error + slack,
    `${name}: deviation ${deviation}, not ${want.deviation}`,
  );
}

describe('initialisers of the layer records', () => {
  for (const entry of readRecorded('layers-initial') as readonly Entry[]) {
    const { framework, layer, a, defaults, i, w } = entry;
    it(`${layer} ${JSON.stringify(a)}`, () => {
      const answer = ask(framework, layer, { ...defaults, ...plain(a) }, (record, config) =>
        record.weights(config, i ? [shapeOf(i)] : []),
      );
      assert.ok(answer.kind === 'known');
      assert.equal(answer.value.length, w.length);
      answer.value.forEach((spec, index) => {
        const found = w[index];
        assert.ok(found);
        check(spec, found);
      });
    });
  }
});
