/** Linear algebra and what moves along axes: diagonals, products, decompositions. keras.ops.linalg, tf.linalg */
import { say } from '../../../message.ts';
import { add, floorDivide, multiply, product, subtract, sum } from '../../../model/sizes/arithmetic.ts';
import { diagonalMatrices, differenceKernel, productKernel } from '../../../model/formulas.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { asInt, tuple, type Value } from '../../../python/values.ts';
import type { OpCall, Operation } from './context.ts';

const ofShape =
  (
    rule: (shape: Shape, call: OpCall) => Shape | null,
    kernelOf: (shape: Shape, call: OpCall) => KernelCall | null = () => null,
  ): Operation =>
  (call) => {
    const shape = call.shapeOf(call.first);
    const kernel = shape && kernelOf(shape, call);
    const reason = say`The shape cannot be told.`;
    return call.result([call.first], shape && rule(shape, call), { ...(shape ? { reason } : {}), kernel });
  };

const diagonalKernel = (first: number, second: number): KernelCall => ({ op: 'diagonal', offset: 0, first, second });

/** The sum of a diagonal, whose axis is the last. */
const traceKernel = (rank: number, first: number, second: number): KernelCall => ({
  op: 'chain',
  steps: [
    { call: diagonalKernel(first, second) },
    { call: { op: 'reduce', method: 'sum', axes: [rank - 2], keepAxes: false, parameter: 0 } },
  ],
});

/** The last two axes are matrices. */
const matrices = (shape: Shape): readonly [Size, Size] | null =>
  shape.length < 2 ? null : [shape.at(-2) ?? 1, shape.at(-1) ?? 1];

const without = (shape: Shape, axes: readonly number[]): Shape => shape.filter((_, index) => !axes.includes(index));

/** Diagonals by two axes: `diagonal(x, offset, axis1, axis2)`. */
function axesOfDiagonal(call: OpCall, shape: Shape): readonly [number, number] | null {
  const offset = call.arg(1, 'offset');
  if (offset !== undefined && asInt(offset) !== 0) return null;
  const axes = [call.axis(shape.length, 0, 2, 'axis1'), call.axis(shape.length, 1, 3, 'axis2')] as const;
  return axes[0] === undefined || axes[1] === undefined ? null : [axes[0], axes[1]];
}

function shorter(a: Size | undefined, b: Size | undefined): Size | null {
  if (a === b) return a ?? null;
  return typeof a === 'number' && typeof b === 'number' ? Math.min(a, b) : null;
}

/** `tensordot(a, b, axes)`: a number of axes, or the axes of each. */
const tensordot: Operation = (call) => {
  const [left, right] = [call.first, call.tensor(1, 'b', 'x2')];
  const [a, b] = [call.shapeOf(left), call.shapeOf(right)];
  const unknown = (): Value =>
    call.result([left, right], null, { reason: say`The axes of the product are not known.` });
  if (!a || !b) return unknown();
  const given = call.arg(2, 'axes');
  const count = given === undefined ? (call.label.startsWith('tf.') ? undefined : 2) : asInt(given);
  const pair = given?.kind === 'list' || given?.kind === 'tuple' ? given.items.map(positions) : [];
  const own = count === undefined ? pair[0] : Array.from({ length: count }, (_, index) => a.length - count + index);
  const others = count === undefined ? pair[1] : Array.from({ length: count }, (_, index) => index);
  if (own?.length !== others?.length || !own || !others) return unknown();
  const [ours, theirs] = [
    own.map((axis) => (axis + a.length) % a.length),
    others.map((axis) => (axis + b.length) % b.length),
  ];
  for (const [index, axis] of ours.entries()) {
    const message = say`The axes that are summed over have different sizes.`;
    if (!call.agree(a[axis] ?? 1, b[theirs[index] ?? 0] ?? 1, message)) return unknown();
  }
  const result = [...without(a, ours), ...without(b, theirs)];
  const inner = product(ours.map((axis) => a[axis] ?? 1));
  const pairs = ours.map((axis, index) => [axis, theirs[index] ?? 0] as const);
  const kernel = productKernel(a.length, b.length, pairs, []);
  return call.result([left, right], result, { macs: multiply(product(result.slice(1)), inner), kernel });
};

function positions(value: Value): readonly number[] | undefined {
  const single = asInt(value);
  if (single !== undefined) return [single];
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
  const axes = value.items.map(asInt);
  return axes.every((axis) => axis !== undefined) ? axes : undefined;
}

