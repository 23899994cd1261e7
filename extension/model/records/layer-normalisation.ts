/** Layer and group normalisation. keras/src/layers/normalization/, torch/nn/modules/normalization.py */
import { say } from '../../message.ts';
import type { KernelCall } from '../kernel.ts';
import type { LayerRecord } from '../record.ts';
import { refuse } from '../refusal.ts';
import type { Shape, Size } from '../size.ts';
import { equal } from '../sizes/arithmetic.ts';
import { shapeText, sizeText, tupleText } from '../sizes/text.ts';
import type { Initialiser } from '../weight.ts';
import type { Arguments } from './arguments.ts';
import { requireChannels, requireMultiple } from './channels.ts';
import { defineRecord } from './define.ts';
import { kerasLayer, torchModule } from './documentation.ts';
import { kerasInitialiser, ONES, parameter, ZEROS } from './initialisers.ts';
import { at, normalAxis, numeric, pick, requireRank } from './shapes.ts';

/** Which weights there are, and what they start as; null: not there. */
interface Affine {
  readonly gamma: Initialiser | null;
  readonly beta: Initialiser | null;
  /** gamma and beta, weight and bias. */
  readonly names: readonly [string, string];
}

const kerasAffine = (args: Arguments): Affine => ({
  gamma: args.flag('scale') ? kerasInitialiser(args, 'gamma_initializer') : null,
  beta: args.flag('center') ? kerasInitialiser(args, 'beta_initializer') : null,
  names: ['gamma', 'beta'],
});

const torchAffine = (weight: boolean, bias: boolean): Affine => ({
  gamma: weight ? ONES : null,
  beta: bias ? ZEROS : null,
  names: ['weight', 'bias'],
});

const affineWeights = ({ gamma, beta, names }: Affine, shape: readonly Size[]) => [
  ...(gamma ? [parameter(names[0], shape, gamma)] : []),
  ...(beta ? [parameter(names[1], shape, beta)] : []),
];

/** Keras names axes, PyTorch the sizes of the last ones. */
type LayerNormalisation =
  | { readonly kind: 'axes'; readonly axes: readonly number[]; readonly affine: Affine; readonly epsilon: number }
  | { readonly kind: 'sizes'; readonly sizes: readonly Size[]; readonly affine: Affine; readonly epsilon: number };

function layerOutput(config: LayerNormalisation, input: Shape): readonly Shape[] {
  if (config.kind === 'axes') {
    config.axes.forEach((axis) => normalAxis(axis, input.length, 'axis'));
    return [input];
  }
  const { sizes } = config;
  requireRank(input, sizes.length, Infinity, 'torch');
  const last = input.slice(input.length - sizes.length);
  const wrong = sizes.findIndex((size, axis) => equal(size, at(last, axis)) === false);
  const found = last[wrong];
  if (found !== undefined) {
    refuse({
      code: 'wrong-channels',
      message: say`normalized_shape is ${shapeText(sizes)}, but the last axes of the input are ${shapeText(last)}.`,
      argument: 'normalized_shape',
      ...(sizes.length === 1 && typeof found === 'number' && { expected: found }),
    });
  }
  return [input];
}

function layerKernel(config: LayerNormalisation, input: Shape): KernelCall {
  const { affine, epsilon } = config;
  const axes =
    config.kind === 'axes'
      ? config.axes.map((axis) => normalAxis(axis, input.length, 'axis'))
      : config.sizes.map((_, axis) => input.length - config.sizes.length + axis);
  return { op: 'layer-norm', axes, epsilon, rootMeanSquare: false, ...affineParts(affine) };
}

const affineParts = ({ gamma, beta }: Affine) => ({ scale: gamma !== null, center: beta !== null });

interface GroupNormalisation {
  /** -1: as many as there are channels. */
  readonly groups: number;
  readonly axis: number;
  readonly channels: Size | null;
  readonly affine: Affine;
  readonly epsilon: number;
}

function groupOutput({ groups, axis, channels, affine }: GroupNormalisation, input: Shape): readonly Shape[] {
  if (channels !== null) requireRank(input, 2, Infinity, 'torch');
  const channel = normalAxis(axis, input.length, 'axis');
  if (channels !== null && affine.gamma) requireChannels(at(input, channel), channels, 'num_channels', say`channels`);
  else if (groups !== -1) requireMultiple(at(input, channel), groups, 0, 'groups');
  const batch = at(input, 0);
  if (channels !== null && [batch, ...input.slice(2)].every((size) => size === 1) && equal(channels, groups) === true) {
    refuse({
      code: 'shape-mismatch',
      message: say`Group normalisation needs more than 1 value per group, but the input is ${tupleText(input, 'torch')} in ${sizeText(groups)} groups.`,
      argument: 0,
    });
  }
  return [input];
}

export const LAYER_NORMALISATIONS: readonly LayerRecord[] = [
  defineRecord<LayerNormalisation>({
    id: 'layer-normalisation',
    keras: {
      names: ['LayerNormalization'],
      documentation: kerasLayer('normalization_layers/layer_normalization'),
      configure: (args) => ({
        kind: 'axes',
        axes: args.ints('axis', -Infinity),
        affine: kerasAffine(args),
        epsilon: args.number('epsilon'),
      }),
    },
    torch: {
      names: ['LayerNorm'],
      documentation: torchModule('LayerNorm'),
      configure: (args) => {
        const affine = args.flag('elementwise_affine');
        return {
          kind: 'sizes',
          sizes: args.sizes('normalized_shape'),
          affine: torchAffine(affine, affine && args.flag('bias')),
          epsilon: args.number('eps'),
        };
      },
    },
    output: layerOutput,
    kernel: layerKernel,
    weights: (config, input) => {
      if (config.kind === 'sizes') return affineWeights(config.affine, config.sizes);
      if (input === undefined) return [];
      // Keras sorts the axes as they were given, negative ones first.
      const axes = config.axes.toSorted((a, b) => a - b).map((axis) => normalAxis(axis, input.length, 'axis'));
      return affineWeights(config.affine, pick(input, axes));
    },
  }),
  defineRecord<GroupNormalisation>({
    id: 'group-normalisation',
    keras: {
      names: ['GroupNormalization'],
      documentation: kerasLayer('normalization_layers/group_normalization'),
      configure: (args) => {
        const groups = args.int('groups', -1);
        if (groups === 0) args.refuse('groups', say`groups must be positive or -1, not 0.`);
        return {
          groups,
          axis: args.int('axis', -Infinity),
          channels: null,
          affine: kerasAffine(args),
          epsilon: args.number('epsilon'),
        };
      },
    },
    torch: {
      names: ['GroupNorm'],
      documentation: torchModule('GroupNorm'),
      configure: (args) => {
        const groups = args.int('num_groups');
        const channels = args.size('num_channels', 0);
        requireMultiple(channels, groups, 'num_channels', 'num_groups');
        const affine = args.flag('affine');
        return {
          groups,
          axis: 1,
          channels,
          affine: torchAffine(affine, affine && args.flag('bias')),
          epsilon: args.number('eps'),
        };
      },
    },
    output: groupOutput,
    kernel: ({ groups, axis, affine, epsilon }, input) => {
      const channel = normalAxis(axis, input.length, 'axis');
      const count = groups === -1 ? numeric(at(input, channel)) : groups;
      return { op: 'group-norm', groups: count, axis: channel, epsilon, ...affineParts(affine) };
    },
    weights: ({ axis, channels, affine }, input) => {
      const shape = channels ?? (input && at(input, normalAxis(axis, input.length, 'axis')));
      return shape === undefined ? [] : affineWeights(affine, [shape]);
    },
  }),
];
