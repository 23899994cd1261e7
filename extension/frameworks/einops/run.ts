/** A function of torch, or of TensorFlow on Keras's tensors, called where a function of einops is called. */
import { say } from '../../message.ts';
import type { NativeCall, Value } from '../../python/values.ts';
import { tensorOf } from '../tensor.ts';
import { torchFunction } from '../torch/call.ts';
import type { TorchContext } from '../torch/context.ts';

/** What TensorFlow calls torch's functions; their arguments come in the same order. */
const IN_TENSORFLOW: Readonly<Record<string, string>> = {
  reshape: 'reshape',
  permute: 'transpose',
  broadcast_to: 'broadcast_to',
  stack: 'stack',
  einsum: 'einsum',
  mean: 'reduce_mean',
  sum: 'reduce_sum',
  amax: 'reduce_max',
  amin: 'reduce_min',
  prod: 'reduce_prod',
  any: 'reduce_any',
  all: 'reduce_all',
};

export function run(ctx: TorchContext, name: string, call: NativeCall, args: readonly Value[]): Value {
  const inTensorflow = IN_TENSORFLOW[name];
  if (inTensorflow !== undefined && args.some(isKeras)) {
    const { interpreter } = call;
    const fn = interpreter.getAttribute(interpreter.importModule('tensorflow'), inTensorflow);
    if (fn) return interpreter.call(fn, args, new Map(), call.site);
  }
  const fn = torchFunction(ctx, name);
  return fn
    ? fn.run({ ...call, args, kwargs: new Map() })
    : call.interpreter.unknown(say`torch has no ${name}.`, call.site);
}

const isKeras = (value: Value): boolean =>
  value.kind === 'list' || value.kind === 'tuple' ? value.items.some(isKeras) : tensorOf(value)?.framework === 'keras';
