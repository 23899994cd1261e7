/** `x[mask]`, `x[:, index]`, `x[[0, 2]]`: indexing with tensors and lists, as NumPy defines it. Basic indices go to the shared rule. */
import { say } from '../../message.ts';
import type { Answer } from '../../model/answer.ts';
import { answering, unsure } from '../../model/refusal.ts';
import type { Shape, Size } from '../../model/size.ts';
import { list, NONE, tuple, type Interpreter, type NativeCall, type Place, type Value } from '../../python/values.ts';
import { broadcast } from '../broadcast.ts';
import { indexShape, sliceSize } from '../indexing.ts';
import { arrayOf } from '../numpy/array-data.ts';
import { addResult, indexKernel } from '../operators.ts';
import { toRange, type Session } from '../session.ts';
import { valueToSize } from '../symint.ts';
import { tensorOf } from '../tensor.ts';
import { TORCH } from './context.ts';

export const isAdvanced = (index: Value): boolean => (index.kind === 'tuple' ? index.items : [index]).some(isArrayLike);

const isNumber = (item: Value): boolean => item.kind !== 'bool' && valueToSize(item) !== undefined;

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
    let axis = 0;
    const positions: number[] = [];
    items.forEach((item) => {
      if (item.kind === 'none') result.push(1);
      else if (item.kind === 'ellipsis') {
        for (let count = shape.length - used; count > 0; count--) result.push(shape[axis++] ?? 1);
      } else if (item.kind === 'slice') {
        const size = shape[axis] ?? unsure(say`There are more indices than axes.`);
        result.push(sliceSize(size, item)?.size ?? unsure(say`A bound of the slice is not known.`));
        axis++;
      } else if (isNumber(item)) {
        // PyTorch takes a number out at once, unlike NumPy, which counts it among the positions.
        axis++;
      } else {
        picked.push(indexArray(interpreter, item));
        positions.push(result.length);
        axis++;
      }
    });
    while (axis < shape.length) result.push(shape[axis++] ?? 1);
    const common = broadcast(session, picked, place);
    if (common.kind !== 'known') return unsure(say`The indices do not fit together.`);
    // Indices that are not side by side move to the front.
    const together = positions.every((position) => position === positions[0]);
    result.splice(together ? (positions[0] ?? 0) : 0, 0, ...common.value);
    return result;
  });
}

/**
 * `x[index]` with tensors, arrays and lists in it, as calls: first what is plain (slices, new axes), then the positions, which stand for
 * axes of what is left.
 */
export function advancedIndex(session: Session, call: NativeCall, self: Value, shape: Shape, index: Value): Value {
  const { interpreter, site } = call;
  const answer = advancedShape(session, interpreter, shape, index, toRange(site));
  const reason = answer.kind === 'known' ? null : answer.kind === 'unknown' ? answer.reason : answer.clash.message;
  if (answer.kind !== 'known') {
    return addResult(session, TORCH, 'index', [self], site, { shape: null, reason, kernel: null, macs: 0 });
  }
  const plan = splitIndex(interpreter, index, shape.length);
  const basic = plan && indexShape(shape, tuple(plan.basic));
  const kernel = basic?.kind === 'known' ? indexKernel(shape, basic.value) : null;
  if (!plan || basic?.kind !== 'known' || !kernel) {
    return addResult(session, TORCH, 'index', [self], site, { shape: answer.value, reason, kernel: null, macs: 0 });
  }
  const same = plan.basic.every(
    (item) => item.kind === 'slice' && item.start.kind === 'none' && item.stop.kind === 'none',
  );
  const cut = same
    ? self
    : addResult(session, TORCH, 'index', [self], site, { shape: basic.value.shape, reason: null, kernel, macs: 0 });
  return addResult(session, TORCH, 'index', [cut, ...plan.indices], site, {
    shape: answer.value,
    reason: null,
    kernel: { op: 'index', axes: plan.axes, at: plan.at },
    macs: 0,
  });
}

interface Split {
  /** The index with a whole slice where positions stand. */
  readonly basic: readonly Value[];
  readonly indices: readonly Value[];
  /** The axes of what the basic index leaves that the positions stand for, and where the result has theirs. */
  readonly axes: readonly number[];
  readonly at: number;
}

const WHOLE: Value = { kind: 'slice', start: NONE, stop: NONE, step: NONE };

/** Null where a mask or something else takes part whose positions cannot be told. */
function splitIndex(interpreter: Interpreter, index: Value, rank: number): Split | null {
  const items = index.kind === 'tuple' ? index.items : [index];
  const used = items.filter((item) => item.kind !== 'none' && item.kind !== 'ellipsis').length;
  const basic: Value[] = [];
  const indices: Value[] = [];
  const axes: number[] = [];
  // Axes that a number took away.
  let gone = 0;
  for (const item of items) {
    if (item.kind === 'ellipsis') for (let count = rank - used; count > 0; count--) basic.push(WHOLE);
    else if (item.kind === 'none' || item.kind === 'slice') basic.push(item);
    else if (isNumber(item)) {
      basic.push(item);
      gone++;
    } else {
      const values = positionsOf(interpreter, item);
      if (!values) return null;
      axes.push(basic.length - gone);
      indices.push(values);
      basic.push(WHOLE);
    }
  }
  const together = axes.every((axis, each) => each === 0 || axis === (axes[each - 1] ?? 0) + 1);
  return { basic, indices, axes, at: together ? (axes[0] ?? 0) : 0 };
}

/** A tensor, an array, a list or a number of positions; null for masks. */
function positionsOf(interpreter: Interpreter, item: Value): Value | null {
  const data = tensorOf(item) ?? arrayOf(item);
  if (data) return data.dtype === 'bool' || data.dtype === 'uint8' ? null : item;
  const items = interpreter.iterate(item);
  return !items || items.some((each) => each.kind === 'bool') ? null : list(items);
}

function indexArray(interpreter: Interpreter, item: Value): Shape {
  const tensor = tensorOf(item);
  const array = arrayOf(item);
  const data = tensor ?? array;
  if (data) {
    if (data.dtype === 'bool' || data.dtype === 'uint8')
      return unsure(say`How many entries a mask chooses is not known.`);
    return data.shape ?? unsure(data.reason ?? say`The shape of the index is not known.`);
  }
  if (valueToSize(item) !== undefined) return [];
  const items = interpreter.iterate(item);
  if (!items) return unsure(say`The index cannot be told.`);
  if (items.some((each) => each.kind === 'bool'))
    return [items.filter((each) => each.kind === 'bool' && each.value).length];
  const [first] = items;
  return first && (first.kind === 'list' || first.kind === 'tuple')
    ? [items.length, ...indexArray(interpreter, first)]
    : [items.length];
}
