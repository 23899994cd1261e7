/** Functions on pictures: patches, crops, paddings, colours. tf.image and keras.ops.image. */
import { say } from '../../../message.ts';
import { effectiveKernel, windowsAlong } from '../../../model/shape-rules/windows.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { add, multiply, negate, product, sum } from '../../../model/sizes/arithmetic.ts';
import { colourKernel, turnKernel } from '../../../model/formulas.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import { asInt, type Value } from '../../../python/values.ts';
import { tensorOf } from '../../tensor.ts';
import { toRange } from '../../session.ts';
import type { OpCall, Operation } from './context.ts';

/** A picture has three axes, with a batch four; height is the third from the end. */
const isPicture = (shape: Shape | null): shape is Shape => shape !== null && (shape.length === 3 || shape.length === 4);

function resized(shape: Shape, height: Size, width: Size): Shape {
  return [...shape.slice(0, -3), height, width, ...shape.slice(-1)];
}

/** Only keras.ops has the argument, and nobody's channels come first but who says so. */
const channelsFirst = (call: OpCall): boolean => call.text(NOT_POSITIONAL, 'data_format') === 'channels_first';
/** A position that no argument has: it is only given by name. */
const NOT_POSITIONAL = 99;

/** The picture in another height and width, given by two arguments. */
const toSize =
  (position: number): Operation =>
  (call) => {
    const shape = call.shapeOf(call.first);
    const [height, width] = [call.size(position, 'target_height'), call.size(position + 1, 'target_width')];
    const told = isPicture(shape) && height !== undefined && width !== undefined;
    const result = told ? resized(shape, height, width) : null;
    // `pad_to_bounding_box(image, offset_height, offset_width, ...)`; resizes have no offsets.
    const before = position === 3 ? [call.size(1, 'offset_height'), call.size(2, 'offset_width')] : [undefined];
    const sign = call.label.includes('pad') ? 1 : -1;
    return call.result([call.first], result, {
      ...(isPicture(shape) ? { reason: say`The new size is not known.` } : {}),
      kernel: shape && result && moved(shape, result, before, sign),
    });
  };

/** The same picture with other channels. */
const withChannels =
  (channels: number): Operation =>
  (call) => {
    const shape = call.shapeOf(call.first);
    return call.result([call.first], shape && !channelsFirst(call) ? [...shape.slice(0, -1), channels] : null, {
      kernel: shape && colourOf(call, shape, channels),
    });
  };

/** Grey of three colours, or three of grey. TensorFlow and Keras weigh them alike. */
function colourOf(call: OpCall, shape: Shape, channels: number): KernelCall | null {
  if (call.named('data_format') !== undefined || !/float/.test(tensorOf(call.first)?.dtype ?? 'float32')) return null;
  if (channels === 1) return shape.at(-1) === 3 ? colourKernel([[0.2989], [0.587], [0.114]]) : null;
  return shape.at(-1) === 1 ? { op: 'repeat', axis: shape.length - 1, count: channels } : null;
}

/** One number per axis of `size=3`, `(3, 5)` or `[1, 3, 3, 1]`. */
function perAxis(
  call: OpCall,
  rank: number,
  position: number,
  ...names: readonly string[]
): number[] | null | undefined {
  const value = call.arg(position, ...names);
  if (value === undefined || value.kind === 'none') return undefined;
  const given = call.sizes(position, ...names);
  const sizes = given?.length === 1 ? new Array<Size | undefined>(rank).fill(given[0]) : given;
  const own = sizes?.length === rank + 2 ? sizes.slice(1, -1) : sizes;
  const numbers = own?.flatMap((size) => (typeof size === 'number' && size > 0 ? size : []));
  return numbers?.length === rank ? numbers : null;
}

/** Each patch becomes the channels of one position. */
const patches =
  (rank: number): Operation =>
  (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    const size = perAxis(call, rank, 1, 'size', 'sizes');
    const stride = perAxis(call, rank, 2, 'strides') ?? size;
    const rate = perAxis(call, rank, 3, 'dilation_rate', 'rates') ?? new Array<number>(rank).fill(1);
    const padding = (call.text(4, 'padding') ?? 'valid').toLowerCase();
    if (!shape) return call.result([input], null);
    const first = shape.length - 1 - rank;
    if (!size || !stride || first < 0 || channelsFirst(call))
      return call.result([input], null, { reason: say`The size of the patches is not known.` });
    const result = [...shape];
    for (const [index, kernel] of size.entries()) {
      const axis = { kernel, stride: stride[index] ?? kernel, dilation: rate[index] ?? 1 };
      const count = windowsAlong(shape[first + index] ?? 1, axis, padding === 'same' ? 'same' : [0, 0]);
      if (count.kind !== 'known') {
        const message = say`Patches that span ${effectiveKernel(axis)} do not fit.`;
        call.state.session.finding('shape-mismatch', toRange(call.site), message);
        return call.result([input], null, { reason: message });
      }
      result[first + index] = count.value;
    }
    result[shape.length - 1] = multiply(product(size), shape.at(-1) ?? 1);
    const kernel = rank === 2 ? patchKernel(shape, result, { size, stride, rate, padding }) : null;
    return call.result([input], result, { kernel });
  };

