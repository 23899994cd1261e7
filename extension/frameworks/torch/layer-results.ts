/** Which arguments of a layer's call are the tensors its record takes, and how its outputs are given back. */
import { type Message, say } from '../../message.ts';
import { NONE, tuple, type NativeCall, type Value } from '../../python/values.ts';
import type { Applied } from '../apply.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { TORCH, type TorchContext } from './context.ts';
import type { NativeLayer } from './module-data.ts';
import { LOSS_INPUTS } from './records/losses.ts';

/** Names of the tensors in a call, for the layers that take more than one. */
const TENSOR_NAMES: Readonly<Record<string, readonly string[]>> = {
  Bilinear: ['input1', 'input2'],
  CosineSimilarity: ['x1', 'x2'],
  PairwiseDistance: ['x1', 'x2'],
  MultiheadAttention: ['query', 'key', 'value'],
};

export function tensorInputs(type: string, call: NativeCall): readonly Value[] {
  const given = call.args.slice(1);
  const names = TENSOR_NAMES[type] ?? LOSS_INPUTS.get(type);
  if (names) return names.flatMap((name, index) => given[index] ?? call.kwargs.get(name) ?? []);
  const first = given[0] ?? call.kwargs.get('input') ?? [...call.kwargs.values()][0];
  if (!first) return [];
  if (/^(RNN|LSTM|GRU)(Cell)?$/.test(type)) return [first, ...statesOf(given[1] ?? call.kwargs.get('hx'))];
  const positions = given[1] ?? call.kwargs.get('indices');
  return type.startsWith('MaxUnpool') && positions ? [first, positions] : [first];
}

/** `lstm(x, (h, c))`, `gru(x, h)`. */
function statesOf(given: Value | undefined): readonly Value[] {
  if (given === undefined || given.kind === 'none') return [];
  return given.kind === 'tuple' || given.kind === 'list' ? given.items : [given];
}

/** The mask of MultiheadAttention, as far as the engine follows it; otherwise the call is not run. */
function withMask(ctx: TorchContext, call: NativeCall, applied: Applied): void {
  const { session } = ctx;
  const { kernel } = session.call(applied.call);
  if (kernel?.op !== 'multi-head-attention') return;
  const given = (index: number, name: string): Value | undefined => {
    const value = call.args[index] ?? call.kwargs.get(name);
    return value === undefined || value.kind === 'none' ? undefined : value;
  };
  const hidden = given(4, 'key_padding_mask');
  const mask = given(6, 'attn_mask');
  if (!hidden && !mask) return;
  const [over, keys] = [mask, hidden].map((each) => each && tensorOf(each));
  // True hides, here; a function of the same name in torch.nn.functional sees it the other way round.
  const kindOf = (dtype: string): 'hidden' | 'added' => (dtype === 'bool' ? 'hidden' : 'added');
  const known = [over, keys].filter((each) => each !== undefined);
  const followed = known.length === [mask, hidden].filter(Boolean).length && known.every(({ dtype }) => dtype !== null);
  const own = {
    ...kernel,
    ...(over?.dtype != null && { mask: kindOf(over.dtype) }),
    ...(keys?.dtype != null && { keyMask: kindOf(keys.dtype) }),
  };
  session.extendCall(applied.call, followed ? known.map(({ id }) => id) : [], [], followed ? own : null);
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
  const missing = (reason: Message): Value => makeTensor(ctx.session, TORCH, null, tensorOf(first)?.reason ?? reason);
  switch (type) {
    case 'LSTM': {
      const [hidden = missing(say`The state is not told.`), cell = missing(say`The state is not told.`)] = rest;
      return tuple([first, tuple([hidden, cell])]);
    }
    case 'GRU':
    case 'RNN':
      return tuple([first, rest[0] ?? missing(say`The state is not told.`)]);
    case 'LSTMCell':
      return tuple([first, rest[0] ?? missing(say`The state is not told.`)]);
    case 'MultiheadAttention': {
      const flag = call.args[5] ?? call.kwargs.get('need_weights');
      const wanted = flag === undefined || call.interpreter.truth(flag) !== false;
      withMask(ctx, call, applied);
      if (!wanted) return tuple([first, NONE]);
      const weights = attentionWeights(ctx, native, call, known, first);
      const { kernel } = ctx.session.call(applied.call);
      const data = tensorOf(weights);
      if (kernel?.op === 'multi-head-attention' && data?.shape) {
        ctx.session.extendCall(applied.call, [], [data.id], { ...kernel, averaged: true });
      }
      return tuple([first, weights]);
    }
    default:
      return withIndices(ctx, type, native, first, rest[0]);
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
    return makeTensor(ctx.session, TORCH, null, tensorOf(output)?.reason ?? say`The attention weights are not told.`);
  }
  const [batch, length] = batchFirst ? [query[0], query[1]] : [query[1], query[0]];
  return makeTensor(ctx.session, TORCH, [batch ?? 1, length ?? 1, (batchFirst ? key[1] : key[0]) ?? 1]);
}

function withIndices(
  ctx: TorchContext,
  type: string,
  native: NativeLayer,
  first: Value,
  positions: Value | undefined,
): Value {
  if (!/MaxPool/.test(type) || native.args['return_indices'] !== true) return first;
  const data = tensorOf(first);
  return tuple([
    first,
    positions ?? makeTensor(ctx.session, TORCH, data?.shape ?? null, data?.reason ?? null, 'int64'),
  ]);
}
