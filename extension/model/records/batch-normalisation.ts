/** Batch and instance normalisation. keras/src/layers/normalization/, torch/nn/modules/batchnorm.py and instancenorm.py */
import { say } from '../../message.ts';
import type { KernelCall } from '../kernel.ts';
import type { Framework, LayerRecord } from '../record.ts';
import { refuse, unsure } from '../refusal.ts';
import type { Shape, Size } from '../size.ts';
import { equal, product } from '../sizes/arithmetic.ts';
import { tupleText } from '../sizes/text.ts';
import type { Initialiser, WeightSpec } from '../weight.ts';
import type { Arguments } from './arguments.ts';
import { requireChannels } from './channels.ts';
import { defineRecord } from './define.ts';
import { kerasLayer, torchModule } from './documentation.ts';
import { buffer, kerasInitialiser, ONES, parameter, ZEROS } from './initialisers.ts';
import { at, axesOf, normalAxis, numeric, pick, requireBatch, requireRank } from './shapes.ts';

interface BatchNormalisation {
  readonly framework: Framework;
  readonly axis: number;
  /** Null: Keras takes what its first input has. */
  readonly features: Size | null;
  /** PyTorch: how many axes the input may have. */
  readonly axes: readonly [number, number];
  readonly epsilon: number;
  readonly scale: boolean;
  readonly center: boolean;
  /** Running statistics; without them PyTorch normalises by the batch at hand. */
  readonly tracked: boolean;
  readonly renorm: boolean;
  readonly gamma: Initialiser;
  readonly beta: Initialiser;
  readonly mean: Initialiser;
  readonly variance: Initialiser;
}

function configureKeras(args: Arguments): BatchNormalisation {
  return {
    framework: 'keras',
    axis: args.int('axis', -Infinity),
    features: null,
    axes: [1, Infinity],
    epsilon: args.number('epsilon'),
    scale: args.flag('scale'),
    center: args.flag('center'),
    tracked: true,
    renorm: args.flag('renorm'),
    gamma: kerasInitialiser(args, 'gamma_initializer'),
    beta: kerasInitialiser(args, 'beta_initializer'),
    mean: kerasInitialiser(args, 'moving_mean_initializer'),
    variance: kerasInitialiser(args, 'moving_variance_initializer'),
  };
}

function configureTorch(args: Arguments, axes: readonly [number, number]): BatchNormalisation {
  const affine = args.flag('affine');
  return {
    framework: 'torch',
    axis: 1,
    features: args.size('num_features', 0),
    axes,
    epsilon: args.number('eps'),
    scale: affine,
    center: affine && args.flag('bias'),
    tracked: args.flag('track_running_stats'),
    renorm: false,
    gamma: ONES,
    beta: ZEROS,
    mean: ZEROS,
    variance: ONES,
  };
}

function weights(config: BatchNormalisation, input: Shape | undefined): readonly WeightSpec[] {
  const { framework, axis, features, scale, center, tracked, renorm, gamma, beta, mean, variance } = config;
  if (framework === 'torch') return torchStatistics(features ?? 0, scale, center, tracked);
  if (input === undefined) return [];
  const shape = [at(input, normalAxis(axis, input.length, 'axis'))];
  const fixed = (name: string, initialiser: Initialiser): WeightSpec => ({
    ...parameter(name, shape, initialiser),
    trainable: false,
  });
  // Its square root is what Keras starts from; of the default, ones, it is the same.
  const deviation: Initialiser = variance.kind === 'ones' ? ONES : { kind: 'unknown', name: 'sqrt' };
  return [
    ...(scale ? [parameter('gamma', shape, gamma)] : []),
    ...(center ? [parameter('beta', shape, beta)] : []),
    fixed('moving_mean', mean),
    fixed('moving_variance', variance),
    ...(renorm
      ? [fixed('moving_stddev', deviation), fixed('renorm_mean', mean), fixed('renorm_stddev', deviation)]
      : []),
  ];
}

function torchStatistics(features: Size, scale: boolean, center: boolean, tracked: boolean): readonly WeightSpec[] {
  return [
    ...(scale ? [parameter('weight', [features], ONES)] : []),
    ...(center ? [parameter('bias', [features], ZEROS)] : []),
    ...(tracked
      ? [
          buffer('running_mean', [features], ZEROS),
          buffer('running_var', [features], ONES),
          buffer('num_batches_tracked', [], ZEROS),
        ]
      : []),
  ];
}

