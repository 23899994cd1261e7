/** Dense layers. keras/src/layers/core/dense.py, torch/nn/modules/linear.py */
import { say } from '../../message.ts';
import type { Framework, LayerRecord } from '../record.ts';
import { unsure } from '../refusal.ts';
import type { Shape, Size } from '../size.ts';
import { multiply, product } from '../sizes/arithmetic.ts';
import type { Initialiser } from '../weight.ts';
import { activationArgument, activationCall, LINEAR, type Activation } from './activation-argument.ts';
import { requireChannels } from './channels.ts';
import { defineRecord } from './define.ts';
import { kerasLayer, torchModule } from './documentation.ts';
import { kerasInitialiser, loraWeights, parameter, torchWeights, ZEROS } from './initialisers.ts';
import { at, requireRank, withAxes } from './shapes.ts';

interface Dense {
  readonly framework: Framework;
  /** Null: Keras takes what its first input has. */
  readonly inFeatures: Size | null;
  readonly units: Size;
  readonly bias: boolean;
  readonly activation: Activation;
  readonly kernelInitialiser: Initialiser;
  readonly biasInitialiser: Initialiser;
  readonly lora: number | null;
}

function output({ framework, inFeatures, units }: Dense, input: Shape): readonly Shape[] {
  requireRank(input, framework === 'keras' ? 2 : 1, Infinity, framework);
  const last = input.length - 1;
  if (inFeatures !== null) requireChannels(at(input, last), inFeatures, 'in_features', say`features`);
  return [withAxes(input, [last], [units])];
}

function weights(config: Dense, input: Shape | undefined) {
  const { framework, inFeatures, units, bias } = config;
  if (framework === 'torch') return torchWeights([units, inFeatures ?? 0], bias ? units : null);
  if (input === undefined) return [];
  return loraWeights(
    [
      parameter('kernel', [at(input, -1), units], config.kernelInitialiser),
      ...(bias ? [parameter('bias', [units], config.biasInitialiser)] : []),
    ],
    config.lora,
  );
}

export const DENSE: readonly LayerRecord[] = [
  defineRecord<Dense>({
    id: 'dense',
    keras: {
      names: ['Dense'],
      documentation: kerasLayer('core_layers/dense'),
      configure: (args) => ({
        framework: 'keras',
        inFeatures: null,
        units: args.size('units'),
        bias: args.flag('use_bias'),
        activation: activationArgument(args),
        kernelInitialiser: kerasInitialiser(args, 'kernel_initializer'),
        biasInitialiser: kerasInitialiser(args, 'bias_initializer'),
        lora: args.flag('lora_rank') ? args.int('lora_rank') : null,
      }),
    },
    torch: {
      names: ['Linear'],
      documentation: torchModule('Linear'),
      configure: (args) => ({
        framework: 'torch',
        inFeatures: args.size('in_features', 0),
        units: args.size('out_features', 0),
        bias: args.flag('bias'),
        activation: LINEAR,
        kernelInitialiser: ZEROS,
        biasInitialiser: ZEROS,
        lora: null,
      }),
    },
    output,
    weights,
    macs: ({ units }, input) => multiply(product(input.length > 1 ? input.slice(1) : input), units),
    kernel: ({ framework, bias, activation, lora }) => {
      if (lora !== null) unsure(say`Layerscope does not compute low-rank adapted layers.`);
      return {
        op: 'dense',
        weightOrder: framework === 'keras' ? 'in-out' : 'out-in',
        bias,
        activation: activationCall(activation),
      };
    },
  }),
];
