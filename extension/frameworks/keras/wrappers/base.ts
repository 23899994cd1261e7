/** `keras.layers.Wrapper`: what a user's own wrapper derives from. keras/src/layers/core/wrapper.py */
import { say } from '../../../message.ts';
import { NONE, type PyInstance } from '../../../python/values.ts';
import { wrapperResult, type Wrapper } from './wrapper.ts';

export const WRAPPER: Wrapper = {
  name: 'Wrapper',
  hold: (_state, instance, given) => {
    const inner = given.get('layer');
    if (inner) instance.attributes.set('layer', inner);
  },
  run: (call) => wrapperResult(call, { reason: say`The wrapper has no call of its own.` }),
  methods: {
    /** Builds the layer inside. */
    build: (call) => {
      const inner = (call.args[0] as PyInstance).attributes.get('layer');
      const shape = call.args[1] ?? call.kwargs.get('input_shape');
      if (inner?.kind === 'instance' && shape) call.interpreter.callMethod(inner, 'build', [shape]);
      return NONE;
    },
  },
};
