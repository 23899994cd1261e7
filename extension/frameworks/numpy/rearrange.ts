/** NumPy functions that order, mirror, pad and choose entries: shapes always, numbers where they are one list. */
import { say } from '../../message.ts';
import { add, multiply, product } from '../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../model/size.ts';
import { asNumber, list, native, tuple, type NativeCall, type Value } from '../../python/values.ts';
import { broadcast } from '../broadcast.ts';
import type { Session } from '../session.ts';
import { valueToSize } from '../symint.ts';
import { makeArray, untoldSize, type ArrayData } from './array-data.ts';
import { readArray, readShape } from './read.ts';

/** The shape of the first argument; the numbers are not kept. */
const SAME =
  'flip fliplr flipud roll nan_to_num isnan isinf isfinite logical_not tril triu conj real imag unwrap sinc cumprod ' +
  'arcsin arccos arctan sinh cosh arcsinh arctanh cbrt exp2 expm1 degrees radians rad2deg fix heaviside sinc i0 isin in1d';

const TRUTHS = /^(is|in1d|logical)/;

export function rearrangingFunctions(session: Session): Record<string, Value> {
  const array = (data: ArrayData, shape: Shape | null, numbers: readonly number[] | null = null): Value =>
    makeArray(session, {
      shape,
      dtype: data.dtype,
      reason: shape ? null : (data.reason ?? say`The shape cannot be told.`),
      numbers,
    });
  const given = (call: NativeCall, position: number, name: string): Value | undefined =>
    call.args[position] ?? call.kwargs.get(name);
  const flat = (data: ArrayData): ArrayData => ({ ...data, shape: data.shape && [product(data.shape)] });

  const same = (name: string) => (call: NativeCall) => {
    const data = readArray(call.args[0]);
    return array(TRUTHS.test(name) ? { ...data, dtype: 'bool' } : data, data.shape);
  };
  const ordered =
    (order: (numbers: readonly number[]) => number[], dtype?: string) =>
    (call: NativeCall): Value => {
      const data = readArray(call.args[0]);
      return array({ ...data, dtype: dtype ?? data.dtype }, data.shape, orderOf(data, order));
    };
  const orderOf = (data: ArrayData, order: (numbers: readonly number[]) => number[]): number[] | null =>
    data.numbers && data.shape?.length === 1 ? order(data.numbers) : null;
  const joint =
    (dtype?: string) =>
    (call: NativeCall): Value => {
      const parts = call.args.map((each) => readArray(each));
      const shapes = parts.flatMap((part) => (part.shape ? [part.shape] : []));
      const answer = shapes.length === parts.length ? broadcast(session, shapes, call.site) : null;
      const data = parts.at(-1) ?? readArray(undefined);
      return array({ ...data, dtype: dtype ?? data.dtype }, answer?.kind === 'known' ? answer.value : null);
    };
  const pieces = (call: NativeCall, axisPosition: number): Value => {
    const data = readArray(call.args[0]);
    const count = valueToSize(call.args[1]);
    const axis = asNumber(given(call, axisPosition, 'axis')) ?? 0;
    const size = data.shape?.at(axis);
    if (!data.shape || typeof count !== 'number' || typeof size !== 'number' || size % count !== 0)
      return call.interpreter.unknown(say`The parts of the array are not known.`, call.site);
    const own = data.shape;
    const position = axis < 0 ? own.length + axis : axis;
    const part = own.map((each, index) => (index === position ? size / count : each));
    return list(Array.from({ length: count }, () => array(data, part)));
  };

  const functions: Record<string, (call: NativeCall) => Value> = {
    ...Object.fromEntries(SAME.split(' ').map((name) => [name, same(name)])),
    sort: ordered((numbers) => [...numbers].sort((a, b) => a - b)),
    argsort: ordered(
      (numbers) => numbers.map((_, index) => index).sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0)),
      'int64',
    ),
    cumsum: (call) => {
      const data = readArray(call.args[0]);
      const axis = given(call, 1, 'axis');
      const own = axis === undefined || axis.kind === 'none' ? flat(data) : data;
      let sum = 0;
      return array(
        own,
        own.shape,
        orderOf(own, (numbers) => numbers.map((x) => (sum += x))),
      );
    },
    where: (call) => {
      if (call.args.length === 3) return joint()(call);
      const data = readArray(call.args[0]);
      const positions = { ...data, dtype: 'int64' };
      return data.shape
        ? tuple(data.shape.map(() => array(positions, [untoldSize(session)])))
        : call.interpreter.unknown(say`The positions are not known.`, call.site);
    },
    nonzero: (call) => functions['where']?.({ ...call, args: call.args.slice(0, 1) }) ?? list([]),
    logical_and: joint('bool'),
    logical_or: joint('bool'),
    logical_xor: joint('bool'),
    swapaxes: (call) => {
      const data = readArray(call.args[0]);
      const [one, other] = [asNumber(call.args[1]), asNumber(call.args[2])];
      if (!data.shape || one === undefined || other === undefined) return array(data, null);
      const sizes = [...data.shape];
      const [a, b] = [one, other].map((axis) => (axis < 0 ? sizes.length + axis : axis)) as [number, number];
      [sizes[a], sizes[b]] = [sizes[b] ?? 1, sizes[a] ?? 1];
      return array(data, sizes);
    },
    meshgrid: (call) => {
      const parts = call.args.map((each) => flat(readArray(each)));
      const sizes = parts.map((part) => part.shape?.[0]);
      const indexing = call.kwargs.get('indexing');
      const matrix = indexing?.kind === 'str' && indexing.value === 'ij';
      const whole = sizes.every((size) => size !== undefined) ? sizes : null;
      const [first, second, ...rest] = whole ?? [];
      const shape = whole && !matrix && first !== undefined && second !== undefined ? [second, first, ...rest] : whole;
      return list(parts.map((part) => array(part, shape)));
    },
    pad: (call) => {
      const data = readArray(call.args[0]);
      const shape = data.shape && padded(data.shape, given(call, 1, 'pad_width'));
      return array(data, shape);
    },
    split: (call) => pieces(call, 2),
    array_split: (call) => pieces(call, 2),
    take: (call) => {
      const data = readArray(call.args[0]);
      const indices = readArray(given(call, 1, 'indices'));
      const axis = asNumber(given(call, 2, 'axis'));
      if (!data.shape || !indices.shape) return array(data, null);
      if (axis === undefined) return array(data, indices.shape);
      const position = axis < 0 ? data.shape.length + axis : axis;
      return array(data, [...data.shape.slice(0, position), ...indices.shape, ...data.shape.slice(position + 1)]);
    },
    diag: (call) => {
      const data = readArray(call.args[0]);
      const [size, second] = data.shape ?? [];
      if (size === undefined || call.args.length > 1) return array(data, null);
      return array(data, second === undefined ? [size, size] : [size]);
    },
    outer: (call) => {
      const [a, b] = [flat(readArray(call.args[0])), flat(readArray(call.args[1]))];
      return array(a, a.shape && b.shape ? [...a.shape, ...b.shape] : null);
    },
    ravel: (call) => {
      const data = flat(readArray(call.args[0]));
      return array(data, data.shape, data.numbers);
    },
    broadcast_to: (call) => array(readArray(call.args[0]), readShape(given(call, 1, 'shape'))),
    column_stack: (call) => {
      const [items] = call.args;
      const parts = items?.kind === 'list' || items?.kind === 'tuple' ? items.items.map((each) => readArray(each)) : [];
      const [first] = parts;
      const width = parts.reduce<Size | null>(
        (sum, { shape }) => (sum === null || !shape || shape.length > 2 ? null : add(sum, shape[1] ?? 1)),
        0,
      );
      const rows = first?.shape?.[0];
      return array(first ?? readArray(undefined), width === null || rows === undefined ? null : [rows, width]);
    },
  };
  return Object.fromEntries(Object.entries(functions).map(([name, run]) => [name, native(name, run)]));
}

/** `pad_width`: one number, one pair for all axes, or a pair for each. */
function padded(shape: Shape, width: Value | undefined): Shape | null {
  const all = valueToSize(width);
  if (all !== undefined) return shape.map((size) => add(size, multiply(all, 2)));
  if (width?.kind !== 'list' && width?.kind !== 'tuple') return null;
  const pairs = width.items.map((item) => readShape(item));
  const flatPair =
    pairs.length === 2 && pairs.every((pair) => pair?.length === 1) ? pairs.flatMap((pair) => pair ?? []) : null;
  const each = flatPair ? shape.map(() => flatPair) : pairs.length === 1 ? shape.map(() => pairs[0] ?? null) : pairs;
  if (each.length !== shape.length) return null;
  const sizes = shape.map((size, axis) => {
    const pair = each[axis];
    const [before, after] = pair ?? [];
    return before === undefined ? null : add(size, add(before, after ?? before));
  });
  return sizes.every((size) => size !== null) ? sizes : null;
}
