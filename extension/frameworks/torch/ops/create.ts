/** Functions that make new tensors: zeros, randn, arange, tensor, ones_like ... */
import { say } from '../../../message.ts';
import { concreteSize } from '../../../model/concrete.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import { unsure } from '../../../model/refusal.ts';
import { add, ceilDivide, subtract } from '../../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { asNumber, type Interpreter, type Value } from '../../../python/values.ts';
import { arrayOf } from '../../numpy/array-data.ts';
import { numberOf } from '../../operand-tensors.ts';
import { valueToSize } from '../../symint.ts';
import { tensorOf } from '../../tensor.ts';
import { dtypeName } from '../dtypes.ts';
import { numbersOf } from '../context.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { Op, Outcome, Rule } from './op.ts';

/** Constants up to this many numbers are kept: schedules of rates, positions, filters. */
const MAX_NUMBERS = 1024;

function made(
  op: Op,
  shape: Shape,
  fallback = 'float32',
  numbers?: readonly number[],
  kernel: KernelCall | null = null,
): Outcome {
  const dtype = dtypeName(op.value('dtype')) ?? fallback;
  const keep = numbers && numbers.length <= MAX_NUMBERS ? numbers : undefined;
  const run = kernel ?? (numbers ? constantOf(shape, numbers) : null);
  return { shapes: [shape], dtype, inputs: [], kernel: run, ...(keep ? { numbers: keep } : {}) };
}

const constantOf = (shape: Shape, values: readonly number[]): KernelCall | null =>
  onNumbers([shape], (sizes) => ({ op: 'constant', shape: sizes, values: values.length > 0 ? values : [0] }));

type Distribution = Extract<KernelCall, { op: 'random' }>['distribution'];

const drawn = (shape: Shape, distribution: Distribution, first: number, second: number): KernelCall | null =>
  onNumbers([shape], (sizes) => ({ op: 'random', distribution, shape: sizes, first, second }));

/** What the functions fill a tensor with, by the part of their name that says it; null: with whatever is in the memory. */
function filling(op: Op, shape: Shape): KernelCall | null {
  const name = op.label.replace(/^new_|_like$/g, '');
  switch (name) {
    case 'zeros':
      return constantOf(shape, [0]);
    case 'ones':
      return constantOf(shape, [1]);
    case 'full': {
      const value = numberOf(op.value('fill_value'));
      return value === undefined ? null : constantOf(shape, [value]);
    }
    case 'rand':
      return drawn(shape, 'uniform', 0, 1);
    case 'randn':
      return drawn(shape, 'normal', 0, 1);
    case 'randint': {
      const [low, high] = [numberOf(op.value('low')) ?? 0, numberOf(op.value('high'))];
      return high === undefined ? null : drawn(shape, 'integers', low, high);
    }
    default:
      return null;
  }
}

const filled =
  (fallback: string, value?: number): Rule =>
  (op) => {
    const shape = op.sizes('size');
    return made(op, shape, fallback, allOf(shape, value), filling(op, shape));
  };

/** The same number everywhere, where it is known and not too often there. */
function allOf(shape: Shape, value: number | undefined): readonly number[] | undefined {
  const count = shape.every((size) => typeof size === 'number') ? shape.reduce((a, b) => a * b, 1) : Infinity;
  return value !== undefined && count <= MAX_NUMBERS ? Array<number>(count).fill(value) : undefined;
}

const like =
  (fallback?: string): Rule =>
  (op) => {
    const shape = op.shape();
    const dtype = fallback ?? tensorOf(op.value('input'))?.dtype ?? 'float32';
    return made(op, shape, dtype, undefined, filling(op, shape));
  };

/** x.new_zeros(2, 3): the type is that of x. */
const newFilled: Rule = (op) => {
  const shape = op.sizes('size');
  return made(op, shape, tensorOf(op.value('input'))?.dtype ?? 'float32', undefined, filling(op, shape));
};

