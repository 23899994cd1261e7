/** Attention in which several query heads share one key and value head. keras/src/layers/attention/grouped_query_attention.py */
import { say } from '../../../message.ts';
import type { LayerRecord } from '../../../model/record.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { kerasLayer } from '../../../model/records/documentation.ts';
import { kerasInitialiser, parameter } from '../../../model/records/initialisers.ts';
import { at, requireRank } from '../../../model/records/shapes.ts';
import { agree } from '../../../model/refusal.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { multiply, product, sum } from '../../../model/sizes/arithmetic.ts';
import { sizeText } from '../../../model/sizes/text.ts';
import type { Initialiser, WeightSpec } from '../../../model/weight.ts';
import { attentionInputs, type AttentionInputs } from './attention.ts';

interface GroupedQuery {
  readonly width: number;
  readonly queryHeads: number;
  readonly keyHeads: number;
  readonly bias: boolean;
  readonly gate: boolean;
  readonly kernelInitialiser: Initialiser;
  readonly biasInitialiser: Initialiser;
}

function weightsOf(config: GroupedQuery, { query, value, key }: AttentionInputs): readonly WeightSpec[] {
  const { width, queryHeads, keyHeads, bias, kernelInitialiser, biasInitialiser } = config;
  const projection = (name: string, kernel: Shape, biases: Shape): WeightSpec[] => [
    parameter(`${name}/kernel`, kernel, kernelInitialiser),
    ...(bias ? [parameter(`${name}/bias`, biases, biasInitialiser)] : []),
  ];
  const asked = [at(query, -1), queryHeads, width];
  return [
    ...projection('query', asked, [queryHeads, width]),
    ...projection('key', [at(key, -1), keyHeads, width], [keyHeads, width]),
    ...(config.gate ? projection('gate', asked, [queryHeads, width]) : []),
    ...projection('value', [at(value, -1), keyHeads, width], [keyHeads, width]),
    ...projection('attention_output', [queryHeads, width, at(query, -1)], [at(query, -1)]),
  ];
}

/** Projections (and the gate's), the scores of every query with every key, their sums of the values, and the last projection. */
function macsOf(config: GroupedQuery, { query, value, key }: AttentionInputs): Size {
  const { width, queryHeads, keyHeads, gate } = config;
  const [asked, kept] = [at(query, 1), at(value, 1)];
  return sum([
    product([asked, at(query, -1), queryHeads, width, gate ? 2 : 1]),
    product([kept, at(key, -1), keyHeads, width]),
    product([kept, at(value, -1), keyHeads, width]),
    multiply(product([asked, kept, queryHeads, width]), 2),
    product([asked, queryHeads, width, at(query, -1)]),
  ]);
}

const groupedQuery = defineRecord<GroupedQuery>({
  id: 'grouped-query-attention',
  keras: {
    names: ['GroupQueryAttention', 'GroupedQueryAttention'],
    documentation: kerasLayer('attention_layers/group_query_attention'),
    configure: (args) => {
      const [queryHeads, keyHeads] = [args.int('num_query_heads'), args.int('num_key_value_heads')];
      if (queryHeads % keyHeads !== 0) {
        args.refuse(
          'num_query_heads',
          say`num_query_heads must be divisible by num_key_value_heads, but ${queryHeads} is not by ${keyHeads}.`,
        );
      }
      return {
        width: args.int('head_dim'),
        queryHeads,
        keyHeads,
        bias: args.flag('use_bias'),
        gate: args.flag('use_gate'),
        kernelInitialiser: kerasInitialiser(args, 'kernel_initializer'),
        biasInitialiser: kerasInitialiser(args, 'bias_initializer'),
      };
    },
  },
  inputs: 'any',
  output: (_config, _input, inputs) => {
    const { query, value, key } = attentionInputs(inputs);
    for (const shape of [query, value, key]) requireRank(shape, 3, 3, 'keras');
    agree(at(query, -1), at(value, -1), () => ({
      code: 'shape-mismatch',
      message: say`The last axes of query and value must be equal, but are ${sizeText(at(query, -1))} and ${sizeText(at(value, -1))}.`,
      argument: 1,
    }));
    return [query];
  },
  weights: () => [],
  macs: (config, _input, _output, inputs) => macsOf(config, attentionInputs(inputs)),
});

/** The weights depend on all inputs, not on the first alone. */
export const GROUPED_QUERY_ATTENTION: LayerRecord = {
  ...groupedQuery,
  weights: (config, inputs) => {
    const answer = groupedQuery.output(config, inputs);
    if (answer.kind !== 'known') return answer;
    return { kind: 'known', value: weightsOf(config as GroupedQuery, attentionInputs(inputs)) };
  },
};
