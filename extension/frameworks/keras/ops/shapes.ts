/** Functions that change the shape of a tensor and not its numbers: reshape, transpose, concat, pad ... */
import { listed, say } from '../../../message.ts';
import { add, floorDivide, isKnown, modulo, multiply, product, sum } from '../../../model/sizes/arithmetic.ts';
import { concreteSize } from '../../../model/concrete.ts';
import { onNumbers, pieceKernels } from '../../../model/part-kernel.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import { shapeText, sizeText } from '../../../model/sizes/text.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { asInt, list, tuple, type Value } from '../../../python/values.ts';
import { readArray } from '../../numpy/read.ts';
import { constantTensor } from '../../operand-tensors.ts';
import { toRange } from '../../session.ts';
import { sizeToValue } from '../../symint.ts';
import { flatten } from '../structure.ts';
import type { OpCall, Operation } from './context.ts';
import { makeVector, sizesIn, vectorItems } from './shape-vector.ts';

export const SHAPE_OPERATIONS: Readonly<Record<string, Operation>> = {
  reshape: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const target = call.sizes(1, 'shape', 'newshape');
    if (!shape) return call.result([input], null);
    if (!target) return call.result([input], null, { reason: say`The new shape is not known.` });
    return reshaped(call, input, shape, target);
  },
  transpose: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    if (!shape) return call.result([input], null);
    const order = call.sizes(1, 'perm', 'axes', 'pattern') ?? shape.map((_, index) => shape.length - 1 - index);
    return permuted(call, input, shape, order);
  },
  swapaxes: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const [a, b] = [call.axis(shape?.length ?? 0, 0, 1, 'axis1'), call.axis(shape?.length ?? 0, 1, 2, 'axis2')];
    if (!shape || a === undefined || b === undefined)
      return call.result([input], null, { reason: say`The axes are not known.` });
    return permuted(
      call,
      input,
      shape,
      shape.map((_, index) => (index === a ? b : index === b ? a : index)),
    );
  },
  moveaxis: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const rank = shape?.length ?? 0;
    const [from, to] = [call.axes(rank, 1, 'source'), call.axes(rank, 2, 'destination')];
    if (!shape || !from || from.length !== to?.length)
      return call.result([input], null, { reason: say`The axes are not known.` });
    const order = shape.map((_, index) => index).filter((index) => !from.includes(index));
    const moved = to.map((position, index) => [position, from[index] ?? 0] as const).sort(([a], [b]) => a - b);
    for (const [position, axis] of moved) order.splice(position, 0, axis);
    return permuted(call, input, shape, order);
  },
  expand_dims: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const axis = call.int(1, 'axis', 'dim') ?? -1;
    if (!shape) return call.result([input], null);
    const position = axis < 0 ? shape.length + 1 + axis : axis;
    if (position < 0 || position > shape.length)
      return call.result([input], null, { reason: say`There is no such axis.` });
    const result = [...shape.slice(0, position), 1, ...shape.slice(position)];
    return call.result([input], result, { kernel: reshapeKernel(result) });
  },
  squeeze: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const axes = call.axes(shape?.length ?? 0, 1, 'axis', 'squeeze_dims');
    if (!shape || axes === undefined) return call.result([input], null, { reason: say`The axis is not known.` });
    const result = shape.filter((size, index) => (axes ? !axes.includes(index) : size !== 1));
    return call.result([input], result, { kernel: reshapeKernel(result) });
  },
  flatten: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const flat = shape && [product(shape)];
    return call.result([input], flat, { kernel: flat && reshapeKernel(flat) });
  },
  batch_flatten: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const result = shape && [shape[0] ?? 1, product(shape.slice(1))];
    // Inside of a layer TensorFlow does not tell the product.
    const told = result && !call.outside ? [result[0] ?? 1, call.state.leftOpen(result[1])] : result;
    return call.result([input], told, { kernel: result && reshapeKernel(result) });
  },
  concat: (call) => {
    const vectors = call.arg(0, 'values', 'xs', 'tensors');
    const told = vectors?.kind === 'list' || vectors?.kind === 'tuple' ? vectors.items.map(sizesIn) : [];
    // Pieces of shapes: `tf.concat([tf.shape(x)[:1], [h, w]], 0)`.
    if (told.length > 0 && told.every((part) => part !== null)) return makeVector(call.state, told.flat());
    const appended = call.label === 'append';
    const parts = appended ? [call.first, call.tensor(1, 'x2')] : flatten(call.first);
    const shapes = parts.map((part) => call.shapeOf(part));
    const [first] = shapes;
    if (!first || !shapes.every((shape) => shape !== null)) return call.result(parts, null);
    const axis = call.axis(first.length, call.family === 'backend' ? -1 : 0, appended ? 2 : 1, 'axis');
    if (axis === undefined) return call.result(parts, null, { reason: say`The axis is not known.` });
    const result = [...first];
    const joined = shapes.map((shape) => shape[axis] ?? 0);
    // Inside of a layer TensorFlow does not see that what is open in one part is taken away in another.
    const cancelled =
      !call.outside && typeof sum(joined) === 'number' && joined.some((size) => typeof size !== 'number');
    result[axis] = cancelled ? call.state.leftOpen(sum(joined)) : sum(joined);
    for (const shape of shapes.slice(1)) {
      for (const [index, size] of first.entries()) {
        const other = shape[index];
        if (index === axis || other === undefined) continue;
        const message = say`The shapes ${listed(shapes.map(shapeText))} cannot be joined on axis ${axis}: ${sizeText(size)} against ${sizeText(other)}.`;
        if (!call.agree(size, other, message)) return call.result(parts, null, { reason: message });
      }
    }
    return call.result(parts, result, { kernel: { op: 'concat', axis } });
  },
  stack: (call) => {
    const given = call.arg(0, 'values', 'arrays', 'x');
    const sizes = given?.kind === 'list' || given?.kind === 'tuple' ? sizesIn(given) : null;
    // The sizes of a shape: `tf.stack([tf.shape(x)[0], -1, 3])`.
    if (sizes && sizes.length > 0) return makeVector(call.state, sizes);
    const parts = flatten(call.first);
    const shape = parts[0] ? call.shapeOf(parts[0]) : null;
    if (!shape) return call.result(parts, null);
    const axis = call.axis(shape.length + 1, 0, 1, 'axis');
    if (axis === undefined) return call.result(parts, null, { reason: say`The axis is not known.` });
    const result = [...shape.slice(0, axis), parts.length, ...shape.slice(axis)];
    return call.result(parts, result, { kernel: { op: 'stack', axis } });
  },
  unstack: (call) => {
    const input = call.first;
    const sizes = vectorItems(call.state, input);
    if (sizes) return list(sizes);
    const shape = call.shapeOf(input);
    const axis = shape ? call.axis(shape.length, 0, 2, 'axis') : undefined;
    const count = axis === undefined ? undefined : shape?.[axis];
    if (!shape || typeof count !== 'number') return call.unknown(say`The number of parts is not known.`);
    const result = shape.filter((_, index) => index !== axis);
    const kernels = pieceKernels(shape, axis ?? 0, new Array<Size>(count).fill(1), false);
    return call.pack(kernels.map((kernel) => call.result([input], result, { kernel })));
  },
  split: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const given = call.arg(1, 'num_or_size_splits', 'indices_or_sections');
    if (!shape || !given) return call.unknown(say`The parts are not known.`);
    const axis = call.axis(shape.length, 0, 2, 'axis');
    const size = axis === undefined ? undefined : shape[axis];
    if (axis === undefined || size === undefined) return call.unknown(say`The axis is not known.`);
    return splitAlong(call, shape, axis, given);
  },
  hsplit: (call) => splitOnAxis(call, (rank) => (rank === 1 ? 0 : 1)),
  vsplit: (call) => splitOnAxis(call, () => 0),
  dsplit: (call) => splitOnAxis(call, () => 2),
  tile: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const counts = call.sizes(1, 'multiples', 'repeats', 'n');
    if (!shape || !counts) return call.result([input], null, { reason: say`The repeats are not known.` });
    return call.result(
      [input],
      shape.map((size, index) => multiply(size, counts[index] ?? 1)),
      {
        kernel: counts.length === shape.length ? onNumbers([counts], (times) => ({ op: 'tile', counts: times })) : null,
      },
    );
  },
  repeat: (call) => {
    // Of Keras's backend, `repeat` is another function.
    if (call.family === 'backend' && call.label === 'repeat') return repeatedRows(call);
    const input = call.first;
    const shape = call.shapeOf(input);
    const counts = call.sizes(1, 'repeats', 'rep');
    const [count] = counts?.length === 1 ? counts : [];
    const axis = call.axis(shape?.length ?? 0, 0, 2, 'axis');
    if (!shape || count === undefined || axis === undefined)
      return call.result([input], null, { reason: say`The repeats are not known.` });
    return call.result(
      [input],
      shape.map((size, index) => (index === axis ? multiply(size, count) : size)),
      { kernel: onNumbers([[count]], ([times = 1]) => ({ op: 'repeat', axis, count: times })) },
    );
  },
  pad: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const given = call.arg(1, 'paddings', 'pad_width');
    const each = shape && call.outside ? call.size(1, 'pad_width') : null;
    const constant = readArray(given);
    const table = constant.shape?.length === 2 ? (constant.numbers ?? call.state.constants.get(given)) : null;
    const pairs =
      given?.kind === 'list' || given?.kind === 'tuple'
        ? given.items.map(sizesIn)
        : each !== null && each !== undefined
          ? shape?.map(() => [each, each])
          : table && shape?.map((_, axis) => table.slice(2 * axis, 2 * axis + 2));
    if (!shape || !pairs?.every((pair) => pair?.length === 2))
      return call.result([input], null, { reason: say`The padding is not known.` });
    const amounts = pairs.map((pair) => [pair?.[0] ?? 0, pair?.[1] ?? 0] as const);
    const result = shape.map((size, index) => sum([size, ...(amounts[index] ?? [])]));
    const mode = (call.text(2, 'mode') ?? 'constant').toLowerCase();
    const value = call.arg(3, 'constant_values') === undefined ? 0 : call.number(3, 'constant_values');
    const own = PAD_MODES[mode];
    const numeric = amounts.every((pair) => pair.every((size) => typeof size === 'number'));
    const kernel =
      numeric && value !== undefined && own !== undefined
        ? ({ op: 'pad', amounts: amounts as readonly (readonly [number, number])[], mode: own, value } as const)
        : null;
    return call.result([input], result, { kernel });
  },
  /** `K.resize_images(x, height_factor, width_factor, data_format, interpolation)` */
  resize_images: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const [height, width] = [call.size(1, 'height_factor'), call.size(2, 'width_factor')];
    if (!shape || height === undefined || width === undefined) {
      return call.result([input], null, { reason: say`The factors are not known.` });
    }
    const layout = call.text(3, 'data_format') === 'channels_first' ? 'channels_first' : 'channels_last';
    const start = layout === 'channels_first' ? 2 : 1;
    const factors = [height, width];
    const result = shape.map((size, index) => multiply(size, factors[index - start] ?? 1));
    const size = result.slice(start, start + 2);
    const method = call.text(4, 'interpolation') === 'bilinear' ? 'bilinear' : 'nearest';
    const numeric = size.every((each) => typeof each === 'number');
    return call.result([input], result, {
      kernel: numeric
        ? { op: 'resize', method, size, scale: null, alignCorners: false, antialias: false, framework: 'keras', layout }
        : null,
    });
  },
  broadcast_to: (call) => {
    const sizes = call.sizes(1, 'shape');
    return call.result([call.first], sizes, {
      reason: say`The new shape is not known.`,
      kernel: sizes && onNumbers([sizes], (shape) => ({ op: 'expand', shape })),
    });
  },
  shape: (call) => {
    const shape = call.shapeOf(call.first);
    if (!shape) return call.unknown(call.reasonOf(call.first));
    // keras.ops gives a tuple, TensorFlow a vector that is computed with.
    if (call.family === 'ops') return tuple(shape.map((size) => sizeToValue(call.state.session, size)));
    return makeVector(call.state, shape);
  },
  /** `K.int_shape`: what is left open is None. */
  int_shape: (call) => {
    const shape = call.shapeOf(call.first);
    return shape ? call.state.shapeValue(shape) : call.unknown(call.reasonOf(call.first));
  },
  size: (call) => {
    const shape = call.shapeOf(call.first);
    return shape ? sizeToValue(call.state.session, product(shape)) : call.unknown(call.reasonOf(call.first));
  },
  rank: (call) => {
    const shape = call.shapeOf(call.first);
    return shape ? sizeToValue(call.state.session, shape.length) : call.unknown(call.reasonOf(call.first));
  },
  one_hot: (call) => {
    const shape = call.shapeOf(call.first);
    const depth = call.size(1, 'depth', 'num_classes') ?? readArray(call.arg(0, 'x', 'y')).labels;
    return call.result([call.first], shape && depth !== undefined ? [...shape, depth] : null, {
      reason: say`The depth is not known.`,
      dtype: 'float32',
      kernel:
        typeof depth === 'number' && call.arg(2, 'on_value', 'axis') === undefined && call.named('axis') === undefined
          ? { op: 'one-hot', depth }
          : null,
    });
  },
  gather: (call) => {
    if (call.named('batch_dims') !== undefined && call.int(NOT_POSITIONAL, 'batch_dims') !== 0)
      return gatherOfBatch(call);
    const [input, indices] = [call.first, call.tensor(1, 'indices', 'reference')];
    const [shape, picked] = [call.shapeOf(input), call.shapeOf(indices)];
    const axis = shape ? call.axis(shape.length, 0, 3, 'axis') : undefined;
    if (!shape || !picked || axis === undefined)
      return call.result([input], null, { reason: say`The indices are not known.` });
    // A list is one operand, not several.
    const positions = constantTensor(call.state.session, 'keras', indices, call.site) ?? indices;
    return call.result([input, positions], [...shape.slice(0, axis), ...picked, ...shape.slice(axis + 1)], {
      kernel: { op: 'take', axis, batch: 0 },
    });
  },
  slice: (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const begin = call.sizes(1, 'begin', 'start');
    const sizes = call.sizes(2, 'size', 'shape');
    if (!shape || !sizes || !begin) return call.result([input], null, { reason: say`The slice is not known.` });
    const result = shape.map((own, index) => {
      const size = sizes[index] ?? -1;
      return size === -1 ? add(own, multiply(begin[index] ?? 0, -1)) : size;
    });
    const kernel = onNumbers([shape, begin, result], (own, starts, counts) => ({
      op: 'slice',
      starts: own.map((_, axis) => starts[axis] ?? 0),
      steps: own.map(() => 1),
      sizes: counts,
      shape: counts,
    }));
    return call.result([input], result, { kernel });
  },
};

