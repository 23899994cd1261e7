/** Functions of every element by itself, and binary ones with broadcasting. */
import { say } from '../../../message.ts';
import { Formula } from '../../../model/formula.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { UnaryName } from '../../../model/tensor-kernel.ts';
import { refuse } from '../../../model/refusal.ts';
import { asNumber, float, type Value } from '../../../python/values.ts';
import { elementwise, type ElementwiseOperator } from '../../elementwise.ts';
import { numberOf } from '../../operand-tensors.ts';
import { tensorOf } from '../../tensor.ts';
import { numbersOf, setNumbers, TORCH } from '../context.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { Op, Rule } from './op.ts';

const same =
  (kernel: KernelCall | null = null, compute?: (x: number) => number): Rule =>
  (op) => {
    const numbers = compute ? numbersOf(op.value('input')) : undefined;
    return { shapes: [op.shape()], kernel, ...(numbers && compute ? { numbers: numbers.map(compute) } : {}) };
  };

const activation = (name: string, parameters: Readonly<Record<string, number>> = {}): KernelCall => ({
  op: 'activation',
  activation: { name, parameters },
});

const unary = (name: UnaryName, parameters: Readonly<Record<string, number>> = {}): KernelCall => ({
  op: 'unary',
  name,
  parameters,
});

const asBool =
  (name: UnaryName | null): Rule =>
  (op) => ({ shapes: [op.shape()], dtype: 'bool', kernel: name && unary(name) });

/** Softmax and its kin need an axis that exists. */
const alongAxis =
  (name: string): Rule =>
  (op) => {
    const shape = op.shape();
    // Without one, PyTorch's old implicit choice.
    const implicit = [0, 1, 3].includes(shape.length) ? 0 : 1;
    const axis = op.axis('dim', shape.length, implicit);
    return { shapes: [shape], kernel: activation(name, { axis }) };
  };

/** `torch.add(x, y)`, `x.mul(2)`: the same as the operator. */
const binary =
  (operator: ElementwiseOperator | null, dtype?: string, swapped = false): Rule =>
  (op) => {
    const operands = ['input', 'other'].map((name) =>
      op.value(name === 'other' && !op.has('other') ? 'exponent' : name),
    );
    const [left, right] = operands;
    if (!left || !right) return refuse({ code: 'bad-argument', message: say`${op.label} needs two operands.` });
    if (!tensorOf(left) && !tensorOf(right)) op.shape();
    const rounding = op.text('rounding_mode', '');
    const rounded = rounding === 'floor' ? '//' : rounding === 'trunc' ? 'divide-trunc' : operator;
    const joined = (by: ElementwiseOperator | null, a: Value, b: Value): Value =>
      elementwise(op.ctx.session, {
        framework: TORCH,
        label: op.label,
        operator: by,
        operands: [a, b],
        site: op.site,
        ...(dtype === undefined ? {} : { dtype }),
      });
    // alpha scales the second operand, or the first of rsub.
    const alpha = op.value('alpha');
    const [first, second] = swapped ? [right, left] : [left, right];
    if (alpha === undefined || asNumber(alpha) === 1) {
      const value = joined(rounded, first, second);
      keepNumbers(value, operator, first, second);
      return { value };
    }
    const [number, factor] = [numberOf(second), numberOf(alpha)];
    if (number !== undefined && factor !== undefined) return { value: joined(rounded, first, float(number * factor)) };
    return { value: joined(rounded, first, joined('*', second, alpha)) };
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

const COMPUTE: Partial<Readonly<Record<ElementwiseOperator, (a: number, b: number) => number>>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '**': (a, b) => a ** b,
  max: Math.max,
  min: Math.min,
};

/** `input + value * tensor1 * tensor2`, or divided by tensor2; everything broadcasts. */
const addedProduct =
  (operator: '*' | '/'): Rule =>
  (op) => {
    const names = ['input', 'tensor1', 'tensor2'];
    const shape = op.broadcast(names.map((name) => op.shape(name)));
    const factor = op.has('value') ? numberOf(op.value('value')) : 1;
    const formula = new Formula(3);
    formula.binary('+', 0, formula.scaled(formula.binary(operator, 1, 2), factor ?? 1));
    const kernel = factor === undefined ? null : formula.kernel;
    return { shapes: [shape], inputs: names.flatMap((name) => op.value(name) ?? []), kernel };
  };

