/** Functions of torch.nn.functional that stand for layers without sharing their arguments: bags, bilinear forms, attention. */
import { say } from '../../../message.ts';
import { Formula } from '../../../model/formula.ts';
import { unsure } from '../../../model/refusal.ts';
import { NONE, tuple } from '../../../python/values.ts';
import { matchSize } from './functional.ts';
import type { Rule } from './op.ts';

/** Indices in rows are bags; in one row, the offsets say how many there are. */
const embeddingBag: Rule = (op) => {
  const [indices, weight] = [op.shape(op.has('indices') ? 'indices' : 'input'), op.shape('weight')];
  const width = weight.at(-1) ?? 1;
  if (indices.length === 2) {
    const plain = !['per_sample_weights', 'max_norm', 'padding_idx'].some((name) => op.has(name));
    const mode = op.text('mode', 'mean');
    const method = mode === 'sum' || mode === 'max' || mode === 'mean' ? mode : null;
    const formula = new Formula(2);
    const rows = formula.step({ op: 'take', axis: 0, batch: 0 }, 1, 0);
    if (method !== null) formula.reduce(method, rows, [1]);
    return {
      shapes: [[indices[0] ?? 1, width]],
      dtype: 'float32',
      inputs: ['input', 'weight'].flatMap((name) => op.value(name) ?? []),
      kernel: plain && method !== null && op.has('input') ? formula.kernel : null,
    };
  }
  const [bags = 1] = op.shape('offsets');
  if (op.has('include_last_offset') && op.flag('include_last_offset'))
    return unsure(say`The last offset closes a bag.`);
  return { shapes: [[bags, width]], dtype: 'float32' };
};

const bilinear: Rule = (op) => {
  const [first, second, weight] = [op.shape('input1'), op.shape('input2'), op.shape('weight')];
  matchSize(op, first.at(-1) ?? 1, weight[1] ?? 1, 'weight');
  matchSize(op, second.at(-1) ?? 1, weight[2] ?? 1, 'weight');
  const names = ['weight', ...(op.has('bias') ? ['bias'] : [])];
  return {
    shapes: [[...first.slice(0, -1), weight[0] ?? 1]],
    inputs: ['input1', 'input2', ...names].flatMap((name) => op.value(name) ?? []),
    kernel: { op: 'with-weights', call: { op: 'bilinear', bias: op.has('bias') }, inputs: 2, names },
  };
};

/** Time, batch, channels; the weight is (window, in, out). */
const timeFirst: Rule = (op) => {
  const [input, weight] = [op.shape(), op.shape('weight')];
  const [time = 1, batch = 1] = input;
  const [window = 1, , out = 1] = weight;
  if (typeof time !== 'number' || typeof window !== 'number') return unsure(say`A size is left open.`);
  return { shapes: [[time + 2 * op.int('pad', 0) - window + 1, batch, out]] };
};

const attentionForward: Rule = (op) => {
  const [query, key] = [op.shape('query'), op.shape('key')];
  const batched = query.length === 3;
  const [target = 1, batch = 1] = query;
  const [source = 1] = key;
  const heads = op.size('num_heads');
  const lead = batched ? [batch] : [];
  if (op.has('add_zero_attn') && (op.flag('add_zero_attn') || op.has('bias_k'))) return unsure(say`Extra keys.`);
  if (!op.flag('need_weights', true)) return { shapes: [query], pack: ([output = NONE]) => tuple([output, NONE]) };
  const weights = op.flag('average_attn_weights', true) ? [...lead, target, source] : [...lead, heads, target, source];
  return { shapes: [query, weights] };
};

export const SAMPLING: Readonly<Record<string, Rule>> = {
  'nn.functional.embedding_bag': embeddingBag,
  bilinear,
  conv_tbc: timeFirst,
  multi_head_attention_forward: attentionForward,
  native_channel_shuffle: (op) => ({ shapes: [op.shape()] }),
  grid_sampler: (op) => ({ shapes: [[...op.shape().slice(0, 2), ...op.shape('grid').slice(1, -1)]] }),
};
