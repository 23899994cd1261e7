/**
 * Layers that do something in training only, or nothing at all: at inference every one of them is the identity.
 * keras/src/layers/regularization/, torch/nn/modules/dropout.py
 */
import { say } from '../../message.ts';
import type { LayerRecord } from '../record.ts';
import type { Arguments } from './arguments.ts';
import { defineRecord } from './define.ts';
import { kerasLayer, torchModule } from './documentation.ts';
import { requireRank } from './shapes.ts';

/** Axes that the input must have, both ends included; null: as many as there are. */
type Axes = readonly [number, number] | null;

function fraction(args: Arguments, name: string): void {
  const value = args.number(name);
  if (!(value >= 0 && value <= 1)) args.refuse(name, say`${name} must be between 0 and 1, but is ${value}.`);
}

interface Spelling {
  readonly names: readonly [string, ...string[]];
  readonly documentation: string;
  /** The argument that must be between 0 and 1. */
  readonly fraction?: string;
  readonly axes?: Axes;
}

interface Training {
  readonly axes: Axes;
  readonly framework: 'keras' | 'torch';
}

function training(id: string, keras: Spelling | null, torch: Spelling | null): LayerRecord {
  const spelled = (spelling: Spelling, framework: 'keras' | 'torch') => ({
    names: spelling.names,
    documentation: spelling.documentation,
    configure: (args: Arguments): Training => {
      if (spelling.fraction !== undefined) fraction(args, spelling.fraction);
      return { axes: spelling.axes ?? null, framework };
    },
  });
  return defineRecord<Training>({
    id,
    ...(keras && { keras: spelled(keras, 'keras') }),
    ...(torch && { torch: spelled(torch, 'torch') }),
    output: ({ axes, framework }, input) => {
      if (axes) requireRank(input, axes[0], axes[1], framework);
      return [input];
    },
    kernel: () => ({ op: 'identity' }),
  });
}

const keras = (name: string, page: string, argument?: string, axes: Axes = null): Spelling => ({
  names: [name],
  documentation: kerasLayer(page),
  ...(argument !== undefined && { fraction: argument }),
  axes,
});

const torch = (name: string, functional: string, axes: Axes = null): Spelling => ({
  names: [name, `nn.functional.${functional}`],
  documentation: torchModule(name),
  fraction: 'p',
  axes,
});

const spatialDropout = (rank: number): LayerRecord =>
  training(
    `spatial-dropout-${rank}d`,
    keras(`SpatialDropout${rank}D`, `regularization_layers/spatial_dropout${rank}d`, 'rate', [rank + 2, rank + 2]),
    // Only the one-dimensional one refuses other ranks; the others warn.
    torch(`Dropout${rank}d`, `dropout${rank}d`, rank === 1 ? [2, 3] : null),
  );

export const REGULARISATIONS: readonly LayerRecord[] = [
  training('dropout', keras('Dropout', 'regularization_layers/dropout', 'rate'), torch('Dropout', 'dropout')),
  ...[1, 2, 3].map(spatialDropout),
  training(
    'alpha-dropout',
    keras('AlphaDropout', 'regularization_layers/alpha_dropout', 'rate'),
    torch('AlphaDropout', 'alpha_dropout'),
  ),
  training('feature-alpha-dropout', null, torch('FeatureAlphaDropout', 'feature_alpha_dropout')),
  training('gaussian-dropout', keras('GaussianDropout', 'regularization_layers/gaussian_dropout', 'rate'), null),
  training('gaussian-noise', keras('GaussianNoise', 'regularization_layers/gaussian_noise', 'stddev'), null),
  training(
    'activity-regularization',
    keras('ActivityRegularization', 'regularization_layers/activity_regularization'),
    null,
  ),
  training(
    'identity',
    { names: ['Identity', 'ops.identity', 'tf.identity'], documentation: kerasLayer('core_layers/identity') },
    { names: ['Identity'], documentation: torchModule('Identity') },
  ),
];
