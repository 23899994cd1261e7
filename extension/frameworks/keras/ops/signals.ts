/** Sound and spectra: windows, frames, Fourier transforms of frames. tf.signal, keras.ops.stft */
import { say } from '../../../message.ts';
import { add, ceilDivide, floorDivide, multiply, subtract } from '../../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { tuple, type Value } from '../../../python/values.ts';
import type { OpCall, Operation } from './context.ts';

const unknownLength = say`The lengths are not known.`;

/** A rule on the last axes of the first argument. */
const onShape =
  (rule: (shape: Shape, call: OpCall) => Shape | null): Operation =>
  (call) => {
    const shape = call.shapeOf(call.first);
    return call.result([call.first], shape && rule(shape, call), shape ? { reason: unknownLength } : {});
  };

/** Complex numbers of keras.ops are a pair of tensors. */
function parts(value: Value): readonly Value[] {
  return value.kind === 'tuple' || value.kind === 'list' ? value.items : [value];
}

const window: Operation = (call) => {
  const length = call.size(0, 'window_length', 'x', 'length');
  return call.result([], length === undefined ? null : [length], { reason: unknownLength });
};

const nextPowerOfTwo = (size: number): number => 2 ** Math.ceil(Math.log2(size));

/** How many frames of `length` at every `step` there are in a signal. */
function framesIn(whole: Size, length: number, step: number, padded: boolean): Size {
  return padded ? ceilDivide(whole, step) : add(floorDivide(subtract(whole, length), step), 1);
}

const frame = onShape((shape, call) => {
  const [length, step] = [call.int(1, 'frame_length'), call.int(2, 'frame_step')];
  const axis = call.axis(shape.length, -1, 5, 'axis');
  const whole = axis === undefined ? undefined : shape[axis];
  if (axis === undefined || whole === undefined || length === undefined || step === undefined) return null;
  return [
    ...shape.slice(0, axis),
    framesIn(whole, length, step, call.flag(3, 'pad_end')),
    length,
    ...shape.slice(axis + 1),
  ];
});

/** `tf.signal.stft(signals, frame_length, frame_step, fft_length, window_fn, pad_end)` */
const transformOfFrames = onShape((shape, call) => {
  const [length, step] = [call.int(1, 'frame_length'), call.int(2, 'frame_step')];
  const whole = shape.at(-1);
  if (whole === undefined || length === undefined || step === undefined) return null;
  const given = call.arg(3, 'fft_length');
  const transform = given === undefined || given.kind === 'none' ? nextPowerOfTwo(length) : call.int(3, 'fft_length');
  if (transform === undefined) return null;
  return [...shape.slice(0, -1), framesIn(whole, length, step, call.flag(5, 'pad_end')), Math.floor(transform / 2) + 1];
});

/** keras.ops.stft: frames of `fft_length`, around each position when centred. */
const kerasTransform: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  const [stride, transform] = [call.int(2, 'sequence_stride'), call.int(3, 'fft_length')];
  const whole = shape?.at(-1);
  const centred = call.arg(5, 'center') === undefined || call.flag(5, 'center');
  const known = shape && whole !== undefined && stride !== undefined && transform !== undefined;
  const result = known
    ? [
        ...shape.slice(0, -1),
        framesIn(centred ? add(whole, 2 * Math.floor(transform / 2)) : whole, transform, stride, false),
        Math.floor(transform / 2) + 1,
      ]
    : null;
  return tuple([0, 1].map(() => call.result([call.first], result, { reason: unknownLength })));
};

const overlapped = (frames: Size, length: number, step: number): Size =>
  add(multiply(subtract(frames, 1), step), length);

const inverse: Operation = (call) => {
  if (call.family === 'tf')
    return onShape((shape) => {
      const [length, step, frames] = [call.int(1, 'frame_length'), call.int(2, 'frame_step'), shape.at(-2)];
      if (length === undefined || step === undefined || frames === undefined) return null;
      return [...shape.slice(0, -2), overlapped(frames, length, step)];
    })(call);
  const own = parts(call.first);
  const shape = own[0] ? call.shapeOf(own[0]) : null;
  const [stride, transform, frames] = [call.int(2, 'sequence_stride'), call.int(3, 'fft_length'), shape?.at(-2)];
  const given = call.size(4, 'length');
  const centred = call.arg(6, 'center') === undefined || call.flag(6, 'center');
  const known = shape && stride !== undefined && transform !== undefined && frames !== undefined;
  const whole = known
    ? (given ?? subtract(overlapped(frames, transform, stride), centred ? 2 * Math.floor(transform / 2) : 0))
    : null;
  return call.result(own, known && whole !== null ? [...shape.slice(0, -2), whole] : null, { reason: unknownLength });
};

/** The last of `axes` axes is halved, or doubled again; the length may be given. */
const realTransform =
  (axes: number, back: boolean): Operation =>
  (call) => {
    const own = parts(call.first);
    const shape = own[0] ? call.shapeOf(own[0]) : null;
    const given = call.arg(1, 'fft_length');
    const lengths = given === undefined || given.kind === 'none' ? [] : call.sizes(1, 'fft_length');
    if (!shape || shape.length < axes || lengths === null) return call.result(own, null, { reason: unknownLength });
    const kept = shape.slice(0, shape.length - axes);
    const last = shape.slice(shape.length - axes).map((size, axis) => {
      const length = lengths[axis];
      const isLast = axis === axes - 1;
      if (!isLast) return length ?? size;
      if (back) return length ?? multiply(subtract(size, 1), 2);
      return add(floorDivide(length ?? size, 2), 1);
    });
    const result = [...kept, ...last];
    const made = (call.family === 'tf' || back ? [0] : [0, 1]).map(() => call.result(own, result));
    return made.length === 1 && made[0] ? made[0] : tuple(made);
  };

export const SIGNAL_OPERATIONS: Readonly<Record<string, Operation>> = {
  window,
  frame,
  stft: (call) => (call.family === 'tf' ? transformOfFrames : kerasTransform)(call),
  inverse_stft: inverse,
  rfft2d: realTransform(2, false),
  rfft3d: realTransform(3, false),
  irfft: realTransform(1, true),
  irfft2d: realTransform(2, true),
  irfft3d: realTransform(3, true),
  overlap_and_add: onShape((shape, call) => {
    const [step, frames, length] = [call.int(1, 'frame_step'), shape.at(-2), shape.at(-1)];
    if (step === undefined || frames === undefined || typeof length !== 'number') return null;
    return [...shape.slice(0, -2), overlapped(frames, length, step)];
  }),
  linear_to_mel_weight_matrix: (call) => {
    const size = (position: number, name: string, otherwise: Size): Size | undefined =>
      call.arg(position, name) === undefined ? otherwise : call.size(position, name);
    const [bins, from] = [size(0, 'num_mel_bins', 20), size(1, 'num_spectrogram_bins', 129)];
    return call.result([], bins === undefined || from === undefined ? null : [from, bins], { reason: unknownLength });
  },
};
