/**
 * Weights as the frameworks draw them before training, seeded. Keras: keras/src/initializers/random_initializers.py;
 * PyTorch: torch/nn/init.py. The distributions are theirs, the random numbers are ours.
 */
import { arrayOf, at, sizeOf, zeros, type NDArray } from './array.ts';
import { orthogonal } from './orthogonal.ts';
import { Random } from './random.ts';
import { eye } from './reference/constants.ts';
import type { Steps } from './reference/steps.ts';
import type { Framework } from '../model/record.ts';
import type { Initialiser, WeightSpec } from '../model/weight.ts';

/** Standard deviation of the standard normal cut at two: what Keras divides by, so that the cut distribution has the one asked for. */
export const TRUNCATED_DEVIATION = 0.87962566103423978;

/** Numbers drawn between two yields: a fraction of a millisecond. */
const NUMBERS_PER_STEP = 1 << 17;
const NORMAL_PER_STEP = 1 << 15;

/** Throws where the initialiser is not known: a substitute would show pictures of another network. */
export function* initialise(spec: WeightSpec, framework: Framework, random: Random): Steps<NDArray> {
  const shape = numericShape(spec);
  return arrayOf(shape, yield* draw(spec.initialiser, shape, framework, random));
}

function* draw(
  initialiser: Initialiser,
  shape: readonly number[],
  framework: Framework,
  random: Random,
): Steps<Float32Array<ArrayBuffer>> {
  const size = sizeOf(shape);
  const normal = function* (mean: number, deviation: number, truncated: boolean): Steps<Float32Array<ArrayBuffer>> {
    const data = new Float32Array(size);
    for (let i = 0; i < size; i += NORMAL_PER_STEP) {
      random.fillNormal(data, i, Math.min(size, i + NORMAL_PER_STEP), mean, deviation, truncated);
      yield;
    }
    return data;
  };
  const uniform = function* (low: number, high: number): Steps<Float32Array<ArrayBuffer>> {
    const data = new Float32Array(size);
    for (let i = 0; i < size; i += NUMBERS_PER_STEP) {
      random.fillUniform(data, i, Math.min(size, i + NUMBERS_PER_STEP), low, high);
      yield;
    }
    return data;
  };
  switch (initialiser.kind) {
    case 'zeros':
      return new Float32Array(size);
    case 'ones':
      return new Float32Array(size).fill(1);
    case 'constant':
      return new Float32Array(size).fill(initialiser.value);
    case 'uniform': {
      const { low, high } = initialiser;
      return yield* uniform(low, high);
    }
    case 'normal': {
      const { mean, deviation, truncated } = initialiser;
      return yield* normal(mean, deviation, truncated);
    }
    case 'kaiming-uniform': {
      const gain = Math.sqrt(2 / (1 + initialiser.a ** 2));
      // A fan of 0 (a layer without inputs) leaves nothing to draw; torch skips the bias then.
      const bound = initialiser.fanIn > 0 ? gain * Math.sqrt(3 / initialiser.fanIn) : 0;
      return yield* uniform(-bound, bound);
    }
    case 'variance-scaling':
      return yield* varianceScaling(initialiser, shape, normal, uniform);
    case 'orthogonal':
      return orthogonal(shape, initialiser.gain, framework, random);
    case 'icnr':
      return yield* icnr(initialiser, shape, framework, random);
    case 'bilinear':
      return bilinear(shape, framework);
    case 'parts':
      return yield* inParts(initialiser.parts, shape, framework, random);
    case 'zero-row': {
      const data = yield* draw(initialiser.base, shape, framework, random);
      const width = sizeOf(shape.slice(1));
      return data.fill(0, initialiser.row * width, (initialiser.row + 1) * width);
    }
    case 'identity': {
      const { data } = eye({ op: 'eye', rows: at(shape, 0), columns: at(shape, 1), offset: 0 });
      return Float32Array.from(data, (value) => value * initialiser.gain);
    }
    case 'unknown':
      throw new Error(`The initialiser ${initialiser.name} is not one whose distribution is known.`);
    default:
      return initialiser satisfies never;
  }
}

function* inParts(
  parts: readonly Initialiser[],
  shape: readonly number[],
  framework: Framework,
  random: Random,
): Steps<Float32Array<ArrayBuffer>> {
  const share = at(shape, 0) / parts.length;
  if (!Number.isInteger(share)) throw new Error(`${at(shape, 0)} entries do not divide into ${parts.length} parts.`);
  const data = new Float32Array(sizeOf(shape));
  const length = data.length / parts.length;
  for (const [index, part] of parts.entries()) {
    data.set(yield* draw(part, [share, ...shape.slice(1)], framework, random), index * length);
  }
  return data;
}

