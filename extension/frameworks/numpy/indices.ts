/**
 * `x[rows]`, `x[mask]`, `x[:, [0, 2]]`: the shape that NumPy's advanced indexing gives. Index arrays broadcast against each other; what
 * they pick stands where the first of them stood, or in front when a slice lies between them. A mask picks a number that is not told.
 */
import { say } from '../../message.ts';
import { cannotTell, impossible, known, type Answer } from '../../model/answer.ts';
import type { Shape, Size } from '../../model/size.ts';
import type { Place, Value } from '../../python/values.ts';
import { broadcast } from '../broadcast.ts';
import { indexShape, sliceSize } from '../indexing.ts';
import type { Session } from '../session.ts';
import { valueToSize } from '../symint.ts';
import { tensorOf } from '../tensor.ts';
import { arrayOf, untoldSize, type ArrayData } from './array-data.ts';
import { readArray } from './read.ts';

export function indexArray(session: Session, shape: Shape, index: Value, place: Place): Answer<Shape> {
  const items = index.kind === 'tuple' ? index.items : [index];
  const arrays = items.map(indicesIn);
  if (arrays.every((each) => each === null)) {
    const answer = indexShape(shape, index);
    return answer.kind === 'known' ? known(answer.value.shape) : answer;
  }
  const covers = items.map((item, position) => axesOf(item, arrays[position] ?? null));
  const used = covers.reduce((sum, count) => sum + count, 0);
  if (used > shape.length)
    return impossible({
      code: 'shape-mismatch',
      message: say`Too many indices: ${used} for an array with ${shape.length} axes.`,
    });
  const picked: Shape[] = [];
  const kept: { size: Size; afterPick: boolean }[] = [];
  // Where index arrays stand in the order of the items: apart from each other, their axes come first.
  const runs: number[] = [];
  let axis = 0;
  for (const [position, item] of items.entries()) {
    const array = arrays[position];
    if (array || (item.kind !== 'slice' && item.kind !== 'none' && item.kind !== 'ellipsis')) {
      if (array && !array.shape) return cannotTell(array.reason ?? say`The indices are not known.`);
      if (!array && valueToSize(item) === undefined) return cannotTell(say`The index is not a number or a slice.`);
      // A mask is as many index arrays as it has axes, all of the length that is the number of its true entries.
      picked.push(array?.dtype === 'bool' ? [untoldSize(session)] : (array?.shape ?? []));
      if (runs.at(-1) !== position - 1 || runs.length === 0) runs.push(position);
      else runs[runs.length - 1] = position;
      axis += covers[position] ?? 1;
    } else if (item.kind === 'none') kept.push({ size: 1, afterPick: picked.length > 0 });
    else {
      const count = item.kind === 'ellipsis' ? shape.length - used : 1;
      for (let i = 0; i < count; i++) {
        const size = shape[axis++] ?? 1;
        const sliced = item.kind === 'slice' ? sliceSize(size, item) : { size };
        if (!sliced) return cannotTell(say`A bound of the slice is not known.`);
        kept.push({ size: sliced.size, afterPick: picked.length > 0 });
      }
    }
  }
  for (const size of shape.slice(axis)) kept.push({ size, afterPick: true });
  const joined = picked.length === 1 ? known(picked[0] ?? []) : broadcast(session, picked, place);
  if (joined.kind !== 'known') return joined;
  const before = runs.length === 1 ? kept.filter(({ afterPick }) => !afterPick) : [];
  const after = runs.length === 1 ? kept.filter(({ afterPick }) => afterPick) : kept;
  return known([...before.map(({ size }) => size), ...joined.value, ...after.map(({ size }) => size)]);
}

/** The array that an index is; null for numbers, slices, None and the ellipsis. */
function indicesIn(item: Value): ArrayData | null {
  if (item.kind === 'list' || item.kind === 'range') return readArray(item);
  if (item.kind === 'bool') return readArray(item);
  return arrayOf(item) || tensorOf(item) ? readArray(item) : null;
}

function axesOf(item: Value, array: ArrayData | null): number {
  if (item.kind === 'none' || item.kind === 'ellipsis') return 0;
  return array?.dtype === 'bool' ? (array.shape?.length ?? 1) : 1;
}
