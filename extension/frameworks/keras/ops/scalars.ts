/**
 * Functions of keras.ops and TensorFlow on plain numbers and on lists of sizes: `ops.sqrt(64)`, `tf.cast(h / 2, tf.int32)`,
 * `ops.prod(x.shape[1:])`. What cannot be computed is Unknown, never the argument itself.
 */
import { say } from '../../../message.ts';
import { multiply, sum } from '../../../model/sizes/arithmetic.ts';
import type { Size } from '../../../model/size.ts';
import { asNumber, bool, float, int, type Value } from '../../../python/values.ts';
import { sizeToValue, valueToSize } from '../../symint.ts';
import type { OpCall } from './context.ts';
import { makeVector, sizesIn } from './shape-vector.ts';

type BinaryOperator = Parameters<OpCall['state']['session']['interpreter']['binary']>[0];

/** Functions that give a float. */
const FLOATS: Readonly<Record<string, (x: number) => number>> = {
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  exp: Math.exp,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  expm1: Math.expm1,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  reciprocal: (x) => 1 / x,
  floor: Math.floor,
  ceil: Math.ceil,
};
/** Functions that keep a whole number whole. */
const SAME_TYPE: Readonly<Record<string, (x: number) => number>> = {
  square: (x) => x * x,
  abs: Math.abs,
  absolute: Math.abs,
  negative: (x) => 0 - x,
  sign: Math.sign,
};
const PASSING = new Set(['identity', 'stop_gradient', 'nan_to_num', 'ensure_shape']);
const OPERATORS: Readonly<Record<string, BinaryOperator>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  truediv: '/',
  true_divide: '/',
  floordiv: '//',
  floor_divide: '//',
  mod: '%',
  floormod: '%',
  pow: '**',
  power: '**',
};
const CHOICES: Readonly<Record<string, (...numbers: number[]) => number>> = {
  maximum: Math.max,
  minimum: Math.min,
};
const PRODUCTS = new Set(['prod', 'reduce_prod']);
const SUMS = new Set(['sum', 'reduce_sum']);

/** The result on numbers; undefined where a tensor takes part or the function is none of these. */
export function onNumbers(call: OpCall, name: string): Value | undefined {
  const first = call.arg(0, 'x', 'x1', 'a', 'input', 'input_tensor');
  if (first === undefined) return undefined;
  const number = asNumber(first);
  if (number !== undefined || valueToSize(first) !== undefined) return ofNumber(call, name, first, number);
  const items = first.kind === 'list' || first.kind === 'tuple' ? sizesIn(first) : null;
  if (items && items.length > 0 && name === 'cast') return makeVector(call.state, items);
  if (!items || call.arg(1, 'axis') !== undefined) return undefined;
  if (PRODUCTS.has(name)) return sizeToValue(call.state.session, items.reduce<Size>(multiply, 1));
  return SUMS.has(name) ? sizeToValue(call.state.session, sum(items)) : undefined;
}

function ofNumber(call: OpCall, name: string, first: Value, number: number | undefined): Value | undefined {
  if (PASSING.has(name) && !(name === 'identity' && call.family === 'ops')) return first;
  const unary = FLOATS[name] ?? SAME_TYPE[name];
  if (unary) {
    if (number === undefined) return call.unknown(say`${name} of a size that is left open.`);
    const result = unary(number);
    return name in SAME_TYPE && first.kind !== 'float' && Number.isSafeInteger(result) ? int(result) : float(result);
  }
  if (name === 'cast' || name === 'saturate_cast') return cast(call, first, number);
  const other = call.arg(1, 'y', 'x2', 'b');
  if (!other || (asNumber(other) === undefined && valueToSize(other) === undefined)) return undefined;
  const operator = OPERATORS[name];
  if (operator !== undefined) return call.state.session.interpreter.binary(operator, first, other);
  const [choice, second] = [CHOICES[name], asNumber(other)];
  if (!choice) return undefined;
  if (number === undefined || second === undefined) return call.unknown(say`${name} of a size that is left open.`);
  return choice(number, second) === number ? first : other;
}

function cast(call: OpCall, first: Value, number: number | undefined): Value {
  const dtype = call.text(1, 'dtype') ?? '';
  if (dtype.startsWith('float') || dtype.startsWith('bfloat')) return number === undefined ? first : float(number);
  if (dtype === 'bool' && number !== undefined) return bool(number !== 0);
  if (/^u?int/.test(dtype)) return number === undefined || !Number.isFinite(number) ? first : int(Math.trunc(number));
  return call.unknown(say`The dtype is not known.`);
}