/** `input + weight * (end - input)`; the weight is a number or a tensor. */
const lerp: Rule = (op) => {
  const names = ['input', 'end', 'weight'];
  const formula = new Formula(3);
  formula.binary('+', 0, formula.binary('*', 2, formula.binary('-', 1, 0)));
  return {
    shapes: [op.broadcast(names.filter((name) => op.has(name)).map((name) => op.shape(name)))],
    inputs: names.flatMap((name) => op.value(name) ?? []),
    kernel: formula.kernel,
  };
};

/** Bounds that are numbers are one function; tensors as bounds are a maximum and a minimum. */
const clamp =
  (...bounds: readonly ('min' | 'max')[]): Rule =>
  (op: Op) => {
    const given = bounds.filter((name) => op.has(name));
    const tensors = given.filter((name) => tensorOf(op.value(name)));
    const shape = op.broadcast([op.shape(), ...tensors.map((name) => op.shape(name))]);
    const [input] = [op.value('input')];
    if (tensors.length === 0) {
      const parameters = Object.fromEntries(given.map((name) => [name, numberOf(op.value(name)) ?? Number.NaN]));
      const known = Object.values(parameters).every((value) => !Number.isNaN(value));
      return { shapes: [shape], kernel: known ? unary('clamp', parameters) : null, inputs: input ? [input] : [] };
    }
    const [only] = given;
    const bound = only && op.value(only);
    if (given.length > 1 || !input || !bound) return { shapes: [shape] };
    return {
      shapes: [shape],
      inputs: [input, bound],
      kernel: { op: 'binary', operator: only === 'min' ? 'max' : 'min' },
    };
  };

const maskedFill: Rule = (op) => {
  const [input, mask, value] = ['input', 'mask', 'value'].map((name) => op.value(name));
  if (!input || !mask || !value) return { shapes: [op.shape()] };
  return { shapes: [op.shape()], inputs: [mask, value, input], kernel: { op: 'where' } };
};

const cumulative =
  (method: Extract<KernelCall, { op: 'cumulative' }>['method']): Rule =>
  (op) => {
    const shape = op.shape();
    const axis = op.axis('dim', shape.length);
    return { shapes: [shape], kernel: { op: 'cumulative', method, axis, exclusive: false, reverse: false } };
  };

const SCATTERED = new Map<string, Extract<KernelCall, { op: 'scatter' }>['method']>([
  ['sum', 'sum'],
  ['add', 'sum'],
  ['prod', 'product'],
  ['multiply', 'product'],
  ['amax', 'max'],
  ['amin', 'min'],
]);

const scattered =
  (fallback: Extract<KernelCall, { op: 'scatter' }>['method'] | null): Rule =>
  (op) => {
    const shape = op.shape();
    const reduce = op.text('reduce', '');
    const method = reduce === '' ? fallback : (SCATTERED.get(reduce) ?? null);
    const [input, index, source] = [op.value('input'), op.value('index'), op.value('src') ?? op.value('value')];
    const own = op.flag('include_self', true);
    if (!input || !index || !source || method === null || !own) return { shapes: [shape] };
    const axis = op.axis('dim', shape.length);
    return { shapes: [shape], inputs: [input, index, source], kernel: { op: 'scatter', axis, method } };
  };

const roundTo: Rule = (op) => ({
  shapes: [op.shape()],
  kernel: op.int('decimals', 0) === 0 ? unary('round') : null,
});

const replaceNan: Rule = (op) => {
  const parameters = [
    ['nan', 'nan'],
    ['posinf', 'positive'],
    ['neginf', 'negative'],
  ].flatMap(([name = '', own = '']) => (op.has(name) ? [[own, op.number(name, 0)] as const] : []));
  return { shapes: [op.shape()], kernel: unary('replace-nan', Object.fromEntries(parameters)) };
};

