/**
 * The initialisers of both frameworks. Keras: keras/src/initializers/, by name, class or object.
 * PyTorch: what the modules' reset_parameters does, torch/nn/modules/ and torch/nn/init.py.
 */
import { say } from '../../message.ts';
import type { Plain, PlainArguments } from '../record.ts';
import { numeric } from './shapes.ts';
import type { Size } from '../size.ts';
import { product } from '../sizes/arithmetic.ts';
import type { Initialiser, WeightSpec } from '../weight.ts';
import { isUnknown, plainText, type Arguments } from './arguments.ts';
import { answering } from '../refusal.ts';

export const ZEROS: Initialiser = { kind: 'zeros' };
export const ONES: Initialiser = { kind: 'ones' };
export const STANDARD_NORMAL: Initialiser = { kind: 'normal', mean: 0, deviation: 1, truncated: false };

type Mode = 'fan_in' | 'fan_out' | 'fan_avg';
type Distribution = 'uniform' | 'truncated_normal' | 'untruncated_normal';

const scaling = (scale: number, mode: Mode, distribution: Distribution) => (): Initialiser => ({
  kind: 'variance-scaling',
  scale,
  mode,
  distribution,
});

/** Keras's classes, with the defaults of their arguments. */
const CLASSES: Readonly<Record<string, (config: PlainArguments) => Initialiser>> = {
  Zeros: () => ZEROS,
  Ones: () => ONES,
  Constant: (config) => ({ kind: 'constant', value: numberIn(config, 'value', 0) }),
  GlorotUniform: scaling(1, 'fan_avg', 'uniform'),
  GlorotNormal: scaling(1, 'fan_avg', 'truncated_normal'),
  HeUniform: scaling(2, 'fan_in', 'uniform'),
  HeNormal: scaling(2, 'fan_in', 'truncated_normal'),
  LecunUniform: scaling(1, 'fan_in', 'uniform'),
  LecunNormal: scaling(1, 'fan_in', 'truncated_normal'),
  VarianceScaling: (config) => ({
    kind: 'variance-scaling',
    scale: numberIn(config, 'scale', 1),
    mode: wordIn<Mode>(config, 'mode', ['fan_in', 'fan_out', 'fan_avg'], 'fan_in'),
    distribution: wordIn<Distribution>(
      config,
      'distribution',
      ['uniform', 'truncated_normal', 'untruncated_normal'],
      'truncated_normal',
    ),
  }),
  Orthogonal: (config) => ({ kind: 'orthogonal', gain: numberIn(config, 'gain', 1) }),
  RandomUniform: (config) => ({
    kind: 'uniform',
    low: numberIn(config, 'minval', -0.05),
    high: numberIn(config, 'maxval', 0.05),
  }),
  RandomNormal: (config) => normal(config, false),
  TruncatedNormal: (config) => normal(config, true),
  Identity: (config) => ({ kind: 'identity', gain: numberIn(config, 'gain', 1) }),
  // Known to Keras, not to the engine.
  STFT: () => ({ kind: 'unknown', name: 'STFT' }),
};
const ALIASES: Readonly<Record<string, string>> = {
  one: 'Ones',
  zero: 'Zeros',
  normal: 'RandomNormal',
  uniform: 'RandomUniform',
  IdentityInitializer: 'Identity',
  STFTInitializer: 'STFT',
  OrthogonalInitializer: 'Orthogonal',
};
/** `glorot_uniform` as well as `GlorotUniform`. */
const BY_NAME = new Map([
  ...Object.keys(CLASSES).flatMap((name) => [
    [name, name] as const,
    [name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase(), name] as const,
  ]),
  ...Object.entries(ALIASES),
]);

/** An initialiser argument of a Keras layer. One that is not known changes no shape and no count. */
export function kerasInitialiser(args: Arguments, name: string): Initialiser {
  const value = args.untouched(name);
  if (typeof value !== 'string') return initialiserObject(value);
  const own = BY_NAME.get(value);
  if (own === undefined) return args.refuse(name, say`Keras has no initializer named ${plainText(value)}.`);
  return CLASSES[own]?.({}) ?? { kind: 'unknown', name: value };
}

