/** Activation layers and functions. keras/src/layers/activations/, torch/nn/modules/activation.py */
import { say } from '../../message.ts';
import type { KernelCall } from '../kernel.ts';
import type { LayerRecord, PlainArguments } from '../record.ts';
import { refuse, unsure } from '../refusal.ts';
import type { Shape, Size } from '../size.ts';
import { equal, floorDivide } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';
import type { Initialiser } from '../weight.ts';
import { activationArgument, activationCall, activationCalled, type Activation } from './activation-argument.ts';
import { plainText, type Arguments } from './arguments.ts';
import { requireMultiple } from './channels.ts';
import { defineRecord, sameShapeOutput, type Definition } from './define.ts';
import { kerasLayer, kerasOps, torchModule } from './documentation.ts';
import { kerasInitialiser, parameter } from './initialisers.ts';
import { at, normalAxis, withAxes } from './shapes.ts';

/** Everything that changes each number and no shape. */
const pointwise: Pick<Definition<Activation>, 'output' | 'kernel'> = {
  output: sameShapeOutput,
  kernel: (activation): KernelCall => {
    const call = activationCall(activation);
    return call ? { op: 'activation', activation: call } : { op: 'identity' };
  },
};

/** A Keras layer for which a number must not be negative. */
function atLeastZero(args: Arguments, name: string): number {
  const value = args.number(name);
  return value < 0 ? args.refuse(name, say`${name} must not be negative, but is ${value}.`) : value;
}

const KERAS_LAYERS: readonly (readonly [string, (args: Arguments) => Activation])[] = [
  [
    'ReLU',
    (args) =>
      activationCalled('relu', {
        ...(args.isNone('max_value') ? {} : { max_value: atLeastZero(args, 'max_value') }),
        negative_slope: atLeastZero(args, 'negative_slope'),
        threshold: atLeastZero(args, 'threshold'),
      }),
  ],
  ['LeakyReLU', (args) => activationCalled('leaky_relu', { negative_slope: leak(args) })],
  ['ELU', (args) => activationCalled('elu', { alpha: args.number('alpha') })],
  ['Softmax', (args) => softmax(args, 'softmax')],
];

/** `alpha` is its old name, and still taken. */
const leak = (args: Arguments): number => atLeastZero(args, args.isNone('alpha') ? 'negative_slope' : 'alpha');

function softmax(args: Arguments, name: string): Activation {
  const axes = args.ints('axis', -Infinity);
  return axes.length === 1
    ? activationCalled(name, { axis: axes[0] ?? -1 })
    : { kind: 'unknown', reason: say`Layerscope does not compute a softmax over several axes.` };
}

interface KerasFunction {
  readonly parameters: readonly string[];
  readonly names: readonly [string, ...string[]];
}

/** Keras's activation functions: `ops.relu`, `ops.nn.relu`, `activations.relu`, and TensorFlow's `tf.nn.relu`. */
function kerasFunction(
  name: string,
  parameters: readonly string[],
  tensorflow: readonly string[] = [],
  aliases: readonly string[] = [],
): readonly [string, KerasFunction] {
  const names = [name, ...aliases].flatMap((word) => [`ops.${word}`, `ops.nn.${word}`, `activations.${word}`]);
  return [name, { parameters, names: [`ops.${name}`, ...names.slice(1), ...tensorflow] }];
}

