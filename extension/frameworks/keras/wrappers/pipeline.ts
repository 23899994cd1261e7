/** `Pipeline(layers)`: one layer after the other, as a layer. keras/src/layers/preprocessing/pipeline.py */
import { say } from '../../../message.ts';
import { NONE, type Value } from '../../../python/values.ts';
import { wrapperResult, type Wrapper } from './wrapper.ts';

export const PIPELINE: Wrapper = {
  name: 'Pipeline',
  hold: (_state, instance, given) => {
    instance.attributes.set('layers', given.get('layers') ?? NONE);
  },
  run: (call) => {
    const { interpreter } = call.state.session;
    const layers = interpreter.iterate(call.given.get('layers') ?? NONE);
    const [input] = call.inputs;
    if (!layers || !input) return wrapperResult(call, { reason: say`The layers inside are not known.` });
    return layers.reduce((value: Value, layer) => interpreter.call(layer, [value], new Map(), call.site), input);
  },
};
