/** Functions that pick, order and scatter entries, and those that run a function given to them. */
import { say } from '../../../message.ts';
import { multiply, product } from '../../../model/sizes/arithmetic.ts';
import { concreteShape, concreteSize } from '../../../model/concrete.ts';
import { Formula } from '../../../model/formula.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { Shape } from '../../../model/size.ts';
import { makeNamedTuple } from '../../../python/library/namedtuple.ts';
import { list, tuple, type Value } from '../../../python/values.ts';
import { makeTensor, tensorOf } from '../../tensor.ts';
import { mapTensors } from '../structure.ts';
import type { OpCall, Operation } from './context.ts';

const topValues = makeNamedTuple(
  'TopKV2',
  ['values', 'indices'].map((name) => ({ name, defaultValue: undefined })),
);

/** `top_k(x, k)`: values and positions. */
const topK: Operation = (call) => {
  const input = call.first;
  const shape = call.shapeOf(input);
  const count = call.arg(1, 'k') === undefined ? 1 : call.size(1, 'k');
  const result = shape && count !== undefined ? [...shape.slice(0, -1), count] : null;
  const reason = say`The number of entries is not known.`;
  const kernel = (only: 'values' | 'positions'): KernelCall | null =>
    shape && typeof count === 'number' ? { op: 'sort', axis: shape.length - 1, descending: true, count, only } : null;
  return tuple(
    [
      call.result([input], result, { reason, kernel: kernel('values') }),
      call.result([input], result, { reason, dtype: 'int32', kernel: kernel('positions') }),
    ],
    topValues,
  );
};

/** The shape of the first argument, which the others change in places. */
const changed: Operation = (call) => call.result([call.first], call.shapeOf(call.first));

/** The shape of the second argument: positions in the first. */
const likeSecond: Operation = (call) => {
  const other = call.tensor(1, 'values', 'v', 'indices');
  return call.result([call.first, other], call.shapeOf(other), { dtype: 'int32' });
};

/** How many entries there are depends on the numbers: the framework leaves the size open. */
const someOf = (call: OpCall, rest: Shape): Value => call.result([call.first], [call.state.leftOpen(), ...rest]);

const booleanMask: Operation = (call) => {
  const [input, mask] = [call.first, call.tensor(1, 'mask')];
  const [shape, covered] = [call.shapeOf(input), call.shapeOf(mask)];
  const axis = call.arg(2, 'axis') === undefined ? 0 : call.axis(shape?.length ?? 0, 0, 2, 'axis');
  if (!shape || !covered || axis === undefined)
    return call.result([input], null, { reason: say`The mask is not known.` });
  const rest = shape.slice(axis + covered.length);
  return call.result([input], [...shape.slice(0, axis), call.state.leftOpen(), ...rest]);
};

const gatherNd: Operation = (call) => {
  const [input, indices] = [call.first, call.tensor(1, 'indices')];
  const [shape, picked] = [call.shapeOf(input), call.shapeOf(indices)];
  const depth = picked?.at(-1);
  if (!shape || !picked || typeof depth !== 'number' || call.arg(2, 'batch_dims') !== undefined)
    return call.result([input], null, { reason: say`The indices are not known.` });
  return call.result([input], [...picked.slice(0, -1), ...shape.slice(depth)]);
};