const KERAS_FUNCTIONS: readonly (readonly [string, KerasFunction])[] = [
  kerasFunction('celu', ['alpha']),
  kerasFunction('elu', ['alpha'], ['tf.nn.elu']),
  kerasFunction('gelu', ['approximate'], ['tf.nn.gelu']),
  kerasFunction('hard_shrink', ['threshold']),
  kerasFunction('hard_sigmoid', []),
  kerasFunction('hard_silu', [], [], ['hard_swish']),
  kerasFunction('hard_tanh', []),
  kerasFunction('leaky_relu', ['negative_slope'], ['tf.nn.leaky_relu']),
  kerasFunction('log_sigmoid', [], ['tf.math.log_sigmoid']),
  kerasFunction('log_softmax', ['axis'], ['tf.nn.log_softmax', 'tf.math.log_softmax']),
  kerasFunction('relu', ['negative_slope', 'max_value', 'threshold'], ['tf.nn.relu']),
  kerasFunction('relu6', [], ['tf.nn.relu6']),
  kerasFunction('selu', [], ['tf.nn.selu']),
  kerasFunction('sigmoid', [], ['tf.nn.sigmoid', 'tf.sigmoid', 'tf.math.sigmoid']),
  kerasFunction('silu', [], ['tf.nn.silu', 'tf.nn.swish'], ['swish']),
  kerasFunction('soft_shrink', ['threshold']),
  kerasFunction('softmax', ['axis'], ['tf.nn.softmax', 'tf.math.softmax']),
  kerasFunction('softplus', [], ['tf.nn.softplus', 'tf.math.softplus']),
  kerasFunction('softsign', [], ['tf.nn.softsign', 'tf.math.softsign']),
  kerasFunction('sparse_plus', []),
  kerasFunction('sparse_sigmoid', []),
  kerasFunction('squareplus', ['b']),
  kerasFunction('tanh_shrink', []),
  ['exponential', { parameters: [], names: ['activations.exponential', 'ops.exp', 'tf.exp', 'tf.math.exp'] }],
  ['mish', { parameters: [], names: ['activations.mish'] }],
  ['tanh', { parameters: [], names: ['ops.tanh', 'activations.tanh', 'tf.nn.tanh', 'tf.tanh', 'tf.math.tanh'] }],
];

function kerasCalled(args: Arguments, name: string, parameters: readonly string[]): Activation {
  // TensorFlow's silu has a factor that Keras's has not.
  if (!args.isNone('beta') && args.raw('beta') !== 1) {
    return { kind: 'unknown', reason: say`Layerscope does not compute ${name} with a beta of its own.` };
  }
  return activationCalled(name, given(args, parameters));
}

/** The parameters that are there, with the value they have; TensorFlow calls the slope alpha. */
function given(args: Arguments, names: readonly string[]): PlainArguments {
  return Object.fromEntries(
    names.flatMap((name) => {
      const spelled = args.isNone(name) && name === 'negative_slope' ? 'alpha' : name;
      return args.isNone(spelled) ? [] : [[name, args.raw(spelled)]];
    }),
  );
}

/** PyTorch's modules: the engine's name, and the module's arguments by the engine's names. */
const TORCH: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>, readonly string[]]>> = {
  ReLU: ['relu', {}, ['nn.functional.relu', 'nn.functional.relu_', 'relu', 'relu_']],
  ReLU6: ['relu6', {}, ['nn.functional.relu6']],
  LeakyReLU: [
    'leaky_relu',
    { negative_slope: 'negative_slope' },
    ['nn.functional.leaky_relu', 'nn.functional.leaky_relu_'],
  ],
  ELU: ['elu', { alpha: 'alpha' }, ['nn.functional.elu', 'nn.functional.elu_']],
  CELU: ['celu', { alpha: 'alpha' }, ['nn.functional.celu', 'celu']],
  SELU: ['selu', {}, ['nn.functional.selu', 'selu']],
  SiLU: ['silu', {}, ['nn.functional.silu']],
  Mish: ['mish', {}, ['nn.functional.mish']],
  Sigmoid: ['sigmoid', {}, ['nn.functional.sigmoid', 'sigmoid', 'special.expit']],
  LogSigmoid: ['log_sigmoid', {}, []],
  Hardsigmoid: ['hard_sigmoid', {}, ['nn.functional.hardsigmoid']],
  Hardswish: ['hard_silu', {}, ['nn.functional.hardswish']],
  Tanh: ['tanh', {}, ['nn.functional.tanh', 'tanh']],
  Hardtanh: ['hard_tanh', { min_val: 'min_val', max_val: 'max_val' }, ['nn.functional.hardtanh']],
  Tanhshrink: ['tanh_shrink', {}, ['nn.functional.tanhshrink']],
  Softshrink: ['soft_shrink', { threshold: 'lambd' }, ['nn.functional.softshrink']],
  Hardshrink: ['hard_shrink', { threshold: 'lambd' }, ['nn.functional.hardshrink']],
  Softplus: ['softplus', { beta: 'beta', threshold: 'threshold' }, ['nn.functional.softplus']],
  Softsign: ['softsign', {}, ['nn.functional.softsign']],
};

