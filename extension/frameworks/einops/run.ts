/** A function of torch, called where a function of einops is called. */
import type { NativeCall, Value } from '../../python/values.ts';
import { torchFunction } from '../torch/call.ts';
import type { TorchContext } from '../torch/context.ts';

export function run(ctx: TorchContext, name: string, call: NativeCall, args: readonly Value[]): Value {
  const fn = torchFunction(ctx, name);
  return fn
    ? fn.run({ ...call, args, kwargs: new Map() })
    : call.interpreter.unknown(`torch has no ${name}.`, call.site);
}
