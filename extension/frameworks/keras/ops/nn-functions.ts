/** Functions of networks on tensors of any rank: keras.ops.conv, tf.nn.pool, losses, attention. */
import { say } from '../../../message.ts';
import { add, multiply, product, sum } from '../../../model/sizes/arithmetic.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { LossCall } from '../../../model/loss-kernel.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { effectiveKernel, windowsAlong } from '../../../model/shape-rules/windows.ts';
import { tuple, type Value } from '../../../python/values.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { OpCall, Operation } from './context.ts';
import { convolutionKernel, poolKernel } from './layer-kernels.ts';
import { reducedShape } from './numbers.ts';
import { sizesIn } from './shape-vector.ts';

/** Where an argument stands in the function of each library. */
interface Positions {
  readonly strides: number;
  readonly padding: number;
}
interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: string;
}
/** A position that no argument has: it is only given by name. */
const NOT_POSITIONAL = 99;

const numbers = (sizes: readonly Size[] | null): readonly number[] | null =>
  sizes?.every((size) => typeof size === 'number') ? sizes : null;

/** `2`, `(2, 2)` or `[1, 2, 2, 1]`: one number for each spatial axis; undefined when not given, null when not known. */
function spatial(
  call: OpCall,
  rank: number,
  position: number,
  ...names: readonly string[]
): readonly number[] | null | undefined {
  const value = call.arg(position, ...names);
  if (value === undefined || value.kind === 'none') return undefined;
  const given = numbers(call.sizes(position, ...names));
  if (!given) return null;
  const [only] = given;
  if (given.length === 1 && only !== undefined) return new Array<number>(rank).fill(only);
  return given.length === rank + 2 ? given.slice(1, -1) : given.length === rank ? given : null;
}

const firstFormat = (call: OpCall): boolean => {
  const format = call.text(NOT_POSITIONAL, 'data_format');
  return format === 'channels_first' || (format?.startsWith('NC') ?? false);
};

/** The output of windows over the spatial axes, channels last; null where something is not known. */
function slid(call: OpCall, shape: Shape, channels: Size, windows: Windows): Shape | null {
  if (firstFormat(call) || (windows.padding !== 'same' && windows.padding !== 'valid')) return null;
  const result: Size[] = [shape[0] ?? 1];
  for (const [index, kernel] of windows.kernel.entries()) {
    const axis = { kernel, stride: windows.strides[index] ?? 1, dilation: windows.dilations[index] ?? 1 };
    const count = windowsAlong(shape[index + 1] ?? 1, axis, windows.padding === 'same' ? 'same' : [0, 0]);
    if (count.kind !== 'known') return null;
    result.push(count.value);
  }
  return [...result, channels];
}

/** keras.ops names strides before the padding as tf.nn does; only the pointwise kernel of a separable one stands between. */
function windowsOf(call: OpCall, kernel: readonly number[], { strides, padding }: Positions): Windows | null {
  const rank = kernel.length;
  const stride = spatial(call, rank, strides, 'strides', 'stride');
  const dilations = spatial(call, rank, NOT_POSITIONAL, 'dilation_rate', 'dilations');
  if (stride === null || dilations === null) return null;
  const ones = new Array<number>(rank).fill(1);
  const text = call.text(padding, 'padding')?.toLowerCase() ?? 'valid';
  return { kernel, strides: stride ?? ones, dilations: dilations ?? ones, padding: text };
}

