/** `x[mask]`, `x[:, index]`, `x[[0, 2]]`: indexing with tensors and lists, as NumPy defines it. Basic indices go to the shared rule. */
import type { Answer } from '../../model/answer.ts';
import { answering, unsure } from '../../model/refusal.ts';
import type { Shape, Size } from '../../model/size.ts';
import type { Interpreter, Place, Value } from '../../python/values.ts';
import { broadcast } from '../broadcast.ts';
import { sliceSize } from '../indexing.ts';
import { arrayOf } from '../numpy/array-data.ts';
import type { Session } from '../session.ts';
import { valueToSize } from '../symint.ts';
import { tensorOf } from '../tensor.ts';

export const isAdvanced = (index: Value): boolean => (index.kind === 'tuple' ? index.items : [index]).some(isArrayLike);

const isArrayLike = (item: Value): boolean =>
  item.kind === 'list' || item.kind === 'range' || tensorOf(item) !== undefined || arrayOf(item) !== undefined;

export function advancedShape(
  session: Session,
  interpreter: Interpreter,
  shape: Shape,
  index: Value,
  place: Place,
): Answer<Shape> {
  return answering(() => {
    // x[[0, 1]] picks two entries; x[[slice, 0]] was the old way to write a tuple.
    const items = index.kind === 'tuple' ? index.items : [index];
    const used = items.filter((item) => item.kind !== 'none' && item.kind !== 'ellipsis').length;
    const result: Size[] = [];
    const picked: Shape[] = [];
    const groups: number[] = [];
    let axis = 0;
    const positions: number[] = [];
    items.forEach((item, order) => {
      if (item.kind === 'none') result.push(1);
      else if (item.kind === 'ellipsis') {
        for (let count = shape.length - used; count > 0; count--) result.push(shape[axis++] ?? 1);
      } else if (item.kind === 'slice') {
        const size = shape[axis] ?? unsure('There are more indices than axes.');
        result.push(sliceSize(size, item)?.size ?? unsure('A bound of the slice is not known.'));
        axis++;
      } else {
        picked.push(indexArray(interpreter, item));
        groups.push(order);
        positions.push(result.length);
        axis++;
      }
    });
    while (axis < shape.length) result.push(shape[axis++] ?? 1);
    const common = broadcast(session, picked, place);
    if (common.kind !== 'known') return unsure('The indices do not fit together.');
    // Indices that are not side by side move to the front.
    const together = groups.every((order, each) => each === 0 || order === (groups[each - 1] ?? 0) + 1);
    result.splice(together ? (positions[0] ?? 0) : 0, 0, ...common.value);
    return result;
  });
}

function indexArray(interpreter: Interpreter, item: Value): Shape {
  const tensor = tensorOf(item);
  const array = arrayOf(item);
  const data = tensor ?? array;
  if (data) {
    if (data.dtype === 'bool' || data.dtype === 'uint8') return unsure('How many entries a mask chooses is not known.');
    return data.shape ?? unsure(data.reason ?? 'The shape of the index is not known.');
  }
  if (valueToSize(item) !== undefined) return [];
  const items = interpreter.iterate(item);
  if (!items) return unsure('The index cannot be told.');
  if (items.some((each) => each.kind === 'bool'))
    return [items.filter((each) => each.kind === 'bool' && each.value).length];
  const [first] = items;
  return first && (first.kind === 'list' || first.kind === 'tuple')
    ? [items.length, ...indexArray(interpreter, first)]
    : [items.length];
}
