/** Normalisation as a function of given statistics: keras.ops, tf.nn and the backend have the same arguments in three orders. */
import { Formula, type Term } from '../../../model/formula.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { Shape } from '../../../model/size.ts';
import type { Value } from '../../../python/values.ts';
import { tensorOf } from '../../tensor.ts';
import type { Family, OpCall, Operation } from './context.ts';

/** Where the arguments after the mean and the variance stand, and what the offset and the scale are called. */
interface Order {
  readonly offset: readonly [number, string];
  readonly scale: readonly [number, string];
  readonly epsilon: readonly [number, string];
  /** Null: the statistics broadcast as they are. */
  readonly axis: number | null;
}
const TENSORFLOW: Order = { offset: [3, 'offset'], scale: [4, 'scale'], epsilon: [5, 'variance_epsilon'], axis: null };
const ORDERS: Partial<Readonly<Record<Family, Order>>> = {
  tf: TENSORFLOW,
  ops: { offset: [4, 'offset'], scale: [5, 'scale'], epsilon: [6, 'epsilon'], axis: 3 },
  backend: { offset: [3, 'beta'], scale: [4, 'gamma'], epsilon: [6, 'epsilon'], axis: 5 },
};
const SMALLEST = 1e-3;

/** `(x - mean) / sqrt(variance + epsilon) * scale + offset` */
const batchNormalization: Operation = (call) => {
  const input = call.first;
  const shape = call.shapeOf(input);
  const order = ORDERS[call.family];
  if (!shape || !order) return call.result([input], shape);
  const statistics = [call.tensor(1, 'mean'), call.tensor(2, 'variance', 'var')];
  const given = [order.scale, order.offset].map(([position, name]) => optional(call, position, name));
  const operands = [input, ...statistics, ...given.flatMap((value) => value ?? [])];
  const axis = order.axis === null ? null : call.axis(shape.length, -1, order.axis, 'axis');
  const epsilon =
    call.arg(...order.epsilon) === undefined && order.axis !== null ? SMALLEST : call.number(...order.epsilon);
  const shapes = operands.map((operand) => call.shapeOf(operand));
  const told = shapes.every((each) => each !== null) && axis !== undefined && epsilon !== undefined;
  const kernel = told
    ? onNumbers(shapes, (own, ...others) => formulaOf(own, others, axis, epsilon, given[0] !== null, given[1] !== null))
    : null;
  return call.result(operands, shape, { kernel });
};

function formulaOf(
  shape: readonly number[],
  others: readonly (readonly number[])[],
  axis: number | null,
  epsilon: number,
  scaled: boolean,
  moved: boolean,
): KernelCall | null {
  // Along an axis the statistics are vectors.
  if (axis !== null && others.some((other) => other.length !== 1)) return null;
  const formula = new Formula(others.length + 1);
  const terms = others.map((other, index): Term => {
    if (axis === null || axis === shape.length - 1) return index + 1;
    return formula.reshape(
      index + 1,
      shape.map((_, each) => (each === axis ? (other[0] ?? 1) : 1)),
    );
  });
  const [mean = 1, variance = 2, third = 3, fourth = 4] = terms;
  const deviation = formula.unary('sqrt', formula.step({ op: 'scalar', operator: '+', value: epsilon }, variance));
  let result = formula.binary('/', formula.binary('-', 0, mean), deviation);
  if (scaled) result = formula.binary('*', result, third);
  if (moved) formula.binary('+', result, scaled ? fourth : third);
  return formula.kernel;
}

function optional(call: OpCall, position: number, name: string): Value | null {
  const value = call.arg(position, name);
  return value === undefined || value.kind === 'none' ? null : call.asTensor(value);
}

/** `bias_add(x, bias)`: on the last axis unless the call says where the channels are. */
const biasAdd: Operation = (call) => {
  const [input, bias] = [call.first, call.tensor(1, 'bias', 'value')];
  const shape: Shape | null = call.shapeOf(input);
  const plain =
    call.arg(2, 'data_format') === undefined && call.shapeOf(bias)?.length === 1 && tensorOf(input) !== undefined;
  return call.result([input, bias], shape, { kernel: plain ? { op: 'binary', operator: '+' } : null });
};

export const NORMALISATION_OPERATIONS: Readonly<Record<string, Operation>> = {
  batch_normalization: batchNormalization,
  bias_add: biasAdd,
};