/** `K.batch_dot(x, y, axes)`: one product for each sample. keras/src/legacy/backend.py */
const batchDot: Operation = (call) => {
  const [left, right] = [call.first, call.tensor(1, 'y')];
  const [a, b] = [call.shapeOf(left), call.shapeOf(right)];
  const unknown = (): Value =>
    call.result([left, right], null, { reason: say`The axes of the product are not known.` });
  if (!a || !b || a.length < 2 || b.length < 2) return unknown();
  const given = call.arg(2, 'axes');
  const single = asInt(given);
  const pair = given?.kind === 'list' || given?.kind === 'tuple' ? given.items.map(asInt) : [single, single];
  const none = given === undefined || given.kind === 'none';
  const [own, other] = none ? [a.length - 1, b.length === 2 ? 1 : b.length - 2] : pair;
  if (own === undefined || other === undefined) return unknown();
  const [ours, theirs] = [(own + a.length) % a.length, (other + b.length) % b.length];
  if (!call.agree(a[ours] ?? 1, b[theirs] ?? 1, say`The axes that are summed over have different sizes.`))
    return unknown();
  const result = [...without(a, [ours]), ...without(b, [0, theirs])];
  const kernel = productKernel(a.length, b.length, [[ours, theirs]], [[0, 0]]);
  return call.result([left, right], result.length === 1 ? [...result, 1] : result, {
    macs: multiply(product(result.slice(1)), a[ours] ?? 1),
    // A single number for each sample would need an axis of its own.
    kernel: result.length === 1 ? null : kernel,
  });
};

const parts =
  (rule: (rows: Size, columns: Size, least: Size) => readonly Shape[]): Operation =>
  (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const matrix = shape && matrices(shape);
    const least = matrix && shorter(matrix[0], matrix[1]);
    if (!shape || !matrix || least === null) return call.unknown(say`The parts are not known.`);
    const lead = shape.slice(0, -2);
    return call.pack(rule(matrix[0], matrix[1], least).map((part) => call.result([input], [...lead, ...part])));
  };

/** Complex numbers of keras.ops are a pair of tensors; `rfft` halves the last axis. */
const spectrum =
  (sizeOf: (size: Size) => Size | null): Operation =>
  (call) => {
    const given = call.first;
    const parts = given.kind === 'tuple' || given.kind === 'list' ? given.items : [given];
    const shape = parts[0] ? call.shapeOf(parts[0]) : null;
    const last = shape && call.arg(1, 'fft_length') === undefined ? sizeOf(shape.at(-1) ?? 1) : null;
    const result = shape && last !== null ? [...shape.slice(0, -1), last] : null;
    const tensors = call.family === 'tf' ? [0] : [0, 1];
    const made = tensors.map(() => call.result(parts, result, { reason: say`The length is not known.` }));
    return made.length === 1 && made[0] ? made[0] : tuple(made);
  };