interface Patches {
  readonly size: readonly number[];
  readonly stride: readonly number[];
  readonly rate: readonly number[];
  readonly padding: string;
}

/** Windows as columns, whose channels stand before the places in the window: they come behind them. */
function patchKernel(shape: Shape, result: Shape, { size, stride, rate, padding }: Patches): KernelCall | null {
  const [kernelH = 1, kernelW = 1] = size;
  return onNumbers([shape, result], (own, target) => {
    const [batch = 1, height = 1, width = 1, channels = 1] = own.length === 3 ? [1, ...own] : own;
    const [rows = 1, columns = 1] = target.slice(-3);
    const missing = [height, width].map((full, axis) => {
      const reach = ((size[axis] ?? 1) - 1) * (rate[axis] ?? 1) + 1;
      const count = [rows, columns][axis] ?? 1;
      return padding === 'same' ? Math.max(0, (count - 1) * (stride[axis] ?? 1) + reach - full) : 0;
    });
    const amounts = [0, 0, ...missing].map((all) => [Math.floor(all / 2), Math.ceil(all / 2)] as const);
    const calls: KernelCall[] = [
      { op: 'reshape', shape: [batch, height, width, channels] },
      { op: 'permute', order: [0, 3, 1, 2] },
      { op: 'pad', amounts, mode: 'constant', value: 0 },
      { op: 'unfold', kernel: size, strides: stride, padding: [0, 0], dilation: rate },
      { op: 'reshape', shape: [batch, channels, kernelH * kernelW, rows * columns] },
      { op: 'permute', order: [0, 3, 2, 1] },
      { op: 'reshape', shape: target },
    ];
    return { op: 'chain', steps: calls.map((call) => ({ call })) };
  });
}

/** The picture with so much before it and in its new size: zeros around it, or a part of it. */
function moved(shape: Shape, result: Shape, before: readonly (Size | undefined)[], sign: 1 | -1): KernelCall | null {
  if (!before.every((size) => size !== undefined)) return null;
  const rank = shape.length;
  return onNumbers([shape, result, before], (own, target, [top = 0, left = 0]) => {
    const amounts = own.map((size, axis) => {
      const first = axis === rank - 3 ? top : axis === rank - 2 ? left : 0;
      return [first, sign * ((target[axis] ?? size) - size) - first] as const;
    });
    if (amounts.some(([first, last]) => first < 0 || last < 0)) return null;
    return sign === 1 ? { op: 'pad', amounts, mode: 'constant', value: 0 } : { op: 'crop', amounts };
  });
}

/** `pad_images` and `crop_images`: amounts at the four sides, or some of them and the size that is wanted. */
const sides =
  (word: 'padding' | 'cropping', sign: 1 | -1): Operation =>
  (call) => {
    const input = call.first;
    const shape = call.shapeOf(input);
    if (!isPicture(shape) || channelsFirst(call))
      return call.result([input], null, { reason: say`The layout is not followed.` });
    const along = (own: Size, before: number, after: number, target: string, names: readonly string[]): Size | null => {
      const wanted = call.size(target === 'target_height' ? 5 : 6, target);
      if (wanted !== undefined) return wanted;
      const amounts = [call.size(before, names[0] ?? ''), call.size(after, names[1] ?? '')];
      return amounts.every((amount) => amount !== undefined)
        ? add(own, sign === 1 ? sum(amounts) : negate(sum(amounts)))
        : null;
    };
    const [own, other] = [shape.at(-3) ?? 1, shape.at(-2) ?? 1];
    const height = along(own, 1, 3, 'target_height', [`top_${word}`, `bottom_${word}`]);
    const width = along(other, 2, 4, 'target_width', [`left_${word}`, `right_${word}`]);
    const told = height !== null && width !== null;
    const result = told ? resized(shape, height, width) : null;
    const before = [call.size(1, `top_${word}`), call.size(2, `left_${word}`)];
    return call.result([input], result, {
      reason: say`The amounts are not known.`,
      kernel: result && moved(shape, result, before, sign),
    });
  };

