/** Arithmetic on arrays: shapes always, the numbers themselves while both sides keep them. */
import { type Message, say } from '../../message.ts';
import { asNumber, bool, float, int, type CallSite, type Value } from '../../python/values.ts';
import { product } from '../../model/sizes/arithmetic.ts';
import type { Shape } from '../../model/size.ts';
import { broadcast } from '../broadcast.ts';
import type { Session } from '../session.ts';
import { makeArray, withoutLabels, type ArrayData } from './array-data.ts';
import { readArray } from './read.ts';

/** A Python number for an array without axes, else an array. */
export function toValue(session: Session, data: ArrayData): Value {
  const [number] = data.numbers ?? [];
  if (data.shape?.length === 0 && number !== undefined) {
    if (data.dtype === 'bool') return bool(number !== 0);
    return data.dtype.startsWith('int') && Number.isSafeInteger(number) ? int(number) : float(number);
  }
  return makeArray(session, data);
}

export function map(session: Session, value: Value | undefined, compute: (x: number) => number, dtype?: string): Value {
  const data = readArray(value);
  const numbers = data.numbers?.map(compute) ?? null;
  return toValue(session, { ...withoutLabels(data), dtype: dtype ?? data.dtype, numbers });
}

/** Elementwise with broadcasting. */
export function combine(
  session: Session,
  left: Value | undefined,
  right: Value | undefined,
  compute: (a: number, b: number) => number,
  site: CallSite,
  dtype?: string,
): Value {
  const [a, b] = [readArray(left), readArray(right)];
  const type = dtype ?? (a.dtype.startsWith('float') || b.dtype.startsWith('float') ? 'float64' : a.dtype);
  const unknown = (reason: Message): Value => makeArray(session, { shape: null, reason, dtype: type, numbers: null });
  if (!a.shape || !b.shape) return unknown(a.reason ?? b.reason ?? say`The shape is not known.`);
  const answer = broadcast(session, [a.shape, b.shape], site);
  if (answer.kind !== 'known') return unknown(answer.kind === 'unknown' ? answer.reason : answer.clash.message);
  const shape = answer.value;
  const numbers = a.numbers && b.numbers ? combined(shape, a, b, compute) : null;
  return toValue(session, { shape, reason: null, dtype: type, numbers });
}

function combined(
  shape: Shape,
  a: ArrayData,
  b: ArrayData,
  compute: (x: number, y: number) => number,
): number[] | null {
  const total = product(shape);
  if (typeof total !== 'number') return null;
  const sizes = shape as readonly number[];
  const result: number[] = [];
  for (let index = 0; index < total; index++) {
    result.push(compute(itemAt(a, sizes, index), itemAt(b, sizes, index)));
  }
  return result;
}

/** The number of `data` that stands at a row-major position of the broadcast shape. */
function itemAt(data: ArrayData, shape: readonly number[], position: number): number {
  const own = data.shape as readonly number[];
  let index = 0;
  let stride = 1;
  let rest = position;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    const coordinate = rest % size;
    rest = Math.floor(rest / size);
    const ownSize = own[axis - shape.length + own.length];
    if (ownSize === undefined) continue;
    if (ownSize !== 1) index += coordinate * stride;
    stride *= ownSize;
  }
  return data.numbers?.[index] ?? NaN;
}

/** Over all axes, or one: `np.sum(x, axis=0)`. */
export function reduce(
  session: Session,
  value: Value | undefined,
  axis: Value | undefined,
  keepAxes: boolean,
  compute: (numbers: readonly number[]) => number,
  dtype?: string,
): Value {
  const data = readArray(value);
  const type = dtype ?? data.dtype;
  if (data.labels !== undefined && compute === greatest) return int(data.labels - 1);
  const given = axis?.kind === 'tuple' || axis?.kind === 'list' ? axis.items.map(asNumber) : [asNumber(axis)];
  const rank = data.shape?.length ?? 0;
  const axes = new Set(given.map((each) => (each === undefined || each >= 0 ? each : rank + each)));
  if (
    axis === undefined ||
    axis.kind === 'none' ||
    (data.shape && rank > 0 && data.shape.every((_, at) => axes.has(at)))
  ) {
    const numbers = data.numbers && data.numbers.length > 0 ? [compute(data.numbers)] : null;
    const shape = keepAxes && data.shape ? data.shape.map(() => 1) : [];
    return toValue(session, { shape, reason: null, dtype: type, numbers });
  }
  if (axes.has(undefined) || !data.shape) {
    return makeArray(session, {
      shape: null,
      reason: data.reason ?? say`The axis is not known.`,
      dtype: type,
      numbers: null,
    });
  }
  const shape = data.shape.flatMap((size, index) => (axes.has(index) ? (keepAxes ? [1] : []) : [size]));
  if (compute === positionOfGreatest && data.oneHot && axes.has(rank - 1) && data.shape.at(-1) === data.oneHot.depth)
    return makeArray(session, { shape, reason: null, dtype: type, numbers: null, labels: data.oneHot.labels });
  return toValue(session, { shape, reason: null, dtype: type, numbers: null });
}

export const greatest = (numbers: readonly number[]): number => Math.max(...numbers);
export const positionOfGreatest = (numbers: readonly number[]): number => numbers.indexOf(Math.max(...numbers));
export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
export const multiplied = (numbers: readonly number[]): number => numbers.reduce((total, number) => total * number, 1);
export const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;
export const variance = (numbers: readonly number[]): number => {
  const middle = mean(numbers);
  return mean(numbers.map((x) => (x - middle) ** 2));
};
export const median = (numbers: readonly number[]): number => {
  const ordered = [...numbers].sort((a, b) => a - b);
  const half = ordered.length / 2;
  return mean(ordered.slice(Math.ceil(half) - 1, Math.floor(half) + 1));
};
