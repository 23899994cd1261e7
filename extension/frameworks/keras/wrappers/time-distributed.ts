/** `TimeDistributed(layer)`: a layer applied to every step. keras/src/layers/rnn/time_distributed.py */
import { say } from '../../../message.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import { multiply } from '../../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../../model/size.ts';
import type { Value } from '../../../python/values.ts';
import { addResult } from '../../operators.ts';
import { tensorOf } from '../../tensor.ts';
import type { LayerData } from '../layer-data.ts';
import { callLayer } from '../run-layer.ts';
import { tryLayer, wrapperResult, type Wrapper, type WrapperCall } from './wrapper.ts';

export const TIME_DISTRIBUTED: Wrapper = {
  name: 'TimeDistributed',
  hold: (_state, instance, given) => {
    const inner = given.get('layer');
    if (inner) instance.attributes.set('layer', inner);
  },
  run: (call) => {
    const { state, given, inputs, site } = call;
    const layer = state.layerOf(given.get('layer'));
    const tensor = tensorOf(inputs[0]);
    const [batch, steps, ...rest] = tensor?.shape ?? [];
    if (!layer) return wrapperResult(call, { reason: say`The layer inside is not known.` });
    if (batch === undefined || steps === undefined) {
      tryLayer(state, layer, null, tensor?.reason ?? null, site);
      return wrapperResult(call, { reason: tensor?.reason ?? say`The shape of the input is not known.` });
    }
    if (typeof steps === 'number') return everyStep(call, layer, batch, steps, rest);
    const { shapes, reason, macs } = tryLayer(state, layer, [batch, ...rest], null, site);
    const [shape] = shapes;
    if (!shape) return wrapperResult(call, { reason: reason ?? say`The shape of one step is not known.` });
    return wrapperResult(call, {
      shape: [batch, steps, ...shape.slice(1)],
      macs: macs === null ? null : multiply(macs, steps),
    });
  },
};

/** All steps of all samples as one batch for the layer inside. */
function everyStep(call: WrapperCall, layer: LayerData, batch: Size, steps: number, rest: Shape): Value {
  const { state, wrapper, inputs, site } = call;
  const { session } = state;
  const reshaped = (input: Value, shape: Shape): Value =>
    addResult(session, 'keras', wrapper.type, [input], site, {
      shape,
      reason: null,
      kernel: onNumbers([shape], (sizes) => ({ op: 'reshape', shape: sizes })),
      macs: 0,
    });
  const [input] = inputs;
  if (!input) return wrapperResult(call, { reason: say`The layer has no input.` });
  const merged = reshaped(input, [multiply(batch, steps), ...rest]);
  const from = session.calls.length;
  const output = callLayer(state, layer, [merged], new Map(), site);
  for (let id = from; id < session.calls.length; id++) {
    const { macs } = session.call(id);
    session.updateCall(id, { macs: macs === null ? null : multiply(macs, steps) });
  }
  const shape = tensorOf(output)?.shape;
  if (!shape) {
    const reason = tensorOf(output)?.reason ?? (output.kind === 'unknown' ? output.cause.reason : null);
    return wrapperResult(call, { reason: reason ?? say`The shape of one step is not known.` });
  }
  return reshaped(output, [batch, steps, ...shape.slice(1)]);
}
