/**
 * LazyConv2d and its like take their number of input channels from the first input, and are plain layers from then on: also their class
 * changes. torch/nn/modules/lazy.py
 */
import type { PyClass, PyInstance, Value } from '../../python/values.ts';
import type { Plain } from '../../model/record.ts';
import type { Size } from '../../model/size.ts';
import { tensorOf } from '../tensor.ts';
import type { TorchContext } from './context.ts';
import { moduleOf, type NativeLayer } from './module-data.ts';
import { torchRecord } from './records/registry.ts';

export const isLazy = (type: string): boolean => type.startsWith('Lazy');

/** The layer it becomes on this input; null while the input cannot be told. */
export function materialised(native: NativeLayer, input: Value | undefined): NativeLayer | null {
  const type = native.type.slice('Lazy'.length);
  const record = torchRecord(type) ?? null;
  const found = inputSize(type, input);
  if (!record || !found) return null;
  const size: Plain = typeof found.size === 'number' ? found.size : { kind: 'size', size: found.size };
  const args = { ...native.args, [found.argument]: size };
  const answer = record.torch?.configure(args);
  const known = answer?.kind === 'known';
  const reason = known ? null : answer?.kind === 'impossible' ? answer.clash.message : (answer?.reason ?? null);
  return { ...native, type, record, args, config: known ? { value: answer.value } : null, reason };
}

function inputSize(type: string, input: Value | undefined): { readonly argument: string; readonly size: Size } | null {
  const shape = tensorOf(input)?.shape;
  if (!shape) return null;
  const at = (argument: string, size: Size | undefined) => (size === undefined ? null : { argument, size });
  if (type === 'Linear') return at('in_features', shape.at(-1));
  if (type.startsWith('Conv')) return at('in_channels', shape.at(-1 - Number(/(\d)d$/.exec(type)?.[1] ?? 2)));
  return at('num_features', shape[1]);
}

/** PyTorch changes the class of the object too, unless it is one of the user's. */
export function becomes(ctx: TorchContext, self: PyInstance, cls: PyClass): void {
  if (self.cls.place !== null) return;
  (self as { cls: PyClass }).cls = cls;
  const layer = moduleOf(self)?.native?.layer;
  if (layer !== undefined) ctx.session.updateLayer(layer, { type: cls.name });
}