function initialiserObject(value: Plain): Initialiser {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'object') {
    return { kind: 'unknown', name: plainText(value) };
  }
  const { type, config } = value.type === 'dict' ? serialised(value.config) : value;
  const make = CLASSES[BY_NAME.get(type) ?? ''];
  const unread = Object.entries(config).some(([key, item]) => key !== 'seed' && isUnknown(item));
  return make && !unread ? make(config) : { kind: 'unknown', name: type };
}

/** `{"class_name": "VarianceScaling", "config": {"scale": 2.0}}`: an object as Keras writes it into a file. */
function serialised({ class_name: name, config = null }: PlainArguments): {
  readonly type: string;
  readonly config: PlainArguments;
} {
  const isDict = typeof config === 'object' && config !== null && 'kind' in config && config.kind === 'object';
  return typeof name === 'string' && (isDict || config === null)
    ? { type: name, config: isDict ? config.config : {} }
    : { type: 'dict', config: {} };
}

const normal = (config: PlainArguments, truncated: boolean): Initialiser => ({
  kind: 'normal',
  mean: numberIn(config, 'mean', 0),
  deviation: numberIn(config, 'stddev', 0.05),
  truncated,
});

function numberIn(config: PlainArguments, name: string, otherwise: number): number {
  const value = config[name];
  return typeof value === 'number' ? value : otherwise;
}

function wordIn<T extends string>(config: PlainArguments, name: string, allowed: readonly T[], otherwise: T): T {
  const value = config[name];
  // Keras's older name of the truncated one.
  const word = value === 'normal' ? 'truncated_normal' : value;
  return allowed.find((item) => item === word) ?? otherwise;
}

/** A weight that training changes. */
export const parameter = (name: string, shape: readonly Size[], initialiser: Initialiser): WeightSpec => ({
  name,
  shape,
  initialiser,
  trainable: true,
  counted: true,
});

/** A PyTorch buffer: stored, but no parameter. */
export const buffer = (name: string, shape: readonly Size[], initialiser: Initialiser): WeightSpec => ({
  name,
  shape,
  initialiser,
  trainable: false,
  counted: false,
});

/**
 * PyTorch's weight and bias of linear layers and convolutions. Fan in is taken from the weight's second axis and what
 * follows it, for transposed convolutions too, whose weight is [in, out / groups, ...].
 */
export function torchWeights(shape: readonly Size[], bias: Size | null): readonly WeightSpec[] {
  const fan = answering(() => numeric(product(shape.slice(1))));
  const fanIn = fan.kind === 'known' ? fan.value : null;
  const unknown: Initialiser = { kind: 'unknown', name: 'kaiming_uniform_' };
  const weight: Initialiser = fanIn === null ? unknown : { kind: 'kaiming-uniform', a: Math.sqrt(5), fanIn };
  const bound = fanIn === null || fanIn === 0 ? 0 : 1 / Math.sqrt(fanIn);
  const offset: Initialiser = fanIn === null ? unknown : { kind: 'uniform', low: -bound, high: bound };
  return [parameter('weight', shape, weight), ...(bias === null ? [] : [parameter('bias', [bias], offset)])];
}

/** Keras's low-rank adaptation: the kernel is frozen, and two thin ones beside it are trained. */
export function loraWeights(weights: readonly WeightSpec[], rank: number | null): readonly WeightSpec[] {
  const [kernel, ...others] = weights;
  if (rank === null || kernel === undefined) return weights;
  const { name, shape } = kernel;
  const heUniform: Initialiser = { kind: 'variance-scaling', scale: 2, mode: 'fan_in', distribution: 'uniform' };
  return [
    { ...kernel, trainable: false },
    ...others,
    parameter(`lora_${name}_a`, [...shape.slice(0, -1), rank], heUniform),
    parameter(`lora_${name}_b`, [rank, ...shape.slice(-1)], ZEROS),
  ];
}
