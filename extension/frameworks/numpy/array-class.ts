/** `numpy.ndarray`. */
import { english, type Message, say } from '../../message.ts';
import { equal, product } from '../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../model/size.ts';
import { floorDivide } from '../../model/sizes/arithmetic.ts';
import { nativeClass, NOT_IMPLEMENTED, type NativeRun } from '../../python/evaluate/native.ts';
import {
  bool,
  float,
  int,
  list,
  NONE,
  str,
  tuple,
  type NativeCall,
  type PyClass,
  type Value,
} from '../../python/values.ts';
import type { Session } from '../session.ts';
import { sizeToValue } from '../symint.ts';
import { tensorOf } from '../tensor.ts';
import { arrayOf, forgetNumbers, makeArray, viewOf, withoutLabels, type ArrayData } from './array-data.ts';
import { addQuietMethods, sharedMethods } from './array-methods.ts';
import {
  combine,
  greatest,
  positionOfGreatest,
  map,
  mean,
  multiplied,
  reduce,
  sum,
  toValue,
  variance,
} from './compute.ts';
import { indexArray } from './indices.ts';
import { matrixProduct } from './matrices.ts';
import { readShape } from './read.ts';

export type Binary = (a: number, b: number) => number;

export const ARITHMETIC: Readonly<Record<string, Binary>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  truediv: (a, b) => a / b,
  floordiv: (a, b) => Math.floor(a / b),
  mod: (a, b) => a - b * Math.floor(a / b),
  pow: (a, b) => a ** b,
};
/** On booleans and integers. */
const BITWISE: Readonly<Record<string, Binary>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  lshift: (a, b) => a << b,
  rshift: (a, b) => a >> b,
};
const COMPARISONS: Readonly<Record<string, Binary>> = {
  eq: (a, b) => Number(a === b),
  ne: (a, b) => Number(a !== b),
  lt: (a, b) => Number(a < b),
  le: (a, b) => Number(a <= b),
  gt: (a, b) => Number(a > b),
  ge: (a, b) => Number(a >= b),
};

