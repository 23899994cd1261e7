/** torch.nn.init: fills tensors and gives them back; the gains and fans are numbers. torch/nn/init.py */
import { say } from '../../message.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import {
  asNumber,
  float,
  native,
  NONE,
  tuple,
  type NativeCall,
  type PyModule,
  type Value,
} from '../../python/values.ts';
import type { Shape, Size } from '../../model/size.ts';
import { onNumbers } from '../../model/part-kernel.ts';
import { multiply, product } from '../../model/sizes/arithmetic.ts';
import type { Initialiser } from '../../model/weight.ts';
import { bindSignature } from '../signature.ts';
import { sizeToValue } from '../symint.ts';
import { tensorOf } from '../tensor.ts';
import { signatureOf, type TorchContext } from './context.ts';
import { overwritten } from './fill.ts';

const GAINS: Readonly<Record<string, number>> = { tanh: 5 / 3, relu: Math.SQRT2, selu: 3 / 4 };

/** torch.nn.init.calculate_gain. */
function gainOf(name: string, slope: number): number {
  return name === 'leaky_relu' ? Math.sqrt(2 / (1 + slope ** 2)) : (GAINS[name] ?? 1);
}

function gain(call: NativeCall): Value {
  const name = call.args[0] ?? call.kwargs.get('nonlinearity');
  if (name?.kind !== 'str') return call.interpreter.unknown(say`The activation is not known.`, call.site);
  return float(gainOf(name.value, asNumber(call.args[1] ?? call.kwargs.get('param')) ?? 0.01));
}

interface Given {
  /** The argument as a number; NaN where it cannot be told. */
  readonly number: (name: string) => number;
  /** The argument as a text; null where it cannot be told. */
  readonly text: (name: string) => string | null;
  readonly fanIn: number;
  readonly fanOut: number;
}

const uniform = (bound: number): Initialiser => ({ kind: 'uniform', low: -bound, high: bound });
const normal = (mean: number, deviation: number): Initialiser => ({
  kind: 'normal',
  mean,
  deviation,
  truncated: false,
});
const constant = (value: number): Initialiser => ({ kind: 'constant', value });

const xavierDeviation = ({ number, fanIn, fanOut }: Given): number => number('gain') * Math.sqrt(2 / (fanIn + fanOut));

function kaimingDeviation({ number, text, fanIn, fanOut }: Given): number {
  const nonlinearity = text('nonlinearity');
  const fan = text('mode') === 'fan_out' ? fanOut : fanIn;
  return nonlinearity === null ? Number.NaN : gainOf(nonlinearity, number('a')) / Math.sqrt(fan);
}

/** Cuts so far out that nothing is cut, for those who give none: the bounds are values, not deviations. */
const UNCUT_DEVIATIONS = 6;

function truncatedNormal({ number }: Given): Initialiser | null {
  const [mean, deviation] = [number('mean'), number('std')];
  const [below, above] = [(mean - number('a')) / deviation, (number('b') - mean) / deviation];
  if (below >= UNCUT_DEVIATIONS && above >= UNCUT_DEVIATIONS) return normal(mean, deviation);
  return below === 2 && above === 2 ? { kind: 'normal', mean, deviation, truncated: true } : null;
}

/** A fan of a uniform distribution's deviation is its half width by the root of three. */
const ROOT_3 = Math.sqrt(3);

const INITIALISERS: Readonly<Record<string, (given: Given) => Initialiser | null>> = {
  uniform_: ({ number }) => ({ kind: 'uniform', low: number('a'), high: number('b') }),
  normal_: ({ number }) => normal(number('mean'), number('std')),
  trunc_normal_: truncatedNormal,
  constant_: ({ number }) => constant(number('val')),
  ones_: () => constant(1),
  zeros_: () => constant(0),
  eye_: () => ({ kind: 'identity', gain: 1 }),
  xavier_uniform_: (given) => uniform(ROOT_3 * xavierDeviation(given)),
  xavier_normal_: (given) => normal(0, xavierDeviation(given)),
  kaiming_uniform_: (given) => uniform(ROOT_3 * kaimingDeviation(given)),
  kaiming_normal_: (given) => normal(0, kaimingDeviation(given)),
  orthogonal_: ({ number }) => ({ kind: 'orthogonal', gain: number('gain') }),
};

/** Spellings of before 0.4, which warn today and do the same. */
const OLD = new Set([
  'uniform',
  'normal',
  'constant',
  'eye',
  'xavier_uniform',
  'xavier_normal',
  'kaiming_uniform',
  'kaiming_normal',
  'orthogonal',
]);

function fill(ctx: TorchContext, name: string, call: NativeCall): Value {
  const { values, args } = bindSignature(ctx.session, name, signatureOf(`nn.init.${name}`) ?? [], call);
  const target = values.get('tensor') ?? NONE;
  const shape = tensorOf(target)?.shape;
  if (target.kind !== 'instance' || !shape) return target;
  const [fanIn = Number.NaN, fanOut = Number.NaN] = fansOf(shape) ?? [];
  const made =
    INITIALISERS[name]?.({
      number: (argument) => finite(args[argument]),
      text: (argument) => (typeof args[argument] === 'string' ? args[argument] : null),
      fanIn: finite(fanIn),
      fanOut: finite(fanOut),
    }) ?? null;
  const isKnown = made !== null && Object.values(made).every((value) => !Number.isNaN(value));
  const initialiser: Initialiser = isKnown ? made : { kind: 'unknown', name: `nn.init.${name}` };
  const kernel = onNumbers([shape], (sizes) => ({ op: 'parameter', name: null, shape: sizes, initialiser }));
  return overwritten(ctx, { ...call, args: [target] }, name, kernel);
}

const finite = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);

/** Inputs and outputs times the kernel's area; null for what has fewer than two axes. */
function fansOf(shape: Shape): readonly [fanIn: Size, fanOut: Size] | null {
  const [out, into, ...field] = shape;
  if (out === undefined || into === undefined) return null;
  const area = product(field);
  return [multiply(into, area), multiply(out, area)];
}

export function initModule(ctx: TorchContext): PyModule {
  const fans = (call: NativeCall): Value => {
    const shape = tensorOf(call.args[0])?.shape;
    const both = shape ? fansOf(shape) : null;
    if (!both) return call.interpreter.unknown(say`The fans of the weight are not known.`, call.site);
    return tuple(both.map((size) => sizeToValue(ctx.session, size)));
  };
  const entries: Record<string, Value> = {
    calculate_gain: native('calculate_gain', gain),
    _calculate_fan_in_and_fan_out: native('_calculate_fan_in_and_fan_out', fans),
  };
  // Every other function there is an initialiser: it fills its first argument.
  return nativeModule('torch.nn.init', entries, (name) =>
    name.startsWith('__') ? undefined : native(name, (call) => fill(ctx, OLD.has(name) ? `${name}_` : name, call)),
  );
}