const UNARY_NUMBERS: Readonly<Record<string, (x: number) => number>> = {
  abs: Math.abs,
  neg: (x) => -x,
  negative: (x) => -x,
  sqrt: Math.sqrt,
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
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

/** Functions of one number, by the engine's name of them; null: it has none. */
const UNARY: Readonly<Record<string, UnaryName | null>> = {
  abs: 'abs', absolute: 'abs', acos: 'acos', arccos: 'acos', asin: 'asin', arcsin: 'asin', atan: 'atan', arctan: 'atan',
  atanh: 'atanh', asinh: 'asinh', acosh: 'acosh',
  arctanh: 'atanh', arcsinh: 'asinh', arccosh: 'acosh', ceil: 'ceil', cos: 'cos', cosh: 'cosh', deg2rad: 'radians', rad2deg: 'degrees',
  erf: 'erf', erfc: 'erfc', exp: 'exp', exp2: 'exp2', expm1: 'expm1', fix: 'trunc', trunc: 'trunc', floor: 'floor', frac: 'frac',
  log: 'log', log10: 'log10', log1p: 'log1p', log2: 'log2', rsqrt: 'rsqrt', sgn: 'sign', sign: 'sign', sin: 'sin', sinc: 'sinc',
  sinh: 'sinh', tan: 'tan', neg: 'negative', negative: 'negative', sqrt: 'sqrt', square: 'square', reciprocal: 'reciprocal',
  angle: null, bernoulli: null, conj: null, digamma: null, erfinv: null, lgamma: null, renorm: null, i0: null, index_fill: null,
  index_copy: null, index_add: null, index_put: null, masked_scatter: null, slice_scatter: null, put: null,
}; // prettier-ignore
const TO_BOOL: Readonly<Record<string, UnaryName | null>> = {
  isnan: 'is-nan',
  isinf: 'is-infinite',
  isfinite: 'is-finite',
  logical_not: 'not',
  bitwise_not: 'not',
  isneginf: null,
  isposinf: null,
  signbit: null,
  isreal: null,
};
const COMPARISONS: Readonly<Record<string, ElementwiseOperator | null>> = {
  eq: '==', ne: '!=', not_equal: '!=', lt: '<', less: '<', le: '<=', less_equal: '<=', gt: '>', greater: '>', ge: '>=',
  greater_equal: '>=', logical_and: 'and', logical_or: 'or', logical_xor: 'xor', isclose: null,
}; // prettier-ignore

export const ELEMENTWISE: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    Object.entries(UNARY).map(([name, own]) => [name, same(own && unary(own), UNARY_NUMBERS[name])]),
  ),
  ...Object.fromEntries(Object.entries(TO_BOOL).map(([name, own]) => [name, asBool(own)])),
  ...Object.fromEntries(Object.entries(COMPARISONS).map(([name, operator]) => [name, binary(operator, 'bool')])),
  positive: same({ op: 'identity' }),
  logit: (op) => ({ shapes: [op.shape()], kernel: op.has('eps') ? null : unary('logit') }),
  round: roundTo,
  nan_to_num: replaceNan,
  cumsum: cumulative('sum'),
  cumprod: cumulative('product'),
  logcumsumexp: cumulative('logsumexp'),
  masked_fill: maskedFill,
  scatter: scattered('set'),
  scatter_add: scattered('sum'),
  scatter_reduce: scattered(null),
  fill: (op) => ({
    shapes: [op.shape()],
    inputs: [],
    kernel: onNumbers([op.shape()], (shape) => {
      const value = numberOf(op.value('value'));
      return value === undefined ? null : { op: 'constant', shape, values: [value] };
    }),
  }),
  relu: same(activation('relu')),
  sigmoid: same(activation('sigmoid')),
  tanh: same(activation('tanh')),
  softmax: alongAxis('softmax'),
  log_softmax: alongAxis('log_softmax'),
  softmin: alongAxis('softmin'),
  clamp: clamp('min', 'max'),
  clip: clamp('min', 'max'),
  clamp_min: clamp('min'),
  clamp_max: clamp('max'),
  add: binary('+'),
  sub: binary('-'),
  subtract: binary('-'),
  mul: binary('*'),
  multiply: binary('*'),
  div: binary('/'),
  divide: binary('/'),
  true_divide: binary('/'),
  floor_divide: binary('//'),
  remainder: binary('%'),
  fmod: binary('fmod'),
  pow: binary('**'),
  float_power: binary('**'),
  maximum: binary('max'),
  minimum: binary('min'),
  fmax: binary('max'),
  fmin: binary('min'),
  atan2: binary('atan2'),
  arctan2: binary('atan2'),
  hypot: binary('hypot'),
  xlogy: binary('xlogy'),
  rsub: binary('-', undefined, true),
  bitwise_and: binary(null),
  bitwise_or: binary(null),
  bitwise_xor: binary(null),
  logaddexp: binary('logaddexp'),
  lerp,
  addcmul: addedProduct('*'),
  addcdiv: addedProduct('/'),
};