const centralCrop: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  const fraction = call.number(1, 'central_fraction');
  const part = (size: Size | undefined): number | null =>
    typeof size === 'number' && fraction !== undefined ? size - 2 * Math.trunc((size - size * fraction) / 2) : null;
  const [height, width] = [part(shape?.at(-3)), part(shape?.at(-2))];
  const told = isPicture(shape) && height !== null && width !== null;
  const result = told ? resized(shape, height, width) : null;
  const before = [shape?.at(-3), shape?.at(-2)].map((size, axis) =>
    typeof size === 'number' ? (size - ((axis === 0 ? height : width) ?? 0)) / 2 : undefined,
  );
  return call.result([call.first], result, {
    reason: say`The part is not known.`,
    kernel: shape && result && moved(shape, result, before, -1),
  });
};

/** `tf.image.crop_and_resize(image, boxes, box_indices, crop_size)`: one picture for each box. */
const cropAndResize: Operation = (call) => {
  const [image, boxes] = [call.first, call.tensor(1, 'boxes')];
  const [shape, count] = [call.shapeOf(image), call.shapeOf(boxes)?.[0]];
  const size = call.sizes(3, 'crop_size');
  const told = shape?.length === 4 && count !== undefined && size?.length === 2;
  return call.result([image, boxes], told ? [count, ...size, shape[3] ?? 1] : null, {
    reason: say`The size of the crops is not known.`,
  });
};

/** A number for each picture: `tf.image.psnr`, `total_variation`. */
const perPicture: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  if (call.family === 'ops' && call.label.endsWith('psnr')) return call.result([call.first], shape && []);
  return call.result([call.first], isPicture(shape) ? shape.slice(0, -3) : null);
};

const sobel: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  return call.result([call.first], shape && [...shape, 2]);
};

/** `rot90(image, k)`: height and width change places when k is odd; keras.ops.rot90 turns the axes it is told. */
const rotated: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  const turns = call.arg(1, 'k') === undefined ? 1 : call.int(1, 'k');
  if (!shape) return call.result([call.first], null);
  if (turns === undefined) return call.result([call.first], null, { reason: say`The number of turns is not known.` });
  const image = call.label.startsWith('tf.');
  const pair: Value | undefined = call.arg(2, 'axes');
  const given = pair && (pair.kind === 'list' || pair.kind === 'tuple') ? pair.items.map(asInt) : [0, 1];
  const [a, b] = image ? [shape.length - 3, shape.length - 2] : given.map((axis) => (axis ?? 0) % shape.length);
  if (a === undefined || b === undefined || given.includes(undefined))
    return call.result([call.first], null, { reason: say`The axes are not known.` });
  const result = [...shape];
  // tf.image turns by a loop whose shapes TensorFlow does not tell.
  if (turns % 2 !== 0) [result[a], result[b]] = [shape[b] ?? 1, shape[a] ?? 1];
  if (image) [result[a], result[b]] = [call.state.leftOpen(result[a]), call.state.leftOpen(result[b])];
  const [from, to] = [(a + shape.length) % shape.length, (b + shape.length) % shape.length];
  const kernel = onNumbers([shape], (sizes) => turnKernel(sizes, from, to, turns));
  return call.result([call.first], result, { kernel });
};

export const IMAGE_OPERATIONS: Readonly<Record<string, Operation>> = {
  extract_patches: patches(2),
  extract_patches_3d: patches(3),
  pad_images: sides('padding', 1),
  crop_images: sides('cropping', -1),
  resize_with_pad: toSize(1),
  bounding_box: toSize(3),
  /** TensorFlow 1's resizes count pixels otherwise than `tf.image.resize`: the shape alone is told. */
  resize_to: (call) => {
    const [shape, size] = [call.shapeOf(call.first), call.sizes(1, 'size')];
    const [height, width] = size ?? [];
    const told = isPicture(shape) && height !== undefined && width !== undefined;
    return call.result([call.first], told ? resized(shape, height, width) : null, {
      reason: say`The new size is not known.`,
    });
  },
  central_crop: centralCrop,
  crop_and_resize: cropAndResize,
  to_grey: withChannels(1),
  to_colours: withChannels(3),
  per_picture: perPicture,
  sobel_edges: sobel,
  rot90: rotated,
  image_gradients: (call) => call.pack([0, 1].map(() => call.result([call.first], call.shapeOf(call.first)))),
  /** `tf.image.random_crop(x, size)` */
  random_crop: (call) => call.result([call.first], call.sizes(1, 'size'), { reason: say`The size is not known.` }),
};