const convolution =
  (kind: 'plain' | 'depthwise' | 'separable'): Operation =>
  (call) => {
    const [input, filters] = [
      call.first,
      call.tensor(1, 'kernel', 'filters', 'filter', 'depthwise_kernel', 'depthwise_filter'),
    ];
    const pointwise = kind === 'separable' ? call.tensor(2, 'pointwise_kernel', 'pointwise_filter') : null;
    const operands = pointwise ? [input, filters, pointwise] : [input, filters];
    const [shape, kernel] = [call.shapeOf(input), call.shapeOf(filters)];
    const window = numbers(kernel?.slice(0, -2) ?? null);
    const positions = pointwise ? { strides: 3, padding: 4 } : { strides: 2, padding: 3 };
    const windows = window && windowsOf(call, window, positions);
    const unknown = (): Value => call.result(operands, null, { reason: say`The kernel or the padding is not known.` });
    if (!shape || !kernel || !windows || shape.length !== windows.kernel.length + 2) return unknown();
    const [own, last] = [kernel.at(-2) ?? 1, kernel.at(-1) ?? 1];
    const channels = kind === 'plain' ? last : pointwise ? call.shapeOf(pointwise)?.at(-1) : multiply(own, last);
    const result = channels === undefined ? null : slid(call, shape, channels, windows);
    if (!result) return unknown();
    const spatialSize = product(result.slice(1, -1));
    const macs = multiply(spatialSize, product(kernel));
    const more = pointwise ? multiply(spatialSize, product(call.shapeOf(pointwise) ?? [])) : 0;
    const count = Number(channels);
    return call.result(operands, result, {
      macs: add(macs, more),
      kernel: convolutionKernel(kind, shape, kernel, windows, count),
    });
  };

/** `keras.ops.conv_transpose`: as Conv2DTranspose without output padding. */
const transposed: Operation = (call) => {
  const [input, filters] = [call.first, call.tensor(1, 'kernel')];
  const [shape, kernel] = [call.shapeOf(input), call.shapeOf(filters)];
  const window = numbers(kernel?.slice(0, -2) ?? null);
  const windows = window && windowsOf(call, window, { strides: 2, padding: 3 });
  const padded = call.arg(4, 'output_padding');
  if (!shape || !kernel || !windows || firstFormat(call) || (padded !== undefined && padded.kind !== 'none'))
    return call.result([input, filters], null, { reason: say`The kernel or the padding is not known.` });
  const sizes = windows.kernel.map((size, index) => {
    const stride = windows.strides[index] ?? 1;
    const spread = multiply(shape[index + 1] ?? 1, stride);
    const span = effectiveKernel({ kernel: size, dilation: windows.dilations[index] ?? 1 });
    return windows.padding === 'same' ? spread : add(spread, Math.max(span - stride, 0));
  });
  const macs = multiply(product(shape.slice(1, -1)), product(kernel));
  const channels = kernel.at(-2) ?? 1;
  return call.result([input, filters], [shape[0] ?? 1, ...sizes, channels], {
    macs,
    kernel: convolutionKernel('transposed', shape, kernel, windows, Number(channels)),
  });
};

/** Windows without weights. The stride is that of the window where none is given, but for `K.pool2d` and `tf.nn.pool`. */
const pooling =
  (positions: Positions, dense: boolean): Operation =>
  (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const rank = (shape?.length ?? 0) - 2;
    const window = spatial(call, rank, 1, 'pool_size', 'ksize', 'window_shape');
    const own = window ? windowsOf(call, window, positions) : null;
    const strided = call.arg(positions.strides, 'strides') !== undefined;
    const windows = own && !strided && !dense ? { ...own, strides: own.kernel } : own;
    const result = shape && rank > 0 && windows ? slid(call, shape, shape.at(-1) ?? 1, windows) : null;
    const kernel = windows && result ? poolKernel(methodOf(call), windows) : null;
    return call.result([input], result, { reason: say`The window is not known.`, kernel });
  };

/** `max_pool`, `tf.nn.pool(x, window, 'AVG')`, `K.pool2d(..., pool_mode='avg')`. */
function methodOf(call: OpCall): 'max' | 'average' {
  const told = call.text(call.family === 'tf' ? 2 : NOT_POSITIONAL, 'pooling_type', 'pool_mode') ?? call.label;
  return /av(era)?g/i.test(told) ? 'average' : 'max';
}

