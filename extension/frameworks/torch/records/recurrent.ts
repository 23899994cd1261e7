/** Recurrent layers and their cells. torch/nn/modules/rnn.py */
import { say } from '../../../message.ts';
import type { LayerRecord } from '../../../model/record.ts';
import { unsure } from '../../../model/refusal.ts';
import { requireChannels } from '../../../model/records/channels.ts';
import type { Arguments } from '../../../model/records/arguments.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { torchModule } from '../../../model/records/documentation.ts';
import { parameter } from '../../../model/records/initialisers.ts';
import { numeric, requireRank } from '../../../model/records/shapes.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { add, multiply, product, sum } from '../../../model/sizes/arithmetic.ts';
import type { Initialiser, WeightSpec } from '../../../model/weight.ts';

type Kind = 'RNN' | 'LSTM' | 'GRU';

interface Recurrent {
  readonly kind: Kind;
  readonly input: Size;
  readonly hidden: Size;
  readonly layers: number;
  readonly directions: number;
  readonly bias: boolean;
  readonly batchFirst: boolean;
  /** What the LSTM projects its output to; 0 where it does not. */
  readonly projection: Size;
  /** tanh, or relu for a plain RNN. */
  readonly activation: string;
}

/** Gates: how many matrices of the hidden size a step computes. */
const GATES: Readonly<Record<Kind, number>> = { RNN: 1, LSTM: 4, GRU: 3 };

function initialiser(hidden: Size): Initialiser {
  if (typeof hidden !== 'number') return { kind: 'unknown', name: 'uniform' };
  const bound = 1 / Math.sqrt(hidden);
  return { kind: 'uniform', low: -bound, high: bound };
}

function configure(args: Arguments, kind: Kind): Recurrent {
  const projection = kind === 'LSTM' ? args.size('proj_size', 0) : 0;
  return {
    kind,
    input: args.size('input_size'),
    hidden: args.size('hidden_size'),
    layers: layersOf(args),
    directions: args.flag('bidirectional') ? 2 : 1,
    bias: args.flag('bias'),
    batchFirst: args.flag('batch_first'),
    projection,
    activation: activationOf(args, kind),
  };
}

const activationOf = (args: Arguments, kind: Kind): string =>
  kind === 'RNN' ? args.text('nonlinearity', ['tanh', 'relu']) : 'tanh';

/** A list of weights of more layers than this is nobody's network, and fills the memory. */
const MAX_LAYERS = 1000;

function layersOf(args: Arguments): number {
  const layers = args.int('num_layers');
  return layers <= MAX_LAYERS ? layers : unsure(say`Recurrent networks of ${layers} layers are not followed.`);
}

const outputSize = ({ hidden, projection }: Recurrent): Size => (projection === 0 ? hidden : projection);

function output(config: Recurrent, input: Shape): readonly Shape[] {
  requireRank(input, 2, 3, 'torch');
  requireChannels(input.at(-1) ?? 1, config.input, 'input_size', say`features`);
  const own = outputSize(config);
  const batch = input.length === 2 ? [] : [input[config.batchFirst ? 0 : 1] ?? 1];
  const states = config.directions * config.layers;
  const sequence = [...input.slice(0, -1), multiply(own, config.directions)];
  const hidden = [states, ...batch, own];
  return config.kind === 'LSTM' ? [sequence, hidden, [states, ...batch, config.hidden]] : [sequence, hidden];
}

function weights(config: Recurrent): readonly WeightSpec[] {
  const { kind, input, hidden, layers, directions, bias, projection } = config;
  const own = outputSize(config);
  const gates = multiply(hidden, GATES[kind]);
  const start = initialiser(hidden);
  const specs: WeightSpec[] = [];
  for (let layer = 0; layer < layers; layer++) {
    for (let direction = 0; direction < directions; direction++) {
      const suffix = `_l${layer}${direction === 1 ? '_reverse' : ''}`;
      const into = layer === 0 ? input : multiply(own, directions);
      specs.push(
        parameter(`weight_ih${suffix}`, [gates, into], start),
        parameter(`weight_hh${suffix}`, [gates, own], start),
      );
      if (bias)
        specs.push(parameter(`bias_ih${suffix}`, [gates], start), parameter(`bias_hh${suffix}`, [gates], start));
      if (projection !== 0) specs.push(parameter(`weight_hr${suffix}`, [own, hidden], start));
    }
  }
  return specs;
}

function macs(config: Recurrent, input: Shape): Size {
  const length = input.length === 2 ? (input[0] ?? 1) : (input[config.batchFirst ? 1 : 0] ?? 1);
  const matrices = weights(config).filter(({ shape }) => shape.length === 2);
  return multiply(length, sum(matrices.map(({ shape }) => product(shape))));
}

const layer = (kind: Kind): LayerRecord =>
  defineRecord<Recurrent>({
    id: `torch-${kind.toLowerCase()}`,
    torch: { names: [kind], documentation: torchModule(kind), configure: (args) => configure(args, kind) },
    inputs: 'any',
    output,
    weights,
    macs,
    kernel: (config) => ({
      op: 'recurrent',
      framework: 'torch',
      cell: CELLS[kind],
      units: numeric(config.hidden),
      layers: config.layers,
      bidirectional: config.directions === 2,
      bias: config.bias,
      projection: config.projection !== 0,
      batchFirst: config.batchFirst,
      sequences: true,
      states: 0,
      backwards: false,
      resetAfter: true,
      activation: config.activation,
      recurrentActivation: 'sigmoid',
    }),
  });

const CELLS = { RNN: 'rnn', LSTM: 'lstm', GRU: 'gru' } as const;

const cell = (kind: Kind): LayerRecord =>
  defineRecord<Recurrent>({
    id: `torch-${kind.toLowerCase()}-cell`,
    torch: {
      names: [`${kind}Cell`],
      documentation: torchModule(`${kind}Cell`),
      configure: (args) => ({
        kind,
        input: args.size('input_size'),
        hidden: args.size('hidden_size'),
        layers: 1,
        directions: 1,
        bias: args.flag('bias'),
        batchFirst: true,
        projection: 0,
        activation: activationOf(args, kind),
      }),
    },
    inputs: 'any',
    kernel: ({ bias, activation }) => ({ op: 'recurrent-cell', cell: CELLS[kind], bias, activation }),
    output: ({ input: wanted, hidden }, input) => {
      requireRank(input, 1, 2, 'torch');
      requireChannels(input.at(-1) ?? 1, wanted, 'input_size', say`features`);
      const state = [...input.slice(0, -1), hidden];
      return kind === 'LSTM' ? [state, state] : [state];
    },
    weights: (config) => weights(config).map((spec) => ({ ...spec, name: spec.name.replace('_l0', '') })),
    macs: ({ input, hidden }) => multiply(multiply(hidden, GATES[kind]), add(input, hidden)),
  });

export const RECURRENT: readonly LayerRecord[] = (['RNN', 'LSTM', 'GRU'] as const).flatMap((kind) => [
  layer(kind),
  cell(kind),
]);
