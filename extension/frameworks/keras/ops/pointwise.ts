/** What functions that keep the shape compute, by the last part of their name. */
import { Formula } from '../../../model/formula.ts';
import { colourKernel } from '../../../model/formulas.ts';
import type { KernelCall, Step } from '../../../model/kernel.ts';
import { flipKernel, onNumbers } from '../../../model/part-kernel.ts';
import type { Shape } from '../../../model/size.ts';
import type { UnaryName } from '../../../model/tensor-kernel.ts';
import { tensorOf } from '../../tensor.ts';
import type { OpCall } from './context.ts';

const UNARY: Readonly<Record<string, UnaryName>> = {
  exp: 'exp', exp2: 'exp2', log: 'log', log2: 'log2', log10: 'log10', log1p: 'log1p', expm1: 'expm1', sqrt: 'sqrt', rsqrt: 'rsqrt',
  square: 'square', abs: 'abs', absolute: 'abs', negative: 'negative', sign: 'sign', sin: 'sin', cos: 'cos', tan: 'tan', sinh: 'sinh',
  cosh: 'cosh', tanh: 'tanh', asin: 'asin', acos: 'acos', atan: 'atan', arcsin: 'asin', arccos: 'acos', arctan: 'atan',
  asinh: 'asinh', acosh: 'acosh', atanh: 'atanh', arcsinh: 'asinh', arccosh: 'acosh', arctanh: 'atanh', reciprocal: 'reciprocal',
  fabs: 'abs', sinc: 'sinc', erfc: 'erfc',
  round: 'round', floor: 'floor', ceil: 'ceil', trunc: 'trunc', erf: 'erf', is_nan: 'is-nan', isnan: 'is-nan', is_inf: 'is-infinite',
  isinf: 'is-infinite', is_finite: 'is-finite', isfinite: 'is-finite', logical_not: 'not', deg2rad: 'radians', rad2deg: 'degrees',
}; // prettier-ignore

const unary = (name: UnaryName, parameters: Readonly<Record<string, number>> = {}): KernelCall => ({
  op: 'unary',
  name,
  parameters,
});

const activation = (name: string, parameters: Readonly<Record<string, number>> = {}): KernelCall => ({
  op: 'activation',
  activation: { name, parameters },
});

type Make = (call: OpCall, shape: Shape) => KernelCall | null;

const flip =
  (axis: number | null): Make =>
  (call, shape) => {
    const axes = axis === null ? call.axes(shape.length, 1, 'axis') : [shape.length - axis];
    return axes === undefined ? null : flipKernel(shape, axes ?? shape.map((_, index) => index));
  };

const clip: Make = (call) => {
  const [min, max] = [
    call.number(1, 'clip_value_min', 'x_min', 'min_value'),
    call.number(2, 'clip_value_max', 'x_max', 'max_value'),
  ];
  return min === undefined || max === undefined ? null : unary('clamp', { min, max });
};

/** To integers, numbers are cut; to bool, they become 0 and 1. */
const cast: Make = (call) => {
  const to = call.text(1, 'dtype');
  if (to === undefined) return null;
  return to === 'bool' ? unary('bool') : /int/.test(to) ? unary('trunc') : { op: 'identity' };
};

const cumulative =
  (method: 'sum' | 'product'): Make =>
  (call, shape) => {
    // Without an axis, keras.ops flattens first.
    if (call.arg(1, 'axis') === undefined && call.family !== 'tf') return null;
    const axis = call.axis(shape.length, 0, 1, 'axis');
    const [exclusive, reverse] =
      call.family === 'tf' ? [call.flag(2, 'exclusive'), call.flag(3, 'reverse')] : [false, false];
    return axis === undefined ? null : { op: 'cumulative', method, axis, exclusive, reverse };
  };

const unitNorm: Make = (call, shape) => {
  const axes = call.axes(shape.length, 1, 'axis');
  const epsilon = call.arg(2, 'epsilon') === undefined ? 1e-12 : call.number(2, 'epsilon');
  if (axes === undefined || epsilon === undefined || (axes === null && call.family !== 'tf')) return null;
  // TensorFlow bounds the square, K its own epsilon of the same.
  return { op: 'unit-norm', axes: axes ?? shape.map((_, index) => index), order: 2, epsilon, squared: true };
};

const normalize: Make = (call, shape) => {
  if (call.family !== 'ops') return null;
  const axis = call.axis(shape.length, -1, 1, 'axis');
  const order = call.arg(2, 'order') === undefined ? 2 : call.number(2, 'order');
  const epsilon = call.arg(3, 'epsilon') === undefined ? 1e-12 : call.number(3, 'epsilon');
  if (axis === undefined || order === undefined || epsilon === undefined) return null;
  return {
    op: 'unit-norm',
    axes: [axis < 0 ? axis + shape.length : axis],
    order,
    epsilon,
    squared: order === 2 && epsilon !== 1e-12,
  };
};

