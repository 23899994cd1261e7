/** Recurrent layers: SimpleRNN, LSTM, GRU, and the convolutional LSTM. keras/src/layers/rnn/ */
import type { LayerRecord } from '../../../model/record.ts';
import type { Arguments } from '../../../model/records/arguments.ts';
import { recordFor } from '../../../model/records/registry.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { kerasLayer } from '../../../model/records/documentation.ts';
import { kerasInitialiser, parameter } from '../../../model/records/initialisers.ts';
import { at, requireRank } from '../../../model/records/shapes.ts';
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
  readonly sequences: boolean;
  readonly states: number;
  readonly kernelInitialiser: Initialiser;
  readonly recurrentInitialiser: Initialiser;
  readonly biasInitialiser: Initialiser;
}

const KINDS = [
  { name: 'SimpleRNN', gates: 1, states: 1, page: 'simple_rnn' },
  { name: 'LSTM', gates: 4, states: 2, page: 'lstm' },
  { name: 'GRU', gates: 3, states: 1, page: 'gru' },
] as const;

function configure(args: Arguments, kind: (typeof KINDS)[number]): Recurrent {
  const twice = kind.name === 'GRU' && args.flag('reset_after');
  return {
    units: args.size('units'),
    gates: kind.gates,
    biases: args.flag('use_bias') ? (twice ? 2 : 1) : 0,
    sequences: args.flag('return_sequences'),
    states: args.flag('return_state') ? kind.states : 0,
    kernelInitialiser: kerasInitialiser(args, 'kernel_initializer'),
    recurrentInitialiser: kerasInitialiser(args, 'recurrent_initializer'),
    // LSTM starts the forget gate at one.
    biasInitialiser:
      kind.name === 'LSTM' && args.flag('unit_forget_bias')
        ? { kind: 'unknown', name: 'unit_forget_bias' }
        : kerasInitialiser(args, 'bias_initializer'),
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
  readonly kernelInitialiser: Initialiser;
  readonly recurrentInitialiser: Initialiser;
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
        if (!record?.keras) return unsure('Convolutions are not known.');
        if (args.raw('data_format') !== 'channels_last') return unsure('Channels first is not followed here.');
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
        ...(config.bias ? [parameter('bias', [columns], { kind: 'unknown', name: 'unit_forget_bias' })] : []),
      ];
    },
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
      output,
      weights,
    }),
  ),
  ...[1, 2, 3].map(convolutional),
];
