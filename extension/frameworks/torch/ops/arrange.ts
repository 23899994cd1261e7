/** Functions that put the elements of a tensor into another order or shape: view, permute, expand, roll ... */
import { say } from '../../../message.ts';
import { turnKernel } from '../../../model/formulas.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import { refuse, unsure } from '../../../model/refusal.ts';
import { reshapedSizes } from '../../../model/shape-rules/reshape.ts';
import type { Shape, Size } from '../../../model/size.ts';
import {
  add,
  equal,
  floorDivide,
  multiply,
  product,
  subtract,
  maximum,
  minimum,
  atLeast,
} from '../../../model/sizes/arithmetic.ts';
import { shapeText, sizeText } from '../../../model/sizes/text.ts';
import type { Value } from '../../../python/values.ts';
import { flipKernel, onNumbers } from '../../../model/part-kernel.ts';
import type { Op, Outcome, Rule } from './op.ts';

/** The whole target as numbers, an open batch as 1; null while another size is open. */
const reshapeKernel = (shape: Shape): KernelCall | null =>
  onNumbers([shape], (sizes) => ({ op: 'reshape', shape: sizes }));

const slicePart = (shape: Shape, result: Shape, axis: number, start: Size, length: Size): KernelCall | null =>
  onNumbers([shape, result, [start, length]], (sizes, target, [first = 0, count = 0]) => ({
    op: 'slice',
    starts: sizes.map((size, each) => (each === axis ? (first < 0 ? first + size : first) : 0)),
    steps: sizes.map(() => 1),
    sizes: sizes.map((size, each) => (each === axis ? count : size)),
    shape: target,
  }));

const reshaped = (shape: Shape): Outcome => ({ shapes: [shape], kernel: reshapeKernel(shape) });

function permuted(shape: Shape, order: readonly number[]): Outcome {
  return { shapes: [order.map((axis) => shape[axis] ?? 1)], kernel: { op: 'permute', order } };
}

function swapped(shape: Shape, first: number, second: number): Outcome {
  const order = shape.map((_, axis) => axis);
  [order[first], order[second]] = [second, first];
  return permuted(shape, order);
}

const reshape: Rule = (op) => {
  const shape = op.shape();
  // view(dtype) keeps the shape where the widths of the numbers agree; other casts are rare.
  if (op.has('dtype')) return unsure(say`A view as another type of numbers.`);
  const target = op.sizes('size');
  return reshaped(op.ask(() => reshapedSizes(shape, target, 'size')));
};

const flatten: Rule = (op) => {
  const shape = op.shape();
  const start = op.axis('start_dim', shape.length, 0);
  const end = op.axis('end_dim', shape.length, -1);
  if (shape.length === 0) return reshaped([1]);
  if (start > end)
    refuse({ code: 'bad-argument', message: say`start_dim comes after end_dim.`, argument: 'start_dim' });
  return reshaped([...shape.slice(0, start), product(shape.slice(start, end + 1)), ...shape.slice(end + 1)]);
};

const unflatten: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dim', shape.length);
  const target = op.sizes('sizes');
  const part = op.ask(() => reshapedSizes([shape[axis] ?? 1], target, 'sizes'));
  return reshaped([...shape.slice(0, axis), ...part, ...shape.slice(axis + 1)]);
};

const permute: Rule = (op) => {
  const shape = op.shape();
  const order = op.ints('dim').map((axis) => op.normal(axis, shape.length, 'dims'));
  if (order.length !== shape.length || new Set(order).size !== order.length) {
    refuse({
      code: 'bad-argument',
      message: say`permute names ${order.length} axes, but the tensor ${shapeText(shape)} has ${shape.length}.`,
      argument: 'dim',
    });
  }
  return permuted(shape, order);
};

const transpose: Rule = (op) => {
  const shape = op.shape();
  return swapped(
    shape,
    op.axis(op.has('axis0') ? 'axis0' : 'dim0', shape.length),
    op.axis(op.has('axis1') ? 'axis1' : 'dim1', shape.length),
  );
};

const t: Rule = (op) => {
  const shape = op.shape();
  if (shape.length > 2) refuse({ code: 'bad-argument', message: say`t() takes at most 2 axes, not ${shape.length}.` });
  return shape.length < 2 ? { shapes: [shape], kernel: { op: 'identity' } } : swapped(shape, 0, 1);
};

const moveAxes: Rule = (op) => {
  const shape = op.shape();
  const from = op.ints('source').map((axis) => op.normal(axis, shape.length, 'source'));
  const to = op.ints('destination').map((axis) => op.normal(axis, shape.length, 'destination'));
  const order: (number | undefined)[] = Array<undefined>(shape.length).fill(undefined);
  from.forEach((axis, index) => (order[to[index] ?? 0] = axis));
  const rest = shape.map((_, axis) => axis).filter((axis) => !from.includes(axis));
  return permuted(
    shape,
    order.map((axis) => axis ?? rest.shift() ?? 0),
  );
};

