/** Functions whose shape is what their arguments say: strided views, grown ranks, scattered diagonals, spectra turned back. */
import { say } from '../../../message.ts';
import { refuse, unsure } from '../../../model/refusal.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { add, multiply, subtract } from '../../../model/sizes/arithmetic.ts';
import { bool, tuple, type Value } from '../../../python/values.ts';
import { Formula } from '../../../model/formula.ts';
import { diagonalMatrices } from '../../../model/formulas.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import { onNumbers, pieceKernels } from '../../../model/part-kernel.ts';
import { sameShape } from '../../../model/shape-rules/reshape.ts';
import { addResult } from '../../operators.ts';
import { TORCH } from '../context.ts';
import { cutAt } from './join.ts';
import type { Op, Outcome, Rule } from './op.ts';

/** One of each given tensor, as a call of its own; a lone tensor is given back alone where `unwrap` says so. */
function each(
  op: Op,
  unwrap: boolean,
  shapeOf: (shape: Shape, all: readonly Shape[]) => Shape,
  kernelOf: (own: readonly number[], result: readonly number[]) => KernelCall,
): { readonly value: Value } {
  const given = op.tensors('tensors');
  const [only] = given;
  const values = given.length === 1 && only && (only.kind === 'list' || only.kind === 'tuple') ? only.items : given;
  const all = values.map((value) => op.shapeOf(value));
  const made = values.map((value, index) =>
    addResult(op.ctx.session, TORCH, op.label, [value], op.site, {
      shape: shapeOf(all[index] ?? [], all),
      reason: null,
      kernel: onNumbers([all[index] ?? [], shapeOf(all[index] ?? [], all)], kernelOf),
      macs: 0,
    }),
  );
  const [first] = made;
  return { value: unwrap && first && values === given && made.length === 1 ? first : tuple(made) };
}

const atLeast =
  (rank: 1 | 2 | 3): Rule =>
  (op) => {
    const grown = (shape: Shape): Shape => {
      if (shape.length >= rank) return shape;
      if (rank < 3) return [...Array<Size>(rank - shape.length).fill(1), ...shape];
      return shape.length === 2 ? [...shape, 1] : [1, shape[0] ?? 1, 1];
    };
    return each(op, true, grown, (_, shape) => ({ op: 'reshape', shape }));
  };

/** hsplit, vsplit, dsplit: tensor_split along an axis of their own. */
const splitAlong =
  (axisOf: (rank: number) => number): Rule =>
  (op): Outcome | { readonly value: Value } => {
    const shape = op.shape();
    const axis = axisOf(shape.length);
    const size = shape[axis] ?? 1;
    if (op.has('indices')) return cutAt(shape, axis, op.ints('indices'));
    if (!op.has('sections') || typeof size !== 'number') return unsure(say`The pieces depend on the positions.`);
    const count = op.int('sections');
    if (count < 1 || size % count !== 0) {
      refuse({
        code: 'not-divisible',
        message: say`${op.label} makes ${count} equal pieces, but the axis has ${size}.`,
        argument: 'sections',
      });
    }
    const piece = shape.map((own, index) => (index === axis ? size / count : own));
    return {
      shapes: Array<Shape>(count).fill(piece),
      kernels: pieceKernels(shape, axis, Array<Size>(count).fill(size / count), true),
      pack: (outputs) => tuple(outputs),
    };
  };

const embeddedDiagonal: Rule = (op) => {
  const shape = op.shape();
  const rank = shape.length + 1;
  const side = add(shape.at(-1) ?? 1, Math.abs(op.int('offset', 0)));
  const [first, second] = [op.axis('dim1', rank, -2), op.axis('dim2', rank, -1)];
  const rest = shape.slice(0, -1);
  let next = 0;
  const result = Array.from({ length: rank }, (_, axis) =>
    axis === first || axis === second ? side : (rest[next++] ?? 1),
  );
  const offset = op.int('offset', 0);
  const kernel = onNumbers([shape], (sizes) => {
    const formula = diagonalMatrices(sizes, offset);
    let at = 0;
    const order = result.map((_, axis) => (axis === first ? rank - 2 : axis === second ? rank - 1 : at++));
    formula.then({ op: 'permute', order });
    return formula.kernel;
  });
  return { shapes: [result], kernel };
};