export const MATRIX_OPERATIONS: Readonly<Record<string, Operation>> = {
  fft: spectrum((size) => size),
  rfft: spectrum((size) => add(floorDivide(size, 2), 1)),
  tensordot,
  batch_dot: batchDot,
  /** NumPy's diag: a vector becomes a matrix, of a matrix the diagonal is taken. */
  diag: ofShape(
    (shape, call) => {
      const offset = call.arg(1, 'k');
      if (offset !== undefined && asInt(offset) !== 0) return null;
      if (shape.length === 1) return [...shape, ...shape];
      const least = shape.length === 2 ? shorter(shape[0], shape[1]) : null;
      return least === null ? null : [least];
    },
    (shape) => (shape.length === 1 ? { op: 'diagonal-matrix', offset: 0 } : diagonalKernel(0, 1)),
  ),
  diagonal: ofShape(
    (shape, call) => {
      const axes = axesOfDiagonal(call, shape);
      const least = axes && shorter(shape[axes[0]], shape[axes[1]]);
      return axes && least !== null ? [...without(shape, axes), least] : null;
    },
    (shape, call) => {
      const axes = axesOfDiagonal(call, shape);
      return axes && diagonalKernel(...axes);
    },
  ),
  trace: ofShape(
    (shape, call) => {
      if (call.label.startsWith('tf.')) return shape.slice(0, -2);
      const axes = axesOfDiagonal(call, shape);
      return axes && without(shape, axes);
    },
    (shape, call) => {
      const rank = shape.length;
      const axes = call.label.startsWith('tf.') ? ([rank - 2, rank - 1] as const) : axesOfDiagonal(call, shape);
      return axes && traceKernel(rank, ...axes);
    },
  ),
  /** `tf.linalg.diag`: every vector becomes a matrix. */
  matrix_diag: ofShape(
    (shape) => [...shape, shape.at(-1) ?? 1],
    (shape, call) =>
      call.positional.length + call.keywords.size === 1
        ? onNumbers([shape], (sizes) => diagonalMatrices(sizes, 0).kernel)
        : null,
  ),
  matrix_diag_part: ofShape(
    (shape) => {
      const least = shorter(shape.at(-2), shape.at(-1));
      return least === null ? null : [...shape.slice(0, -2), least];
    },
    (shape) => diagonalKernel(shape.length - 2, shape.length - 1),
  ),
  matrix_transpose: ofShape(
    (shape) => {
      const matrix = matrices(shape);
      return matrix && [...shape.slice(0, -2), matrix[1], matrix[0]];
    },
    (shape) => {
      const order = shape.map((_, axis) => axis);
      order.push(...order.splice(-2).reverse());
      return { op: 'permute', order };
    },
  ),
  /** A number for each matrix. */
  determinant: ofShape((shape) => (shape.length < 2 ? null : shape.slice(0, -2))),
  matvec: (call) => {
    const [matrix, vector] = [call.first, call.tensor(1, 'b')];
    const [a, b] = [call.shapeOf(matrix), call.shapeOf(vector)];
    if (
      !a ||
      !b ||
      a.length < 2 ||
      !call.agree(a.at(-1) ?? 1, b.at(-1) ?? 1, say`The inner sizes of the product differ.`)
    )
      return call.result([matrix, vector], null, { reason: say`The product is not known.` });
    const alone = b.length === 1 ? productKernel(a.length, 1, [[a.length - 1, 0]], []) : null;
    return call.result([matrix, vector], b.length > 1 && a.length === 2 ? null : a.slice(0, -1), { kernel: alone });
  },
  outer: (call) => {
    const [left, right] = [call.first, call.tensor(1, 'x2', 'b')];
    const [a, b] = [call.shapeOf(left), call.shapeOf(right)];
    const kernel = a?.length === 1 && b?.length === 1 ? productKernel(1, 1, [], []) : null;
    return call.result([left, right], a && b ? [product(a), product(b)] : null, { kernel });
  },
  vdot: (call) => {
    const shape = call.shapeOf(call.first);
    const kernel = shape?.length === 1 ? productKernel(1, 1, [[0, 0]], []) : null;
    return call.result([call.first, call.tensor(1, 'x2')], shape && [], { kernel });
  },
  qr: parts((rows, columns, least) => [
    [rows, least],
    [least, columns],
  ]),
  svd: parts((rows, columns, least) => [[rows, rows], [least], [columns, columns]]),
  eigh: parts((rows, columns) => [[rows], [rows, columns]]),
  solve: (call) => {
    const other = call.tensor(1, 'b', 'rhs');
    return call.result([call.first, other], call.shapeOf(other));
  },
  /** `diff(a, n, axis)` */
  diff: ofShape(
    (shape, call) => {
      const count = call.arg(1, 'n') === undefined ? 1 : call.int(1, 'n');
      const axis = call.axis(shape.length, -1, 2, 'axis');
      if (count === undefined || axis === undefined) return null;
      return shape.map((size, index) => (index === axis ? subtract(size, count) : size));
    },
    (shape, call) => {
      const count = call.arg(1, 'n') === undefined ? 1 : call.int(1, 'n');
      const axis = call.axis(shape.length, -1, 2, 'axis');
      if (count === undefined || axis === undefined) return null;
      return onNumbers([shape], (sizes) => differenceKernel(sizes, axis, count));
    },
  ),
  /** `hstack`, `vstack`, `dstack`: joined along an axis that the arrays may have to be given first. */
  hstack: (call) => stacked(call, (rank) => (rank === 1 ? 0 : 1)),
  vstack: (call) => stacked(call, () => 0),
  dstack: (call) => stacked(call, () => 2),
};

function stacked(call: OpCall, axisOf: (rank: number) => number): Value {
  const given = call.first;
  const items = given.kind === 'list' || given.kind === 'tuple' ? given.items : [];
  const shapes = items.map((item) => call.shapeOf(item));
  const [first] = shapes;
  const axis = first ? axisOf(first.length) : 0;
  if (!first || first.length <= axis || !shapes.every((shape) => shape?.length === first.length))
    return call.result(items, null, { reason: say`The shapes of the arrays are not known.` });
  const result = [...first];
  result[axis] = sum(shapes.map((shape) => shape?.[axis] ?? 0));
  return call.result(items, result, { kernel: { op: 'concat', axis } });
}
