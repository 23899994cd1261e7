/** More of linear algebra and of NumPy's functions that keras.ops has, and of TensorFlow's that gives numbers about tensors. */
import { say } from '../../../message.ts';
import { add, equal, multiply, product } from '../../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { list, NONE, tuple, type Value } from '../../../python/values.ts';
import type { OpCall, Operation } from './context.ts';

const onShape =
  (rule: (shape: Shape, call: OpCall) => Shape | null): Operation =>
  (call) => {
    const shape = call.shapeOf(call.first);
    return call.result(
      [call.first],
      shape && rule(shape, call),
      shape ? { reason: say`The shape cannot be told.` } : {},
    );
  };

/** A rule on the shapes of the first two arguments. */
const onTwo =
  (rule: (first: Shape, second: Shape, call: OpCall) => Shape | null, ...names: readonly string[]): Operation =>
  (call) => {
    const other = call.tensor(1, ...names);
    const [a, b] = [call.shapeOf(call.first), call.shapeOf(other)];
    const known = a && b;
    return call.result(
      [call.first, other],
      known && rule(a, b, call),
      known ? { reason: say`The shape cannot be told.` } : {},
    );
  };

const pairOf = (call: OpCall, first: Shape | null, second: Shape | null): Value =>
  tuple([first, second].map((shape) => call.result([call.first], shape, { reason: say`The shape cannot be told.` })));

/** `ndim` axes more in front, of size 1. */
const padded = (shape: Shape, rank: number): Shape => [...Array<Size>(rank - shape.length).fill(1), ...shape];

export const LINEAR_OPERATIONS: Readonly<Record<string, Operation>> = {
  inner: onTwo((a, b) => (a.length === 0 || b.length === 0 ? null : [...a.slice(0, -1), ...b.slice(0, -1)]), 'x2'),
  kron: onTwo((a, b) => {
    const rank = Math.max(a.length, b.length);
    const [left, right] = [padded(a, rank), padded(b, rank)];
    return left.map((size, axis) => multiply(size, right[axis] ?? 1));
  }, 'x2'),
  cdist: onTwo((a, b) => (a.length < 2 || b.length < 2 ? null : [...a.slice(0, -1), b.at(-2) ?? 1]), 'x2'),
  /** A vector on the diagonal of a matrix. */
  diagflat: onShape((shape, call) => {
    const offset = call.arg(1, 'k') === undefined ? 0 : call.int(1, 'k');
    if (offset === undefined) return null;
    const size = add(product(shape), Math.abs(offset));
    return [size, size];
  }),
  corrcoef: onShape((shape) => (shape.length === 2 ? [shape[0] ?? 1, shape[0] ?? 1] : null)),
  trapezoid: onShape((shape, call) => {
    const axis = call.axis(shape.length, -1, 3, 'axis');
    return axis === undefined ? null : shape.filter((_, index) => index !== axis);
  }),
  vander: onShape((shape, call) => {
    const columns = call.arg(1, 'N') === undefined ? shape[0] : call.size(1, 'N');
    return shape.length !== 1 || columns === undefined ? null : [...shape, columns];
  }),
  histogram: (call) => {
    const bins = call.arg(1, 'bins') === undefined ? 10 : call.size(1, 'bins');
    return pairOf(call, bins === undefined ? null : [bins], bins === undefined ? null : [add(bins, 1)]);
  },
  slogdet: (call) => {
    const shape = call.shapeOf(call.first);
    const rest = shape && shape.length >= 2 ? shape.slice(0, -2) : null;
    // On a model's tensors, Keras takes the sign for a single number.
    return pairOf(call, rest && call.outside ? [] : rest, rest);
  },
  eig: (call) => {
    const shape = call.shapeOf(call.first);
    return pairOf(call, shape && shape.slice(0, -1), shape);
  },
  eigenvalues: onShape((shape) => shape.slice(0, -1)),
  matrix_rank: onShape((shape) => (shape.length < 2 ? null : shape.slice(0, -2))),
  lu_factor: (call) => {
    const shape = call.shapeOf(call.first);
    const square = shape && equal(shape.at(-1) ?? 1, shape.at(-2) ?? 1) === true;
    return pairOf(call, shape, square ? shape.slice(0, -1) : null);
  },
  /** keras.ops.lstsq; `tf.linalg.lstsq(matrix, rhs)` takes batches. */
  lstsq: onTwo(
    (a, b) => {
      const [columns, wanted] = [a.at(-1), b.slice(a.length - 1)];
      return columns === undefined || a.length < 2 ? null : [...a.slice(0, -2), columns, ...wanted];
    },
    'b',
    'rhs',
  ),
  view_as_complex: onShape((shape) => shape.slice(0, -1)),
  view_as_real: onShape((shape) => [...shape, 2]),
  get_item: (call) => {
    const key = call.arg(1, 'key');
    return key ? call.state.session.interpreter.getItem(call.first, key) : call.unknown(say`The key is not known.`);
  },
  confusion_matrix: (call) => {
    const classes = call.size(2, 'num_classes');
    return call.result([call.first, call.tensor(1, 'predictions')], classes === undefined ? null : [classes, classes], {
      reason: say`How many classes there are comes from the numbers.`,
    });
  },
  /** `(list of the clipped, norm)` */
  clip_by_global_norm: (call) => {
    const items = call.state.session.interpreter.iterate(call.first);
    if (!items) return call.unknown(say`The tensors are not known.`);
    return tuple([list(items.map((item) => call.result([item], call.shapeOf(item)))), call.result(items, [])]);
  },
  each: (call) => {
    const items = call.state.session.interpreter.iterate(call.first);
    return items
      ? list(items.map((item) => call.result([item], call.shapeOf(item))))
      : call.unknown(say`The tensors are not known.`);
  },
  /** The rearrangements of einops, in Keras's own words. */
  rearrange: (call) => {
    const { interpreter } = call.state.session;
    const run = interpreter.getAttribute(interpreter.importModule('einops'), 'rearrange') ?? NONE;
    return interpreter.call(run, [call.first, ...call.positional.slice(1)], call.keywords, call.site);
  },
  /** A number for every sample. */
  ctc_loss: (call) => {
    // The labels have the batch first; TensorFlow's logits have the time there.
    const batch = call.shapeOf(call.first)?.[0];
    const keepsAxis = call.family === 'backend';
    const shape = batch === undefined ? null : keepsAxis ? [batch, 1] : [batch];
    return call.result([call.first, call.tensor(1, 'output', 'logits', 'y_pred')], shape);
  },
};
