/** Functions on tensors under their several names: `keras.ops.relu`, `tf.nn.relu`, `K.relu`. */
import type { Value } from '../../python/values.ts';
import type { KerasState } from './state.ts';

export type Family = 'tf' | 'ops' | 'backend' | 'activations' | 'utils' | 'random';

export function operationMember(_state: KerasState, _family: Family, _name: string): Value | undefined {
  return undefined;
}