export function createArrayClass(session: Session, functions: () => Readonly<Record<string, Value>>): PyClass {
  const own = (call: NativeCall): ArrayData =>
    arrayOf(call.args[0]) ?? { shape: null, reason: say`The array is not known.`, dtype: 'float64', numbers: null };
  const operators: Record<string, NativeRun> = {};
  const binary =
    (compute: Binary, reversed: boolean, dtype?: string): NativeRun =>
    (call) => {
      const [self, other] = call.args;
      // A tensor's own operator comes first: `array + tensor` is a tensor.
      if (!other || tensorOf(other) || other.kind === 'str' || other.kind === 'none') return NOT_IMPLEMENTED;
      return combine(session, reversed ? other : self, reversed ? self : other, compute, call.site, dtype);
    };
  for (const [name, compute] of Object.entries(ARITHMETIC)) {
    const dtype = name === 'truediv' ? 'float64' : undefined;
    operators[`__${name}__`] = binary(compute, false, dtype);
    operators[`__r${name}__`] = binary(compute, true, dtype);
  }
  for (const [name, compute] of Object.entries(BITWISE)) {
    operators[`__${name}__`] = binary(compute, false);
    operators[`__r${name}__`] = binary(compute, true);
  }
  for (const [name, compute] of Object.entries(COMPARISONS)) operators[`__${name}__`] = binary(compute, false, 'bool');

  const reduction =
    (compute: (numbers: readonly number[]) => number, dtype?: string): NativeRun =>
    (call) =>
      reduce(session, call.args[0], call.args[1] ?? call.kwargs.get('axis'), keeps(call), compute, dtype);
  const same: NativeRun = (call) => call.args[0] ?? NONE;

  const cls = nativeClass({
    name: 'ndarray',
    qualifiedName: 'numpy.ndarray',
    methods: {
      ...operators,
      ...sharedMethods(functions),
      __matmul__: (call) => matrixProduct(session, call.args[0], call.args[1]),
      __rmatmul__: (call) => matrixProduct(session, call.args[1], call.args[0]),
      __invert__: (call) => map(session, call.args[0], own(call).dtype === 'bool' ? (x) => 1 - x : (x) => ~x),
      __neg__: (call) => map(session, call.args[0], (x) => -x),
      __abs__: (call) => map(session, call.args[0], Math.abs),
      __len__: (call) => {
        const [size] = own(call).shape ?? [];
        return size === undefined
          ? call.interpreter.unknown(say`The length is not known.`, call.site)
          : sizeToValue(session, size);
      },
      __iter__: (call) => {
        const items = itemsOf(session, own(call));
        if (!items) return call.interpreter.unknown(say`The items of the array are not known.`, call.site);
        let index = 0;
        return { kind: 'iterator', typeName: 'iterator', next: () => items[index++] };
      },
      __getitem__: (call) => getItem(session, own(call), call),
      __setitem__: (call) => {
        forgetNumbers(call.args[0]);
        return NONE;
      },
      __bool__: (call) => {
        const { numbers } = own(call);
        const [only, second] = numbers ?? [];
        if (only === undefined || second !== undefined)
          return call.interpreter.unknown(say`The numbers are not known.`, call.site);
        return bool(only !== 0);
      },
      __int__: (call) => scalar(call, own(call), (x) => int(Math.trunc(x))),
      __float__: (call) => scalar(call, own(call), float),
      __index__: (call) => scalar(call, own(call), (x) => int(Math.trunc(x))),
      item: (call) => scalar(call, own(call), (x) => (own(call).dtype.startsWith('int') ? int(x) : float(x))),
      tolist: (call) => {
        const items = nested(own(call));
        return items ?? call.interpreter.unknown(say`The numbers are not known.`, call.site);
      },
      astype: (call) => {
        const data = own(call);
        const dtype = dtypeName(call.args[1] ?? call.kwargs.get('dtype')) ?? data.dtype;
        const whole = /int/.test(dtype);
        return makeArray(session, {
          ...data,
          dtype,
          numbers: data.numbers?.map((x) => (whole ? Math.trunc(x) : x)) ?? null,
        });
      },
      reshape: (call) => {
        const [first] = call.args.slice(1);
        const many = first?.kind === 'tuple' || first?.kind === 'list';
        return reshape(session, own(call), many ? first : tuple(call.args.slice(1)));
      },
      transpose: (call) => {
        const axes =
          call.args[1]?.kind === 'tuple' || call.args[1]?.kind === 'list' ? call.args[1] : tuple(call.args.slice(1));
        return transpose(session, own(call), axes.items.length > 0 ? readShape(axes) : null);
      },
      flatten: (call) => reshape(session, own(call), tuple([int(-1)])),
      ravel: (call) => reshape(session, own(call), tuple([int(-1)])),
      copy: same,
      sum: reduction(sum),
      prod: reduction(multiplied),
      mean: reduction(mean, 'float64'),
      std: reduction((numbers) => Math.sqrt(variance(numbers)), 'float64'),
      var: reduction(variance, 'float64'),
      max: reduction(greatest),
      min: reduction((numbers) => Math.min(...numbers)),
      argmax: reduction(positionOfGreatest, 'int64'),
      argmin: reduction((numbers) => numbers.indexOf(Math.min(...numbers)), 'int64'),
      all: reduction((numbers) => Number(numbers.every((x) => x !== 0)), 'bool'),
      any: reduction((numbers) => Number(numbers.some((x) => x !== 0)), 'bool'),
      fill: (call) => {
        forgetNumbers(call.args[0]);
        return NONE;
      },
      __repr__: () => str('array(...)'),
    },
    properties: {
      shape: (call) => {
        const data = own(call);
        if (!data.shape) return call.interpreter.unknown(data.reason ?? say`The shape is not known.`, call.site);
        return tuple(data.shape.map((size) => sizeToValue(session, size)));
      },
      ndim: (call) => {
        const rank = own(call).shape?.length;
        return rank === undefined ? call.interpreter.unknown(say`The shape is not known.`, call.site) : int(rank);
      },
      size: (call) => {
        const { shape } = own(call);
        return shape
          ? sizeToValue(session, product(shape))
          : call.interpreter.unknown(say`The shape is not known.`, call.site);
      },
      dtype: (call) => str(own(call).dtype),
      T: (call) => transpose(session, own(call), null),
    },
  });
  addQuietMethods(session, cls);
  return cls;
}

const keeps = (call: NativeCall): boolean => {
  const value = call.kwargs.get('keepdims');
  return value !== undefined && call.interpreter.truth(value) === true;
};