/** `map_fn(fn, elems)`: the function on one entry of the first axis, and that axis again. */
const mapped: Operation = (call) => {
  const [body, elements] = [call.arg(0, 'fn', 'f', 'function'), call.tensor(1, 'elems', 'xs', 'elements')];
  const { state } = call;
  if (!body) return call.unknown(say`The function is not known.`);
  const lengths: Shape[number][] = [];
  const entry = mapTensors(elements, (tensor) => {
    const shape = call.shapeOf(tensor);
    const [length] = shape ?? [];
    if (length !== undefined) lengths.push(length);
    // Of the batch one sample runs: its only entry.
    if (shape && length !== undefined && concreteSize(length) === 1)
      return call.result([tensor], shape.slice(1), { kernel: reshapeTo(shape.slice(1)) });
    return makeTensor(state.session, 'keras', shape?.slice(1) ?? null, call.reasonOf(tensor), tensorOf(tensor)?.dtype);
  });
  const [length] = lengths;
  if (length === undefined) return call.result([elements], null, { reason: say`The entries are not known.` });
  const result = state.session.interpreter.call(body, [entry], new Map(), call.site);
  if (!tensorOf(result) && result.kind !== 'tuple' && result.kind !== 'list')
    return call.result([elements], null, { reason: say`What the function gives is not known.` });
  return mapTensors(result, (tensor) => {
    const shape = call.shapeOf(tensor);
    const whole = shape && [length, ...shape];
    const reason = call.reasonOf(tensor);
    return whole && concreteSize(length) === 1
      ? call.result([tensor], whole, { reason, kernel: reshapeTo(whole) })
      : call.result([elements], whole, { reason });
  });
};

const reshapeTo = (shape: Shape): KernelCall | null => onNumbers([shape], (sizes) => ({ op: 'reshape', shape: sizes }));

/** The classes that occur in a row; what is one-hot for each is joined along the axis that the row had. */
function manyHot(rank: number, depth: number): KernelCall | null {
  if (rank > 2) return null;
  const formula = new Formula(1);
  formula.reduce('max', formula.step({ op: 'one-hot', depth }, 0), [rank - 1]);
  return formula.kernel;
}

/** `segment_sum`: a product with the one-hot segments of the entries. */
function segmentKernel(call: OpCall, shape: Shape, count: Shape[number]): KernelCall | null {
  if (!call.label.endsWith('segment_sum')) return null;
  return onNumbers([shape, [count]], (sizes, [segments = 1]) => {
    const [entries = 1, ...rest] = sizes;
    const formula = new Formula(2);
    const flat = formula.reshape(0, [entries, rest.reduce((a, b) => a * b, 1)]);
    const hot = formula.step({ op: 'one-hot', depth: segments }, 1);
    const sums = formula.step({ op: 'matmul', transposeLeft: true, transposeRight: false }, hot, flat);
    formula.reshape(sums, [segments, ...rest]);
    return formula.kernel;
  });
}

/** `slice_update(inputs, start_indices, updates)` */
const sliceUpdate: Operation = (call) => {
  const [input, starts, updates] = [call.first, call.sizes(1, 'start_indices'), call.tensor(2, 'updates')];
  const [shape, part] = [call.shapeOf(input), call.shapeOf(updates)];
  const kernel =
    shape && part && starts?.length === shape.length && part.length === shape.length
      ? onNumbers([starts, part], (from, sizes) => ({
          op: 'slice-update',
          starts: from,
          steps: from.map(() => 1),
          sizes,
        }))
      : null;
  return call.result([input, updates], shape, { kernel });
};

/** Of two branches that give the same shapes either says them; the condition is not known. */
const condition: Operation = (call) => {
  const branches = [call.arg(1, 'true_fn', 'true_branch'), call.arg(2, 'false_fn', 'false_branch')];
  const results = branches.map((branch) =>
    branch ? call.state.session.interpreter.call(branch, [], new Map(), call.site) : undefined,
  );
  const [first, second] = results;
  const key = (value: Value | undefined): string | null => {
    const shape = value && tensorOf(value)?.shape;
    return shape ? shape.map((size) => (typeof size === 'number' ? size : size.key)).join() : null;
  };
  if (first && second && key(first) !== null && key(first) === key(second)) {
    // Both are computed, and the condition picks one of them.
    const asked = call.first;
    const isTensor = tensorOf(asked)?.shape?.length === 0;
    return isTensor
      ? call.result([asked, first, second], call.shapeOf(first), {
          kernel: { op: 'where' },
          dtype: tensorOf(first)?.dtype ?? 'float32',
        })
      : call.result([first, second], call.shapeOf(first));
  }
  return call.unknown(say`Which branch runs depends on the numbers.`);
};

