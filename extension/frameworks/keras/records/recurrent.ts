/** Recurrent layers: SimpleRNN, LSTM, GRU, and the convolutional LSTM. keras/src/layers/rnn/ */
import { say } from '../../../message.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { RecurrentCell } from '../../../model/tensor-kernel.ts';
import {
  activationArgument,
  activationCall,
  LINEAR,
  type Activation,
} from '../../../model/records/activation-argument.ts';
import type { LayerRecord } from '../../../model/record.ts';
import type { Arguments } from '../../../model/records/arguments.ts';
import { recordFor } from '../../../model/records/registry.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { kerasLayer } from '../../../model/records/documentation.ts';
import { kerasInitialiser, ONES, parameter } from '../../../model/records/initialisers.ts';
import { at, numeric, requireRank } from '../../../model/records/shapes.ts';
import { need, unsure } from '../../../model/refusal.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { multiply } from '../../../model/sizes/arithmetic.ts';
import type { Initialiser, WeightSpec } from '../../../model/weight.ts';

interface Recurrent {
  readonly units: Size;
  /** How many matrices of `units` columns a step computes. */
  readonly gates: number;
  /** GRU with reset_after keeps a bias of its own for the recurrent part. */
  readonly biases: 0 | 1 | 2;
  readonly resetAfter: boolean;
  readonly sequences: boolean;
  readonly states: number;
  readonly kernelInitialiser: Initialiser;
  readonly recurrentInitialiser: Initialiser;
  readonly biasInitialiser: Initialiser;
  readonly backwards: boolean;
  readonly activation: Activation;
  /** SimpleRNN has none. */
  readonly recurrentActivation: Activation;
}

const KINDS = [
  { name: 'SimpleRNN', cell: 'rnn', gates: 1, states: 1, page: 'simple_rnn' },
  { name: 'LSTM', cell: 'lstm', gates: 4, states: 2, page: 'lstm' },
  { name: 'GRU', cell: 'gru', gates: 3, states: 1, page: 'gru' },
] as const;

/** `cell`: the cell alone, which computes one step and has no sequence to go through. */
function configure(args: Arguments, kind: (typeof KINDS)[number], cell = false): Recurrent {
  const twice = kind.name === 'GRU' && args.flag('reset_after');
  return {
    units: args.size('units'),
    gates: kind.gates,
    resetAfter: kind.name === 'GRU' && args.flag('reset_after'),
    biases: args.flag('use_bias') ? (twice ? 2 : 1) : 0,
    sequences: !cell && args.flag('return_sequences'),
    states: cell || args.flag('return_state') ? kind.states : 0,
    kernelInitialiser: kerasInitialiser(args, 'kernel_initializer'),
    recurrentInitialiser: kerasInitialiser(args, 'recurrent_initializer'),
    // LSTM starts the forget gate at one.
    biasInitialiser:
      kind.name === 'LSTM' && args.flag('unit_forget_bias')
        ? forgetBias(kerasInitialiser(args, 'bias_initializer'))
        : kerasInitialiser(args, 'bias_initializer'),
    backwards: !cell && args.flag('go_backwards'),
    activation: activationArgument(args),
    recurrentActivation: kind.name === 'SimpleRNN' ? LINEAR : activationArgument(args, 'recurrent_activation'),
  };
}

const forgetBias = (other: Initialiser): Initialiser => ({ kind: 'parts', parts: [other, ONES, other, other] });

/** The name of an activation without parameters of its own. */
function plainActivation(activation: Activation): string {
  const call = activationCall(activation);
  if (call === null) return 'linear';
  return call.name === 'leaky_relu'
    ? unsure(say`Layerscope does not compute this activation in a recurrent layer.`)
    : call.name;
}

function kernel(config: Recurrent, cell: RecurrentCell): KernelCall {
  return {
    op: 'recurrent',
    framework: 'keras',
    cell,
    units: numeric(config.units),
    layers: 1,
    bidirectional: false,
    bias: config.biases > 0,
    projection: false,
    batchFirst: true,
    sequences: config.sequences,
    states: config.states,
    backwards: config.backwards,
    resetAfter: config.biases === 2 || config.resetAfter,
    activation: plainActivation(config.activation),
    recurrentActivation: plainActivation(config.recurrentActivation),
  };
}

function output({ units, sequences, states }: Recurrent, input: Shape): readonly Shape[] {
  requireRank(input, 3, 3, 'keras');
  const last = [at(input, 0), units];
  const state = Array.from({ length: states }, (): Shape => last);
  return [sequences ? [at(input, 0), at(input, 1), units] : last, ...state];
}

function weights(config: Recurrent, input: Shape | undefined): readonly WeightSpec[] {
  if (input === undefined) return [];
  const columns = multiply(config.units, config.gates);
  const bias = config.biases === 2 ? [2, columns] : [columns];
  return [
    parameter('kernel', [at(input, -1), columns], config.kernelInitialiser),
    parameter('recurrent_kernel', [config.units, columns], config.recurrentInitialiser),
    ...(config.biases > 0 ? [parameter('bias', bias, config.biasInitialiser)] : []),
  ];
}