const adaptive: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  const rank = (shape?.length ?? 0) - 2;
  const sizes = rank > 0 ? spatial(call, rank, 1, 'output_size') : null;
  // On a model's tensors Keras 3.15 states a shape with an axis too many.
  const told = shape && sizes && !firstFormat(call) && !call.outside;
  return call.result([call.first], told ? [shape[0] ?? 1, ...sizes, shape.at(-1) ?? 1] : null, {
    reason: say`The size is not known.`,
    kernel: sizes
      ? {
          op: 'adaptive-pool',
          method: call.label.includes('max') ? 'max' : 'average',
          size: sizes,
          layout: 'channels_last',
        }
      : null,
  });
};

/** Mean and variance. `tf.nn.moments` has its shift before `keepdims`. */
const moments: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  const axes = call.axes(shape?.length ?? 0, 1, 'axes');
  const keep = call.flag(call.family === 'tf' ? 3 : 2, 'keepdims', 'keep_dims');
  const result = shape && axes !== undefined ? reducedShape(shape, axes, keep) : null;
  return tuple(
    (['mean', 'variance'] as const).map((method) =>
      call.result([call.first], result, {
        reason: say`The axes are not known.`,
        kernel: axes === undefined ? null : { op: 'reduce', method, axes, keepAxes: keep, parameter: 0 },
      }),
    ),
  );
};

/** One axis in two halves, or twice as long. */
const scaled =
  (factor: 0.5 | 2, position: number): Operation =>
  (call) => {
    const shape = call.shapeOf(call.first);
    const axis = shape ? call.axis(shape.length, -1, position, 'axis') : undefined;
    const size = axis === undefined ? undefined : shape?.[axis];
    const next =
      size === undefined
        ? undefined
        : factor === 2
          ? multiply(size, 2)
          : typeof size === 'number' && size % 2 === 0
            ? size / 2
            : undefined;
    return call.result(
      [call.first],
      next === undefined || !shape ? null : shape.map((each, index) => (index === axis ? next : each)),
      {
        reason: say`The axis is not known.`,
        kernel:
          factor === 0.5 && axis !== undefined
            ? { op: 'activation', activation: { name: 'glu', parameters: { axis } } }
            : null,
      },
    );
  };

/** Losses: one number for each row of labels. keras.ops takes (target, output); tf.nn names them. */
const loss =
  (rule: (shape: Shape) => Shape, method: LossCall['method']): Operation =>
  (call) => {
    const given = call.arg(1, 'output', 'logits') ?? call.arg(0, 'target', 'labels');
    const value = given ? call.asTensor(given) : call.first;
    const shape = call.shapeOf(value);
    const target = call.tensor(0, 'target', 'labels');
    const labels = call.shapeOf(target);
    const kernel = shape && labels ? lossKernel(call, method, shape, labels) : null;
    return call.result([value, target], shape && rule(shape), { kernel });
  };

/** Keras's epsilon: how near to 0 and 1 probabilities come. */
const EPSILON = 1e-7;

function lossKernel(call: OpCall, method: LossCall['method'], shape: Shape, labels: Shape): KernelCall | null {
  const logits = call.family === 'tf' || call.flag(2, 'from_logits');
  // Of shares that are no logits, Keras makes logarithms in a way of its own.
  if (method === 'class' && !logits) return null;
  if (call.family === 'backend' && !logits) return null; // K adds its epsilon once more
  if (call.positional.length > 2 || /focal|weighted/.test(call.label)) return null;
  return {
    op: 'loss',
    method: method === 'class' ? 'class' : logits ? 'binary-logits' : 'binary-clipped',
    parameter: EPSILON,
    reduction: 'none',
    axis: shape.length - 1,
    logits,
    positions: labels.length < shape.length,
  };
}

/** `((top, bottom), (left, right))` around the two spatial axes. */
const spatialPadding: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  const given = call.arg(1, 'padding');
  const pairs =
    given === undefined
      ? [
          [1, 1],
          [1, 1],
        ]
      : given.kind === 'list' || given.kind === 'tuple'
        ? given.items.map(sizesIn)
        : [];
  if (!shape || firstFormat(call) || pairs.length !== 2 || !pairs.every((pair) => pair !== null))
    return call.result([call.first], null, { reason: say`The padding is not known.` });
  return call.result(
    [call.first],
    shape.map((size, index) => sum([size, ...(pairs[index - 1] ?? [])])),
    { kernel: zeroPadding([[0, 0], ...pairs, [0, 0]]) },
  );
};