/** Axes that are 1 in the size asked for, and those that it does not have, are summed over. */
const sumTo: Rule = (op) => {
  const result = op.sizes('size');
  const kernel = onNumbers([op.shape(), result], (own, shape) => {
    const added = own.length - shape.length;
    const axes = own.flatMap((size, axis) => (axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : []));
    const formula = new Formula(1);
    formula.reshape(formula.reduce('sum', 0, axes, true), shape);
    return axes.length > 0 ? formula.kernel : { op: 'identity' };
  });
  return { shapes: [result], kernel };
};

const reduceTo: Rule = (op) => ({ shapes: [op.sizes('size')] });

/** The signal that stft came from. torch/functional.py, istft */
const istft: Rule = (op) => {
  const shape = op.shape();
  const length = op.int('n_fft');
  const hop = op.has('hop_length') ? op.int('hop_length') : Math.floor(length / 4);
  // Without complex numbers the last axis holds the two parts.
  const [frames, lead] = [shape.at(-1) ?? 1, shape.slice(0, -2)];
  const whole = add(multiply(subtract(frames, 1), hop), length);
  const trimmed = op.flag('center', true) ? subtract(whole, 2 * Math.floor(length / 2)) : whole;
  return { shapes: [[...lead, op.has('length') ? op.size('length') : trimmed]], dtype: 'float32' };
};

const combinations: Rule = (op) => {
  const [count = 1] = op.shape();
  const taken = op.int('r', 2);
  if (typeof count !== 'number') return unsure(say`The number of elements is open.`);
  const from = op.flag('with_replacement') ? count + taken - 1 : count;
  let ways = 1;
  for (let index = 0; index < taken; index++) ways = (ways * (from - index)) / (index + 1);
  return { shapes: [[Math.max(0, Math.round(ways)), taken]] };
};

/** One gradient per axis. */
const gradient: Rule = (op) => {
  const shape = op.shape();
  const axes = op.axes('dim', shape.length) ?? shape.map((_, axis) => axis);
  return { shapes: axes.map(() => shape), pack: (outputs) => tuple(outputs) };
};

/** Decided where the sizes differ; whether equal shapes hold equal numbers depends on the values. */
const equality: Rule = (op) => {
  const [left, right] = [op.shape(), op.shape('other')];
  if (left.length !== right.length) return { value: bool(false) };
  const numbers = [...left, ...right].every((size) => typeof size === 'number');
  if (numbers && !sameShape(left, right)) return { value: bool(false) };
  return unknownAnswer(op);
};

const unknownAnswer = (op: Op): { readonly value: Value } => ({
  value: op.call.interpreter.unknown(say`What ${op.label} says depends on the values.`, op.site),
});

const withoutLast: Rule = (op) => {
  const shape = op.shape('y');
  const axis = op.axis('dim', shape.length, -1);
  return { shapes: [shape.map((size, index) => (index === axis ? subtract(size, 1) : size))] };
};

const commonShape: Rule = (op) => {
  const given = op.tensors('shapes');
  const shapes = given.map((value) => {
    const items = op.call.interpreter.iterate(value) ?? [value];
    return items.map((item) => op.sizeOf(item, 'shapes'));
  });
  return { value: op.ctx.sizeTuple(op.broadcast(shapes)) };
};

const staticPositions: Rule = (op) => ({ shapes: [[op.size('size'), op.shape().length]], dtype: 'int64' });

/** Positions of a flat tensor as one tensor of positions per axis. */
const unravelled: Rule = (op) => {
  const axes = op.value('shape') ?? op.value('size');
  const items = axes && op.call.interpreter.iterate(axes);
  const count = items?.length ?? 1;
  return { shapes: Array<Shape>(count).fill(op.shape('indices')), dtype: 'int64', pack: (outputs) => tuple(outputs) };
};