const roll: Make = (call, shape) => {
  const shifts = call.sizes(1, 'shift');
  const axes = call.arg(2, 'axis') === undefined ? null : call.axes(shape.length, 2, 'axis');
  if (!axes || !shifts?.every((shift) => typeof shift === 'number') || shifts.length !== axes.length) return null;
  return { op: 'roll', shifts, axes };
};

const softmax =
  (name: string): Make =>
  (call, shape) => {
    const axis = call.axis(shape.length, -1, 1, 'axis');
    return axis === undefined ? null : activation(name, { axis });
  };

const triangle =
  (upper: boolean): Make =>
  (call) => {
    const diagonal = call.arg(1, 'k') === undefined ? 0 : call.int(1, 'k');
    return diagonal === undefined ? null : { op: 'triangle', upper, diagonal };
  };

const identity: Make = () => ({ op: 'identity' });
/** From integers, pictures would be scaled. */
const floats: Make = (call) => (/float/.test(tensorOf(call.first)?.dtype ?? 'float32') ? { op: 'identity' } : null);

const LARGEST = 3.4028234663852886e38;
const NUMBERS_FOR_NAN = { nan: 0, positive: LARGEST, negative: -LARGEST };

/** `argsort(x, axis)`; TensorFlow has its direction after the axis. */
const sorted =
  (only: 'values' | 'positions'): Make =>
  (call, shape) => {
    const axis = call.axis(shape.length, -1, 1, 'axis');
    const size = axis === undefined ? undefined : shape[axis];
    if (axis === undefined || typeof size !== 'number') return null;
    const descending = call.text(2, 'direction')?.toUpperCase() === 'DESCENDING';
    return { op: 'sort', axis, descending, count: size, only };
  };

/** `band_part(x, lower, upper)`: so many diagonals below and above; a negative number keeps all. */
const band: Make = (call) => {
  const [lower, upper] = [call.int(1, 'num_lower'), call.int(2, 'num_upper')];
  if (lower === undefined || upper === undefined) return null;
  const steps: Step[] = [];
  if (lower >= 0) steps.push({ call: { op: 'triangle', upper: true, diagonal: -lower } });
  if (upper >= 0) steps.push({ call: { op: 'triangle', upper: false, diagonal: upper } });
  return { op: 'chain', steps };
};

/** Over the last axis, or those that are told, without weights. */
const rootMeanSquare: Make = (call, shape) => {
  if (call.arg(1, 'scale') !== undefined) return null;
  const axes = call.arg(2, 'axis') === undefined ? [shape.length - 1] : call.axes(shape.length, 2, 'axis');
  const epsilon = call.arg(3, 'epsilon') === undefined ? null : call.number(3, 'epsilon');
  if (!axes || epsilon === undefined) return null;
  return { op: 'layer-norm', axes, epsilon: epsilon ?? SMALLEST, rootMeanSquare: true, scale: false, center: false };
};

/** What keras.ops.rms_normalization adds: backend.epsilon(). */
const SMALLEST = 1e-7;

/** `layer_normalization(x, gamma, beta, axis, epsilon)` without weights. */
const layerNormalisation: Make = (call, shape) => {
  if (call.arg(1, 'gamma') !== undefined || call.arg(2, 'beta') !== undefined) return null;
  const axes = call.arg(3, 'axis') === undefined ? [shape.length - 1] : call.axes(shape.length, 3, 'axis');
  if (axes?.length !== 1 || axes[0] !== shape.length - 1 || call.arg(4, 'epsilon') !== undefined) return null;
  return { op: 'layer-norm', axes, epsilon: SMALLEST, rootMeanSquare: false, scale: false, center: false };
};

/** `lrn(x, depth_radius=5, bias=1, alpha=1, beta=0.5)`: alpha of the sum, not of the mean. */
const localResponse: Make = (call, shape) => {
  const given = (position: number, name: string, otherwise: number): number | undefined =>
    call.arg(position, name) === undefined ? otherwise : call.number(position, name);
  const [radius, bias] = [given(1, 'depth_radius', 5), given(2, 'bias', 1)];
  const [alpha, beta] = [given(3, 'alpha', 1), given(4, 'beta', 0.5)];
  if (radius === undefined || bias === undefined || alpha === undefined || beta === undefined) return null;
  const size = 2 * radius + 1;
  return { op: 'local-response-norm', size, alpha: alpha * size, beta, bias, axis: shape.length - 1 };
};