const unsqueeze: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dim', shape.length, undefined, 1);
  return reshaped([...shape.slice(0, axis), 1, ...shape.slice(axis)]);
};

const squeeze: Rule = (op) => {
  const shape = op.shape();
  const named = op.axes('dim', shape.length);
  const leave = (size: Size, axis: number): boolean => {
    if (named && !named.includes(axis)) return true;
    const one = equal(size, 1);
    // A size that is left open could be 1 and then vanish, but nobody writes squeeze for that.
    return one !== true;
  };
  return reshaped(shape.filter(leave));
};

const expand: Rule = (op) => {
  const shape = op.shape();
  return expandTo(op, shape, op.sizes('size'));
};

function expandTo(op: Op, shape: Shape, target: Shape): Outcome {
  const lead = target.length - shape.length;
  if (lead < 0)
    refuse({
      code: 'bad-argument',
      message: say`expand names ${target.length} axes, but the tensor has ${shape.length}.`,
      argument: 'size',
    });
  const result = target.map((size, axis) => {
    const own = shape[axis - lead];
    if (own === undefined) return size;
    if (size === -1) return own;
    if (own === 1) return size;
    return op.agree(own, size, () => ({
      code: 'shape-mismatch',
      message: say`expand cannot make ${sizeText(size)} of an axis with ${sizeText(own)}.`,
      argument: 'size',
    }));
  });
  return {
    shapes: [result],
    inputs: inputOf(op),
    kernel: onNumbers([result], (sizes) => ({ op: 'expand', shape: sizes })),
  };
}

/** The tensor alone: others among the arguments give their shape only. */
const inputOf = (op: Op): readonly Value[] => {
  const input = op.value('input');
  return input ? [input] : [];
};

const repeat: Rule = (op) => {
  const shape = op.shape();
  const counts = op.sizes(op.has('repeats') ? 'repeats' : 'dim');
  // tile() may name fewer axes than there are, repeat() may not.
  if (counts.length < shape.length && op.label === 'repeat') {
    refuse({
      code: 'bad-argument',
      message: say`repeat names ${counts.length} axes, but the tensor has ${shape.length}.`,
      argument: 'repeats',
    });
  }
  const times = [...Array<Size>(Math.max(0, shape.length - counts.length)).fill(1), ...counts];
  const lead = times.length - shape.length;
  return {
    shapes: [times.map((count, axis) => multiply(count, shape[axis - lead] ?? 1))],
    kernel: onNumbers([times], (counts) => ({ op: 'tile', counts })),
  };
};

const repeatInterleave: Rule = (op) => {
  const shape = op.shape();
  const count = op.size('repeats');
  if (!op.has('dim')) {
    const flat = [product(shape)];
    const kernel = onNumbers([flat, [count]], (sizes, [times = 1]) => ({
      op: 'chain',
      steps: [{ call: { op: 'reshape', shape: sizes } }, { call: { op: 'repeat', axis: 0, count: times } }],
    }));
    return { shapes: [[multiply(product(shape), count)]], kernel, inputs: inputOf(op) };
  }
  const axis = op.axis('dim', shape.length);
  return {
    shapes: [shape.map((size, index) => (index === axis ? multiply(size, count) : size))],
    kernel: onNumbers([[count]], ([times = 1]) => ({ op: 'repeat', axis, count: times })),
    inputs: inputOf(op),
  };
};

const flipped =
  (own: readonly number[] | null): Rule =>
  (op) => {
    const shape = op.shape();
    const axes = own ?? op.ints('dim').map((axis) => op.normal(axis, shape.length, 'dims'));
    const kernel = flipKernel(shape, axes);
    return { shapes: [shape], kernel };
  };

const rolled: Rule = (op) => {
  const shape = op.shape();
  const shifts = op.ints('shifts');
  if (op.has('dim')) {
    const axes = op.ints('dim').map((axis) => op.normal(axis, shape.length, 'dims'));
    return { shapes: [shape], kernel: axes.length === 0 ? null : { op: 'roll', shifts, axes } };
  }
  // Without axes, the flat tensor is rolled.
  const kernel = onNumbers([shape, [product(shape)]], (sizes, flat) => ({
    op: 'chain',
    steps: [
      { call: { op: 'reshape', shape: flat } },
      { call: { op: 'roll', shifts, axes: [0] } },
      { call: { op: 'reshape', shape: sizes } },
    ],
  }));
  return { shapes: [shape], kernel };
};