function gelu(args: Arguments): Activation {
  const approximate = args.text('approximate', ['none', 'tanh']);
  return activationCalled('gelu', { approximate: approximate === 'tanh' });
}

interface AlongAxis {
  readonly name: string;
  /** Null: PyTorch's old implicit choice. */
  readonly axis: number | null;
}

const axisOf = ({ axis }: AlongAxis, rank: number): number =>
  axis === null ? ([0, 1, 3].includes(rank) ? 0 : 1) : normalAxis(axis, rank, 'dim');

const alongAxis = (name: string, type: string, functions: readonly string[]): LayerRecord =>
  defineRecord<AlongAxis>({
    id: `torch-${name.replaceAll('_', '-')}`,
    torch: {
      names: [type, ...functions],
      documentation: torchModule(type),
      configure: (args) => ({ name, axis: args.isNone('dim') ? null : args.int('dim', -Infinity) }),
    },
    output: (config, input) => {
      if (input.length > 0) axisOf(config, input.length);
      return [input];
    },
    kernel: (config, input) => ({
      op: 'activation',
      activation: { name, parameters: { axis: axisOf(config, input.length) } },
    }),
  });

const glu: LayerRecord = defineRecord<{ readonly axis: number }>({
  id: 'glu',
  torch: {
    names: ['GLU', 'nn.functional.glu'],
    documentation: torchModule('GLU'),
    configure: (args) => ({ axis: args.int('dim', -Infinity) }),
  },
  output: ({ axis }, input) => {
    const place = normalAxis(axis, input.length, 'dim');
    const size = at(input, place);
    requireMultiple(size, 2, 'dim', 'halves');
    return [withAxes(input, [place], [floorDivide(size, 2)])];
  },
  kernel: ({ axis }, input) => ({
    op: 'activation',
    activation: { name: 'glu', parameters: { axis: normalAxis(axis, input.length, 'dim') } },
  }),
});

type Prelu =
  | { readonly framework: 'keras'; readonly shared: readonly number[]; readonly initialiser: Initialiser }
  | { readonly framework: 'torch'; readonly count: Size; readonly start: number };

function preluSlopes(config: Prelu, input: Shape | undefined): readonly Size[] {
  if (config.framework === 'torch') return [config.count];
  return (input ?? []).slice(1).map((size, axis) => (config.shared.includes(axis + 1) ? 1 : size));
}

function preluOutput(config: Prelu, input: Shape): readonly Shape[] {
  if (config.framework === 'keras') {
    config.shared.forEach((axis) => normalAxis(axis, input.length, 'shared_axes'));
    return [input];
  }
  const channels = input.length > 1 ? at(input, 1) : 1;
  const { count } = config;
  if (equal(count, 1) === false && equal(count, channels) === false) {
    refuse({
      code: 'wrong-channels',
      message: say`num_parameters is ${sizeText(count)}, but the input has ${sizeText(channels)} channels.`,
      argument: 'num_parameters',
      ...(typeof channels === 'number' && { expected: channels }),
    });
  }
  return [input];
}

