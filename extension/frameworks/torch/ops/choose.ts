/** Functions that choose elements: gather, index_select, where, one_hot ... */
import { say } from '../../../message.ts';
import { unsure } from '../../../model/refusal.ts';
import type { Value } from '../../../python/values.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { add, equal, multiply, subtract } from '../../../model/sizes/arithmetic.ts';
import { numbersOf } from '../context.ts';
import { Formula } from '../../../model/formula.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { Op, Outcome, Rule } from './op.ts';

/** The values of some arguments, in this order; none where one is missing. */
const operands = (op: Op, ...names: readonly string[]): readonly Value[] =>
  names.flatMap((name) => op.value(name) ?? []);

const gather: Rule = (op) => {
  if (!op.has('dim')) return { shapes: [op.shape('index')] };
  const axis = op.axis('dim', op.shape().length);
  return { shapes: [op.shape('index')], inputs: operands(op, 'input', 'index'), kernel: { op: 'gather', axis } };
};

/** torch.take: positions in the flat tensor. */
const flatTake: Rule = (op) => ({ shapes: [op.shape('index')] });

const takeAlong: Rule = (op) => {
  const [shape, index] = [op.shape(), op.shape(op.has('indices') ? 'indices' : 'index')];
  if (!op.has('dim')) return { shapes: [index] };
  const axis = op.axis('dim', shape.length);
  const others = shape.map((size, each) => (each === axis ? (index[axis] ?? 1) : size));
  const name = op.has('indices') ? 'indices' : 'index';
  const result = op.broadcast([others, index]);
  // The index broadcasts first.
  const same = index.length === result.length && index.every((size, each) => equal(size, result[each] ?? 1) === true);
  return {
    shapes: [result],
    inputs: operands(op, 'input', name),
    kernel: same ? { op: 'gather', axis } : null,
  };
};

const indexSelect: Rule = (op) => {
  const shape = op.shape();
  const axis = op.axis('dim', shape.length);
  const [count = 1] = op.shape('index');
  return {
    shapes: [shape.map((size, index) => (index === axis ? count : size))],
    inputs: operands(op, 'input', 'index'),
    kernel: { op: 'take', axis, batch: 0 },
  };
};

const where: Rule = (op) => {
  if (!op.has('input') && !op.has('other')) return unsure(say`How many elements are not zero is not known.`);
  const names = ['condition', 'input', 'other'].filter((name) => op.has(name));
  return {
    shapes: [op.broadcast(names.map((name) => op.shape(name)))],
    ...(names.length === 3 ? { inputs: operands(op, ...names), kernel: { op: 'where' } } : {}),
  };
};

const oneHot: Rule = (op) => {
  const count = op.int('num_classes', -1);
  if (count < 0) return unsure(say`The number of classes depends on the data.`);
  return { shapes: [[...op.shape(), count]], dtype: 'int64', kernel: { op: 'one-hot', depth: count } };
};

const dataDependent: Rule = (op) => {
  op.shape();
  return unsure(say`What ${op.label} gives depends on the values.`);
};

const embedding: Rule = (op) => {
  const weight = op.shape('weight');
  return {
    shapes: [[...op.shape(), weight.at(-1) ?? 1]],
    dtype: 'float32',
    inputs: operands(op, 'weight', 'input'),
    kernel: { op: 'take', axis: 0, batch: 0 },
  };
};

const bincount: Rule = (op) => {
  const numbers = numbersOf(op.value('input'));
  return numbers ? { shapes: [[Math.max(0, ...numbers) + 1]] } : dataDependent(op);
};

/** The inverse of max pooling: the size is the one given, or what the window reaches. */
const maxUnpool =
  (rank: number): Rule =>
  (op) => {
    const shape = op.shape();
    if (op.has('output_size')) {
      const given = op.sizes('output_size');
      return unpooled(op, given.length > rank ? given : [...shape.slice(0, -rank), ...given], rank);
    }
    const perAxis = (name: string, fallback: readonly Size[]): readonly Size[] => {
      if (!op.has(name)) return fallback;
      const sizes = op.sizes(name);
      return sizes.length === 1 ? Array<Size>(rank).fill(sizes[0] ?? 1) : sizes;
    };
    const kernel = perAxis('kernel_size', []);
    const stride = perAxis('stride', kernel);
    const padding = perAxis('padding', Array<Size>(rank).fill(0));
    const spatial = shape.slice(-rank).map((size, axis) => {
      const reach = add(multiply(subtract(size, 1), stride[axis] ?? 1), kernel[axis] ?? 1);
      return subtract(reach, multiply(padding[axis] ?? 0, 2));
    });
    return unpooled(op, [...shape.slice(0, -rank), ...spatial], rank);
  };

const unpooled = (op: Op, shape: Shape, rank: number): Outcome => ({
  shapes: [shape],
  inputs: operands(op, 'input', 'indices'),
  kernel: onNumbers([shape.slice(-rank)], (size) => ({ op: 'max-unpool', size })),
});

/** How many boundaries stand before each number. */
const bucketize: Rule = (op) => {
  const shape = op.shape();
  const kernel = onNumbers([shape], (sizes) => {
    const formula = new Formula(2);
    const before = formula.binary(op.flag('right') ? '>=' : '>', formula.reshape(0, [...sizes, 1]), 1);
    formula.reduce('sum', before, [sizes.length]);
    return formula.kernel;
  });
  return { shapes: [shape], dtype: 'int64', inputs: operands(op, 'input', 'boundaries'), kernel };
};

export const CHOOSE: Readonly<Record<string, Rule>> = {
  gather,
  take_along_dim: takeAlong,
  take: flatTake,
  index_select: indexSelect,
  where,
  one_hot: oneHot,
  max_unpool1d: maxUnpool(1),
  max_unpool2d: maxUnpool(2),
  max_unpool3d: maxUnpool(3),
  embedding,
  nonzero: dataDependent,
  masked_select: dataDependent,
  unique: dataDependent,
  unique_consecutive: dataDependent,
  bincount,
  multinomial: (op) => ({ shapes: [[...op.shape().slice(0, -1), op.size('num_samples')]], dtype: 'int64' }),
  searchsorted: flatTake,
  bucketize,
};