const triangle =
  (upper: boolean): Rule =>
  (op) => ({ shapes: [op.shape()], kernel: { op: 'triangle', upper, diagonal: op.int('diagonal', 0) } });

const narrow: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dim', shape.length);
  const start = op.size('start');
  const length = op.size('length');
  const size = shape[axis] ?? 1;
  if (atLeast(subtract(size, add(start, length)), 0) === false) {
    refuse({
      code: 'shape-mismatch',
      message: say`narrow takes ${sizeText(length)} from ${sizeText(start)} on, but the axis has ${sizeText(size)}.`,
      argument: 'length',
    });
  }
  return {
    shapes: [shape.map((each, index) => (index === axis ? length : each))],
    kernel: slicePart(
      shape,
      shape.map((each, index) => (index === axis ? length : each)),
      axis,
      start,
      length,
    ),
  };
};

const select: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dim', shape.length);
  const result = shape.filter((_, index) => index !== axis);
  return { shapes: [result], kernel: slicePart(shape, result, axis, op.size('index'), 1) };
};

/** Sliding windows over one axis: Tensor.unfold. */
const windows: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dimension', shape.length);
  const length = op.size('size');
  const step = op.int('step');
  const count = add(floorDivide(subtract(shape[axis] ?? 1, length), step), 1);
  return {
    shapes: [[...shape.map((size, index) => (index === axis ? count : size)), length]],
    kernel: onNumbers([[length]], ([size = 1]) => ({ op: 'windows', axis, size, step })),
  };
};

const like =
  (other: string): Rule =>
  (op) => {
    const target = op.shape(other);
    const shape = op.shape();
    return { ...reshaped(op.ask(() => reshapedSizes(shape, target, other))), inputs: inputOf(op) };
  };

const diagonal: Rule = (op) => {
  const shape = op.shape();
  const offset = op.int('offset', 0);
  const first = op.axis('dim1', shape.length, 0);
  const second = op.axis('dim2', shape.length, 1);
  const rows = offset < 0 ? add(shape[first] ?? 1, offset) : (shape[first] ?? 1);
  const columns = offset > 0 ? subtract(shape[second] ?? 1, offset) : (shape[second] ?? 1);
  const length = minimum(rows, columns) ?? unsure(say`Which side is shorter depends on the sizes.`);
  const rest = shape.filter((_, axis) => axis !== first && axis !== second);
  return { shapes: [[...rest, maximum(length, 0) ?? length]], kernel: { op: 'diagonal', offset, first, second } };
};

const diag: Rule = (op) => {
  const shape = op.shape();
  const signed = op.int('diagonal', 0);
  const offset = Math.abs(signed);
  const [rows = 1, columns] = shape;
  if (columns === undefined) {
    return { shapes: [[add(rows, offset), add(rows, offset)]], kernel: { op: 'diagonal-matrix', offset: signed } };
  }
  if (offset !== 0) return unsure(say`A diagonal beside the main one.`);
  return {
    shapes: [[minimum(rows, columns) ?? unsure(say`Which side is shorter depends on the sizes.`)]],
    kernel: { op: 'diagonal', offset: 0, first: 0, second: 1 },
  };
};

export const ARRANGE: Readonly<Record<string, Rule>> = {
  view: reshape,
  reshape,
  resize_: reshape,
  flatten,
  ravel: (op) => reshaped([product(op.shape())]),
  unflatten,
  permute,
  transpose,
  swapaxes: transpose,
  swapdims: transpose,
  t,
  movedim: moveAxes,
  moveaxis: moveAxes,
  unsqueeze,
  squeeze,
  expand,
  broadcast_to: expand,
  expand_as: (op) => expandTo(op, op.shape(), op.shape('other')),
  view_as: like('other'),
  reshape_as: like('other'),
  repeat,
  tile: repeat,
  repeat_interleave: repeatInterleave,
  flip: flipped(null),
  fliplr: flipped([1]),
  flipud: flipped([0]),
  roll: rolled,
  rot90: (op) => {
    const shape = op.shape();
    const [first = 0, second = 1] = op.has('dim')
      ? op.ints('dim').map((axis) => op.normal(axis, shape.length, 'dims'))
      : [];
    const turns = op.int('k', 1);
    const kernel = onNumbers([shape], (sizes) => turnKernel(sizes, first, second, turns));
    const turned = turns % 2 === 0 ? shape : (swapped(shape, first, second).shapes[0] ?? shape);
    return { shapes: [turned], kernel };
  },
  narrow,
  select,
  unfold: windows,
  diagonal,
  diag,
  tril: triangle(false),
  triu: triangle(true),
};
