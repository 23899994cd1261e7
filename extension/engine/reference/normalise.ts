/** Normalisation by statistics of the input itself: layer, group, root mean square, unit length, local response. */
import { at, sizeOf, type NDArray } from '../array.ts';
import { weightNamed, type Weights } from '../weights.ts';
import { permute } from './permute.ts';
import { reduce } from './reduce.ts';
import { alongAxis } from './softmax.ts';
import type { KernelCall } from '../../model/kernel.ts';

const scaleOf = (weights: Weights, there: boolean): Float32Array | null =>
  there ? weightNamed(weights, 'gamma', 'weight', 'scale').data : null;
const centerOf = (weights: Weights, there: boolean): Float32Array | null =>
  there ? weightNamed(weights, 'beta', 'bias').data : null;

export function layerNorm(call: Extract<KernelCall, { op: 'layer-norm' }>, input: NDArray, weights: Weights): NDArray {
  const axes = call.axes.toSorted((a, b) => a - b);
  const kept = input.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const ready = order.every((axis, index) => axis === index);
  const moved = ready ? input : permute(input, order);
  const count = sizeOf(axes.map((axis) => at(input.shape, axis)));
  const [gamma, beta] = [scaleOf(weights, call.scale), centerOf(weights, call.center)];
  const data = new Float32Array(moved.data.length);
  for (let first = 0; first < data.length; first += count) {
    const { mean, factor } = statistics(moved.data, first, count, call.epsilon, call.rootMeanSquare);
    for (let i = 0; i < count; i++) {
      const value = ((moved.data[first + i] as number) - mean) * factor;
      data[first + i] = value * (gamma === null ? 1 : (gamma[i] as number)) + (beta === null ? 0 : (beta[i] as number));
    }
  }
  const result = { shape: moved.shape, data };
  return ready
    ? result
    : permute(
        result,
        order.map((_, axis) => order.indexOf(axis)),
      );
}

function statistics(
  data: Float32Array,
  first: number,
  count: number,
  epsilon: number,
  rootMeanSquare: boolean,
): { mean: number; factor: number } {
  let mean = 0;
  if (!rootMeanSquare) {
    for (let i = 0; i < count; i++) mean += data[first + i] as number;
    mean /= count;
  }
  let variance = 0;
  for (let i = 0; i < count; i++) variance += ((data[first + i] as number) - mean) ** 2;
  return { mean, factor: 1 / Math.sqrt(variance / count + epsilon) };
}

export function groupNorm(call: Extract<KernelCall, { op: 'group-norm' }>, input: NDArray, weights: Weights): NDArray {
  const { axis, groups } = call;
  const channels = at(input.shape, axis);
  const others = input.shape.map((_, each) => each).filter((each) => each !== 0 && each !== axis);
  // [batch, channels, ...others]
  const order = [0, axis, ...others];
  const ready = axis === 1;
  const moved = ready ? input : permute(input, order);
  const area = sizeOf(others.map((each) => at(input.shape, each)));
  const count = (channels / groups) * area;
  const [gamma, beta] = [scaleOf(weights, call.scale), centerOf(weights, call.center)];
  const data = new Float32Array(moved.data.length);
  for (let first = 0; first < data.length; first += count) {
    const { mean, factor } = statistics(moved.data, first, count, call.epsilon, false);
    for (let i = first; i < first + count; i++) {
      const channel = Math.floor(i / area) % channels;
      const value = ((moved.data[i] as number) - mean) * factor;
      data[i] =
        value * (gamma === null ? 1 : (gamma[channel] as number)) + (beta === null ? 0 : (beta[channel] as number));
    }
  }
  const result = { shape: moved.shape, data };
  return ready
    ? result
    : permute(
        result,
        order.map((_, each) => order.indexOf(each)),
      );
}

export function unitNorm(call: Extract<KernelCall, { op: 'unit-norm' }>, input: NDArray): NDArray {
  const { axes, order, epsilon, squared } = call;
  const norms = reduce({ op: 'reduce', method: 'norm', axes, keepAxes: true, parameter: order }, input);
  const data = new Float32Array(input.data.length);
  for (let i = 0; i < data.length; i++) {
    let [rest, place, step] = [i, 0, 1];
    for (let axis = input.shape.length - 1; axis >= 0; axis--) {
      const size = at(input.shape, axis);
      if (!axes.includes(axis)) {
        place += (rest % size) * step;
        step *= size;
      }
      rest = Math.floor(rest / size);
    }
    const norm = norms.data[place] as number;
    const least = squared ? Math.sqrt(epsilon) : epsilon;
    data[i] = (input.data[i] as number) / (norm < least ? least : norm);
  }
  return { shape: input.shape, data };
}

/** torch.nn.LocalResponseNorm: channels beyond the ends count as zero. */
export function localResponseNorm(call: Extract<KernelCall, { op: 'local-response-norm' }>, input: NDArray): NDArray {
  const { size, alpha, beta, bias, axis } = call;
  const { outer, length, inner } = alongAxis(input.shape, axis);
  const data = new Float32Array(input.data.length);
  const before = Math.floor(size / 2);
  for (let o = 0; o < outer; o++) {
    for (let channel = 0; channel < length; channel++) {
      for (let i = 0; i < inner; i++) {
        let sum = 0;
        for (let k = channel - before; k < channel - before + size; k++) {
          if (k >= 0 && k < length) sum += (input.data[(o * length + k) * inner + i] as number) ** 2;
        }
        const place = (o * length + channel) * inner + i;
        data[place] = (input.data[place] as number) / (bias + (alpha * sum) / size) ** beta;
      }
    }
  }
  return { shape: input.shape, data };
}

/** Keras's Normalization by statistics that are weights or given. Its deviation is at least Keras's epsilon. */
export function normalization(
  call: Extract<KernelCall, { op: 'normalization' }>,
  input: NDArray,
  weights: Weights,
): NDArray {
  const mean = call.given?.mean ?? weightNamed(weights, 'mean').data;
  const variance = call.given?.variance ?? weightNamed(weights, 'variance').data;
  const data = new Float32Array(input.data.length);
  for (let i = 0; i < data.length; i++) {
    let [rest, place, step] = [i, 0, 1];
    for (let axis = input.shape.length - 1; axis >= 0; axis--) {
      const size = at(input.shape, axis);
      if (call.axes.includes(axis)) {
        place += (rest % size) * step;
        step *= size;
      }
      rest = Math.floor(rest / size);
    }
    const own = mean.length === 1 ? 0 : place;
    const deviation = Math.max(Math.sqrt(at(variance, variance.length === 1 ? 0 : place)), KERAS_EPSILON);
    const value = input.data[i] as number;
    data[i] = call.invert ? value * deviation + at(mean, own) : (value - at(mean, own)) / deviation;
  }
  return { shape: input.shape, data };
}

/** keras.backend.epsilon() */
const KERAS_EPSILON = 1e-7;