function scalar(call: NativeCall, data: ArrayData, make: (x: number) => Value): Value {
  const [only, second] = data.numbers ?? [];
  return only !== undefined && second === undefined
    ? make(only)
    : call.interpreter.unknown(say`The number in the array is not known.`, call.site);
}

function getItem(session: Session, data: ArrayData, call: NativeCall): Value {
  const index = call.args[1];
  const unknown = (reason: Message): Value =>
    makeArray(session, { ...withoutLabels(data), shape: null, reason, numbers: null });
  if (!data.shape || !index) return unknown(data.reason ?? say`The shape is not known.`);
  const [first] = data.shape;
  if (index.kind === 'int' && data.numbers && typeof first === 'number') {
    const items = itemsOf(session, data);
    const position = Number(index.value);
    const item = items?.[position < 0 ? first + position : position];
    if (item) return viewOf(item, call.args[0]);
  }
  const answer = indexArray(session, data.shape, index, call.site);
  if (answer.kind === 'impossible')
    return call.interpreter.raise('IndexError', english(answer.clash.message), call.site);
  if (answer.kind === 'unknown') return unknown(answer.reason);
  // All of the items, `y[:, 0]` of (n, 1) or shuffled: they are the labels still.
  const all = equal(product(answer.value), product(data.shape)) === true;
  return makeArray(session, { ...(all ? data : withoutLabels(data)), shape: answer.value, numbers: null });
}

/** Parts along the first axis. */
function itemsOf(session: Session, data: ArrayData): Value[] | null {
  const [first, ...rest] = data.shape ?? [];
  if (typeof first !== 'number' || first > MAX_ITEMS) return null;
  const size = product(rest);
  return Array.from({ length: first }, (_, index) => {
    const numbers =
      data.numbers && typeof size === 'number' ? data.numbers.slice(index * size, (index + 1) * size) : null;
    return toValue(session, { ...withoutLabels(data), shape: rest, numbers });
  });
}

/** Loops over longer arrays are loops over data. */
const MAX_ITEMS = 1024;

function nested(data: ArrayData): Value | null {
  const build = (shape: Shape, from: number): Value | null => {
    const [first, ...rest] = shape;
    if (first === undefined) {
      const number = data.numbers?.[from];
      if (number === undefined) return null;
      if (data.dtype === 'bool') return bool(number !== 0);
      return /^u?int/.test(data.dtype) ? int(number) : float(number);
    }
    const step = product(rest);
    if (typeof first !== 'number' || typeof step !== 'number') return null;
    const items: Value[] = [];
    for (let i = 0; i < first; i++) {
      const item = build(rest, from + i * step);
      if (!item) return null;
      items.push(item);
    }
    return list(items);
  };
  return data.shape && data.numbers ? build(data.shape, 0) : null;
}

export function reshape(session: Session, data: ArrayData, target: Value): Value {
  const sizes = readShape(target);
  if (!sizes || !data.shape)
    return makeArray(session, { ...data, shape: null, reason: say`The new shape is not known.`, numbers: null });
  const open = sizes.indexOf(-1);
  if (open < 0) return makeArray(session, { ...data, shape: sizes });
  const known = product(sizes.filter((_, index) => index !== open));
  const filled: Size[] = [...sizes];
  filled[open] = known === 0 ? 0 : floorDivide(product(data.shape), known);
  return makeArray(session, { ...data, shape: filled });
}

export function transpose(session: Session, data: ArrayData, order: Shape | null): Value {
  if (!data.shape) return makeArray(session, { ...data, numbers: null });
  const { shape } = data;
  const axes = order ?? shape.map((_, index) => shape.length - 1 - index);
  const sizes = axes.map((axis) =>
    typeof axis === 'number' ? shape[axis < 0 ? shape.length + axis : axis] : undefined,
  );
  const known = sizes.every((size) => size !== undefined);
  const numbers = shape.length < 2 ? data.numbers : null;
  return makeArray(session, {
    ...data,
    shape: known ? sizes : null,
    reason: known ? null : say`The axes are not known.`,
    numbers,
  });
}

/** `np.float32`, `'float32'`, `float`. */
export function dtypeName(value: Value | undefined): string | null {
  if (value?.kind === 'str') return value.value;
  if (value?.kind === 'class') return { float: 'float64', int: 'int64', bool: 'bool' }[value.name] ?? value.name;
  return null;
}