const zeroPadding = (pairs: readonly (readonly Size[])[]): KernelCall | null =>
  onNumbers([pairs.map(([before = 0]) => before), pairs.map(([, after = 0]) => after)], (before, after) => ({
    op: 'pad',
    amounts: before.map((count, axis) => [count, after[axis] ?? 0] as const),
    mode: 'constant',
    value: 0,
  }));

export const NN_FUNCTIONS: Readonly<Record<string, Operation>> = {
  conv: convolution('plain'),
  depthwise_conv: convolution('depthwise'),
  separable_conv: convolution('separable'),
  conv_transpose: transposed,
  max_pool: pooling({ strides: 2, padding: 3 }, false),
  average_pool: pooling({ strides: 2, padding: 3 }, false),
  pool: (call) => pooling(call.family === 'tf' ? { strides: 3, padding: 4 } : { strides: 2, padding: 3 }, true)(call),
  adaptive_pool: adaptive,
  moments,
  crelu: scaled(2, NOT_POSITIONAL),
  glu: scaled(0.5, 1),
  scalar: (call) => call.result([call.first], call.shapeOf(call.first) && []),
  per_sample: loss((shape) => shape.slice(0, -1), 'class'),
  per_label: loss((shape) => shape.slice(0, -1), 'class'),
  per_element: loss((shape) => shape, 'binary'),
  dot_product_attention: (call) => {
    const [query, value] = [call.first, call.tensor(2, 'value')];
    const [own, other] = [call.shapeOf(query), call.shapeOf(value)];
    const key = call.tensor(1, 'key');
    const result = own && other && [...own.slice(0, -1), other.at(-1) ?? 1];
    const width = own?.at(-1);
    if (!own || !other || !result || own.length !== 4 || typeof width !== 'number' || call.positional.length > 3)
      return call.result([query, key, value], result);
    if (call.keywords.size > 0 && [...call.keywords.keys()].some((name) => !['query', 'key', 'value'].includes(name)))
      return call.result([query, key, value], result);
    // Heads stand after the positions: before them while it is computed.
    const swapped = (input: Value, shape: Shape): Value => {
      const [batch = 1, length = 1, heads = 1, size = 1] = shape;
      return call.result([input], [batch, heads, length, size], { kernel: { op: 'permute', order: [0, 2, 1, 3] } });
    };
    const [batch = 1, length = 1, heads = 1, size = 1] = result;
    const attended = call.result(
      [swapped(query, own), swapped(key, call.shapeOf(key) ?? other), swapped(value, other)],
      [batch, heads, length, size],
      { kernel: { op: 'attention', scale: 1 / Math.sqrt(width), causal: false, mask: 'none', grouped: false } },
    );
    return swapped(attended, [batch, heads, length, size]);
  },
  spatial_2d_padding: spatialPadding,
  temporal_padding: (call) => {
    const shape = call.shapeOf(call.first);
    const pair = call.arg(1, 'padding') === undefined ? [1, 1] : call.sizes(1, 'padding');
    return call.result(
      [call.first],
      shape && pair?.length === 2 ? shape.map((size, index) => (index === 1 ? sum([size, ...pair]) : size)) : null,
      {
        reason: say`The padding is not known.`,
        kernel: pair ? zeroPadding([[0, 0], pair, [0, 0]]) : null,
      },
    );
  },
  scalar_mul: (call) => {
    const value = call.tensor(1, 'x');
    const factor = call.number(0, 'scalar');
    const kernel: KernelCall | null = factor === undefined ? null : { op: 'scalar', operator: '*', value: factor };
    return call.result([value], call.shapeOf(value), { kernel });
  },
};