const arange: Rule = (op) => {
  const bounds = ['start', 'end', 'step'].map((name) => op.value(name));
  const [start, end, step] = bounds;
  const whole = bounds.every((value) => value === undefined || valueToSize(value) !== undefined);
  if (whole) {
    const from = op.size('start', 0);
    const by = op.size('step', 1);
    const to = op.size('end');
    const span = subtract(to, from);
    if (by === 0) return unsure(say`A step of 0.`);
    const length = by === 1 ? span : ceilDivide(span, by);
    return made(op, [length], 'int64', counted(from, by, length), rangeOf(from, by, length));
  }
  const [low, high, stride] = [start ? asNumber(start) : 0, end && asNumber(end), step ? asNumber(step) : 1];
  if (low === undefined || high === undefined || stride === undefined)
    return unsure(say`A bound of arange cannot be told.`);
  const length = Math.max(0, Math.ceil((high - low) / stride));
  return made(op, [length], 'float32', counted(low, stride, length), rangeOf(low, stride, length));
};

const rangeOf = (start: Size, step: Size, count: Size): KernelCall | null => {
  const [from, by, length] = [concreteSize(start), concreteSize(step), concreteSize(count)];
  return from === null || by === null || length === null ? null : { op: 'range', start: from, step: by, count: length };
};

function counted(start: Size, step: Size, length: Size): readonly number[] | undefined {
  if (typeof start !== 'number' || typeof step !== 'number' || typeof length !== 'number') return undefined;
  return length > MAX_NUMBERS
    ? undefined
    : Array.from({ length: Math.max(0, length) }, (_, index) => start + index * step);
}

const linspace: Rule = (op) => {
  const steps = op.size('steps', 100);
  const [start, end] = [op.value('start'), op.value('end')].map((value) => asNumber(value));
  if (start === undefined || end === undefined) return made(op, [steps]);
  const count = concreteSize(steps);
  const kernel: KernelCall | null = count === null ? null : evenly(start, end, count);
  if (typeof steps !== 'number' || steps > MAX_NUMBERS) return made(op, [steps], 'float32', undefined, kernel);
  return made(
    op,
    [steps],
    'float32',
    Array.from({ length: steps }, (_, index) => (steps === 1 ? start : start + ((end - start) * index) / (steps - 1))),
    kernel,
  );
};

const evenly = (start: number, end: number, count: number): KernelCall => ({
  op: 'range',
  start,
  step: count > 1 ? (end - start) / (count - 1) : 0,
  count,
});

const eye: Rule = (op) => {
  const rows = op.size('n');
  const shape = [rows, op.has('m') ? op.size('m') : rows];
  const kernel = onNumbers([shape], ([height = 1, width = 1]) => ({
    op: 'eye',
    rows: height,
    columns: width,
    offset: 0,
  }));
  return made(op, shape, 'float32', undefined, kernel);
};

interface Nested {
  readonly shape: Shape;
  readonly numbers: readonly number[] | undefined;
  readonly dtype: string;
}

/** The shape of nested lists of numbers and tensors: what torch.tensor makes of them. */
function nested(interpreter: Interpreter, value: Value, depth: number): Nested {
  const tensor = tensorOf(value);
  if (tensor?.shape) return { shape: tensor.shape, numbers: numbersOf(value), dtype: tensor.dtype ?? 'float32' };
  const array = arrayOf(value);
  if (array?.shape) return { shape: array.shape, numbers: array.numbers ?? undefined, dtype: array.dtype };
  if (value.kind === 'bool') return { shape: [], numbers: [value.value ? 1 : 0], dtype: 'bool' };
  const number = asNumber(value);
  if (number !== undefined) return { shape: [], numbers: [number], dtype: value.kind === 'int' ? 'int64' : 'float32' };
  if (valueToSize(value) !== undefined) return { shape: [], numbers: undefined, dtype: 'int64' };
  const items = depth < 8 ? interpreter.iterate(value) : null;
  if (!items)
    return unsure(value.kind === 'unknown' ? value.cause.reason : say`The data of the tensor cannot be told.`);
  interpreter.work(items.length >> 2);
  const parts = items.map((item) => nested(interpreter, item, depth + 1));
  const [first] = parts;
  if (!first) return { shape: [0], numbers: [], dtype: 'float32' };
  const all = parts.flatMap((part) => part.numbers ?? []);
  const complete = parts.every((part) => part.numbers !== undefined) && all.length <= MAX_NUMBERS;
  return {
    shape: [parts.length, ...first.shape],
    numbers: complete ? all : undefined,
    dtype: parts.find((part) => part.dtype === 'float32')?.dtype ?? first.dtype,
  };
}

