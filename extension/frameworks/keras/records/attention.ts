/** Attention. keras/src/layers/attention/ */
import { say } from '../../../message.ts';
import type { LayerRecord } from '../../../model/record.ts';
import type { Arguments } from '../../../model/records/arguments.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { kerasLayer } from '../../../model/records/documentation.ts';
import { kerasInitialiser, ONES, parameter } from '../../../model/records/initialisers.ts';
import { at, numeric, requireRank } from '../../../model/records/shapes.ts';
import { refuse, unsure } from '../../../model/refusal.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { add, multiply, product, sum } from '../../../model/sizes/arithmetic.ts';
import type { Initialiser, WeightSpec } from '../../../model/weight.ts';

interface MultiHead {
  readonly heads: Size;
  readonly keyWidth: Size;
  readonly valueWidth: Size;
  readonly bias: boolean;
  /** Null: as wide as the query. */
  readonly outputWidth: Size | null;
  /** The axes that are attended over; null: all between the batch and the last. */
  readonly axes: readonly number[] | null;
  readonly kernelInitialiser: Initialiser;
  readonly biasInitialiser: Initialiser;
}

export interface AttentionInputs {
  readonly query: Shape;
  readonly value: Shape;
  readonly key: Shape;
}

/** `attention(query, value, key=None)`: without a key, the value is the key too. */
export function attentionInputs(inputs: readonly Shape[]): AttentionInputs {
  const [query, value, key] = inputs;
  if (!query || !value) {
    return refuse({ code: 'bad-argument', message: say`Attention needs a query and a value.` });
  }
  return { query, value, key: key ?? value };
}

function multiHeadWeights(config: MultiHead, { query, value, key }: AttentionInputs): readonly WeightSpec[] {
  const { heads, keyWidth, valueWidth, bias, kernelInitialiser, biasInitialiser } = config;
  const projection = (name: string, width: Size, into: Size): WeightSpec[] => [
    parameter(`${name}/kernel`, [into, heads, width], kernelInitialiser),
    ...(bias ? [parameter(`${name}/bias`, [heads, width], biasInitialiser)] : []),
  ];
  const out = config.outputWidth ?? at(query, -1);
  return [
    ...projection('query', keyWidth, at(query, -1)),
    ...projection('key', keyWidth, at(key, -1)),
    ...projection('value', valueWidth, at(value, -1)),
    parameter('attention_output/kernel', [heads, valueWidth, out], kernelInitialiser),
    ...(bias ? [parameter('attention_output/bias', [out], biasInitialiser)] : []),
  ];
}

/** Projections, the scores of every query with every key, their sums of the values, and the last projection. */
function multiHeadMacs(config: MultiHead, { query, value, key }: AttentionInputs): Size {
  const { heads, keyWidth, valueWidth } = config;
  const [asked, kept] = [product(query.slice(1, -1)), product(value.slice(1, -1))];
  // Along the other axes, every query meets the keys of its own position only.
  const attended = config.axes === null ? kept : product(config.axes.map((axis) => at(value, axis)));
  return sum([
    product([asked, at(query, -1), heads, keyWidth]),
    product([kept, at(key, -1), heads, keyWidth]),
    product([kept, at(value, -1), heads, valueWidth]),
    product([asked, attended, heads, add(keyWidth, valueWidth)]),
    product([asked, heads, valueWidth, config.outputWidth ?? at(query, -1)]),
  ]);
}