interface ConvolutionalRecurrent {
  /** The convolution of each step, without its bias and its gates. */
  readonly convolution: unknown;
  readonly record: LayerRecord;
  readonly filters: number;
  readonly kernel: readonly number[];
  readonly bias: boolean;
  readonly sequences: boolean;
  readonly states: number;
  readonly backwards: boolean;
  readonly activation: Activation;
  readonly recurrentActivation: Activation;
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: 'same' | 'valid';
  readonly kernelInitialiser: Initialiser;
  readonly recurrentInitialiser: Initialiser;
  readonly biasInitialiser: Initialiser;
}

const CONV_GATES = 4;

function convolutional(rank: number): LayerRecord {
  return defineRecord<ConvolutionalRecurrent>({
    id: `convolutional-lstm-${rank}d`,
    keras: {
      names: [`ConvLSTM${rank}D`],
      documentation: kerasLayer(`recurrent_layers/conv_lstm${rank}d`),
      configure: (args) => {
        const record = recordFor('keras', `Conv${rank}D`);
        if (!record?.keras) return unsure(say`Convolutions are not known.`);
        if (args.raw('data_format') !== 'channels_last') return unsure(say`Channels first is not followed here.`);
        return {
          record,
          convolution: need(
            record.keras.configure({
              ...Object.fromEntries(
                ['filters', 'kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate'].map((name) => [
                  name,
                  args.raw(name),
                ]),
              ),
              groups: 1,
              activation: null,
              use_bias: false,
              kernel_initializer: 'glorot_uniform',
              bias_initializer: 'zeros',
            }),
          ),
          filters: args.int('filters'),
          kernel: args.perAxis('kernel_size', rank),
          bias: args.flag('use_bias'),
          sequences: args.flag('return_sequences'),
          states: args.flag('return_state') ? 2 : 0,
          backwards: args.flag('go_backwards'),
          activation: activationArgument(args),
          recurrentActivation: activationArgument(args, 'recurrent_activation'),
          strides: args.perAxis('strides', rank),
          dilation: args.perAxis('dilation_rate', rank),
          padding: args.text('padding', ['same', 'valid']),
          biasInitialiser: args.flag('unit_forget_bias')
            ? forgetBias(kerasInitialiser(args, 'bias_initializer'))
            : kerasInitialiser(args, 'bias_initializer'),
          kernelInitialiser: kerasInitialiser(args, 'kernel_initializer'),
          recurrentInitialiser: kerasInitialiser(args, 'recurrent_initializer'),
        };
      },
    },
    output: (config, input) => {
      requireRank(input, rank + 3, rank + 3, 'keras');
      const [step = []] = need(config.record.output(config.convolution, [[at(input, 0), ...input.slice(2)]]));
      const state = Array.from({ length: config.states }, (): Shape => step);
      return [config.sequences ? [at(input, 0), at(input, 1), ...step.slice(1)] : step, ...state];
    },
    weights: (config, input) => {
      if (input === undefined) return [];
      const columns = config.filters * CONV_GATES;
      return [
        parameter('kernel', [...config.kernel, at(input, -1), columns], config.kernelInitialiser),
        parameter('recurrent_kernel', [...config.kernel, config.filters, columns], config.recurrentInitialiser),
        ...(config.bias ? [parameter('bias', [columns], config.biasInitialiser)] : []),
      ];
    },
    kernel: (config) => ({
      op: 'convolutional-lstm',
      kernel: config.kernel,
      strides: config.strides,
      dilation: config.dilation,
      padding: config.padding,
      bias: config.bias,
      activation: plainActivation(config.activation),
      recurrentActivation: plainActivation(config.recurrentActivation),
      sequences: config.sequences,
      states: config.states,
      backwards: config.backwards,
    }),
  });
}

export const RECURRENT: readonly LayerRecord[] = [
  ...KINDS.map((kind) =>
    defineRecord<Recurrent>({
      id: `recurrent-${kind.name.toLowerCase()}`,
      keras: {
        names: [kind.name],
        documentation: kerasLayer(`recurrent_layers/${kind.page}`),
        configure: (args) => configure(args, kind),
      },
      inputs: 'any',
      output,
      weights,
      kernel: (config) => kernel(config, kind.cell),
    }),
  ),
  ...KINDS.map((kind) =>
    defineRecord<Recurrent>({
      id: `recurrent-cell-${kind.name.toLowerCase()}`,
      keras: {
        names: [`${kind.name}Cell`],
        documentation: kerasLayer(`recurrent_layers/${kind.page}_cell`),
        configure: (args) => configure(args, kind, true),
      },
      // The step, then the states of the step before.
      inputs: 'any',
      output: ({ units, states }, input) => {
        requireRank(input, 2, 2, 'keras');
        const own: Shape = [at(input, 0), units];
        return [own, ...Array.from({ length: states }, () => own)];
      },
      weights,
    }),
  ),
  ...[1, 2, 3].map(convolutional),
];