function output(config: BatchNormalisation, input: Shape): readonly Shape[] {
  const { framework, axis, features, axes, scale, tracked } = config;
  requireRank(input, axes[0], axes[1], framework);
  const channel = normalAxis(axis, input.length, 'axis');
  if (features !== null && (scale || tracked)) {
    requireChannels(at(input, channel), features, 'num_features', say`channels`);
  }
  const others = input.filter((_, other) => other !== channel);
  if (!tracked && equal(product(others), 1) === true) {
    refuse({
      code: 'shape-mismatch',
      message: say`Without running statistics it needs more than 1 value per channel, but the input is ${tupleText(input, framework)}.`,
      argument: 0,
    });
  }
  return [input];
}

/** Of any rank: it is what BatchNorm becomes for training on several machines. */
const synchronised = defineRecord<BatchNormalisation>({
  id: 'synchronised-batch-normalisation',
  torch: {
    names: ['SyncBatchNorm'],
    documentation: torchModule('SyncBatchNorm'),
    configure: (args) => configureTorch(args, [2, Infinity]),
  },
  output,
  weights,
  kernel: ({ axis, epsilon, scale, center, tracked }) =>
    tracked
      ? { op: 'batch-norm', axis, epsilon, scale, center }
      : unsure(say`Without running statistics, the numbers depend on the batch.`),
});

const batchNormalisation = (rank: 1 | 2 | 3): LayerRecord =>
  defineRecord<BatchNormalisation>({
    id: rank === 2 ? 'batch-normalisation' : `batch-normalisation-${rank}d`,
    ...(rank === 2 && {
      keras: {
        names: ['BatchNormalization'],
        documentation: kerasLayer('normalization_layers/batch_normalization'),
        configure: configureKeras,
      },
    }),
    torch: {
      names: [`BatchNorm${rank}d`],
      documentation: torchModule(`BatchNorm${rank}d`),
      configure: (args) => configureTorch(args, rank === 1 ? [2, 3] : [rank + 2, rank + 2]),
    },
    output,
    weights,
    kernel: ({ axis, epsilon, scale, center, tracked }) =>
      tracked
        ? { op: 'batch-norm', axis, epsilon, scale, center }
        : unsure(say`Without running statistics, the numbers depend on the batch.`),
  });

interface InstanceNormalisation {
  readonly rank: number;
  readonly features: Size;
  readonly affine: boolean;
  readonly bias: boolean;
  readonly tracked: boolean;
  readonly epsilon: number;
}

function instanceKernel(config: InstanceNormalisation, input: Shape): KernelCall {
  const { rank, affine, bias, tracked, epsilon } = config;
  const axes = axesOf(input, rank, 'channels_first', 'torch');
  requireBatch(axes);
  if (tracked) return { op: 'batch-norm', axis: 1, epsilon, scale: affine, center: affine && bias };
  const groups = numeric(at(input, axes.channel));
  return { op: 'group-norm', groups, axis: 1, epsilon, scale: affine, center: affine && bias };
}

function instanceOutput({ rank, features, affine, tracked }: InstanceNormalisation, input: Shape): readonly Shape[] {
  const { channel, spatial } = axesOf(input, rank, 'channels_first', 'torch');
  if (affine || tracked) requireChannels(at(input, channel), features, 'num_features', say`channels`);
  if (!tracked && equal(product(pick(input, spatial)), 1) === true) {
    refuse({
      code: 'shape-mismatch',
      message: say`Instance normalisation needs more than 1 position per channel, but the input is ${tupleText(input, 'torch')}.`,
      argument: 0,
    });
  }
  return [input];
}

const instanceNormalisation = (rank: number): LayerRecord =>
  defineRecord<InstanceNormalisation>({
    id: `instance-normalisation-${rank}d`,
    torch: {
      names: [`InstanceNorm${rank}d`],
      documentation: torchModule(`InstanceNorm${rank}d`),
      configure: (args) => ({
        rank,
        features: args.size('num_features', 0),
        affine: args.flag('affine'),
        bias: args.flag('bias'),
        tracked: args.flag('track_running_stats'),
        epsilon: args.number('eps'),
      }),
    },
    output: instanceOutput,
    kernel: instanceKernel,
    weights: ({ features, affine, bias, tracked }) => torchStatistics(features, affine, affine && bias, tracked),
  });

export const BATCH_NORMALISATIONS: readonly LayerRecord[] = [
  ...([1, 2, 3] as const).map(batchNormalisation),
  synchronised,
  ...[1, 2, 3].map(instanceNormalisation),
];