/** What the engine calls the modes of tf.pad and keras.ops.pad. */
const PAD_MODES: Readonly<Record<string, 'constant' | 'reflect' | 'symmetric' | 'replicate' | 'circular'>> = {
  constant: 'constant',
  reflect: 'reflect',
  symmetric: 'symmetric',
  edge: 'replicate',
  wrap: 'circular',
};

/** A position that no argument has: it is only given by name. */
const NOT_POSITIONAL = 99;

/** `tf.gather(x, indices, batch_dims=1)`: each sample has its own positions. */
function gatherOfBatch(call: OpCall): Value {
  const [input, indices] = [call.first, call.tensor(1, 'indices')];
  const [shape, picked] = [call.shapeOf(input), call.shapeOf(indices)];
  const count = call.int(NOT_POSITIONAL, 'batch_dims');
  const axis = call.axis(shape?.length ?? 0, count ?? 0, 3, 'axis');
  if (!shape || !picked || count === undefined || count < 0 || axis === undefined || axis < count)
    return call.result([input, indices], null, { reason: say`The indices are not known.` });
  return call.result([input, indices], [...shape.slice(0, axis), ...picked.slice(count), ...shape.slice(axis + 1)], {
    kernel: { op: 'take', axis, batch: count },
  });
}

/** `K.repeat(x, n)`: copies of each row along a new axis. */
function repeatedRows(call: OpCall): Value {
  const [rows, columns, ...more] = call.shapeOf(call.first) ?? [];
  const count = call.size(1, 'n');
  const told = rows !== undefined && columns !== undefined && more.length === 0 && count !== undefined;
  const kernel = told
    ? onNumbers([[rows, count, columns]], ([own = 1, copies = 1, width = 1]) => ({
        op: 'chain',
        steps: [
          { call: { op: 'reshape', shape: [own, 1, width] } },
          { call: { op: 'expand', shape: [own, copies, width] } },
        ],
      }))
    : null;
  return call.result([call.first], told ? [rows, count, columns] : null, {
    reason: say`The number of copies is not known.`,
    kernel,
  });
}

