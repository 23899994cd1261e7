/** Which arguments of a layer's call are the tensors its record takes, and how its outputs are given back. */
import { NONE, tuple, type NativeCall, type Value } from '../../python/values.ts';
import type { Applied } from '../apply.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { TORCH, type TorchContext } from './context.ts';
import type { NativeLayer } from './module-data.ts';

/** Names of the tensors in a call, for the layers that take more than one. */
const TENSOR_NAMES: Readonly<Record<string, readonly string[]>> = {
  Bilinear: ['input1', 'input2'],
  CosineSimilarity: ['x1', 'x2'],
  PairwiseDistance: ['x1', 'x2'],
  MultiheadAttention: ['query', 'key', 'value'],
};

export function tensorInputs(type: string, call: NativeCall): readonly Value[] {
  const given = call.args.slice(1);
  const names = TENSOR_NAMES[type];
  if (names) return names.flatMap((name, index) => given[index] ?? call.kwargs.get(name) ?? []);
  const first = given[0] ?? call.kwargs.get('input') ?? [...call.kwargs.values()][0];
  return first ? [first] : [];
}

export function packOutputs(
  ctx: TorchContext,
  type: string,
  native: NativeLayer,
  call: NativeCall,
  applied: Applied,
): Value {
  const [first = NONE, ...rest] = applied.outputs;
  const known = tensorOf(first)?.shape !== null;
  const missing = (reason: string): Value => makeTensor(ctx.session, TORCH, null, tensorOf(first)?.reason ?? reason);
  switch (type) {
    case 'LSTM': {
      const [hidden = missing('The state is not told.'), cell = missing('The state is not told.')] = rest;
      return tuple([first, tuple([hidden, cell])]);
    }
    case 'GRU':
    case 'RNN':
      return tuple([first, rest[0] ?? missing('The state is not told.')]);
    case 'LSTMCell':
      return tuple([first, rest[0] ?? missing('The state is not told.')]);
    case 'MultiheadAttention': {
      const flag = call.args[5] ?? call.kwargs.get('need_weights');
      const wanted = flag === undefined || call.interpreter.truth(flag) !== false;
      return tuple([first, wanted ? attentionWeights(ctx, native, call, known, first) : NONE]);
    }
    default:
      return withIndices(ctx, type, native, first);
  }
}

function attentionWeights(
  ctx: TorchContext,
  native: NativeLayer,
  call: NativeCall,
  known: boolean,
  output: Value,
): Value {
  const [query, key] = tensorInputs('MultiheadAttention', call).map((each) => tensorOf(each)?.shape);
  const batchFirst = native.args['batch_first'] === true;
  const averaged = call.args[7] ?? call.kwargs.get('average_attn_weights');
  const plain = averaged === undefined || call.interpreter.truth(averaged) === true;
  if (!known || !query || !key || query.length !== 3 || key.length !== 3 || !plain) {
    return makeTensor(ctx.session, TORCH, null, tensorOf(output)?.reason ?? 'The attention weights are not told.');
  }
  const [batch, length] = batchFirst ? [query[0], query[1]] : [query[1], query[0]];
  return makeTensor(ctx.session, TORCH, [batch ?? 1, length ?? 1, (batchFirst ? key[1] : key[0]) ?? 1]);
}

function withIndices(ctx: TorchContext, type: string, native: NativeLayer, first: Value): Value {
  if (!/MaxPool/.test(type) || native.args['return_indices'] !== true) return first;
  const data = tensorOf(first);
  return tuple([first, makeTensor(ctx.session, TORCH, data?.shape ?? null, data?.reason ?? null, 'int64')]);
}
