/** Windows that slide in ways of their own: unfolding and folding, dilated and transposed convolutions of TensorFlow, pooling with positions. */
import { say } from '../../../message.ts';
import { need, answering } from '../../../model/refusal.ts';
import { windowsAlong } from '../../../model/shape-rules/windows.ts';
import { multiply, product, sum } from '../../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { int, tuple, type Value } from '../../../python/values.ts';
import { makeNamedTuple } from '../../../python/library/namedtuple.ts';
import { sizeToValue } from '../../symint.ts';
import type { OpCall, Operation } from './context.ts';

/** One number for both axes, or one for each. */
function perAxis(call: OpCall, position: number, name: string, otherwise: number): readonly number[] | null {
  if (call.arg(position, name) === undefined) return [otherwise, otherwise];
  const sizes = call.sizes(position, name);
  if (!sizes?.every((size) => typeof size === 'number')) return null;
  const [first = otherwise, second = first] = sizes;
  return [first, second];
}

interface Sliding {
  readonly kernel: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[];
  readonly stride: readonly number[];
}

function slidingOf(call: OpCall, start: number): Sliding | null {
  const kernel = call.arg(start, 'kernel_size') === undefined ? null : perAxis(call, start, 'kernel_size', 1);
  const dilation = perAxis(call, start + 1, 'dilation', 1);
  const padding = perAxis(call, start + 2, 'padding', 0);
  const stride = perAxis(call, start + 3, 'stride', 1);
  return kernel && dilation && padding && stride && { kernel, dilation, padding, stride };
}

/** How many places a window takes along both axes together. */
function places(sizes: readonly Size[], { kernel, dilation, padding, stride }: Sliding): Size | null {
  const answer = answering(() =>
    product(
      sizes.map((size, axis) => {
        const window = { kernel: kernel[axis] ?? 1, stride: stride[axis] ?? 1, dilation: dilation[axis] ?? 1 };
        return need(windowsAlong(size, window, [padding[axis] ?? 0, padding[axis] ?? 0]));
      }),
    ),
  );
  return answer.kind === 'known' ? answer.value : null;
}

/** keras.ops.unfold: pictures with their channels first, as PyTorch has them. */
const unfold: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  const sliding = slidingOf(call, 1);
  const [batch, channels, ...sizes] = shape ?? [];
  const count = sliding && sizes.length === 2 ? places(sizes, sliding) : null;
  const result: Shape | null =
    batch === undefined || channels === undefined || !sliding || count === null
      ? null
      : [batch, multiply(channels, product(sliding.kernel)), count];
  return call.result([call.first], result, { reason: say`The windows are not known.` });
};

const fold: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  const sizes = call.sizes(1, 'output_size');
  const sliding = slidingOf(call, 2);
  const [batch, channels] = shape ?? [];
  const taps = sliding && product(sliding.kernel);
  const known = batch !== undefined && typeof channels === 'number' && typeof taps === 'number' && sizes;
  return call.result([call.first], known ? [batch, channels / taps, ...sizes] : null, {
    reason: say`The windows are not known.`,
  });
};

/** `tf.nn.conv1d_transpose(input, filters, output_shape, strides)`: the shape is given. */
const givenShape: Operation = (call) => {
  const filters = call.tensor(1, 'filters');
  const shape = call.sizes(2, 'output_shape');
  return call.result([call.first, filters], shape, { reason: say`The shape that is given is not known.` });
};

/** `tf.nn.atrous_conv2d(value, filters, rate, padding)` */
const dilated: Operation = (call) => {
  const filters = call.tensor(1, 'filters');
  const [shape, kernel] = [call.shapeOf(call.first), call.shapeOf(filters)];
  const [rate, padding] = [call.int(2, 'rate'), call.text(3, 'padding')?.toUpperCase()];
  const [rows, columns, inner, outer] = kernel ?? [];
  const window = [rows, columns];
  const answer = answering((): Shape => {
    const sizes = window.map((taps, axis) =>
      need(
        windowsAlong(
          shape?.[axis + 1] ?? 1,
          { kernel: typeof taps === 'number' ? taps : 1, stride: 1, dilation: rate ?? 1 },
          padding === 'SAME' ? 'same' : [0, 0],
        ),
      ),
    );
    return [shape?.[0] ?? 1, ...sizes, outer ?? 1];
  });
  const known =
    shape?.length === 4 &&
    rate !== undefined &&
    padding !== undefined &&
    window.every((taps) => typeof taps === 'number');
  const result = known && outer !== undefined && answer.kind === 'known' ? answer.value : null;
  return call.result([call.first, filters], result, {
    reason: say`The kernel is not known.`,
    ...(result && { macs: product([...result.slice(1), rows ?? 1, columns ?? 1, inner ?? 1]) }),
  });
};