function permuted(call: OpCall, input: Value, shape: Shape, order: readonly Size[]): Value {
  const axes = order.map((axis) => (typeof axis === 'number' ? (axis < 0 ? shape.length + axis : axis) : -1));
  const result = axes.map((axis) => shape[axis]);
  if (!result.every((size) => size !== undefined))
    return call.result([input], null, { reason: say`The axes are not known.` });
  return call.result([input], result, { kernel: { op: 'permute', order: axes } });
}

/** -1 is the rest; a product that cannot fit is a finding. */
function reshaped(call: OpCall, input: Value, shape: Shape, target: readonly Size[]): Value {
  const open = target.indexOf(-1);
  const total = product(shape);
  const known = product(target.filter((_, index) => index !== open));
  const refuse = (): Value => {
    const message = say`A tensor of ${shapeText(shape)} (${sizeText(total)} elements) cannot be reshaped to (${target.map((size) => sizeText(size)).join(', ')}).`;
    call.state.session.finding('bad-reshape', toRange(call.site), message);
    return call.result([input], null, { reason: message });
  };
  if (open < 0) {
    if (typeof total === 'number' && typeof known === 'number' && total !== known) return refuse();
    const left = target.findIndex((size) => typeof size !== 'number');
    const told = product(target.filter((_, index) => index !== left));
    // TensorFlow tells the one size that it was given as a tensor from those of the input.
    if (!call.outside && left >= 0 && typeof total === 'number' && typeof told === 'number' && told > 0) {
      if (total % told !== 0) return refuse();
      const result = target.map((size, index) => (index === left ? total / told : size));
      return call.result([input], result, { kernel: reshapeKernel(result) });
    }
    return call.result([input], target, { kernel: reshapeKernel(target) });
  }
  // TensorFlow does not divide by the batch: with two sizes that it does not know it tells neither.
  if (!call.outside && typeof known !== 'number') {
    const rest = restOf(total, known);
    const left = target.map((size, index) => (index === open ? call.state.leftOpen(rest) : size));
    return call.result([input], left, { kernel: reshapeKernel(left) });
  }
  if (known === 0 || !isKnown(total))
    return call.result([input], null, { reason: say`The rest of the shape cannot be told.` });
  const rest = modulo(total, known);
  if (typeof rest === 'number' && rest !== 0) return refuse();
  const result = target.map((size, index) => (index === open ? floorDivide(total, known) : size));
  return call.result([input], result, { kernel: reshapeKernel(result) });
}

