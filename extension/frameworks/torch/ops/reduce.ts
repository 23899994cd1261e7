/** Functions that take axes away: sum, mean, max, var, norm ... */
import { unsure } from '../../../model/refusal.ts';
import { builtinClasses, nativeClass } from '../../../python/evaluate/native.ts';
import { NONE, tuple, type PyClass, type Value } from '../../../python/values.ts';
import type { Shape } from '../../../model/size.ts';
import { numbersOf } from '../context.ts';
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
  (dtype?: string, fold?: (numbers: readonly number[]) => number): Rule =>
  (op): Outcome => {
    const shape = op.shape();
    const axes = axesOf(op, shape);
    const numbers = axes === null && fold ? numbersOf(op.value('input')) : undefined;
    return {
      shapes: [reduced(shape, axes, op.flag('keepdim'))],
      ...(dtype === undefined ? {} : { dtype }),
      ...(numbers && fold ? { numbers: [fold(numbers)] } : {}),
    };
  };

const pairs = new Map<string, PyClass>();

/** torch.return_types.max: a tuple with names. */
function pairClass(name: string): PyClass {
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
    properties: { values: at(0), indices: at(1) },
  });
  pairs.set(name, cls);
  return cls;
}

export const withIndices =
  (name: string) =>
  (outputs: readonly Value[]): Value =>
    tuple(outputs, pairClass(name));

/** max, min, median, mode: one number over all, values and positions along an axis, elementwise with another tensor. */
const extreme =
  (name: string, fold?: (numbers: readonly number[]) => number): Rule =>
  (op) => {
    const shape = op.shape();
    if (op.has('other')) return { shapes: [op.broadcast([shape, op.shape('other')])] };
    if (!op.has('dim')) {
      const numbers = fold ? numbersOf(op.value('input')) : undefined;
      return { shapes: [[]], ...(numbers && fold ? { numbers: [fold(numbers)] } : {}) };
    }
    const result = reduced(shape, axesOf(op, shape), op.flag('keepdim'));
    return { shapes: [result, result], pack: withIndices(name) };
  };

const norm: Rule = (op) => {
  const shape = op.shape();
  return { shapes: [reduced(shape, axesOf(op, shape), op.flag('keepdim'))] };
};

const pairOf: Rule = (op) => {
  const shape = op.shape();
  const result = reduced(shape, axesOf(op, shape), op.flag('keepdim'));
  return { shapes: [result, result] };
};

const sorted =
  (name: string): Rule =>
  (op) => {
    const shape = op.shape();
    return { shapes: [shape, shape], pack: withIndices(name) };
  };

const topk: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dim', shape.length, -1);
  const count = op.size('k');
  const result = shape.map((size, index) => (index === axis ? count : size));
  return { shapes: [result, result], pack: withIndices('topk') };
};

const kthValue: Rule = (op) => {
  const shape = op.shape();
  const result = reduced(shape, [op.axis('dim', shape.length, -1)], op.flag('keepdim'));
  return { shapes: [result, result], pack: withIndices('kthvalue') };
};

const argmax = reduction('int64');

export const REDUCE: Readonly<Record<string, Rule>> = {
  sum: reduction(undefined, (numbers) => numbers.reduce((a, b) => a + b, 0)),
  nansum: reduction(),
  mean: reduction(),
  nanmean: reduction(),
  prod: reduction(undefined, (numbers) => numbers.reduce((a, b) => a * b, 1)),
  std: reduction(),
  var: reduction(),
  amax: reduction(),
  amin: reduction(),
  logsumexp: reduction(),
  all: reduction('bool'),
  any: reduction('bool'),
  count_nonzero: reduction('int64'),
  argmax,
  argmin: argmax,
  max: extreme('max', (numbers) => Math.max(...numbers)),
  min: extreme('min', (numbers) => Math.min(...numbers)),
  median: extreme('median'),
  nanmedian: extreme('nanmedian'),
  mode: (op) => (op.has('dim') ? extreme('mode')(op) : unsure('mode without an axis takes the last one.')),
  norm,
  var_mean: pairOf,
  std_mean: pairOf,
  aminmax: pairOf,
  sort: sorted('sort'),
  cummax: sorted('cummax'),
  cummin: sorted('cummin'),
  argsort: (op) => ({ shapes: [op.shape()], dtype: 'int64' }),
  topk,
  kthvalue: kthValue,
  trace: () => ({ shapes: [[]] }),
};
