/** NumPy functions that join arrays or change their axes: shapes only. */
import { say } from '../../message.ts';
import { add, multiply } from '../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../model/size.ts';
import { asNumber, native, type NativeCall, type Value } from '../../python/values.ts';
import type { Session } from '../session.ts';
import { valueToSize } from '../symint.ts';
import { makeArray, withoutLabels, type ArrayData } from './array-data.ts';
import { readArray, readShape } from './read.ts';

export function joinFunctions(session: Session): Record<string, Value> {
  const array = (data: ArrayData, shape: Shape | null, numbers: readonly number[] | null = null): Value =>
    makeArray(session, {
      ...withoutLabels(data),
      shape,
      reason: shape ? null : (data.reason ?? say`The shape cannot be told.`),
      numbers,
    });
  const axisOf = (call: NativeCall, position: number, otherwise: number): number =>
    asNumber(call.args[position] ?? call.kwargs.get('axis')) ?? otherwise;
  const parts = (value: Value | undefined): ArrayData[] =>
    value?.kind === 'list' || value?.kind === 'tuple' ? value.items.map((item) => readArray(item)) : [];

  const flattened = (data: ArrayData): ArrayData => ({
    ...data,
    shape: data.shape && [data.shape.reduce(multiply, 1)],
  });
  /** One axis is a row, none a single number. */
  const asRows = (data: ArrayData): ArrayData =>
    data.shape && data.shape.length < 2 ? { ...data, shape: [1, data.shape[0] ?? 1] } : data;

  const concatenate = (all: readonly ArrayData[], axis: number): Value => {
    const [first, ...rest] = all;
    if (!first?.shape) return array(first ?? readArray(undefined), null);
    const position = axis < 0 ? first.shape.length + axis : axis;
    let total: Size | null = first.shape[position] ?? null;
    for (const part of rest) {
      const size: Size | undefined = part.shape?.[position];
      total = total === null || size === undefined ? null : add(total, size);
    }
    if (total === null) return array(first, null);
    const joined = total;
    const inOrder = position === 0 && all.every((part) => part.numbers);
    const numbers = inOrder ? all.flatMap((part) => part.numbers ?? []) : null;
    const shape = first.shape.map((size, index) => (index === position ? joined : size));
    const alike = first.labels !== undefined && all.every((part) => part.labels === first.labels);
    return alike ? makeArray(session, { ...first, shape, numbers }) : array(first, shape, numbers);
  };
  const insertAxis = (shape: Shape, axis: number, size: Size): Shape => {
    const position = axis < 0 ? shape.length + 1 + axis : axis;
    return [...shape.slice(0, position), size, ...shape.slice(position)];
  };

  const functions: Record<string, (call: NativeCall) => Value> = {
    concatenate: (call) =>
      (call.args[1] ?? call.kwargs.get('axis'))?.kind === 'none'
        ? concatenate(parts(call.args[0]).map(flattened), 0)
        : concatenate(parts(call.args[0]), axisOf(call, 1, 0)),
    hstack: (call) => {
      const all = parts(call.args[0]);
      return concatenate(all, (all[0]?.shape?.length ?? 1) === 1 ? 0 : 1);
    },
    vstack: (call) => concatenate(parts(call.args[0]).map(asRows), 0),
    append: (call) => {
      const all = call.args.slice(0, 2).map((item) => readArray(item));
      const axis = asNumber(call.args[2] ?? call.kwargs.get('axis'));
      return axis === undefined ? concatenate(all.map(flattened), 0) : concatenate(all, axis);
    },
    stack: (call) => {
      const all = parts(call.args[0]);
      const [first] = all;
      return first?.shape
        ? array(first, insertAxis(first.shape, axisOf(call, 1, 0), all.length))
        : array(first ?? readArray(undefined), null);
    },
    expand_dims: (call) => {
      const data = readArray(call.args[0]);
      return array(data, data.shape && insertAxis(data.shape, axisOf(call, 1, 0), 1), data.numbers);
    },
    squeeze: (call) => {
      const data = readArray(call.args[0]);
      const given = call.args[1] ?? call.kwargs.get('axis');
      const axis = asNumber(given);
      if (!data.shape || (given !== undefined && given.kind !== 'none' && axis === undefined)) return array(data, null);
      const position = axis !== undefined && axis < 0 ? data.shape.length + axis : axis;
      const shape = data.shape.filter((size, index) => (position === undefined ? size !== 1 : index !== position));
      return array(data, shape, data.numbers);
    },
    repeat: (call) => {
      const data = readArray(call.args[0]);
      const count = valueToSize(call.args[1] ?? call.kwargs.get('repeats'));
      const axis = asNumber(call.args[2] ?? call.kwargs.get('axis'));
      if (!data.shape || count === undefined || axis === undefined) return array(data, null);
      const position = axis < 0 ? data.shape.length + axis : axis;
      return array(
        data,
        data.shape.map((size, index) => (index === position ? multiply(size, count) : size)),
      );
    },
    tile: (call) => {
      const data = readArray(call.args[0]);
      const counts = readShape(call.args[1] ?? call.kwargs.get('reps'));
      if (!data.shape || !counts) return array(data, null);
      const rank = Math.max(counts.length, data.shape.length);
      const at = (sizes: Shape, index: number): Size => sizes[sizes.length - rank + index] ?? 1;
      const own = data.shape;
      return array(
        data,
        Array.from({ length: rank }, (_, index) => multiply(at(own, index), at(counts, index))),
      );
    },
    moveaxis: (call) => {
      const data = readArray(call.args[0]);
      const [from, to] = [asNumber(call.args[1]), asNumber(call.args[2])];
      if (!data.shape || from === undefined || to === undefined) return array(data, null);
      const sizes = [...data.shape];
      const [moved] = sizes.splice(from < 0 ? sizes.length + from : from, 1);
      if (moved !== undefined) sizes.splice(to < 0 ? sizes.length + 1 + to : to, 0, moved);
      return array(data, sizes);
    },
  };
  return Object.fromEntries(Object.entries(functions).map(([name, run]) => [name, native(name, run)]));
}
