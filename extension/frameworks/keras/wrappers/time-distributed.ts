/** `TimeDistributed(layer)`: a layer applied to every step. keras/src/layers/rnn/time_distributed.py */
import { multiply } from '../../../model/sizes/arithmetic.ts';
import { tensorOf } from '../../tensor.ts';
import { tryLayer, wrapperResult, type Wrapper } from './wrapper.ts';

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
    if (!layer) return wrapperResult(call, { reason: 'The layer inside is not known.' });
    if (batch === undefined || steps === undefined) {
      tryLayer(state, layer, null, tensor?.reason ?? null, site);
      return wrapperResult(call, { reason: tensor?.reason ?? 'The shape of the input is not known.' });
    }
    const { shapes, reason, macs } = tryLayer(state, layer, [batch, ...rest], null, site);
    const [shape] = shapes;
    if (!shape) return wrapperResult(call, { reason: reason ?? 'The shape of one step is not known.' });
    return wrapperResult(call, {
      shape: [batch, steps, ...shape.slice(1)],
      macs: macs === null ? null : multiply(macs, steps),
    });
  },
};
