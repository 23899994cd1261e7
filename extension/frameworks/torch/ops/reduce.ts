/** Functions that take axes away: sum, mean, max, var, norm ... */
import { say } from '../../../message.ts';
import { nanKernel } from '../../../model/formulas.ts';
import { Formula } from '../../../model/formula.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { Reduction } from '../../../model/tensor-kernel.ts';
import { unsure } from '../../../model/refusal.ts';
import { builtinClasses, nativeClass } from '../../../python/evaluate/native.ts';
import { asNumber, NONE, tuple, type PyClass, type Value } from '../../../python/values.ts';
import type { Shape } from '../../../model/size.ts';
import { numbersOf } from '../context.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { Op, Outcome, Rule } from './op.ts';

function reduced(shape: Shape, axes: readonly number[] | null, keep: boolean): Shape {
  if (keep) return shape.map((size, axis) => (axes === null || axes.includes(axis) ? 1 : size));
  return axes === null ? [] : shape.filter((_, axis) => !axes.includes(axis));
}

/** An empty list of axes means all of them, as None does. */
function axesOf(op: Op, shape: Shape): readonly number[] | null {
  const axes = op.axes('dim', shape.length);
  return axes?.length === 0 ? null : axes;
}

const reduction =
  (method: Reduction | null, dtype?: string, fold?: (numbers: readonly number[]) => number): Rule =>
  (op): Outcome => {
    const shape = op.shape();
    const axes = axesOf(op, shape);
    const numbers = axes === null && fold ? numbersOf(op.value('input')) : undefined;
    return {
      shapes: [reduced(shape, axes, op.flag('keepdim'))],
      kernel: method && reduce(method, axes, op.flag('keepdim'), correction(op)),
      ...(dtype === undefined ? {} : { dtype }),
      ...(numbers && fold ? { numbers: [fold(numbers)] } : {}),
    };
  };

/** What is no number takes no part. */
const withoutNan =
  (method: 'sum' | 'mean'): Rule =>
  (op) => {
    const shape = op.shape();
    const [axes, keep] = [axesOf(op, shape), op.flag('keepdim')];
    return { shapes: [reduced(shape, axes, keep)], kernel: nanKernel(method, axes, keep) };
  };

const reduce = (method: Reduction, axes: readonly number[] | null, keepAxes: boolean, parameter = 0): KernelCall => ({
  op: 'reduce',
  method,
  axes,
  keepAxes,
  parameter,
});

/** What var and std lessen the count by: 1 unless the call says otherwise, by the old name or the new one. */
function correction(op: Op): number {
  if (!/^(var|std)/.test(op.label)) return 0;
  if (op.has('unbiased')) return op.flag('unbiased', true) ? 1 : 0;
  return op.number('correction', 1);
}

const pairs = new Map<string, PyClass>();

/** torch.return_types.max: a tuple with names. */
function pairClass(name: string, fields: readonly string[]): PyClass {
  const known = pairs.get(name);
  if (known) return known;
  const at =
    (index: number) =>
    ({ args }: { args: readonly Value[] }): Value =>
      args[0]?.kind === 'tuple' ? (args[0].items[index] ?? NONE) : NONE;
  const cls = nativeClass({
    name,
    qualifiedName: `torch.return_types.${name}`,
    bases: [builtinClasses.tuple],
    properties: Object.fromEntries(fields.map((field, index) => [field, at(index)])),
  });
  pairs.set(name, cls);
  return cls;
}

export const withIndices =
  (name: string, fields: readonly string[] = ['values', 'indices']) =>
  (outputs: readonly Value[]): Value =>
    tuple(outputs, pairClass(name, fields));

/** max, min, median, mode: one number over all, values and positions along an axis, elementwise with another tensor. */
const extreme =
  (name: string, fold?: (numbers: readonly number[]) => number): Rule =>
  (op) => {
    const shape = op.shape();
    const method = name === 'max' || name === 'min' || name === 'median' ? name : null;
    if (op.has('other')) {
      const operator = name === 'max' ? 'max' : 'min';
      return { shapes: [op.broadcast([shape, op.shape('other')])], kernel: { op: 'binary', operator } };
    }
    if (!op.has('dim')) {
      const numbers = fold ? numbersOf(op.value('input')) : undefined;
      return {
        shapes: [[]],
        kernel: method && reduce(method, null, false),
        ...(numbers && fold ? { numbers: [fold(numbers)] } : {}),
      };
    }
    const keepAxes = op.flag('keepdim');
    const [axis = 0] = axesOf(op, shape) ?? [];
    const result = reduced(shape, [axis], keepAxes);
    const kernel: KernelCall | null = method && { op: 'extreme', method, axis, keepAxes };
    return { shapes: [result, result], kernel, pack: withIndices(name) };
  };