const prelu: LayerRecord = defineRecord<Prelu>({
  id: 'prelu',
  keras: {
    names: ['PReLU'],
    documentation: kerasLayer('activation_layers/prelu'),
    configure: (args) => {
      const shared = args.isNone('shared_axes') ? [] : args.ints('shared_axes', -Infinity);
      if (shared.some((axis) => axis < 1)) unsure(say`shared_axes ${plainText(shared)} is counted in its own way.`);
      return { framework: 'keras', shared, initialiser: kerasInitialiser(args, 'alpha_initializer') };
    },
  },
  torch: {
    names: ['PReLU'],
    documentation: torchModule('PReLU'),
    configure: (args) => ({ framework: 'torch', count: args.size('num_parameters', 0), start: args.number('init') }),
  },
  output: preluOutput,
  weights: (config, input) => {
    if (config.framework === 'keras') {
      return input ? [parameter('alpha', preluSlopes(config, input), config.initialiser)] : [];
    }
    return [parameter('weight', preluSlopes(config, input), { kind: 'constant', value: config.start })];
  },
  kernel: () => ({ op: 'activation', activation: { name: 'prelu', parameters: {} } }),
});

export const ACTIVATIONS: readonly LayerRecord[] = [
  defineRecord<Activation>({
    id: 'activation',
    keras: {
      names: ['Activation'],
      documentation: kerasLayer('core_layers/activation'),
      configure: (args) => activationArgument(args),
    },
    ...pointwise,
  }),
  ...KERAS_LAYERS.map(([name, configure]) =>
    defineRecord<Activation>({
      id: `keras-${name.toLowerCase()}`,
      keras: {
        names: [name],
        documentation: kerasLayer(`activation_layers/${name === 'LeakyReLU' ? 'leaky_relu' : name.toLowerCase()}`),
        configure,
      },
      ...pointwise,
    }),
  ),
  ...KERAS_FUNCTIONS.map(([name, { parameters, names }]) =>
    defineRecord<Activation>({
      id: `keras-function-${name.replaceAll('_', '-')}`,
      keras: {
        names,
        documentation: kerasOps('nn', name),
        configure: (args) => kerasCalled(args, name, parameters),
      },
      ...pointwise,
    }),
  ),
  ...Object.entries(TORCH).map(([type, [name, parameters, functions]]) =>
    defineRecord<Activation>({
      id: `torch-${name.replaceAll('_', '-')}`,
      torch: {
        names: [type, ...functions],
        documentation: torchModule(type),
        configure: (args) =>
          activationCalled(
            name,
            Object.fromEntries(
              Object.entries(parameters).flatMap(([key, argument]) =>
                args.isNone(argument) ? [] : [[key, args.number(argument)]],
              ),
            ),
          ),
      },
      ...pointwise,
    }),
  ),
  defineRecord<Activation>({
    id: 'torch-gelu',
    torch: { names: ['GELU', 'nn.functional.gelu'], documentation: torchModule('GELU'), configure: gelu },
    ...pointwise,
  }),
  defineRecord<Activation>({
    id: 'torch-threshold',
    // tf.keras keeps it from Keras 2.
    keras: {
      names: ['ThresholdedReLU'],
      documentation: kerasLayer('activation_layers'),
      configure: (args) => activationCalled('threshold', { threshold: args.number('theta'), value: 0 }),
    },
    torch: {
      names: ['Threshold', 'nn.functional.threshold'],
      documentation: torchModule('Threshold'),
      configure: (args) => ({
        kind: 'known',
        call: { name: 'threshold', parameters: { threshold: args.number('threshold'), value: args.number('value') } },
      }),
    },
    ...pointwise,
  }),
  defineRecord<Activation>({
    id: 'torch-rrelu',
    torch: {
      names: ['RReLU', 'nn.functional.rrelu'],
      documentation: torchModule('RReLU'),
      // At inference the slope is the mean of its bounds.
      configure: (args) =>
        activationCalled('leaky_relu', { negative_slope: (args.number('lower') + args.number('upper')) / 2 }),
    },
    ...pointwise,
  }),
  alongAxis('softmax', 'Softmax', ['nn.functional.softmax', 'softmax']),
  alongAxis('log_softmax', 'LogSoftmax', ['nn.functional.log_softmax', 'log_softmax']),
  glu,
  prelu,
];
