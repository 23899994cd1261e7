/** Functions of every element by itself, and binary ones with broadcasting. */
import type { KernelCall } from '../../../model/kernel.ts';
import { refuse } from '../../../model/refusal.ts';
import { asNumber, type Value } from '../../../python/values.ts';
import { elementwise, type ElementwiseOperator } from '../../elementwise.ts';
import { tensorOf } from '../../tensor.ts';
import { numbersOf, setNumbers, TORCH } from '../context.ts';
import type { Op, Rule } from './op.ts';

const same =
  (kernel: KernelCall | null = null, compute?: (x: number) => number): Rule =>
  (op) => {
    const numbers = compute ? numbersOf(op.value('input')) : undefined;
    return { shapes: [op.shape()], kernel, ...(numbers && compute ? { numbers: numbers.map(compute) } : {}) };
  };

const scalar = (operator: '+' | '-' | '*' | '/' | '**', value: number): KernelCall => ({
  op: 'scalar',
  operator,
  value,
});
const activation = (name: string, parameters: Readonly<Record<string, number>> = {}): KernelCall => ({
  op: 'activation',
  activation: { name, parameters },
});

const asBool: Rule = (op) => ({ shapes: [op.shape()], dtype: 'bool' });

/** Softmax and its kin need an axis that exists. */
const alongAxis =
  (name: string): Rule =>
  (op) => {
    const shape = op.shape();
    if (!op.has('dim')) return { shapes: [shape] };
    const axis = op.axis('dim', shape.length);
    return { shapes: [shape], kernel: activation(name, { axis }) };
  };

/** `torch.add(x, y)`, `x.mul(2)`: the same as the operator. */
const binary =
  (operator: ElementwiseOperator | null, dtype?: string): Rule =>
  (op) => {
    const operands = ['input', 'other'].map((name) =>
      op.value(name === 'other' && !op.has('other') ? 'exponent' : name),
    );
    const [left, right] = operands;
    if (!left || !right) return refuse({ code: 'bad-argument', message: `${op.label} needs two operands.` });
    if (!tensorOf(left) && !tensorOf(right)) op.shape();
    // alpha scales the second operand, which the engine would have to do too.
    const scaled = op.has('alpha') && asNumber(op.value('alpha')) !== 1;
    const value = elementwise(op.ctx.session, {
      framework: TORCH,
      label: op.label,
      operator: scaled || op.has('rounding_mode') ? null : operator,
      operands: [left, right],
      site: op.site,
      ...(dtype === undefined ? {} : { dtype }),
    });
    keepNumbers(value, operator, left, right);
    return { value };
  };

/** Small constants stay constants through arithmetic with a number. */
export function keepNumbers(result: Value, operator: ElementwiseOperator | null, left: Value, right: Value): void {
  const [a, b] = [numbersOf(left), numbersOf(right)];
  const [x, y] = [asNumber(left), asNumber(right)];
  const compute = operator === null ? undefined : COMPUTE[operator];
  if (!compute || result.kind !== 'instance') return;
  if (a && b && a.length === b.length) {
    setNumbers(
      result,
      a.map((each, index) => compute(each, b[index] ?? Number.NaN)),
    );
  } else if (a && y !== undefined) {
    setNumbers(
      result,
      a.map((each) => compute(each, y)),
    );
  } else if (b && x !== undefined) {
    setNumbers(
      result,
      b.map((each) => compute(x, each)),
    );
  }
}

const COMPUTE: Readonly<Record<ElementwiseOperator, ((a: number, b: number) => number) | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '**': (a, b) => a ** b,
  max: Math.max,
  min: Math.min,
};

/** addcmul, lerp, where ...: everything broadcasts. */
const broadcastAll =
  (...names: readonly string[]): Rule =>
  (op) => ({ shapes: [op.broadcast(names.filter((name) => op.has(name)).map((name) => op.shape(name)))] });

