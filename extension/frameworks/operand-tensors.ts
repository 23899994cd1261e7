/** Numbers and arrays that take part in a computation as tensors of the graph, so that constants flow. */
import { concreteShape, concreteSize } from '../model/concrete.ts';
import type { TensorId } from '../model/graph.ts';
import type { Framework } from '../model/record.ts';
import { asNumber, type Place, type PyInstance, type Value } from '../python/values.ts';
import { arrayOf } from './numpy/array-data.ts';
import { readArray } from './numpy/read.ts';
import type { Session } from './session.ts';
import { valueToSize } from './symint.ts';
import { makeTensor, tensorOf } from './tensor.ts';

/** The tensors' ids; null where an operand's numbers are not known. A constant that is made is a call of its own. */
export function operandTensors(
  session: Session,
  framework: Framework,
  operands: readonly Value[],
  place: Place,
): readonly TensorId[] | null {
  const ids: TensorId[] = [];
  for (const operand of operands) {
    const tensor = tensorOf(operand) ?? tensorOf(constantTensor(session, framework, operand, place));
    if (!tensor) return null;
    ids.push(tensor.id);
  }
  return ids;
}

/** A number, a size that is one for one sample, or an array whose numbers are known, as a tensor. */
export function constantTensor(
  session: Session,
  framework: Framework,
  value: Value,
  place: Place,
): PyInstance | undefined {
  const number = numberOf(value);
  if (number !== undefined) return filledTensor(session, framework, [], [number], place, 'float32');
  const data = arrayOf(value) ?? (value.kind === 'list' || value.kind === 'tuple' ? readArray(value) : null);
  if (!data?.shape || !data.numbers) return undefined;
  const shape = concreteShape(data.shape);
  if (!shape) return undefined;
  return filledTensor(session, framework, shape, data.numbers, place, data.dtype);
}

/** The number that a value is for one sample. */
export function numberOf(value: Value | undefined): number | undefined {
  if (value?.kind === 'bool') return value.value ? 1 : 0;
  const number = asNumber(value);
  if (number !== undefined) return number;
  const size = valueToSize(value);
  return size === undefined ? undefined : (concreteSize(size) ?? undefined);
}

export function filledTensor(
  session: Session,
  framework: Framework,
  shape: readonly number[],
  values: readonly number[],
  place: Place,
  dtype: string,
): PyInstance {
  const tensor = makeTensor(session, framework, shape, null, dtype);
  session.addCall({
    layer: null,
    label: 'constant',
    place,
    inputs: [],
    outputs: [tensorOf(tensor)?.id ?? 0],
    macs: 0,
    kernel: { op: 'constant', shape, values },
    notRunnable: null,
  });
  return tensor;
}
