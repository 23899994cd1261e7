/**
 * `up(x, output_size=skip.size())`: the call says which of the possible output sizes is meant, and PyTorch works out the
 * output padding. torch/nn/modules/conv.py, _output_padding
 */
import { say } from '../../message.ts';
import { onNumbers } from '../../model/part-kernel.ts';

import type { LayerRecord, Plain } from '../../model/record.ts';
import type { Shape, Size } from '../../model/size.ts';
import { subtract } from '../../model/sizes/arithmetic.ts';
import type { Value } from '../../python/values.ts';
import { applyRecord, applyUnknown, type Application, type Applied } from '../apply.ts';
import { addResult } from '../operators.ts';
import { valueToSize } from '../symint.ts';
import { tensorOf } from '../tensor.ts';
import { TORCH, type TorchContext } from './context.ts';
import type { NativeLayer } from './module-data.ts';
import { torchRecord } from './records/registry.ts';

type Common = Omit<Application<never>, 'record' | 'config'>;

export function applyWithOutputSize(ctx: TorchContext, native: NativeLayer, common: Common, given: Value): Applied {
  const { session } = ctx;
  const input = tensorOf(common.inputs[0]);
  const sizes = session.interpreter.iterate(given)?.map(valueToSize);
  const wanted = sizes?.filter((size) => size !== undefined);
  if (!input?.shape)
    return applyUnknown(session, common, input?.reason ?? say`The shape of the input is not known.`, false);
  if (!wanted || wanted.length !== sizes?.length) {
    return applyUnknown(session, common, say`The output size cannot be told.`, true);
  }
  const rank = Number(/([123])d$/.exec(native.type)?.[1] ?? 2);
  const spatial = wanted.slice(-rank);
  const record = torchRecord(native.type);
  if (native.type.startsWith('MaxUnpool'))
    return unpooled(ctx, common, [...input.shape.slice(0, -rank), ...spatial], rank);
  return record
    ? transposed(ctx, record, native, common, input.shape, spatial)
    : applyUnknown(session, common, say`No rule.`, true);
}

function unpooled(ctx: TorchContext, common: Common, shape: Shape, rank: number): Applied {
  const output = addResult(ctx.session, TORCH, common.label, common.inputs, common.site, {
    shape,
    reason: null,
    kernel: onNumbers([shape.slice(-rank)], (size) => ({ op: 'max-unpool', size })),
    macs: 0,
  });
  const call = ctx.session.calls.length - 1;
  ctx.session.updateCall(call, { layer: common.layer });
  return { call, outputs: output.kind === 'instance' ? [output] : [] };
}

function transposed(
  ctx: TorchContext,
  record: LayerRecord,
  native: NativeLayer,
  common: Common,
  input: Shape,
  spatial: readonly Size[],
): Applied {
  const { session } = ctx;
  const plain = configured(
    record,
    native,
    spatial.map(() => 0),
  );
  const least = plain && record.output(plain.value, [input]);
  const [shape] = least?.kind === 'known' ? least.value : [];
  if (!plain || !shape) {
    return plain
      ? applyRecord(session, { ...common, record, config: plain.value })
      : applyUnknown(session, common, native.reason ?? say`The layer cannot be told.`, false);
  }
  const padding = spatial.map((size, axis) => subtract(size, shape[shape.length - spatial.length + axis] ?? 0));
  const config = configured(record, native, padding);
  if (config) return applyRecord(session, { ...common, record, config: config.value });
  const reason = say`The output size is none that the layer can give.`;
  if (padding.every((size) => typeof size === 'number')) session.finding('bad-argument', common.site, reason);
  return applyUnknown(session, common, reason, false);
}

function configured(
  record: LayerRecord,
  native: NativeLayer,
  padding: readonly Size[],
): { readonly value: unknown } | null {
  const sizes = padding.map((size): Plain => (typeof size === 'number' ? size : { kind: 'size', size }));
  const answer = record.torch?.configure({ ...native.args, output_padding: sizes });
  return answer?.kind === 'known' ? { value: answer.value } : null;
}
