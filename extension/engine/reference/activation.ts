/**
 * Activations by their framework-neutral names. Most act on each number alone and stand in a table; softmax, log_softmax,
 * softmin, glu and prelu look at an axis or a weight. Parameters have the frameworks' own names and defaults where both agree.
 */
import { at, normaliseAxis, sizeOf, type NDArray } from '../array.ts';
import { weightNamed, type Weights } from '../weights.ts';
import { scalar } from './arithmetic.ts';
import { erf } from './erf.ts';
import { glu, softmax } from './softmax.ts';
import type { ActivationCall } from '../../model/kernel.ts';

type Parameters = Readonly<Record<string, number>>;
type PointFunction = (x: number) => number;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** log(1 + e^x) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
/** NaN stays NaN, as in the frameworks. */
const clamp = (x: number, low: number, high: number): number => (x < low ? low : x > high ? high : x);

// Klambauer et al., Self-Normalizing Neural Networks, 2017.
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** Makes the function of one number from the parameters. */
const POINTWISE: Readonly<Record<string, (parameters: Parameters) => PointFunction>> = {
  linear: () => (x) => x,
  relu: ({ negative_slope: slope = 0, max_value: maximum = Infinity, threshold = 0 }) => {
    if (slope === 0 && threshold === 0) return (x) => (x < 0 ? 0 : x > maximum ? maximum : x);
    // A number at the threshold is below it, except where there is none.
    return (x) => (x > threshold ? Math.min(x, maximum) : slope * (x - threshold));
  },
  relu6: () => (x) => clamp(x, 0, 6),
  // Keras and PyTorch differ in the default slope (0.2 and 0.01), so the caller says it.
  leaky_relu: (parameters) => {
    const slope = parameters['negative_slope'] ?? parameters['alpha'];
    if (slope === undefined) throw new Error('leaky_relu needs its negative_slope.');
    return (x) => (x < 0 ? slope * x : x);
  },
  elu:
    ({ alpha = 1 }) =>
    (x) =>
      x < 0 ? alpha * Math.expm1(x) : x,
  celu:
    ({ alpha = 1 }) =>
    (x) =>
      x < 0 ? alpha * Math.expm1(x / alpha) : x,
  selu: () => (x) => SELU_SCALE * (x < 0 ? SELU_ALPHA * Math.expm1(x) : x),
  gelu: () => (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
  gelu_tanh: () => (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
  silu: () => (x) => x * sigmoid(x),
  mish: () => (x) => x * Math.tanh(softplus(x)),
  sigmoid: () => sigmoid,
  log_sigmoid: () => (x) => -softplus(-x),
  hard_sigmoid: () => (x) => clamp(x + 3, 0, 6) / 6,
  hard_silu: () => (x) => (x * clamp(x + 3, 0, 6)) / 6,
  tanh: () => Math.tanh,
  hard_tanh:
    ({ min_val: low = -1, max_val: high = 1 }) =>
    (x) =>
      clamp(x, low, high),
  tanh_shrink: () => (x) => x - Math.tanh(x),
  soft_shrink: (parameters) => {
    const lambda = parameters['threshold'] ?? parameters['lambd'] ?? 0.5;
    return (x) => (x > lambda ? x - lambda : x < -lambda ? x + lambda : x - x);
  },
  hard_shrink: (parameters) => {
    const lambda = parameters['threshold'] ?? parameters['lambd'] ?? 0.5;
    return (x) => (x >= -lambda && x <= lambda ? 0 : x);
  },
  threshold: (parameters) => {
    const threshold = parameters['threshold'] ?? 0;
    const value = parameters['value'] ?? parameters['default_value'] ?? 0;
    return (x) => (x <= threshold ? value : x);
  },
  softplus:
    ({ beta = 1, threshold = Infinity }) =>
    (x) =>
      x * beta > threshold ? x : softplus(x * beta) / beta,
  softsign: () => (x) => x / (1 + Math.abs(x)),
  squareplus:
    ({ b = 4 }) =>
    (x) =>
      (x + Math.sqrt(x * x + b)) / 2,
  sparse_plus: () => (x) => (x <= -1 ? 0 : x >= 1 ? x : 0.25 * (x + 1) * (x + 1)),
  sparse_sigmoid: () => (x) => clamp(0.5 * (x + 1), 0, 1),
  exponential: () => Math.exp,
};

/** Other spellings of the same functions. */
const ALIASES: Readonly<Record<string, string>> = {
  swish: 'silu',
  hard_swish: 'hard_silu',
  hardswish: 'hard_silu',
  hardsigmoid: 'hard_sigmoid',
  hardtanh: 'hard_tanh',
  hardshrink: 'hard_shrink',
  softshrink: 'soft_shrink',
  tanhshrink: 'tanh_shrink',
  logsigmoid: 'log_sigmoid',
  exp: 'exponential',
  identity: 'linear',
};

/** Whether the activation looks at each number alone. */
export const isPointwise = ({ name }: ActivationCall): boolean => (ALIASES[name] ?? name) in POINTWISE;

/** The activation of `input`, in a new array unless `input` belongs to the caller alone (`inPlace`). */
export function activate(activation: ActivationCall | null, input: NDArray, weights: Weights, inPlace = true): NDArray {
  if (activation === null) return input;
  const { parameters } = activation;
  const name = ALIASES[activation.name] ?? activation.name;
  const axis = normaliseAxis(parameters['axis'] ?? parameters['dim'] ?? -1, input.shape.length);
  if (name === 'softmax' || name === 'log_softmax') return softmax(input, axis, name === 'log_softmax');
  if (name === 'softmin') return softmax(scalar('*', -1, [input]), axis, false);
  if (name === 'glu') return glu(input, axis);
  if (name === 'prelu') return prelu(input, weights);
  const make = POINTWISE[name];
  if (make === undefined) throw new Error(`The activation ${activation.name} cannot be computed here.`);
  const apply = make(parameters);
  const data = inPlace ? input.data : new Float32Array(input.data.length);
  for (let i = 0; i < data.length; i++) data[i] = apply(input.data[i] as number);
  return { shape: input.shape, data };
}

/**
 * Keras's weight `alpha` has the shape of a sample, 1 on shared axes; PyTorch's `weight` has one number, or one per channel (axis 1).
 */
function prelu(input: NDArray, weights: Weights): NDArray {
  const alpha = weightNamed(weights, 'alpha', 'weight');
  const rank = input.shape.length;
  const shape = weights.has('alpha')
    ? [...new Array<number>(rank - alpha.shape.length).fill(1), ...alpha.shape]
    : input.shape.map((_, axis) => (axis === 1 ? alpha.data.length : 1));
  const fits = shape.every((size, axis) => size === 1 || size === at(input.shape, axis));
  if (!fits || sizeOf(shape) !== alpha.data.length) {
    throw new Error(`PReLU's weight (${alpha.shape.join(', ')}) does not fit an input of (${input.shape.join(', ')}).`);
  }
  const steps = new Array<number>(rank).fill(0);
  for (let axis = rank - 1, step = 1; axis >= 0; axis--) {
    if (at(shape, axis) !== 1) steps[axis] = step;
    step *= at(shape, axis);
  }
  const data = new Float32Array(input.data.length);
  for (let i = 0; i < data.length; i++) {
    const x = input.data[i] as number;
    let slope = 0;
    for (let axis = rank - 1, rest = i; axis >= 0; axis--) {
      slope += (rest % at(input.shape, axis)) * at(steps, axis);
      rest = Math.floor(rest / at(input.shape, axis));
    }
    data[i] = x < 0 ? x * at(alpha.data, slope) : x;
  }
  return { shape: input.shape, data };
}
