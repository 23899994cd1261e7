/** Layers of torch.nn that only PyTorch has, and whose rules are short. */
import type { LayerRecord } from '../../../model/record.ts';
import { agree, refuse } from '../../../model/refusal.ts';
import { requireChannels, requireMultiple } from '../../../model/records/channels.ts';
import { defineRecord, sameShapeOutput } from '../../../model/records/define.ts';
import { torchModule } from '../../../model/records/documentation.ts';
import { ONES, parameter, STANDARD_NORMAL } from '../../../model/records/initialisers.ts';
import { at, normalAxis, requireRank } from '../../../model/records/shapes.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { multiply, product } from '../../../model/sizes/arithmetic.ts';
import { shapeText } from '../../../model/sizes/text.ts';
import type { Initialiser } from '../../../model/weight.ts';

interface Bilinear {
  readonly first: Size;
  readonly second: Size;
  readonly out: Size;
  readonly bias: boolean;
}

function uniform(fan: Size): Initialiser {
  if (typeof fan !== 'number') return { kind: 'unknown', name: 'uniform' };
  const bound = 1 / Math.sqrt(fan);
  return { kind: 'uniform', low: -bound, high: bound };
}

const bilinear = defineRecord<Bilinear>({
  id: 'torch-bilinear',
  torch: {
    names: ['Bilinear'],
    documentation: torchModule('Bilinear'),
    configure: (args) => ({
      first: args.size('in1_features'),
      second: args.size('in2_features'),
      out: args.size('out_features'),
      bias: args.flag('bias'),
    }),
  },
  inputs: 2,
  output: ({ first, second, out }, input, inputs) => {
    requireChannels(at(input, -1), first, 'in1_features', 'features');
    requireChannels(at(inputs[1] ?? [], -1), second, 'in2_features', 'features');
    return [[...input.slice(0, -1), out]];
  },
  weights: ({ first, second, out, bias }) => [
    parameter('weight', [out, first, second], uniform(first)),
    ...(bias ? [parameter('bias', [out], uniform(first))] : []),
  ],
  macs: ({ first, second, out }, input) => multiply(product(input.slice(1, -1)), product([first, second, out])),
});

const rmsNorm = defineRecord<{ readonly sizes: readonly Size[]; readonly affine: boolean }>({
  id: 'torch-rms-norm',
  torch: {
    names: ['RMSNorm'],
    documentation: torchModule('RMSNorm'),
    configure: (args) => ({ sizes: args.sizes('normalized_shape'), affine: args.flag('elementwise_affine') }),
  },
  output: ({ sizes }, input) => {
    const tail = input.slice(input.length - sizes.length);
    if (input.length < sizes.length) {
      refuse({
        code: 'shape-mismatch',
        message: `The input ${shapeText(input)} has fewer axes than normalized_shape.`,
        argument: 0,
      });
    }
    sizes.forEach((size, axis) => {
      agree(at(tail, axis), size, () => ({
        code: 'wrong-channels',
        message: `The input ends in ${shapeText(tail)}, but normalized_shape is ${shapeText(sizes)}.`,
        argument: 'normalized_shape',
      }));
    });
    return [input];
  },
  weights: ({ sizes, affine }) => (affine ? [parameter('weight', sizes, ONES)] : []),
});

interface Pair {
  /** The axis that goes; null for the last one with keepdim. */
  readonly axis: number;
  readonly keep: boolean;
}

function pairOutput({ axis, keep }: Pair, input: Shape): readonly Shape[] {
  const own = normalAxis(axis, input.length, 'dim');
  return [keep ? input.map((size, index) => (index === own ? 1 : size)) : input.filter((_, index) => index !== own)];
}

const pair = (
  name: string,
  axis: (args: { int(name: string, least: number): number; flag(name: string): boolean }) => Pair,
): LayerRecord =>
  defineRecord<Pair>({
    id: `torch-${name.toLowerCase()}`,
    torch: { names: [name], documentation: torchModule(name), configure: axis },
    inputs: 2,
    output: pairOutput,
  });

const shuffle = defineRecord<{ readonly groups: number }>({
  id: 'torch-channel-shuffle',
  torch: {
    names: ['ChannelShuffle'],
    documentation: torchModule('ChannelShuffle'),
    configure: (args) => ({ groups: args.int('groups') }),
  },
  output: ({ groups }, input) => {
    requireRank(input, 3, Infinity, 'torch');
    requireMultiple(at(input, 1), groups, 0, 'groups');
    return [input];
  },
});

const embeddingBag = defineRecord<{ readonly shape: readonly [Size, Size] }>({
  id: 'torch-embedding-bag',
  torch: {
    names: ['EmbeddingBag'],
    documentation: torchModule('EmbeddingBag'),
    configure: (args) => ({ shape: [args.size('num_embeddings'), args.size('embedding_dim')] }),
  },
  output: ({ shape }, input) => {
    // With one axis, the offsets say how many bags there are.
    requireRank(input, 2, 2, 'torch');
    return [[at(input, 0), shape[1]]];
  },
  weights: ({ shape }) => [parameter('weight', shape, STANDARD_NORMAL)],
});

const same = (name: string, rank: readonly [number, number] = [1, Infinity]): LayerRecord =>
  defineRecord<null>({
    id: `torch-${name.toLowerCase()}`,
    torch: { names: [name], documentation: torchModule(name), configure: () => null },
    output: (_config, input) => {
      requireRank(input, ...rank, 'torch');
      return sameShapeOutput(null, input);
    },
  });

export const OTHER: readonly LayerRecord[] = [
  bilinear,
  rmsNorm,
  shuffle,
  embeddingBag,
  pair('CosineSimilarity', (args) => ({ axis: args.int('dim', -Infinity), keep: false })),
  pair('PairwiseDistance', (args) => ({ axis: -1, keep: args.flag('keepdim') })),
  same('LocalResponseNorm', [3, Infinity]),
  same('CrossMapLRN2d', [4, 4]),
  same('Softmax2d', [3, 4]),
  same('Softmin'),
];
