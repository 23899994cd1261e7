/** The weights of Keras's own layers as attributes: `layer.kernel.shape`, once the layer is built. */
import { NONE, type NativeCall, type PyInstance, type Value } from '../../python/values.ts';
import { makeTensor } from '../tensor.ts';
import { activationOf } from './kept-arguments.ts';
import type { KerasState } from './state.ts';

/** `__getattr__` of a layer of Keras's own. */
export function weightAttribute(state: KerasState, call: NativeCall): Value {
  const instance = call.args[0] as PyInstance;
  const name = call.args[1]?.kind === 'str' ? call.args[1].value : '';
  const layer = state.layerOf(instance);
  const activation = activationOf(state, instance, name);
  if (activation) return activation;
  const variable = layer?.variables.find(({ spec }) => spec.name === name);
  if (variable) {
    const tensor = makeTensor(state.session, 'keras', variable.spec.shape, null, 'float32');
    // The same object the next time.
    call.interpreter.setAttribute(instance, name, tensor);
    return tensor;
  }
  if (name === 'bias' && layer?.built === true && layer.unknownWeights === null) return NONE;
  const reason = layer?.unknownWeights ?? null;
  if (reason !== null && WEIGHTS.test(name)) return call.interpreter.unknown(reason, call.site);
  return call.interpreter.raise(
    'AttributeError',
    `'${instance.cls.name}' object has no attribute '${name}'`,
    call.site,
  );
}

const WEIGHTS = /^(\w*kernel|bias|gamma|beta|moving_mean|moving_variance|embeddings|alpha|scale)$/;