function varianceScaling(
  { scale, mode, distribution }: Extract<Initialiser, { kind: 'variance-scaling' }>,
  shape: readonly number[],
  normal: (mean: number, deviation: number, truncated: boolean) => Steps<Float32Array<ArrayBuffer>>,
  uniform: (low: number, high: number) => Steps<Float32Array<ArrayBuffer>>,
): Steps<Float32Array<ArrayBuffer>> {
  const [fanIn, fanOut] = kerasFans(shape);
  const fan = mode === 'fan_in' ? fanIn : mode === 'fan_out' ? fanOut : (fanIn + fanOut) / 2;
  const variance = scale / Math.max(1, fan);
  const deviation = Math.sqrt(variance);
  switch (distribution) {
    case 'uniform': {
      const limit = Math.sqrt(3 * variance);
      return uniform(-limit, limit);
    }
    case 'truncated_normal':
      return normal(0, deviation / TRUNCATED_DEVIATION, true);
    case 'untruncated_normal':
      return normal(0, deviation, false);
    default:
      return distribution satisfies never;
  }
}

/**
 * Keras takes the last axis as outputs and the one before as inputs, whatever the layer: the fans of a Conv2DTranspose, whose
 * kernel is [..., out, in], are therefore exchanged there, and here.
 */
export function kerasFans(shape: readonly number[]): readonly [number, number] {
  if (shape.length === 0) return [1, 1];
  if (shape.length === 1) return [at(shape, 0), at(shape, 0)];
  const receptive = sizeOf(shape.slice(0, -2));
  return [at(shape, shape.length - 2) * receptive, at(shape, shape.length - 1) * receptive];
}

/**
 * ICNR (Aitken et al. 2017, arXiv:1707.02937): the block * block output channels that sub-pixel convolution will interleave start
 * out equal, so that the first output is that of a nearest-neighbour resize.
 */
function* icnr(
  { block, order, base }: Extract<Initialiser, { kind: 'icnr' }>,
  shape: readonly number[],
  framework: Framework,
  random: Random,
): Steps<Float32Array<ArrayBuffer>> {
  const outAxis = framework === 'keras' ? shape.length - 1 : 0;
  const outs = at(shape, outAxis);
  const repeat = block * block;
  if (outs % repeat !== 0) throw new Error(`ICNR needs a multiple of ${repeat} output channels, not ${outs}.`);
  const fewer = shape.map((size, axis) => (axis === outAxis ? size / repeat : size));
  const small = yield* draw(base, fewer, framework, random);
  const data = new Float32Array(sizeOf(shape));
  const inner = sizeOf(shape.slice(outAxis + 1));
  const fewerOuts = outs / repeat;
  for (let i = 0; i < data.length; i++) {
    const out = Math.floor(i / inner) % outs;
    const from = order === 'CRD' ? Math.floor(out / repeat) : out % fewerOuts;
    const before = Math.floor(i / (inner * outs));
    data[i] = at(small, (before * fewerOuts + from) * inner + (i % inner));
  }
  return data;
}

/**
 * The kernel with which a transposed convolution of stride ceil(kernel / 2) interpolates bilinearly (Long, Shelhamer and Darrell
 * 2015, fully convolutional networks), from each channel to the one of its number.
 */
function bilinear(shape: readonly number[], framework: Framework): Float32Array<ArrayBuffer> {
  const spatial = framework === 'keras' ? shape.slice(0, -2) : shape.slice(2);
  const [rows, columns] = framework === 'keras' ? shape.slice(-2) : shape.slice(0, 2);
  if (rows === undefined || columns === undefined) throw new Error('A bilinear kernel needs two channel axes.');
  const { data } = zeros(shape);
  const taps = sizeOf(spatial);
  for (let tap = 0; tap < taps; tap++) {
    let value = 1;
    for (let axis = spatial.length - 1, rest = tap; axis >= 0; axis--) {
      const size = at(spatial, axis);
      const factor = Math.floor((size + 1) / 2);
      const centre = size % 2 === 1 ? factor - 1 : factor - 0.5;
      value *= 1 - Math.abs((rest % size) - centre) / factor;
      rest = Math.floor(rest / size);
    }
    for (let channel = 0; channel < Math.min(rows, columns); channel++) {
      const pair = channel * columns + channel;
      data[framework === 'keras' ? tap * rows * columns + pair : pair * taps + tap] = value;
    }
  }
  return data as Float32Array<ArrayBuffer>;
}

export function numericShape(spec: WeightSpec): number[] {
  return spec.shape.map((size) => {
    if (typeof size !== 'number') throw new Error(`The size ${size.key} of the weight ${spec.name} is not a number.`);
    return size;
  });
}