const multiHead = defineRecord<MultiHead>({
  id: 'multi-head-attention',
  keras: {
    names: ['MultiHeadAttention'],
    documentation: kerasLayer('attention_layers/multi_head_attention'),
    configure: (args) => {
      const keyWidth = args.size('key_dim');
      const shape = args.isNone('output_shape') ? null : args.raw('output_shape');
      const single = Array.isArray(shape) && shape.length === 1 ? (shape as readonly unknown[])[0] : shape;
      if (single !== null && typeof single !== 'number') return unsure(say`An output of several axes is not followed.`);
      return {
        heads: args.size('num_heads'),
        keyWidth,
        valueWidth: args.isNone('value_dim') ? keyWidth : args.size('value_dim'),
        bias: args.flag('use_bias'),
        outputWidth: single,
        axes: args.isNone('attention_axes') ? null : args.numbers('attention_axes'),
        kernelInitialiser: kerasInitialiser(args, 'kernel_initializer'),
        biasInitialiser: kerasInitialiser(args, 'bias_initializer'),
      };
    },
  },
  inputs: 'any',
  output: (config, _input, inputs) => {
    const { query, value, key } = attentionInputs(inputs);
    for (const shape of [query, value, key]) requireRank(shape, 3, Infinity, 'keras');
    if (query.length !== value.length) return unsure(say`Query and value of different ranks are not followed.`);
    return [[...query.slice(0, -1), config.outputWidth ?? at(query, -1)]];
  },
  kernel: ({ bias, heads, axes }) => {
    if (axes !== null) return unsure(say`Layerscope does not compute attention over chosen axes.`);
    return {
      op: 'multi-head-attention',
      framework: 'keras',
      heads: numeric(heads),
      bias,
      batchFirst: true,
      causal: false,
      mask: 'none',
      averaged: false,
    };
  },
  weights: () => [],
  macs: (config, _input, _output, inputs) => multiHeadMacs(config, attentionInputs(inputs)),
});

/** The weights depend on all inputs, not on the first alone. */
const MULTI_HEAD: LayerRecord = {
  ...multiHead,
  weights: (config, inputs) => {
    const answer = multiHead.output(config, inputs);
    if (answer.kind !== 'known') return answer;
    return { kind: 'known', value: multiHeadWeights(config as MultiHead, attentionInputs(inputs)) };
  },
};

const GLOROT: Initialiser = { kind: 'variance-scaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' };

function dotProduct(name: string, page: string, weighted: (args: Arguments) => boolean): LayerRecord {
  return defineRecord<{ readonly scale: boolean; readonly additive: boolean; readonly concatenated: boolean }>({
    id: name === 'Attention' ? 'dot-attention' : 'additive-attention',
    keras: {
      names: [name],
      documentation: kerasLayer(`attention_layers/${page}`),
      configure: (args) => ({
        scale: weighted(args),
        additive: name === 'AdditiveAttention',
        concatenated: args.optional('score_mode') === 'concat',
      }),
    },
    inputs: 'any',
    output: (_config, _input, inputs) => {
      const { query, value } = attentionInputs(inputs);
      requireRank(query, 2, Infinity, 'keras');
      return [[...query.slice(0, -1), at(value, -1)]];
    },
    kernel: ({ scale, additive, concatenated }, input) => {
      if (concatenated) return unsure(say`Layerscope does not compute the concatenated scores.`);
      if (input.length !== 3) return unsure(say`Layerscope computes attention over one axis only.`);
      return { op: 'simple-attention', additive, scale, causal: false };
    },
    weights: ({ scale, additive, concatenated }, input) => [
      ...(scale && input ? [parameter('scale', additive ? [at(input, -1)] : [], additive ? GLOROT : ONES)] : []),
      ...(concatenated ? [parameter('concat_score_weight', [], ONES)] : []),
    ],
    macs: (_config, _input, _output, inputs) => {
      const { query, value, key } = attentionInputs(inputs);
      const pairs = multiply(product(query.slice(1, -1)), product(value.slice(1, -1)));
      return multiply(pairs, add(at(key, -1), at(value, -1)));
    },
  });
}

export const ATTENTION: readonly LayerRecord[] = [
  MULTI_HEAD,
  dotProduct('Attention', 'attention', (args) => args.flag('use_scale')),
  dotProduct('AdditiveAttention', 'additive_attention', (args) => args.flag('use_scale')),
];
