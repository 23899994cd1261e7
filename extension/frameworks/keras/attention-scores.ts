/** `attention(query, value, return_attention_scores=True)`: what each query thinks of each key comes second. keras/src/layers/attention/ */
import { say } from '../../message.ts';
import type { Shape } from '../../model/size.ts';
import { equal } from '../../model/sizes/arithmetic.ts';
import { NONE, tuple, type CallSite, type Value } from '../../python/values.ts';
import { addResult } from '../operators.ts';
import { tensorOf } from '../tensor.ts';
import type { LayerData } from './layer-data.ts';
import type { KerasState } from './state.ts';
import { flatten } from './structure.ts';

export function withScores(
  state: KerasState,
  layer: LayerData,
  inputs: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  result: Value,
  site: CallSite,
): Value {
  const asked = keywords.get('return_attention_scores') ?? NONE;
  if (!layer.record?.id.endsWith('attention') || state.session.interpreter.truth(asked) !== true) return result;
  const [query, value] = inputs.flatMap((input) => flatten(input)).map((input) => tensorOf(input)?.shape);
  const shape = query && value ? scoresShape(state, layer, query, value) : null;
  const reason = shape ? null : say`The shape of the scores is not known.`;
  const scores = addResult(state.session, 'keras', layer.type, [result], site, {
    shape,
    reason,
    kernel: null,
    macs: 0,
  });
  return tuple([result, scores]);
}

function scoresShape(state: KerasState, layer: LayerData, query: Shape, value: Shape): Shape | null {
  const {
    num_heads: own,
    num_query_heads: grouped,
    attention_axes: axes = null,
  } = state.session.layer(layer.id).arguments;
  const [asked, kept] = [query.at(-2), value.at(-2)];
  if (asked === undefined || kept === undefined) return null;
  const heads = own ?? grouped;
  if (heads === undefined) return [...query.slice(0, -1), kept];
  if (typeof heads !== 'number' || axes !== null || query.length !== 3) return null;
  // MultiHeadAttention itself takes the length of the query for that of the keys, until it is run.
  if (own !== undefined && equal(asked, kept) !== true) return null;
  return [query[0] ?? 1, heads, asked, kept];
}
