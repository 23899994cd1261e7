/** Complex numbers and spectra, and functions of statistics and linear algebra that models meet now and then. */
import { say } from '../../../message.ts';
import { refuse, unsure } from '../../../model/refusal.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { add, equal, floorDivide, product, subtract } from '../../../model/sizes/arithmetic.ts';
import { shapeText, sizeText } from '../../../model/sizes/text.ts';
import { Formula } from '../../../model/formula.ts';
import { differenceKernel, productKernel, quantileKernel } from '../../../model/formulas.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { Value } from '../../../python/values.ts';
import { numberOf } from '../../operand-tensors.ts';
import { valueToSize } from '../../symint.ts';
import { numbersOf } from '../context.ts';
import type { Op, Rule } from './op.ts';

const both =
  (first: string, second: string, dtype?: string): Rule =>
  (op) => ({ shapes: [op.broadcast([op.shape(first), op.shape(second)])], ...(dtype !== undefined && { dtype }) });

/** The last axis holds real and imaginary parts. */
const asComplex: Rule = (op) => {
  const shape = op.shape();
  const last = shape.at(-1) ?? 1;
  if (equal(last, 2) === false) {
    const message = say`view_as_complex wants 2 numbers on the last axis, but ${shapeText(shape)} has ${sizeText(last)}.`;
    refuse({ code: 'shape-mismatch', message, argument: 0 });
  }
  return { shapes: [shape.slice(0, -1)], dtype: 'complex64' };
};

/** Frequencies and frames of a signal. torch/functional.py, stft */
const stft: Rule = (op) => {
  const shape = op.shape();
  const size = op.int('n_fft');
  const hop = op.has('hop_length') ? op.int('hop_length') : Math.floor(size / 4);
  const border = op.flag('center', true) ? 2 * Math.floor(size / 2) : 0;
  const frames = add(floorDivide(subtract(add(shape.at(-1) ?? 1, border), size), hop), 1);
  const bins = !op.has('onesided') || op.flag('onesided') ? Math.floor(size / 2) + 1 : size;
  const complex = op.has('return_complex') && op.flag('return_complex');
  return {
    shapes: [[...shape.slice(0, -1), bins, frames, ...(complex ? [] : [2])]],
    ...(complex && { dtype: 'complex64' }),
  };
};

const quantile: Rule = (op) => {
  const shape = op.shape();
  const asked = op.shape('q');
  const axis = op.has('dim') ? op.axis('dim', shape.length) : null;
  const keep = op.flag('keepdim');
  const rest = shape.flatMap((size, each) => (axis === null || each === axis ? (keep ? [1] : []) : [size]));
  const result = [...asked, ...rest];
  const quantiles = numberOf(op.value('q'));
  const wanted = quantiles === undefined ? numbersOf(op.value('q')) : [quantiles];
  const plain = op.label === 'quantile' && op.text('interpolation', 'linear') === 'linear';
  const kernel =
    wanted && plain
      ? onNumbers([shape, result], (own, sizes) => quantileKernel(own, axis, wanted, sizes, asked.length > 0))
      : null;
  return { shapes: [result], inputs: givenOf(op, 'input'), kernel };
};

const tensordot: Rule = (op) => {
  const [left, right] = [op.shape('a'), op.shape('b')];
  const given = op.value('dims') ?? op.value('dim');
  const count = given === undefined ? 2 : valueToSize(given);
  const pairs = count === undefined && given ? op.call.interpreter.iterate(given) : null;
  const axes = (at: number, rank: number): readonly number[] => {
    const item = pairs?.[at];
    const items = item && (op.call.interpreter.iterate(item) ?? [item]);
    if (!items) return unsure(say`The axes of the product cannot be told.`);
    return items.map((each) => {
      const axis = valueToSize(each);
      return typeof axis === 'number'
        ? op.normal(axis, rank, 'dims')
        : unsure(say`The axes of the product cannot be told.`);
    });
  };
  const numbers = (start: number, length: number): readonly number[] =>
    Array.from({ length }, (_, index) => start + index);
  if (count !== undefined && typeof count !== 'number') return unsure(say`The number of axes is not known.`);
  const first = count === undefined ? axes(0, left.length) : numbers(left.length - count, count);
  const second = count === undefined ? axes(1, right.length) : numbers(0, count);
  first.forEach((axis, index) => {
    const [own, other] = [left[axis] ?? 1, right[second[index] ?? 0] ?? 1];
    op.agree(own, other, () => ({
      code: 'shape-mismatch',
      message: say`tensordot joins ${sizeText(own)} with ${sizeText(other)}.`,
      argument: 1,
    }));
  });
  const kept = (shape: Shape, used: readonly number[]): Shape => shape.filter((_, axis) => !used.includes(axis));
  const joined = first.map((axis, index) => [axis, second[index] ?? 0] as const);
  return {
    shapes: [[...kept(left, first), ...kept(right, second)]],
    inputs: givenOf(op, 'a', 'b'),
    kernel: productKernel(left.length, right.length, joined, []),
  };
};

const inner: Rule = (op) => {
  const [left, right] = [op.shape(), op.shape('other')];
  if (left.length === 0 || right.length === 0) return { shapes: [op.broadcast([left, right])] };
  op.agree(left.at(-1) ?? 1, right.at(-1) ?? 1, () => ({
    code: 'shape-mismatch',
    message: say`inner joins ${sizeText(left.at(-1) ?? 1)} with ${sizeText(right.at(-1) ?? 1)}.`,
    argument: 1,
  }));
  return {
    shapes: [[...left.slice(0, -1), ...right.slice(0, -1)]],
    inputs: givenOf(op, 'input', 'other'),
    kernel: productKernel(left.length, right.length, [[left.length - 1, right.length - 1]], []),
  };
};