const norm: Rule = (op) => {
  const shape = op.shape();
  const axes = axesOf(op, shape);
  // 'fro' is the norm of two; ord of linalg.norm is p elsewhere.
  const given = op.value('p') ?? op.value('ord');
  const order = given === undefined || given.kind === 'none' || given.kind === 'str' ? 2 : asNumber(given);
  const named = given?.kind === 'str' && given.value !== 'fro';
  // Of linalg.norm, an order with two axes is that of a matrix.
  const count = axes?.length ?? shape.length;
  const ofMatrix = op.has('ord') && given?.kind !== 'str' && count === 2;
  const kernel = order === undefined || named || ofMatrix ? null : reduce('norm', axes, op.flag('keepdim'), order);
  return { shapes: [reduced(shape, axes, op.flag('keepdim'))], kernel };
};

const pairOf =
  (first: Reduction, second: Reduction): Rule =>
  (op) => {
    const shape = op.shape();
    const axes = axesOf(op, shape);
    const keep = op.flag('keepdim');
    const result = reduced(shape, axes, keep);
    const kernels = [reduce(first, axes, keep, correction(op)), reduce(second, axes, keep)];
    return { shapes: [result, result], kernels };
  };

function sortKernel(op: Op, shape: Shape, only: 'positions' | null): KernelCall | null {
  const axis = op.axis('dim', shape.length, -1);
  const descending = op.flag('descending');
  return onNumbers([shape], (sizes) => ({ op: 'sort', axis, descending, count: sizes[axis] ?? 1, only }));
}

const sorted =
  (name: string): Rule =>
  (op) => {
    const shape = op.shape();
    if (name !== 'sort') {
      const axis = op.axis('dim', shape.length);
      const method = name === 'cummax' ? 'max' : 'min';
      const kernel: KernelCall = { op: 'cumulative', method, axis, exclusive: false, reverse: false };
      return { shapes: [shape, shape], kernel, pack: withIndices(name) };
    }
    return { shapes: [shape, shape], kernel: sortKernel(op, shape, null), pack: withIndices(name) };
  };

const topk: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dim', shape.length, -1);
  const count = op.size('k');
  const result = shape.map((size, index) => (index === axis ? count : size));
  const descending = op.flag('largest', true);
  const kernel = onNumbers([result], (sizes) => ({
    op: 'sort',
    axis,
    descending,
    count: sizes[axis] ?? 1,
    only: null,
  }));
  return { shapes: [result, result], kernel, pack: withIndices('topk') };
};

const kthValue: Rule = (op) => {
  const shape = op.shape();
  const result = reduced(shape, [op.axis('dim', shape.length, -1)], op.flag('keepdim'));
  const place = op.int('k');
  const axis = op.axis('dim', shape.length, -1);
  const picked = (only: 'values' | 'positions'): KernelCall | null =>
    onNumbers([shape, result], (own, sizes) => {
      const formula = new Formula(1);
      const sorted = formula.step({ op: 'sort', axis, descending: false, count: place, only }, 0);
      const cut = own.map((size, each) => (each === axis ? place : size));
      formula.reshape(formula.part(sorted, cut, axis, place - 1, 1), sizes);
      return place >= 1 && place <= (own[axis] ?? 1) ? formula.kernel : null;
    });
  return { shapes: [result, result], kernels: [picked('values'), picked('positions')], pack: withIndices('kthvalue') };
};

const extremePosition = (method: 'argmax' | 'argmin'): Rule => reduction(method, 'int64');

export const REDUCE: Readonly<Record<string, Rule>> = {
  sum: reduction('sum', undefined, (numbers) => numbers.reduce((a, b) => a + b, 0)),
  nansum: withoutNan('sum'),
  mean: reduction('mean'),
  nanmean: withoutNan('mean'),
  prod: reduction('product', undefined, (numbers) => numbers.reduce((a, b) => a * b, 1)),
  std: reduction('deviation'),
  var: reduction('variance'),
  amax: reduction('max'),
  amin: reduction('min'),
  logsumexp: reduction('logsumexp'),
  all: reduction('all', 'bool'),
  any: reduction('any', 'bool'),
  count_nonzero: reduction('count', 'int64'),
  argmax: extremePosition('argmax'),
  argmin: extremePosition('argmin'),
  max: extreme('max', (numbers) => Math.max(...numbers)),
  min: extreme('min', (numbers) => Math.min(...numbers)),
  median: extreme('median'),
  nanmedian: extreme('nanmedian'),
  mode: (op) => (op.has('dim') ? extreme('mode')(op) : unsure(say`mode without an axis takes the last one.`)),
  norm,
  var_mean: pairOf('variance', 'mean'),
  std_mean: pairOf('deviation', 'mean'),
  aminmax: pairOf('min', 'max'),
  sort: sorted('sort'),
  cummax: sorted('cummax'),
  cummin: sorted('cummin'),
  argsort: (op) => ({ shapes: [op.shape()], dtype: 'int64', kernel: sortKernel(op, op.shape(), 'positions') }),
  topk,
  kthvalue: kthValue,
  trace: () => {
    const formula = new Formula(1);
    formula.reduce('sum', formula.step({ op: 'diagonal', offset: 0, first: 0, second: 1 }, 0), [0]);
    return { shapes: [[]], kernel: formula.kernel };
  },
  msort: (op) => ({
    shapes: [op.shape()],
    kernel: onNumbers([op.shape()], ([count = 1]) => ({
      op: 'sort',
      axis: 0,
      descending: false,
      count,
      only: 'values',
    })),
  }),
};