/** What -1 stands for, where the sizes of one sample tell it. */
function restOf(total: Size, known: Size): Size | undefined {
  const [all, own] = [concreteSize(total), concreteSize(known)];
  return all !== null && own !== null && own > 0 && all % own === 0 ? all / own : undefined;
}

const reshapeKernel = (shape: Shape): KernelCall | null =>
  onNumbers([shape], (sizes) => ({ op: 'reshape', shape: sizes }));

function splitOnAxis(call: OpCall, axisOf: (rank: number) => number): Value {
  const shape = call.shapeOf(call.first);
  const given = call.arg(1, 'indices_or_sections');
  return shape && given
    ? splitAlong(call, shape, axisOf(shape.length), given)
    : call.unknown(say`The parts are not known.`);
}

function splitAlong(call: OpCall, shape: Shape, axis: number, given: Value): Value {
  const size = shape[axis];
  const count = asInt(given);
  if (size === undefined) return call.unknown(say`The axis is not known.`);
  const parts =
    count === undefined
      ? partSizes(call, size, sizesIn(given))
      : call.label === 'array_split'
        ? unevenParts(size, count)
        : evenParts(call, size, count);
  if (!parts) return call.unknown(say`The parts are not known.`);
  const kernels = pieceKernels(shape, axis, parts, true);
  return call.pack(
    parts.map((part, piece) =>
      call.result(
        [call.first],
        shape.map((each, index) => (index === axis ? part : each)),
        { kernel: kernels[piece] ?? null },
      ),
    ),
  );
}

/** The first parts take one more where the division leaves a rest. */
function unevenParts(size: Size, count: number): Size[] | null {
  if (typeof size !== 'number' || count < 1) return null;
  return Array.from({ length: count }, (_, index) => Math.floor(size / count) + (index < size % count ? 1 : 0));
}

function evenParts(call: OpCall, size: Size, count: number): Size[] | null {
  if (count < 1) return null;
  const rest = modulo(size, count);
  if (rest !== 0) {
    if (typeof rest !== 'number') return null;
    const message = say`${sizeText(size)} cannot be split into ${count} equal parts.`;
    call.state.session.finding('not-divisible', toRange(call.site), message);
    return null;
  }
  return new Array<Size>(count).fill(floorDivide(size, count));
}

/** TensorFlow gives the sizes of the parts; keras.ops the positions of the cuts. */
function partSizes(call: OpCall, size: Size, given: readonly Size[] | null): readonly Size[] | null {
  if (!given || call.label.startsWith('tf.')) return given;
  const cuts = [0, ...given, size];
  return cuts.slice(1).map((cut, index) => add(cut, multiply(cuts[index] ?? 0, -1)));
}