/** The real root, of negative numbers too. */
const cubeRoot: Make = () => {
  const formula = new Formula(1);
  const root = formula.step({ op: 'scalar', operator: '**', value: 1 / 3 }, formula.unary('abs', 0));
  formula.binary('*', formula.unary('sign', 0), root);
  return formula.kernel;
};

/** `per_image_standardization(x)`: each picture less its mean, divided by its deviation, which is at least 1 / sqrt(count). */
const standardised: Make = (_call, shape) => {
  if (shape.length < 3) return null;
  const axes = [shape.length - 3, shape.length - 2, shape.length - 1];
  return onNumbers([shape], (sizes) => {
    const count = axes.reduce((product, axis) => product * (sizes[axis] ?? 1), 1);
    const formula = new Formula(1);
    const deviation = formula.with('max', formula.reduce('deviation', 0, axes, true), 1 / Math.sqrt(count));
    formula.binary('/', formula.binary('-', 0, formula.reduce('mean', 0, axes, true)), deviation);
    return formula.kernel;
  });
};

/** Colours as products of the last axis with a matrix, as TensorFlow has them. */
const colours =
  (rows: readonly (readonly number[])[]): Make =>
  (call, shape) =>
    shape.at(-1) === rows.length && call.named('data_format') === undefined ? colourKernel(rows) : null;

/** tensorflow/python/ops/image_ops_impl.py, _rgb_to_yuv_kernel */
const YUV = [
  [0.299, -0.14714119, 0.61497538],
  [0.587, -0.28886916, -0.51496512],
  [0.114, 0.43601035, -0.10001026],
];

const OTHERS: Readonly<Record<string, Make>> = {
  cbrt: cubeRoot,
  per_image_standardization: standardised,
  rgb_to_yuv: colours(YUV),
  convert_image_dtype: (call, shape) => (/float/.test(call.text(1, 'dtype') ?? '') ? floats(call, shape) : null),
  adjust_brightness: (call) => {
    const delta = call.number(1, 'delta');
    const isFloat = /float/.test(tensorOf(call.first)?.dtype ?? 'float32');
    return delta === undefined || !isFloat ? null : { op: 'scalar', operator: '+', value: delta };
  },
  argsort: sorted('positions'),
  sort: sorted('values'),
  band_part: band,
  rms_normalization: rootMeanSquare,
  layer_normalization: layerNormalisation,
  local_response_normalization: localResponse,
  lrn: localResponse,
  copy: identity,
  fliplr: (_call, shape) => flipKernel(shape, [1]),
  flipud: (_call, shape) => flipKernel(shape, [0]),
  nan_to_num: (call) =>
    call.positional.length + call.keywords.size > 1 ? null : unary('replace-nan', NUMBERS_FOR_NAN),
  threshold: (call) => {
    const [threshold, value] = [call.number(1, 'threshold'), call.number(2, 'default_value', 'value')];
    return threshold === undefined || value === undefined ? null : activation('threshold', { threshold, value });
  },
  cast,
  saturate_cast: (call, shape) => (/float/.test(call.text(1, 'dtype') ?? '') ? identity(call, shape) : null),
  clip_by_value: clip,
  clip,
  stop_gradient: identity,
  ensure_shape: identity,
  identity,
  in_test_phase: identity,
  cumsum: cumulative('sum'),
  cumprod: cumulative('product'),
  l2_normalize: unitNorm,
  normalize,
  reverse: flip(null),
  flip: flip(null),
  flip_left_right: flip(2),
  flip_up_down: flip(3),
  roll,
  softmax: softmax('softmax'),
  log_softmax: softmax('log_softmax'),
  sigmoid: () => activation('sigmoid'),
  log_sigmoid: () => activation('log_sigmoid'),
  softplus: () => activation('softplus'),
  softsign: () => activation('softsign'),
  relu6: () => activation('relu6'),
  selu: () => activation('selu'),
  tril: triangle(false),
  triu: triangle(true),
};

export function pointwiseKernel(call: OpCall, shape: Shape): KernelCall | null {
  const name = call.label.slice(call.label.lastIndexOf('.') + 1);
  // K.sqrt takes the root of negative numbers for that of 0.
  if (call.family === 'backend' && name === 'sqrt')
    return { op: 'chain', steps: [{ call: unary('clamp', { min: 0 }) }, { call: unary('sqrt') }] };
  const own = UNARY[name];
  return own === undefined ? (OTHERS[name]?.(call, shape) ?? null) : unary(own);
}
