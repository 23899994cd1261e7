/** Functions that join tensors and take them apart: cat, stack, chunk, split ... */
import { say } from '../../../message.ts';
import { Formula } from '../../../model/formula.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { refuse, unsure } from '../../../model/refusal.ts';
import { add, ceilDivide, subtract, sum } from '../../../model/sizes/arithmetic.ts';
import { shapeText, sizeText } from '../../../model/sizes/text.ts';
import type { Value } from '../../../python/values.ts';
import { tuple } from '../../../python/values.ts';
import { addResult } from '../../operators.ts';
import { TORCH } from '../context.ts';
import { onNumbers, pieceKernels } from '../../../model/part-kernel.ts';
import type { Op, Outcome, Rule } from './op.ts';

/** More pieces than any model takes a tensor apart into. */
const MAX_PIECES = 4096;

function shapesOf(op: Op, name: string): { values: readonly Value[]; shapes: readonly Shape[] } {
  const values = op.tensors(name);
  const shapes = values.map((value) => op.shapeOf(value));
  if (shapes.length === 0)
    refuse({ code: 'bad-argument', message: say`${op.label} was given no tensors.`, argument: name });
  return { values, shapes };
}

const cat: Rule = (op) => {
  const { values, shapes } = shapesOf(op, 'tensors');
  // An empty tensor of one axis may join anything: the old way to start a loop of cat.
  const kept = shapes.filter((shape) => !(shape.length === 1 && shape[0] === 0));
  const [first = shapes[0] ?? []] = kept;
  // What is empty and has one axis takes no part.
  const joins = values.filter((_, index) => kept.includes(shapes[index] ?? []));
  const axis = op.axis('dim', first.length, 0);
  return kept.length > 0 ? joined(op, joins, kept, axis) : joined(op, values, shapes, axis);
};

function joined(op: Op, values: readonly Value[], shapes: readonly Shape[], axis: number): Outcome {
  const [first = [], ...others] = shapes;
  const result = [...first];
  for (const other of others) {
    if (other.length !== first.length) {
      refuse({
        code: 'shape-mismatch',
        message: say`${op.label} joins ${shapeText(first)} and ${shapeText(other)}, which have ${first.length} and ${other.length} axes.`,
        argument: 'tensors',
      });
    }
    other.forEach((size, index) => {
      if (index === axis) return;
      result[index] = op.agree(result[index] ?? 1, size, () => ({
        code: 'shape-mismatch',
        message: say`${op.label} on axis ${axis} joins ${shapeText(first)} and ${shapeText(other)}: axis ${index} has ${sizeText(result[index] ?? 1)} against ${sizeText(size)}.`,
        argument: 'tensors',
      }));
    });
  }
  result[axis] = sum(shapes.map((shape) => shape[axis] ?? 1));
  return { shapes: [result], inputs: values, kernel: { op: 'concat', axis } };
}

const stack: Rule = (op) => {
  const { values, shapes } = shapesOf(op, 'tensors');
  const [first = [], ...others] = shapes;
  const axis = op.axis('dim', first.length, 0, 1);
  const result = [...first];
  for (const other of others) {
    const clash = () => ({
      code: 'shape-mismatch' as const,
      message: say`stack needs equal shapes, but is given ${shapeText(first)} and ${shapeText(other)}.`,
      argument: 'tensors',
    });
    if (other.length !== first.length) refuse(clash());
    other.forEach((size, index) => (result[index] = op.agree(result[index] ?? 1, size, clash)));
  }
  return {
    shapes: [[...result.slice(0, axis), values.length, ...result.slice(axis)]],
    inputs: values,
    kernel: { op: 'stack', axis },
  };
};

const along =
  (axisOf: (rank: number) => number, least: number): Rule =>
  (op) => {
    const { values, shapes } = shapesOf(op, 'tensors');
    const grown = shapes.map((shape) => (shape.length >= least ? shape : grow(shape, least)));
    const outcome = joined(op, values, grown, axisOf(grown[0]?.length ?? 1));
    if (shapes.every((shape) => shape.length >= least)) return outcome;
    // Vectors become matrices first.
    const kernel = onNumbers(grown, (...sizes) => {
      const formula = new Formula(sizes.length);
      const axis = axisOf(sizes[0]?.length ?? 1);
      formula.step({ op: 'concat', axis }, ...sizes.map((size, index) => formula.reshape(index, size)));
      return formula.kernel;
    });
    return { ...outcome, kernel };
  };

/** torch.atleast_*d. */
function grow(shape: Shape, least: number): Shape {
  if (least === 3) return shape.length === 2 ? [...shape, 1] : [1, shape[0] ?? 1, 1];
  return [...Array<Size>(least - shape.length).fill(1), ...shape];
}

function pieces(shape: Shape, axis: number, sizes: readonly Size[]): Outcome {
  return {
    shapes: sizes.map((size) => shape.map((each, index) => (index === axis ? size : each))),
    kernels: pieceKernels(shape, axis, sizes, true),
    pack: (outputs) => tuple(outputs),
  };
}