const histogram: Rule = (op) => {
  const bins = op.int('bins', 100);
  return { shapes: [[bins], [bins + 1]] };
};

const convolution: Rule = (op) => {
  const [input, weight] = [op.shape(), op.shape('weight')];
  if (op.flag('transposed')) return unsure(say`A transposed convolution by its plain form.`);
  const rank = input.length - 2;
  const per = (name: string): readonly number[] => {
    const given = op.ints(name);
    return given.length === 1 ? Array<number>(rank).fill(given[0] ?? 1) : given;
  };
  const [stride, padding, dilation] = [per('stride'), per('padding'), per('dilation')];
  const spatial = input.slice(2).map((size, axis) => {
    const kernel = weight[axis + 2];
    if (typeof size !== 'number' || typeof kernel !== 'number') return unsure(say`A size is left open.`);
    const reach = (dilation[axis] ?? 1) * (kernel - 1) + 1;
    return Math.floor((size + 2 * (padding[axis] ?? 0) - reach) / (stride[axis] ?? 1)) + 1;
  });
  return { shapes: [[input[0] ?? 1, weight[0] ?? 1, ...spatial]] };
};

export const SHAPED: Readonly<Record<string, Rule>> = {
  atleast_1d: atLeast(1),
  atleast_2d: atLeast(2),
  atleast_3d: atLeast(3),
  broadcast_tensors: (op) =>
    each(
      op,
      false,
      (_, all) => op.broadcast(all),
      (_, shape) => ({ op: 'expand', shape }),
    ),
  broadcast_shapes: commonShape,
  hsplit: splitAlong((rank) => (rank === 1 ? 0 : 1)),
  vsplit: splitAlong(() => 0),
  dsplit: splitAlong(() => 2),
  diag_embed: embeddedDiagonal,
  as_strided: reduceTo,
  as_strided_copy: reduceTo,
  sum_to_size: sumTo,
  empty_strided: (op) => ({ shapes: [op.sizes('size')], inputs: [] }),
  empty_permuted: (op) => ({ shapes: [op.sizes('size')], inputs: [] }),
  resize: reduceTo,
  resize_as: (op) => ({ shapes: [op.shape(op.has('the_template') ? 'the_template' : 'other')] }),
  istft,
  combinations,
  gradient,
  equal: equality,
  allclose: unknownAnswer,
  argwhere: () => unsure(say`What argwhere gives depends on the values.`),
  nonzero_static: staticPositions,
  trapz: (op) => {
    const shape = op.shape('y');
    const axis = op.axis('dim', shape.length, -1);
    return { shapes: [shape.filter((_, index) => index !== axis)] };
  },
  cumulative_trapezoid: withoutLast,
  unravel_index: unravelled,
  histogram,
  frobenius_norm: (op) => {
    const shape = op.shape();
    const axes = op.axes('dim', shape.length);
    const keep = op.flag('keepdim');
    return {
      shapes: [shape.flatMap((size, axis) => (axes && !axes.includes(axis) ? [size] : keep ? [1] : []))],
      kernel: { op: 'reduce', method: 'norm', axes, keepAxes: keep, parameter: 2 },
    };
  },
  convolution,
  lstm_cell: cell(2),
  gru_cell: cell(1),
  rnn_tanh_cell: cell(1),
  rnn_relu_cell: cell(1),
  native_layer_norm: (op) => {
    const shape = op.shape();
    const count = op.sizes('normalized_shape').length;
    const kept = shape.map((size, axis) => (axis >= shape.length - count ? 1 : size));
    return { shapes: [shape, kept, kept] };
  },
};

/** The state of a cell is what its recurrent weight takes. */
function cell(states: 1 | 2): Rule {
  return (op) => {
    const shape = [...op.shape().slice(0, -1), op.shape('w_hh').at(-1) ?? 1];
    return { shapes: Array<Shape>(states).fill(shape) };
  };
}