/** `tf.nn.max_pool_with_argmax(input, ksize, strides, padding)`: the maxima, and where they stand. */
const withPositions: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  const [window, strides] = [call.sizes(1, 'ksize'), call.sizes(2, 'strides')];
  const padding = call.text(3, 'padding')?.toUpperCase();
  const axis = (sizes: readonly Size[], index: number): number => {
    const size = sizes.length === 4 ? sizes[index] : (sizes[index - 1] ?? sizes[0]);
    return typeof size === 'number' ? size : NaN;
  };
  const answer = answering((): Shape =>
    (shape ?? []).map((size, index) =>
      index === 1 || index === 2
        ? need(
            windowsAlong(
              size,
              { kernel: axis(window ?? [], index), stride: axis(strides ?? [], index), dilation: 1 },
              padding === 'SAME' ? 'same' : [0, 0],
            ),
          )
        : size,
    ),
  );
  const known = shape?.length === 4 && window && strides && padding !== undefined && answer.kind === 'known';
  const result = known ? answer.value : null;
  return tuple(
    ['float32', 'int64'].map((dtype) =>
      call.result([call.first], result, { reason: say`The window is not known.`, dtype }),
    ),
  );
};

/** `K.spatial_3d_padding(x, ((1, 1), (1, 1), (1, 1)))` */
const spatialPadding: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  const given = call.arg(1, 'padding');
  const items = given?.kind === 'tuple' || given?.kind === 'list' ? given.items : [];
  const pairs = items.map((item) => (item.kind === 'tuple' || item.kind === 'list' ? item.items : []));
  const amounts =
    given === undefined
      ? [
          [1, 1],
          [1, 1],
          [1, 1],
        ]
      : pairs.map((pair) => pair.map((one) => (one.kind === 'int' ? Number(one.value) : NaN)));
  const known = shape?.length === 5 && amounts.length === 3 && !amounts.flat().some(Number.isNaN);
  return call.result(
    [call.first],
    known ? shape.map((size, axis) => sum([size, ...(amounts[axis - 1] ?? [])])) : null,
    {
      reason: say`The padding is not known.`,
    },
  );
};

/** `K.resize_volumes(x, depth_factor, height_factor, width_factor, data_format)` */
const resizedVolumes: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  const factors = [call.int(1, 'depth_factor'), call.int(2, 'height_factor'), call.int(3, 'width_factor')];
  const first = call.text(4, 'data_format') === 'channels_first' ? 2 : 1;
  const known = shape?.length === 5 && factors.every((factor) => factor !== undefined);
  return call.result(
    [call.first],
    known ? shape.map((size, axis) => multiply(size, factors[axis - first] ?? 1)) : null,
    {
      reason: say`The factors are not known.`,
    },
  );
};

/** `K.count_params(x)`: how many numbers a tensor holds. */
const countParams: Operation = (call): Value => {
  const shape = call.shapeOf(call.first);
  if (!shape) return call.unknown(call.reasonOf(call.first));
  const count = product(shape);
  return typeof count === 'number' ? int(count) : sizeToValue(call.state.session, count);
};

/** A picture from a file: its sizes are open, its channels may be given. */
const decoded: Operation = (call) => {
  const channels = call.size(1, 'channels');
  const last = channels === undefined || channels === 0 ? call.state.leftOpen() : channels;
  return call.result([], [call.state.leftOpen(), call.state.leftOpen(), last], { dtype: 'uint8' });
};

const combinedDetections = makeNamedTuple(
  'CombinedNonMaxSuppression',
  ['nmsed_boxes', 'nmsed_scores', 'nmsed_classes', 'valid_detections'].map((name) => ({
    name,
    defaultValue: undefined,
  })),
);

/** tf.image.combined_non_max_suppression: as many boxes for each picture as are asked for, the rest zeros. */
const detections: Operation = (call) => {
  const [boxes, scores] = [call.tensor(0, 'boxes'), call.tensor(1, 'scores')];
  const [batch] = call.shapeOf(boxes) ?? [];
  const classes = call.shapeOf(scores)?.at(-1);
  const [each, most] = [call.int(2, 'max_output_size_per_class'), call.int(3, 'max_total_size')];
  const padded = call.flag(6, 'pad_per_class');
  const count = padded ? atMost(most, each, classes) : most;
  const result = (rest: Shape, dtype: string): Value =>
    call.result([boxes, scores], batch === undefined || count === undefined ? null : [batch, ...rest], {
      dtype,
      reason: say`The number of boxes is not known.`,
    });
  const kept = count === undefined ? [] : [count];
  return tuple(
    [result([...kept, 4], 'float32'), result(kept, 'float32'), result(kept, 'float32'), result([], 'int32')],
    combinedDetections,
  );
};

/** With `pad_per_class` there are no more than all classes could give. */
const atMost = (most: number | undefined, each: number | undefined, classes: Size | undefined): number | undefined =>
  most === undefined || each === undefined || typeof classes !== 'number' ? undefined : Math.min(most, each * classes);

export const WINDOW_OPERATIONS: Readonly<Record<string, Operation>> = {
  unfold,
  fold,
  given_shape: givenShape,
  atrous_conv2d: dilated,
  pool_with_positions: withPositions,
  spatial_3d_padding: spatialPadding,
  resize_volumes: resizedVolumes,
  count_params: countParams,
  decoded,
  positions: (call) => call.result([call.first], [call.state.leftOpen()], { dtype: 'int32' }),
  scored_positions: (call) => {
    const count = call.state.leftOpen();
    const result = (dtype: string): Value => call.result([call.first], [count], { dtype });
    return tuple([result('int32'), result('float32')]);
  },
  detections,
  /** Variables stay what they are. */
  unchanged: (call) => call.first,
};