const diff: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dim', shape.length, -1);
  let size: Size = subtract(shape[axis] ?? 1, op.int('n', 1));
  const joined = ['prepend', 'append'].filter((name) => op.has(name));
  for (const name of joined) size = add(size, op.shape(name)[axis] ?? 1);
  return {
    shapes: [shape.map((each, index) => (index === axis ? size : each))],
    kernel: joined.length > 0 ? null : onNumbers([shape], (own) => differenceKernel(own, axis, op.int('n', 1))),
  };
};

const cartesian: Rule = (op) => {
  const lengths = tensorsOf(op).map((shape) => shape[0] ?? 1);
  return { shapes: [lengths.length === 1 ? [lengths[0] ?? 1] : [product(lengths), lengths.length]] };
};

const tensorsOf = (op: Op): readonly Shape[] => {
  const given = op.value('tensors');
  const items = given && op.call.interpreter.iterate(given);
  return items?.map((item) => op.shapeOf(item)) ?? unsure(say`The list of tensors cannot be told.`);
};

const same: Rule = (op) => ({ shapes: [op.shape()] });

const givenOf = (op: Op, ...names: readonly string[]): readonly Value[] =>
  names.flatMap((name) => op.value(name) ?? []);

/** The norm of the difference of two tensors. */
const distance: Rule = (op) => {
  const formula = new Formula(2);
  formula.reduce('norm', formula.binary('-', 0, 1), null, false, op.number('p', 2));
  return { shapes: [[]], inputs: givenOf(op, 'input', 'other'), kernel: formula.kernel };
};

/** Whether each element is among the others. */
const isIn: Rule = (op) => {
  const [own, other] = op.has('elements') ? ['elements', 'test_elements'] : ['element', 'test_elements'];
  const shape = op.shape(own);
  const kernel = onNumbers([shape, op.has(other) ? op.shape(other) : []], (sizes, tested) => {
    const formula = new Formula(2);
    const count = tested.reduce((a, b) => a * b, 1);
    const same = formula.binary('==', formula.reshape(0, [...sizes, 1]), formula.reshape(1, [count]));
    const found = formula.reduce('any', same, [sizes.length]);
    if (op.flag('invert')) formula.unary('not', found);
    return formula.kernel;
  });
  return { shapes: [shape], dtype: 'bool', inputs: givenOf(op, own, other), kernel };
};

/** 0 below 0, 1 above it; at 0 what is given. */
const heaviside: Rule = (op) => {
  const formula = new Formula(2);
  const zero = formula.with('==', 0, 0);
  formula.where(zero, 1, formula.with('>', 0, 0));
  const shape = op.broadcast([op.shape(), op.shape('values')]);
  return { shapes: [shape], inputs: givenOf(op, 'input', 'values'), kernel: formula.kernel };
};

export const SPECTRAL: Readonly<Record<string, Rule>> = {
  view_as_real: (op) => ({ shapes: [[...op.shape(), 2]], dtype: 'float32' }),
  view_as_complex: asComplex,
  polar: both('abs', 'angle', 'complex64'),
  complex: both('real', 'imag', 'complex64'),
  real: (op) => ({ shapes: [op.shape()], dtype: 'float32' }),
  imag: (op) => ({ shapes: [op.shape()], dtype: 'float32' }),
  stft,
  quantile,
  nanquantile: quantile,
  tensordot,
  inner,
  diff,
  histc: (op) => ({ shapes: [[op.int('bins', 100)]] }),
  cartesian_prod: cartesian,
  isin: isIn,
  heaviside,
  matrix_power: same,
  cholesky: same,
  cholesky_inverse: same,
  dist: distance,
  vdot: (op) => ({
    shapes: [[]],
    inputs: givenOf(op, 'input', 'other'),
    kernel: op.has('other') ? productKernel(1, 1, [[0, 0]], []) : null,
  }),
  logdet: (op) => ({ shapes: [op.shape().slice(0, -2)] }),
  diagflat: (op) => {
    const side = add(product(op.shape()), Math.abs(op.int('offset', 0)));
    const offset = op.int('offset', 0);
    const kernel = onNumbers([[product(op.shape())]], ([count = 1]) => ({
      op: 'chain',
      steps: [{ call: { op: 'reshape', shape: [count] } }, { call: { op: 'diagonal-matrix', offset } }],
    }));
    return { shapes: [[side, side]], kernel };
  },
  vander: (op) => {
    const shape = op.shape('x');
    return { shapes: [[...shape, op.has('N') ? op.size('N') : (shape[0] ?? 1)]] };
  },
  trapezoid: (op) => {
    const shape = op.shape('y');
    const axis = op.axis('dim', shape.length, -1);
    return { shapes: [shape.filter((_, each) => each !== axis)] };
  },
  column_stack: (op) => {
    const shapes = tensorsOf(op).map((shape) => (shape.length < 2 ? [product(shape), 1] : shape));
    const [first = [1, 1]] = shapes;
    const columns = shapes.reduce<Size>((sum, shape) => add(sum, shape[1] ?? 1), 0);
    const result = [first[0] ?? 1, columns, ...first.slice(2)];
    const kernel = onNumbers(shapes, (...parts) => {
      const formula = new Formula(parts.length);
      formula.step({ op: 'concat', axis: 1 }, ...parts.map((part, index) => formula.reshape(index, part)));
      return formula.kernel;
    });
    return { shapes: [result], kernel };
  },
  ...Object.fromEntries(
    ['logaddexp2', 'gcd', 'lcm', 'ldexp', 'copysign', 'nextafter'].map((name) => [name, both('input', 'other')]),
  ),
};
