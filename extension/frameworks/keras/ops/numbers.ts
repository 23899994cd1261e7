/** Functions that compute numbers: elementwise, reductions, products. */
import { say } from '../../../message.ts';
import { multiply, product } from '../../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { Formula } from '../../../model/formula.ts';
import { crossKernel, nanKernel, quantileKernel } from '../../../model/formulas.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import { broadcast } from '../../broadcast.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { Reduction } from '../../../model/tensor-kernel.ts';
import type { Value } from '../../../python/values.ts';
import { elementwise, type ElementwiseOperator } from '../../elementwise.ts';
import { matrixProduct, sameShape } from '../../operators.ts';
import { tensorOf } from '../../tensor.ts';
import { toTensors } from '../run-layer.ts';
import type { OpCall, Operation } from './context.ts';
import { pointwiseKernel } from './pointwise.ts';

const binary =
  (operator: ElementwiseOperator | null, dtype?: string): Operation =>
  (call) =>
    elementwise(call.state.session, {
      framework: 'keras',
      label: call.label,
      operator,
      operands: [
        call.first,
        toTensors(call.state, call.arg(1, 'y', 'x2') ?? call.unknown(say`An argument is missing.`)),
      ],
      site: call.site,
      ...(dtype === undefined ? {} : { dtype }),
    });

/** The shape of the first argument. */
const same =
  (dtype?: string): Operation =>
  (call) => {
    const input = call.first;
    if (!tensorOf(input)) return input;
    const shape = call.shapeOf(input);
    const kernel = shape && pointwiseKernel(call, shape);
    return sameShape(call.state.session, 'keras', call.label, [input], call.site, kernel, dtype);
  };

/** `position` is that of the axis; `otherwise` the axis of those that do not reduce all by default. */
const reduction =
  (dtype?: string, position = 1, otherwise: (call: OpCall) => number | null = () => null): Operation =>
  (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const one = call.arg(position, 'axis', 'reduction_indices', 'dimension') === undefined ? otherwise(call) : null;
    const rank = shape?.length ?? 0;
    const axes =
      one === null ? call.axes(rank, position, 'axis', 'reduction_indices', 'dimension') : [one < 0 ? rank + one : one];
    if (!shape) return call.result([input], null);
    if (axes === undefined) return call.result([input], null, { reason: say`The axis is not known.` });
    const keep = call.flag(position + 1, 'keepdims', 'keep_dims');
    return call.result([input], reducedShape(shape, axes, keep), {
      kernel: reduceKernel(call, axes, keep),
      ...(dtype === undefined ? {} : { dtype }),
    });
  };

const METHODS: Readonly<Record<string, Reduction>> = {
  sum: 'sum', mean: 'mean', max: 'max', amax: 'max', min: 'min', amin: 'min', prod: 'product', std: 'deviation', var: 'variance',
  variance: 'variance', logsumexp: 'logsumexp', all: 'all', any: 'any', argmax: 'argmax', argmin: 'argmin', count_nonzero: 'count',
  norm: 'norm', euclidean_norm: 'norm',
}; // prettier-ignore

/** Without a correction of the count: both frameworks' numpy-like functions divide by it as it is. */
function reduceKernel(call: OpCall, axes: readonly number[] | null, keepAxes: boolean): KernelCall | null {
  const name = call.label.slice(call.label.lastIndexOf('.') + 1).replace(/^reduce_/, '');
  // The second argument of `average` is the weights.
  const method = name === 'average' && call.arg(2, 'weights') === undefined ? 'mean' : METHODS[name];
  const composed = call.family === 'ops' ? composedReduction(name, axes, keepAxes) : null;
  if (composed) return composed;
  // A norm of another order, or over two axes, is that of a matrix in keras.ops.
  const plain = call.arg(1, 'ord') === undefined || call.text(1, 'ord') === 'euclidean';
  if (!method || (name === 'norm' && (!plain || (call.family !== 'tf' && axes !== null && axes.length > 1))))
    return null;
  return { op: 'reduce', method, axes, keepAxes, parameter: name.endsWith('norm') ? 2 : 0 };
}

export function reducedShape(shape: Shape, axes: readonly number[] | null, keep: boolean): Shape {
  return shape.flatMap((size, index) => (axes === null || axes.includes(index) ? (keep ? [1] : []) : [size]));
}

