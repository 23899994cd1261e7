/** Layers of torch.nn that only PyTorch has, and whose rules are short. */
import { say } from '../../../message.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { LayerRecord } from '../../../model/record.ts';
import type { Arguments } from '../../../model/records/arguments.ts';
import { agree, refuse } from '../../../model/refusal.ts';
import { requireChannels, requireMultiple } from '../../../model/records/channels.ts';
import { defineRecord, sameShapeOutput } from '../../../model/records/define.ts';
import { torchModule } from '../../../model/records/documentation.ts';
import { ONES, parameter, STANDARD_NORMAL } from '../../../model/records/initialisers.ts';
import { at, normalAxis, numbers, requireRank } from '../../../model/records/shapes.ts';
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
    requireChannels(at(input, -1), first, 'in1_features', say`features`);
    requireChannels(at(inputs[1] ?? [], -1), second, 'in2_features', say`features`);
    return [[...input.slice(0, -1), out]];
  },
  kernel: ({ bias }) => ({ op: 'bilinear', bias }),
  weights: ({ first, second, out, bias }) => [
    parameter('weight', [out, first, second], uniform(first)),
    ...(bias ? [parameter('bias', [out], uniform(first))] : []),
  ],
  macs: ({ first, second, out }, input) => multiply(product(input.slice(1, -1)), product([first, second, out])),
});

/** torch.finfo(torch.float32).eps */
const FLOAT32_EPSILON = 2 ** -23;

const rmsNorm = defineRecord<{ readonly sizes: readonly Size[]; readonly affine: boolean; readonly epsilon: number }>({
  id: 'torch-rms-norm',
  torch: {
    names: ['RMSNorm'],
    documentation: torchModule('RMSNorm'),
    configure: (args) => ({
      sizes: args.sizes('normalized_shape'),
      affine: args.flag('elementwise_affine'),
      // None is the type's own epsilon.
      epsilon: args.isNone('eps') ? FLOAT32_EPSILON : args.number('eps'),
    }),
  },
  output: ({ sizes }, input) => {
    const tail = input.slice(input.length - sizes.length);
    if (input.length < sizes.length) {
      refuse({
        code: 'shape-mismatch',
        message: say`The input ${shapeText(input)} has fewer axes than normalized_shape.`,
        argument: 0,
      });
    }
    sizes.forEach((size, axis) => {
      agree(at(tail, axis), size, () => ({
        code: 'wrong-channels',
        message: say`The input ends in ${shapeText(tail)}, but normalized_shape is ${shapeText(sizes)}.`,
        argument: 'normalized_shape',
      }));
    });
    return [input];
  },
  kernel: ({ sizes, affine, epsilon }, input) => ({
    op: 'layer-norm',
    axes: sizes.map((_, axis) => input.length - sizes.length + axis),
    epsilon,
    rootMeanSquare: true,
    scale: affine,
    center: false,
  }),
  weights: ({ sizes, affine }) => (affine ? [parameter('weight', sizes, ONES)] : []),
});

interface Pair {
  /** The axis that goes. */
  readonly axis: number;
  readonly keep: boolean;
  readonly epsilon: number;
  /** Of the norm of a difference; null for an angle. */
  readonly order: number | null;
}

function pairOutput({ axis, keep }: Pair, input: Shape): readonly Shape[] {
  const own = normalAxis(axis, input.length, 'dim');
  return [keep ? input.map((size, index) => (index === own ? 1 : size)) : input.filter((_, index) => index !== own)];
}

const pair = (name: string, configure: (args: Arguments) => Pair): LayerRecord =>
  defineRecord<Pair>({
    id: `torch-${name.toLowerCase()}`,
    torch: { names: [name], documentation: torchModule(name), configure },
    inputs: 2,
    output: pairOutput,
    kernel: ({ axis, keep, epsilon, order }, input) =>
      order === null
        ? { op: 'cosine-similarity', axis: normalAxis(axis, input.length, 'dim'), epsilon }
        : { op: 'pairwise-distance', order, epsilon, keepAxes: keep },
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
  kernel: ({ groups }, input) => {
    const [batch = 1, channels = 1, ...rest] = numbers(input);
    return {
      op: 'chain',
      steps: [
        { call: { op: 'reshape', shape: [batch, groups, channels / groups, ...rest] } },
        { call: { op: 'permute', order: [0, 2, 1, ...rest.map((_, axis) => axis + 3)] } },
        { call: { op: 'reshape', shape: [batch, channels, ...rest] } },
      ],
    };
  },
});

const embeddingBag = defineRecord<{ readonly shape: readonly [Size, Size]; readonly method: 'mean' | 'sum' | 'max' }>({
  id: 'torch-embedding-bag',
  torch: {
    names: ['EmbeddingBag'],
    documentation: torchModule('EmbeddingBag'),
    configure: (args) => ({
      shape: [args.size('num_embeddings'), args.size('embedding_dim')],
      method: args.text('mode', ['mean', 'sum', 'max']),
    }),
  },
  output: ({ shape }, input) => {
    // With one axis, the offsets say how many bags there are.
    requireRank(input, 2, 2, 'torch');
    return [[at(input, 0), shape[1]]];
  },
  kernel: ({ method }) => ({ op: 'embedding-bag', method }),
  weights: ({ shape }) => [parameter('weight', shape, STANDARD_NORMAL)],
});

const same = <C = null>(
  name: string,
  rank: readonly [number, number],
  configure: (args: Arguments) => C,
  kernel: (config: C, input: Shape) => KernelCall,
): LayerRecord =>
  defineRecord<C>({
    id: `torch-${name.toLowerCase()}`,
    torch: { names: [name], documentation: torchModule(name), configure },
    kernel,
    output: (_config, input) => {
      requireRank(input, ...rank, 'torch');
      return sameShapeOutput(null, input);
    },
  });

interface ResponseNorm {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly bias: number;
}

const responseNorm = (args: Arguments): ResponseNorm => ({
  size: args.int('size'),
  alpha: args.number('alpha'),
  beta: args.number('beta'),
  bias: args.number('k'),
});
const responseKernel = (config: ResponseNorm): KernelCall => ({ op: 'local-response-norm', axis: 1, ...config });

export const OTHER: readonly LayerRecord[] = [
  bilinear,
  rmsNorm,
  shuffle,
  embeddingBag,
  pair('CosineSimilarity', (args) => ({
    axis: args.int('dim', -Infinity),
    keep: false,
    epsilon: args.number('eps'),
    order: null,
  })),
  pair('PairwiseDistance', (args) => ({
    axis: -1,
    keep: args.flag('keepdim'),
    epsilon: args.number('eps'),
    order: args.number('p'),
  })),
  same('LocalResponseNorm', [3, Infinity], responseNorm, responseKernel),
  same('CrossMapLRN2d', [4, 4], responseNorm, responseKernel),
  same(
    'Softmax2d',
    [3, 4],
    () => null,
    (_, input) => ({ op: 'activation', activation: { name: 'softmax', parameters: { axis: input.length - 3 } } }),
  ),
  same(
    'Softmin',
    [1, Infinity],
    (args) => args.int('dim', -Infinity),
    (axis, input) => ({
      op: 'activation',
      activation: { name: 'softmin', parameters: { axis: normalAxis(axis, input.length, 'dim') } },
    }),
  ),
];
