/** Weights that code reads (`self.add_weight`, `tf.Variable`) as tensors of the graph, with the call that gives them their numbers. */
import { say } from '../../message.ts';
import { concreteShape } from '../../model/concrete.ts';
import type { TensorId } from '../../model/graph.ts';
import type { KernelCall } from '../../model/kernel.ts';
import type { Shape } from '../../model/size.ts';
import type { Initialiser } from '../../model/weight.ts';
import type { Place, PyInstance } from '../../python/values.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import type { KerasState } from './state.ts';

export interface WeightStart {
  /** Its path in the model, by which trained numbers are found; null where it has none. */
  readonly name: string | null;
  readonly shape: Shape;
  readonly initialiser: Initialiser | null;
  /** The tensor that it starts as, where there is no initialiser. */
  readonly source?: TensorId | undefined;
}

export function weightTensor(state: KerasState, weight: WeightStart, place: Place): PyInstance {
  const { name, shape, initialiser, source } = weight;
  const { session } = state;
  const tensor = makeTensor(session, 'keras', shape);
  const sizes = concreteShape(shape);
  const isKnown = initialiser !== null || source !== undefined;
  const kernel: KernelCall | null = sizes && isKnown ? { op: 'parameter', name, shape: sizes, initialiser } : null;
  session.addCall({
    layer: null,
    label: 'weight',
    place,
    inputs: source === undefined ? [] : [source],
    outputs: [tensorOf(tensor)?.id ?? 0],
    macs: 0,
    kernel,
    notRunnable: kernel ? null : say`What the weight starts as is not known.`,
  });
  return tensor;
}