/** `while_loop(cond, body, loop_vars)` and `fori_loop(lower, upper, body, init_val)` keep the shapes of what they carry. */
const loop =
  (position: number, ...names: readonly string[]): Operation =>
  (call) => {
    const carried = call.arg(position, ...names);
    if (!carried) return call.unknown(say`The variables of the loop are not known.`);
    const one = (value: Value): Value => call.result([value], call.shapeOf(value));
    return carried.kind === 'list' || carried.kind === 'tuple'
      ? list(carried.items.map((item) => mapTensors(tensorOf(item) ? item : one(item), one)))
      : mapTensors(carried, one);
  };

export const CHOICE_OPERATIONS: Readonly<Record<string, Operation>> = {
  top_k: topK,
  changed: (call) => (call.label.endsWith('slice_update') ? sliceUpdate(call) : changed(call)),
  like_second: likeSecond,
  boolean_mask: booleanMask,
  gather_nd: gatherNd,
  mapped,
  condition,
  while_loop: loop(2, 'loop_vars'),
  fori_loop: loop(3, 'init_val'),
  take_along_axis: (call) => {
    const [input, indices] = [call.first, call.tensor(1, 'indices')];
    const [shape, picked] = [call.shapeOf(input), call.shapeOf(indices)];
    const axis = shape ? call.axis(shape.length, -1, 2, 'axis') : undefined;
    if (!shape || picked?.length !== shape.length || axis === undefined)
      return call.result([input, indices], null, { reason: say`The indices are not known.` });
    const result = shape.map((size, index) =>
      index === axis ? (picked[index] ?? 1) : size === 1 ? (picked[index] ?? 1) : size,
    );
    // Where the other axes are alike nothing is spread.
    const [own, others] = [concreteShape(shape), concreteShape(picked)];
    const alike = own?.every((size, index) => index === axis || size === others?.[index]) ?? false;
    return call.result([input, indices], result, { kernel: alike ? { op: 'gather', axis } : null });
  },
  nonzero: (call) => {
    const shape = call.shapeOf(call.first);
    if (!shape) return call.unknown(say`The positions are not known.`);
    return tuple(shape.map(() => someOf(call, [])));
  },
  unique: (call) => {
    const shape = call.shapeOf(call.first);
    if (!shape || !call.label.startsWith('tf.')) return call.unknown(say`How many there are depends on the numbers.`);
    return tuple([someOf(call, []), call.result([call.first], shape)]);
  },
  /** `in_top_k(targets, predictions, k)` */
  in_top_k: (call) => call.result([call.first], call.shapeOf(call.first), { dtype: 'bool' }),
  multi_hot: (call) => {
    const shape = call.shapeOf(call.first);
    const count = call.size(1, 'num_classes', 'num_tokens');
    const axis = call.int(2, 'axis') ?? -1;
    return call.result(
      [call.first],
      shape && count !== undefined && axis === -1 ? [...shape.slice(0, -1), count] : null,
      {
        reason: say`The number of classes is not known.`,
        kernel: shape && typeof count === 'number' ? manyHot(shape.length, count) : null,
      },
    );
  },
  sequence_mask: (call) => {
    const shape = call.shapeOf(call.first);
    const length = call.size(1, 'maxlen') ?? call.state.leftOpen();
    return call.result([call.first], shape && [...shape, length], { dtype: 'bool' });
  },
  /** `scatter(indices, values, shape)`, `tf.scatter_nd` */
  scatter: (call) =>
    call.result([call.tensor(1, 'values', 'updates')], call.sizes(2, 'shape'), {
      reason: say`The shape is not known.`,
    }),
  /** `segment_sum(data, segment_ids, num_segments)`; without a number it depends on the positions. */
  segments: (call) => {
    const shape = call.shapeOf(call.first);
    const count = call.size(2, 'num_segments') ?? call.state.leftOpen();
    const segments = call.tensor(1, 'segment_ids');
    return call.result([call.first, segments], shape && [count, ...shape.slice(1)], {
      kernel: shape && segmentKernel(call, shape, count),
    });
  },
  meshgrid: (call) => {
    const inputs = call.positional.map((value) => call.asTensor(value));
    const sizes = inputs.map((input) => {
      const shape = call.shapeOf(input);
      return shape && product(shape);
    });
    if (inputs.length === 0 || !sizes.every((size) => size !== null)) return call.unknown(say`The axes are not known.`);
    const [first, second, ...rest] = sizes;
    const xy = call.named('indexing')?.kind !== 'str' || call.text(NOT_POSITIONAL, 'indexing') === 'xy';
    const result = xy && second !== undefined && first !== undefined ? [second, first, ...rest] : sizes;
    return list(
      inputs.map((input, index) => {
        // Each vector lies along its own axis; those of the first two change places unless the code says 'ij'.
        const axis = xy && inputs.length > 1 && index < 2 ? 1 - index : index;
        const kernel = onNumbers([[sizes[index] ?? 1], result], ([length = 1], shape) => {
          const formula = new Formula(1);
          const line = shape.map((_, each) => (each === axis ? length : 1));
          formula.step({ op: 'expand', shape }, formula.reshape(0, line));
          return formula.kernel;
        });
        return call.result([input], result, { kernel });
      }),
    );
  },
  unravel_index: (call) => {
    const shape = call.shapeOf(call.first);
    const sizes = call.sizes(1, 'shape', 'dims');
    if (!shape || !sizes) return call.unknown(say`The shape is not known.`);
    return tuple(sizes.map(() => call.result([call.first], shape)));
  },
  bincount: (call) => {
    if (call.arg(2, 'minlength') !== undefined)
      return call.unknown(say`How many bins there are depends on the numbers.`);
    const shape = call.shapeOf(call.first);
    return call.result([call.first], shape && [...shape.slice(0, -1), call.state.leftOpen()], { dtype: 'int32' });
  },
  /** Overlapping pieces of the last axis: `extract_sequences(x, length, stride)`. */
  extract_sequences: (call) => {
    const shape = call.shapeOf(call.first);
    const [length, stride] = [call.int(1, 'sequence_length'), call.int(2, 'sequence_stride')];
    const whole = shape?.at(-1);
    if (!shape || length === undefined || stride === undefined || typeof whole !== 'number')
      return call.result([call.first], null, { reason: say`The pieces are not known.` });
    return call.result([call.first], [...shape.slice(0, -1), Math.floor((whole - length) / stride) + 1, length], {
      kernel: { op: 'windows', axis: shape.length - 1, size: length, step: stride },
    });
  },
  /** Rows of `tf.space_to_batch` go to the batch. */
  space_to_batch: (call) => {
    const shape = call.shapeOf(call.first);
    const block = call.sizes(1, 'block_shape');
    const given = call.arg(2, 'paddings', 'crops');
    const zero =
      given?.kind === 'list' &&
      given.items.every(
        (pair) => pair.kind === 'list' && pair.items.every((item) => item.kind === 'int' && Number(item.value) === 0),
      );
    if (!shape || !block || !zero || shape.length < block.length + 1)
      return call.result([call.first], null, { reason: say`The blocks are not known.` });
    const batch = call.label.includes('batch_to_space')
      ? call.state.leftOpen()
      : multiply(shape[0] ?? 1, product(block));
    const result = shape.map((size, index) => {
      const factor = block[index - 1];
      if (index === 0) return batch;
      if (factor === undefined) return size;
      if (call.label.includes('batch_to_space')) return multiply(size, factor);
      return typeof size === 'number' && typeof factor === 'number' ? size / factor : call.state.leftOpen();
    });
    return call.result([call.first], result);
  },
};

/** A position that no argument has: it is only given by name. */
const NOT_POSITIONAL = 99;