const matmul: Operation = (call) =>
  matrixProduct(
    call.state.session,
    'keras',
    call.label,
    [transposed(call, 0, 'a', 'x1', 'transpose_a'), transposed(call, 1, 'b', 'x2', 'transpose_b')],
    call.site,
  );

/** `transpose_b=True` swaps the last two axes first. */
function transposed(call: OpCall, position: number, name: string, other: string, flag: string): Value {
  const value = call.tensor(position, name, other, position === 0 ? 'x' : 'y');
  const shape = call.shapeOf(value);
  if (!call.flag(position + 2, flag) || !shape || shape.length < 2) return value;
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  const order = shape.map((_, axis) => axis);
  order.push(...order.splice(-2).reverse());
  return call.result([value], [...shape.slice(0, -2), columns, rows], { kernel: { op: 'permute', order } });
}

/** The axes that `...` stands for get letters of their own: those of the longest operand, the last ones first. */
function withoutEllipsis(equation: string, ranks: readonly (number | undefined)[]): string {
  const [left, right] = equation.split('->');
  const terms = (left ?? '').split(',');
  const counts = terms.map((term, index) => (term.includes('...') ? (ranks[index] ?? 0) - (term.length - 3) : 0));
  const most = Math.max(0, ...counts);
  const letters = 'ZYXWVUTSRQ'.slice(0, most);
  const own = terms.map((term, index) => term.replace('...', letters.slice(most - (counts[index] ?? 0))));
  return `${own.join(',')}->${(right ?? '').replace('...', letters)}`;
}

/** `einsum('bhwc,cd->bhwd', x, y)` */
const einsum: Operation = (call) => {
  const given = call.text(0, 'equation', 'subscripts')?.replace(/\s/g, '');
  const count = given?.split('->')[0]?.split(',').length ?? 0;
  const ranks = Array.from({ length: count }, (_, index) => call.shapeOf(call.tensor(index + 1))?.length);
  const equation = given?.includes('->') ? withoutEllipsis(given, ranks) : given;
  const [left, right] = (equation ?? '').replace(/\s/g, '').split('->');
  const terms = left?.split(',') ?? [];
  const operands = terms.map((_, index) => call.tensor(index + 1));
  if (equation === undefined || left === undefined || right === undefined || equation.includes('.')) {
    return call.result(operands, null, { reason: say`The equation is not followed.` });
  }
  const sizes = new Map<string, Size>();
  for (const [index, term] of terms.entries()) {
    const shape = call.shapeOf(operands[index] ?? call.first);
    if (shape?.length !== term.length)
      return call.result(operands, null, { reason: say`The shape of an operand is not known.` });
    for (const [axis, letter] of Array.from(term).entries()) {
      const size = shape[axis] ?? 1;
      const known = sizes.get(letter);
      if (known !== undefined && !call.agree(known, size, say`The axis ${letter} of '${equation}' has two sizes.`)) {
        return call.result(operands, null, { reason: say`The axis ${letter} of '${equation}' has two sizes.` });
      }
      sizes.set(letter, known ?? size);
    }
  }
  const result = Array.from(right, (letter) => sizes.get(letter));
  if (!result.every((size) => size !== undefined))
    return call.result(operands, null, { reason: say`The equation is not followed.` });
  // For one sample: the letter of the batch is the first of the result.
  const positions = [...sizes].filter(([letter]) => letter !== right[0]).map(([, size]) => size);
  return call.result(operands, result, { macs: product(positions), kernel: { op: 'einsum', equation } });
};

/** Functions of two that are made of simpler ones; everything broadcasts. */
function ofTwo(call: OpCall, kernel: KernelCall | null, dtype?: string): Value {
  const operands = [call.first, call.tensor(1, 'x2', 'y')];
  const shapes = operands.map((operand) => call.shapeOf(operand));
  const [a, b] = shapes;
  const answer = a && b ? broadcast(call.state.session, [a, b], call.site) : null;
  return call.result(operands, answer?.kind === 'known' ? answer.value : null, {
    kernel,
    ...(dtype === undefined ? {} : { dtype }),
  });
}

