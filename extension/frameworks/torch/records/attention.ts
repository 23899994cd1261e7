/** nn.MultiheadAttention. torch/nn/modules/activation.py */
import { say } from '../../../message.ts';
import type { LayerRecord } from '../../../model/record.ts';
import { refuse, unsure } from '../../../model/refusal.ts';
import { requireMultiple } from '../../../model/records/channels.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { torchModule } from '../../../model/records/documentation.ts';
import { parameter, ZEROS } from '../../../model/records/initialisers.ts';
import { requireChannels } from '../../../model/records/channels.ts';
import { requireRank } from '../../../model/records/shapes.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { add, multiply, sum } from '../../../model/sizes/arithmetic.ts';
import type { Initialiser } from '../../../model/weight.ts';

interface Attention {
  readonly width: Size;
  readonly keyWidth: Size;
  readonly valueWidth: Size;
  readonly bias: boolean;
  readonly extraBias: boolean;
  readonly batchFirst: boolean;
  readonly heads: number;
  readonly zeroAttention: boolean;
}

/** What nn.Linear starts its weight with; the projection is one, and nobody resets it. */
const linear = (width: Size): Initialiser =>
  typeof width === 'number'
    ? { kind: 'kaiming-uniform', a: Math.sqrt(5), fanIn: width }
    : { kind: 'unknown', name: 'Linear' };

const XAVIER: Initialiser = { kind: 'variance-scaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' };

/** Lengths of the queries and of the keys. */
function lengths({ batchFirst }: Attention, inputs: readonly Shape[]): readonly [Size, Size] {
  const [query = [], key = query] = inputs;
  const axis = query.length === 3 && batchFirst ? 1 : 0;
  return [query[axis] ?? 1, key[axis] ?? 1];
}

export const ATTENTION: readonly LayerRecord[] = [
  defineRecord<Attention>({
    id: 'multihead-attention',
    torch: {
      names: ['MultiheadAttention'],
      documentation: torchModule('MultiheadAttention'),
      configure: (args) => {
        const width = args.size('embed_dim');
        requireMultiple(width, args.int('num_heads'), 'embed_dim', 'num_heads');
        return {
          width,
          keyWidth: args.isNone('kdim') ? width : args.size('kdim'),
          valueWidth: args.isNone('vdim') ? width : args.size('vdim'),
          bias: args.flag('bias'),
          extraBias: args.flag('add_bias_kv'),
          batchFirst: args.flag('batch_first'),
          heads: args.int('num_heads'),
          zeroAttention: args.flag('add_zero_attn'),
        };
      },
    },
    inputs: 'any',
    output: ({ width }, input, inputs) => {
      requireRank(input, 2, 3, 'torch');
      const [, key = input, value = key] = inputs;
      if (key.length !== input.length || value.length !== input.length) {
        refuse({
          code: 'shape-mismatch',
          message: say`Queries, keys and values have different numbers of axes.`,
          argument: 1,
        });
      }
      requireChannels(input.at(-1) ?? 1, width, 'embed_dim', say`features`);
      return [input];
    },
    weights: ({ width, keyWidth, valueWidth, bias, extraBias }) => {
      const together = keyWidth === width && valueWidth === width;
      const wide = multiply(width, 3);
      return [
        ...(together
          ? [parameter('in_proj_weight', [wide, width], XAVIER)]
          : [
              parameter('q_proj_weight', [width, width], XAVIER),
              parameter('k_proj_weight', [width, keyWidth], XAVIER),
              parameter('v_proj_weight', [width, valueWidth], XAVIER),
            ]),
        ...(bias ? [parameter('in_proj_bias', [wide], ZEROS)] : []),
        parameter('out_proj.weight', [width, width], linear(width)),
        ...(bias ? [parameter('out_proj.bias', [width], ZEROS)] : []),
        ...(extraBias ? [parameter('bias_k', [1, 1, width], XAVIER), parameter('bias_v', [1, 1, width], XAVIER)] : []),
      ];
    },
    kernel: ({ heads, bias, batchFirst, extraBias, zeroAttention }) => {
      if (extraBias || zeroAttention)
        return unsure(say`Layerscope does not compute the extra keys of add_bias_kv and add_zero_attn.`);
      return {
        op: 'multi-head-attention',
        framework: 'torch',
        heads,
        bias,
        batchFirst,
        causal: false,
        mask: 'none',
        averaged: false,
      };
    },
    // Four projections and the two products, for one sample.
    macs: (config, _input, _output, inputs) => {
      const [queries, keys] = lengths(config, inputs);
      const { width, keyWidth, valueWidth } = config;
      const square = multiply(width, width);
      return sum([
        multiply(queries, square),
        multiply(keys, multiply(add(keyWidth, valueWidth), width)),
        multiply(multiply(queries, keys), multiply(width, 2)),
        multiply(queries, square),
      ]);
    },
  }),
];