const clamp: Rule = (op: Op) => {
  const others = ['min', 'max'].flatMap((name) => (tensorOf(op.value(name)) ? [op.shape(name)] : []));
  return { shapes: [op.broadcast([op.shape(), ...others])] };
};

const UNARY_NUMBERS: Readonly<Record<string, (x: number) => number>> = {
  abs: Math.abs,
  exp: Math.exp,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  floor: Math.floor,
  ceil: Math.ceil,
  sign: Math.sign,
};

const PLAIN = [
  'abs', 'absolute', 'acos', 'asin', 'atan', 'arctan', 'atanh', 'asinh', 'acosh', 'angle', 'bernoulli', 'ceil', 'conj', 'cos', 'cosh',
  'cumsum', 'cumprod', 'logcumsumexp', 'deg2rad', 'digamma', 'erf', 'erfc', 'erfinv', 'exp', 'exp2', 'expm1', 'fix', 'floor', 'frac',
  'lgamma', 'log', 'log10', 'log1p', 'log2', 'logit', 'nan_to_num', 'rad2deg', 'renorm', 'round', 'rsqrt', 'sgn', 'sign', 'sin', 'sinc',
  'sinh', 'tan', 'trunc', 'positive', 'i0', 'masked_fill', 'index_fill', 'index_copy', 'index_add', 'index_put', 'scatter', 'scatter_add',
  'scatter_reduce', 'masked_scatter', 'slice_scatter', 'put', 'fill',
] as const; // prettier-ignore

export const ELEMENTWISE: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(PLAIN.map((name) => [name, same(null, UNARY_NUMBERS[name])])),
  ...Object.fromEntries(
    ['isnan', 'isinf', 'isfinite', 'isneginf', 'isposinf', 'logical_not', 'bitwise_not', 'signbit', 'isreal'].map(
      (name) => [name, asBool],
    ),
  ),
  relu: same(activation('relu')),
  sigmoid: same(activation('sigmoid')),
  tanh: same(activation('tanh')),
  neg: same(scalar('*', -1), (x) => -x),
  negative: same(scalar('*', -1), (x) => -x),
  sqrt: same(scalar('**', 0.5), Math.sqrt),
  square: same(scalar('**', 2), (x) => x * x),
  reciprocal: same(scalar('**', -1), (x) => 1 / x),
  softmax: alongAxis('softmax'),
  log_softmax: alongAxis('log_softmax'),
  softmin: (op) => ({ shapes: [op.shape()] }),
  clamp,
  clip: clamp,
  clamp_min: (op) => ({ shapes: [op.shape()] }),
  clamp_max: (op) => ({ shapes: [op.shape()] }),
  add: binary('+'),
  sub: binary('-'),
  subtract: binary('-'),
  mul: binary('*'),
  multiply: binary('*'),
  div: binary('/'),
  divide: binary('/'),
  true_divide: binary('/'),
  floor_divide: binary(null),
  remainder: binary(null),
  fmod: binary(null),
  pow: binary('**'),
  float_power: binary('**'),
  maximum: binary('max'),
  minimum: binary('min'),
  fmax: binary('max'),
  fmin: binary('min'),
  atan2: binary(null),
  arctan2: binary(null),
  hypot: binary(null),
  xlogy: binary(null),
  rsub: binary(null),
  bitwise_and: binary(null),
  bitwise_or: binary(null),
  bitwise_xor: binary(null),
  logaddexp: binary(null),
  ...Object.fromEntries(
    [
      'eq',
      'ne',
      'not_equal',
      'lt',
      'less',
      'le',
      'less_equal',
      'gt',
      'greater',
      'ge',
      'greater_equal',
      'logical_and',
      'logical_or',
      'logical_xor',
      'isclose',
    ].map((name) => [name, binary(null, 'bool')]),
  ),
  lerp: broadcastAll('input', 'end'),
  addcmul: broadcastAll('input', 'tensor1', 'tensor2'),
  addcdiv: broadcastAll('input', 'tensor1', 'tensor2'),
};