/** numpy.fmax and fmin: of a number and what is none, the number. */
function withoutNan(operator: 'max' | 'min'): KernelCall {
  const formula = new Formula(2);
  const both = formula.binary(operator, 0, 1);
  const first = formula.where(formula.unary('is-nan', 1), 0, both);
  formula.where(formula.unary('is-nan', 0), 1, first);
  return formula.kernel;
}

/** `isclose(x1, x2, rtol=1e-5, atol=1e-8)`: |x1 - x2| <= atol + rtol |x2| */
function close(call: OpCall): KernelCall | null {
  const relative = call.arg(2, 'rtol') === undefined ? 1e-5 : call.number(2, 'rtol');
  const absolute = call.arg(3, 'atol') === undefined ? 1e-8 : call.number(3, 'atol');
  if (relative === undefined || absolute === undefined || call.arg(4, 'equal_nan') !== undefined) return null;
  const formula = new Formula(2);
  const apart = formula.unary('abs', formula.binary('-', 0, 1));
  const allowed = formula.step(
    { op: 'scalar', operator: '+', value: absolute },
    formula.scaled(formula.unary('abs', 1), relative),
  );
  // Infinities of one sign are close, and their difference is no number.
  formula.binary('or', formula.binary('==', 0, 1), formula.binary('<=', apart, allowed));
  return formula.kernel;
}

/** Of an even count the mean of the two in the middle, as NumPy has it. */
function medianKernel(call: OpCall, shape: Shape, axes: readonly number[] | null, result: Shape): KernelCall | null {
  if (!/(^|\.)median$/.test(call.label) || (axes !== null && axes.length !== 1)) return null;
  return onNumbers([shape, result], (own, sizes) => quantileKernel(own, axes?.[0] ?? null, [0.5], sizes, false));
}

function medianOutside(call: OpCall, shape: Shape): Value {
  const axes = call.axes(shape.length, 1, 'axis');
  if (axes === undefined) return call.result([call.first], null, { reason: say`The axis is not known.` });
  const result = reducedShape(shape, axes, call.flag(2, 'keepdims'));
  return call.result([call.first], result, { kernel: medianKernel(call, shape, axes, result) });
}

/** Reductions that are made of simpler ones. */
function composedReduction(name: string, axes: readonly number[] | null, keep: boolean): KernelCall | null {
  if (name === 'nansum' || name === 'nanmean') return nanKernel(name === 'nansum' ? 'sum' : 'mean', axes, keep);
  if (name !== 'ptp') return null;
  const formula = new Formula(1);
  formula.binary('-', formula.reduce('max', 0, axes, keep), formula.reduce('min', 0, axes, keep));
  return formula.kernel;
}

