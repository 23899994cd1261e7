/** A layer of torch.nn whose attribute was changed after it was constructed (`conv.stride = 1`) computes with the new value. */
import type { Value } from '../../python/values.ts';
import { toPlain } from '../plain.ts';
import type { TorchContext } from './context.ts';
import type { NativeLayer } from './module-data.ts';

export function reconfigure(ctx: TorchContext, layer: NativeLayer, name: string, value: Value): void {
  layer.args = { ...layer.args, [name]: toPlain(ctx.session, value) };
  const answer = layer.record?.torch?.configure(layer.args);
  if (!answer) return;
  layer.config = answer.kind === 'known' ? { value: answer.value } : null;
  layer.reason = answer.kind === 'known' ? null : answer.kind === 'unknown' ? answer.reason : answer.clash.message;
}