const tensor: Rule = (op) => {
  const data = op.value('data') ?? op.value('obj') ?? op.value('input') ?? op.value('ndarray');
  if (!data) return unsure(say`No data was given.`);
  // A tensor stays what it is, whatever its numbers.
  const own = tensorOf(data);
  const { shape, numbers, dtype } = nested(op.call.interpreter, data, 0);
  if (own?.shape)
    return { shapes: [shape], dtype, inputs: [data], kernel: { op: 'identity' }, ...(numbers ? { numbers } : {}) };
  return made(op, shape, dtype, numbers);
};

const full: Rule = (op) => {
  const value = op.value('fill_value');
  const shape = op.sizes('size');
  const dtype = value?.kind === 'int' ? 'int64' : value?.kind === 'bool' ? 'bool' : 'float32';
  return made(op, shape, dtype, allOf(shape, numberOf(value)), filling(op, shape));
};

const randperm: Rule = (op) => {
  const shape = [op.size('n')];
  return made(op, shape, 'int64', undefined, drawn(shape, 'permutation', 0, 0));
};

const normal: Rule = (op) => {
  if (op.has('size')) {
    const shape = op.sizes('size');
    const [mean, std] = [numberOf(op.value('mean')) ?? 0, numberOf(op.value('std')) ?? 1];
    return made(op, shape, 'float32', undefined, drawn(shape, 'normal', mean, std));
  }
  const shapes = ['mean', 'std'].flatMap((name) => (tensorOf(op.value(name)) ? [op.shape(name)] : []));
  return made(op, op.broadcast(shapes));
};

/** Places of a matrix that are looked at for their indices. */
const MAX_INDICES = 1 << 20;

const triangle: Rule = (op) => {
  const [rows, columns] = [op.int('row'), op.int('col')];
  const offset = op.int('offset', 0);
  const lower = op.label.startsWith('tril');
  if (rows * columns > MAX_INDICES) return unsure(say`More indices than are counted.`);
  const places: (readonly [number, number])[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (lower ? column - row <= offset : column - row >= offset) places.push([row, column]);
    }
  }
  const numbers = [...places.map(([row]) => row), ...places.map(([, column]) => column)];
  return made(op, [2, places.length], 'int64', numbers);
};

export const CREATE: Readonly<Record<string, Rule>> = {
  zeros: filled('float32', 0),
  ones: filled('float32', 1),
  empty: filled('float32'),
  rand: filled('float32'),
  randn: filled('float32'),
  randint: filled('int64'),
  full,
  zeros_like: like(),
  ones_like: like(),
  empty_like: like(),
  rand_like: like(),
  randn_like: like(),
  randint_like: like(),
  full_like: like(),
  new_zeros: newFilled,
  new_ones: newFilled,
  new_empty: newFilled,
  new_full: newFilled,
  new_tensor: tensor,
  arange,
  range: (op) => made(op, [add(subtract(op.size('end'), op.size('start', 0)), 1)]),
  linspace,
  logspace: (op) => {
    const steps = op.size('steps', 100);
    const [start, end] = [op.value('start'), op.value('end')].map((value) => asNumber(value));
    const base = op.number('base', 10);
    if (start === undefined || end === undefined || typeof steps !== 'number') return made(op, [steps]);
    const step = steps > 1 ? (end - start) / (steps - 1) : 0;
    return made(
      op,
      [steps],
      'float32',
      Array.from({ length: steps }, (_, index) => base ** (start + index * step)),
    );
  },
  eye,
  tensor,
  as_tensor: tensor,
  asarray: tensor,
  from_numpy: tensor,
  scalar_tensor: (op) => {
    const value = numberOf(op.value('s'));
    return made(op, [], 'float32', value === undefined ? undefined : [value]);
  },
  randperm,
  normal,
  tril_indices: triangle,
  triu_indices: triangle,
};