export const NUMBER_OPERATIONS: Readonly<Record<string, Operation>> = {
  add: binary('+'),
  subtract: binary('-'),
  multiply: binary('*'),
  divide: (call) => binary(call.label.endsWith('no_nan') ? 'divide-no-nan' : '/')(call),
  maximum: (call) => (call.label.endsWith('fmax') ? ofTwo(call, withoutNan('max')) : binary('max')(call)),
  minimum: (call) => (call.label.endsWith('fmin') ? ofTwo(call, withoutNan('min')) : binary('min')(call)),
  power: binary('**'),
  floor_divide: (call) =>
    binary(/floor_?div(ide)?$/.test(call.label) ? '//' : call.label.endsWith('truncatediv') ? 'divide-trunc' : null)(
      call,
    ),
  mod: (call) => binary(/fmod|truncatemod/.test(call.label) ? 'fmod' : '%')(call),
  squared_difference: binary('squared-difference'),
  equal: (call) => (call.label.endsWith('isclose') ? ofTwo(call, close(call), 'bool') : binary('==', 'bool')(call)),
  not_equal: binary('!=', 'bool'),
  greater: binary('>', 'bool'),
  greater_equal: binary('>=', 'bool'),
  less: binary('<', 'bool'),
  less_equal: binary('<=', 'bool'),
  logical_and: binary('and', 'bool'),
  logical_or: (call) => binary(call.label.endsWith('xor') ? 'xor' : 'or', 'bool')(call),
  atan2: binary('atan2'),
  same: same(),
  /** Comparisons of one argument: `is_nan`. */
  same_bool: same('bool'),
  reduce: reduction(),
  /** `K.argmax` takes the last axis by default, `tf.argmax` the first, keras.ops all of them. */
  arg_reduce: reduction('int64', 1, ({ family }) => (family === 'backend' ? -1 : family === 'tf' ? 0 : null)),
  /** It has no `keepdims`. */
  count_nonzero: reduction('int64'),
  /** Its second argument is the order. */
  norm: reduction(undefined, 2),
  quantile: (call) => {
    const numbers = call.shapeOf(call.tensor(1, 'q'));
    return numbers?.length === 0 && call.outside
      ? reduction(undefined, 2)(call)
      : call.result([call.first], null, { reason: say`TensorFlow does not tell the shape of quantiles.` });
  },
  median: (call) => {
    // Inside of a layer TensorFlow tells no size of it but the number of axes.
    const shape = call.shapeOf(call.first);
    if (!shape) return reduction()(call);
    if (call.outside) return medianOutside(call, shape);
    const axes = call.axes(shape.length, 1, 'axis');
    const result = axes === undefined ? null : reducedShape(shape, axes, call.flag(2, 'keepdims'));
    const left = result?.map((size) => call.state.leftOpen(size)) ?? null;
    return call.result([call.first], left, {
      kernel: left && axes !== undefined ? medianKernel(call, shape, axes, left) : null,
    });
  },
  other_binary: (call) => {
    const name = call.label.slice(call.label.lastIndexOf('.') + 1);
    return binary(name === 'logaddexp' || name === 'hypot' || name === 'xlogy' ? name : null)(call);
  },
  cross: (call) => {
    const [left, right] = [call.first, call.tensor(1, 'x2', 'b')];
    const [a, b] = [call.shapeOf(left), call.shapeOf(right)];
    const axis = (a?.length ?? 0) - 1;
    const plain = call.positional.length + call.keywords.size === 2 && a?.length === b?.length;
    const kernel = plain && a?.[axis] === 3 && b?.[axis] === 3 ? crossKernel(axis) : null;
    return call.result([left, right], a, { kernel });
  },
  bool_reduce: reduction('bool'),
  matmul,
  einsum,
  where: (call) => {
    const [chosen, other] = [call.arg(1, 'x', 'x1'), call.arg(2, 'y', 'x2')];
    if (!chosen || !other) {
      const shape = call.shapeOf(call.first);
      // The positions of what is true: how many there are is left open.
      if (!shape || call.family !== 'tf') return call.unknown(say`Positions that depend on the numbers are not known.`);
      return call.result([call.first], [call.state.leftOpen(), shape.length], { dtype: 'int64' });
    }
    return elementwise(call.state.session, {
      framework: 'keras',
      label: call.label,
      operator: 'where',
      operands: [call.first, toTensors(call.state, chosen), toTensors(call.state, other)],
      site: call.site,
      dtype: 'float32',
    });
  },
  add_n: (call) => {
    const input = call.first;
    const parts = input.kind === 'list' || input.kind === 'tuple' ? input.items : [input];
    return elementwise(call.state.session, {
      framework: 'keras',
      label: call.label,
      operator: parts.length > 1 ? '+' : null,
      operands: parts,
      site: call.site,
    });
  },
  /** `K.dot`: the last axis of the first with the last but one of the second. */
  dot: (call) => {
    const [left, right] = [call.first, call.tensor(1, 'y', 'x2')];
    const [a, b] = [call.shapeOf(left), call.shapeOf(right)];
    if (!a || !b || a.length === 0 || b.length < 2)
      return call.result([left, right], null, { reason: say`The shape of an operand is not known.` });
    const [inner, other] = [a.at(-1) ?? 1, b.at(-2) ?? 1];
    if (!call.agree(inner, other, say`The inner sizes of the product differ.`))
      return call.result([left, right], null, { reason: say`The inner sizes differ.` });
    const result = [...a.slice(0, -1), ...b.slice(0, -2), ...b.slice(-1)];
    // With matrices on the right it is the product that NumPy's matmul is.
    const kernel: KernelCall | null =
      b.length === 2 && a.length > 1 ? { op: 'matmul', transposeLeft: false, transposeRight: false } : null;
    return call.result([left, right], result, { macs: multiply(product(result.slice(1)), inner), kernel });
  },
};