/** Pieces of `length`, the last one shorter. */
function piecesOf(op: Op, shape: Shape, axis: number, length: Size): Outcome {
  const size = shape[axis] ?? 1;
  const count = ceilDivide(size, length);
  if (typeof count !== 'number') return unsure(say`The number of pieces depends on ${sizeText(size)}.`);
  if (count > MAX_PIECES) return unsure(say`${op.label} would make ${count} pieces.`);
  const sizes: Size[] = [];
  let rest = size;
  for (let index = 0; index < count - 1; index++) {
    sizes.push(length);
    rest = subtract(rest, length);
  }
  return pieces(shape, axis, [...sizes, rest]);
}

const chunk: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dim', shape.length, 0);
  const count = op.int('chunks');
  const size = shape[axis] ?? 1;
  if (count < 1) refuse({ code: 'bad-argument', message: say`chunk needs at least 1 chunk.`, argument: 'chunks' });
  return piecesOf(op, shape, axis, ceilDivide(size, count));
};

const split: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dim', shape.length, 0);
  const given = op.value('split_size') ?? op.value('split_sizes');
  const size = shape[axis] ?? 1;
  if (given && (given.kind === 'list' || given.kind === 'tuple')) {
    const sizes = op.sizes(op.has('split_size') ? 'split_size' : 'split_sizes');
    op.agree(size, sum(sizes), () => ({
      code: 'shape-mismatch',
      message: say`split takes ${sizes.map((each) => sizeText(each)).join(' + ')} = ${sizeText(sum(sizes))}, but the axis has ${sizeText(size)}.`,
      argument: 'split_size',
    }));
    return pieces(shape, axis, sizes);
  }
  const length = op.size('split_size');
  if (length === 0)
    refuse({ code: 'bad-argument', message: say`split needs pieces of at least 1.`, argument: 'split_size' });
  return piecesOf(op, shape, axis, length);
};

const unbind: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dim', shape.length, 0);
  const count = shape[axis] ?? 1;
  if (typeof count !== 'number' || count > MAX_PIECES) return unsure(say`The number of pieces is ${sizeText(count)}.`);
  const rest = shape.filter((_, index) => index !== axis);
  return {
    shapes: Array<Shape>(count).fill(rest),
    kernels: pieceKernels(shape, axis, Array<Size>(count).fill(1), false),
    pack: (outputs) => tuple(outputs),
  };
};

/** Cut at positions, which count from the end where they are negative and stop at it. */
export function cutAt(shape: Shape, axis: number, positions: readonly number[]): Outcome {
  const size = shape[axis] ?? 1;
  if (typeof size !== 'number') return unsure(say`The pieces depend on ${sizeText(size)}.`);
  const ends = positions.map((position) => Math.max(0, Math.min(size, position < 0 ? position + size : position)));
  const starts = [0, ...ends];
  return pieces(
    shape,
    axis,
    [...ends, size].map((end, index) => Math.max(0, end - (starts[index] ?? 0))),
  );
}

const tensorSplit: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dim', shape.length, 0);
  const size = shape[axis] ?? 1;
  if (op.has('indices')) return cutAt(shape, axis, op.ints('indices'));
  const count = op.int('sections');
  if (typeof size !== 'number') return unsure(say`The pieces depend on ${sizeText(size)}.`);
  const [base, extra] = [Math.floor(size / count), size % count];
  return pieces(
    shape,
    axis,
    Array.from({ length: count }, (_, index) => (index < extra ? add(base, 1) : base)),
  );
};

/** One tensor from one other, as a call of its own. */
const gridOf = (op: Op, input: Value, shape: Shape, kernel: KernelCall | null): Value =>
  addResult(op.ctx.session, TORCH, op.label, [input], op.site, { shape, reason: null, kernel, macs: 0 });

const meshgrid: Rule = (op) => {
  const given = op.value('tensors');
  const [only] = given?.kind === 'tuple' && given.items.length === 1 ? given.items : [];
  const items = only && (only.kind === 'list' || only.kind === 'tuple') ? only.items : op.tensors('tensors');
  const sizes = items.map((item) => op.shapeOf(item)[0] ?? 1);
  const swap = op.text('indexing', 'ij') === 'xy' && sizes.length >= 2;
  const shape = swap ? [sizes[1] ?? 1, sizes[0] ?? 1, ...sizes.slice(2)] : sizes;
  // Each vector along its own axis; the axes of the first two change places where the code says 'xy'.
  const own = sizes.map((_, index) => (swap && index < 2 ? 1 - index : index));
  const single = items.map((item, index) => {
    const lined = sizes.map((_, axis) => (axis === own[index] ? (sizes[index] ?? 1) : 1));
    const kernel = onNumbers([lined, shape], (line, target) => ({
      op: 'chain',
      steps: [{ call: { op: 'reshape', shape: line } }, { call: { op: 'expand', shape: target } }],
    }));
    return gridOf(op, item, shape, kernel);
  });
  return { value: tuple(single) };
};

export const JOIN: Readonly<Record<string, Rule>> = {
  cat,
  concat: cat,
  concatenate: cat,
  stack,
  hstack: along((rank) => (rank === 1 ? 0 : 1), 1),
  vstack: along(() => 0, 2),
  row_stack: along(() => 0, 2),
  dstack: along(() => 2, 3),
  chunk,
  split,
  split_with_sizes: split,
  unbind,
  tensor_split: tensorSplit,
  meshgrid,
};
