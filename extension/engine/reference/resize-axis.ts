/**
 * Which input positions each output position of one axis reads, and with what weights, for every method of both frameworks.
 * TensorFlow: tensorflow/core/kernels/image/resize_*_op.cc and scale_and_translate_op.cc; PyTorch: aten/src/ATen/native/UpSample.h
 * and cpu/UpSampleKernel.cpp. Coordinates are rounded to float32 where the frameworks compute them so, because the choice of a
 * neighbour can hang on it.
 */
import { at } from '../array.ts';
import { CUBIC_TENSORFLOW_V1, CUBIC_TORCH, cubicSample, keysCubicSample, TABLE_STEPS } from './resize-cubic.ts';
import { filterFor, spanSample, torchAntialiasSample } from './resize-filter.ts';
import type { AxisSample, AxisSampling, ResizeCall } from './sampling.ts';

const f = Math.fround;

export function axisWeights(call: ResizeCall, axis: number, size: number, outSize: number): AxisSampling {
  if (outSize < 1) throw new Error(`A size of ${outSize} cannot be resized to.`);
  const sample =
    call.framework === 'keras' ? kerasSampler(call, size, outSize) : torchSampler(call, axis, size, outSize);
  return Array.from({ length: outSize }, (_, position) => sample(position));
}

type Sampler = (position: number) => AxisSample;

const one = (source: number): AxisSample => ({ sources: [source], weights: [1] });
const halfPixel = (position: number, scale: number): number => f(f(f(position + 0.5) * scale) - 0.5);

/** Two neighbours of a coordinate; beyond the border the border's number. */
function linear(coordinate: number, size: number): AxisSample {
  const low = Math.floor(coordinate);
  const fraction = coordinate - low;
  const first = Math.min(Math.max(low, 0), size - 1);
  const second = Math.min(Math.max(low + 1, 0), size - 1);
  if (first === second || fraction === 0) return one(first);
  return { sources: [first, second], weights: [1 - fraction, fraction] };
}

function kerasSampler(call: ResizeCall, size: number, outSize: number): Sampler {
  const { alignCorners, method } = call;
  // align_corners exists in tf.compat.v1 only, together with coordinates that are no half-pixel centres.
  const scale = alignCorners && outSize > 1 ? f((size - 1) / (outSize - 1)) : f(size / outSize);
  const smooth = method === 'bilinear' || method === 'bicubic';
  if (method === 'nearest' || method === 'nearest-exact') {
    if (alignCorners) return (position) => one(Math.min(Math.floor(f(f(position * scale) + 0.5)), size - 1));
    return (position) => one(Math.min(Math.floor(f(f(position + 0.5) * scale)), size - 1));
  }
  if (method === 'area') return (position) => tensorflowArea(position, scale, size);
  if (alignCorners && !smooth) throw new Error(`${method} has no align_corners.`);
  if (call.antialias || !smooth) {
    const filter = filterFor(method);
    return (position) => spanSample(filter, position, size, outSize, call.antialias);
  }
  if (method === 'bilinear') {
    if (alignCorners) return (position) => linear(f(position * scale), size);
    return (position) => linear(halfPixel(position, scale), size);
  }
  if (alignCorners) return (position) => cubicSample(f(position * scale), size, CUBIC_TENSORFLOW_V1, TABLE_STEPS);
  return (position) => keysCubicSample(halfPixel(position, scale), size);
}

/** Coverage of [position, position + 1) * scale, divided by the scale. */
function tensorflowArea(position: number, scale: number, size: number): AxisSample {
  const start = f(position * scale);
  const end = f((position + 1) * scale);
  const sources: number[] = [];
  const weights: number[] = [];
  for (let source = Math.floor(start); source < Math.ceil(end); source++) {
    const covered = Math.min(source + 1, end) - Math.max(source, start);
    if (covered <= 0) continue;
    sources.push(Math.min(source, size - 1));
    weights.push(covered / scale);
  }
  return { sources, weights };
}

function torchSampler(call: ResizeCall, axis: number, size: number, outSize: number): Sampler {
  const { alignCorners, antialias, method } = call;
  const given = call.scale === null ? null : at(call.scale, axis);
  const ratio = given === null || given <= 0 ? f(size / outSize) : f(1 / given);
  const corners = outSize > 1 ? f((size - 1) / (outSize - 1)) : 0;
  const scale = alignCorners ? corners : ratio;
  switch (method) {
    case 'nearest':
      return (position) => one(Math.min(Math.floor(f(position * ratio)), size - 1));
    case 'nearest-exact':
      return (position) => one(Math.min(Math.floor(f(f(position + 0.5) * ratio)), size - 1));
    case 'area':
      return (position) => adaptiveAverage(position, size, outSize);
    case 'bilinear':
      if (antialias) return (position) => torchAntialiasSample(filterFor('bilinear'), position, size, scale);
      if (alignCorners) return (position) => linear(f(position * scale), size);
      return (position) => linear(Math.max(halfPixel(position, scale), 0), size);
    case 'bicubic':
      if (antialias) return (position) => torchAntialiasSample(filterFor('bicubic'), position, size, scale);
      if (alignCorners) return (position) => cubicSample(f(position * scale), size, CUBIC_TORCH, null);
      return (position) => cubicSample(halfPixel(position, scale), size, CUBIC_TORCH, null);
    case 'lanczos3':
      if (!antialias) throw new Error('PyTorch resizes by lanczos only with antialias=True.');
      return (position) => torchAntialiasSample(filterFor('lanczos3'), position, size, scale);
    case 'lanczos5':
    case 'gaussian':
    case 'mitchellcubic':
      throw new Error(`PyTorch does not resize by ${method}.`);
    default:
      return method satisfies never;
  }
}

/** PyTorch's area is adaptive average pooling: whole input positions, windows that may overlap. */
function adaptiveAverage(position: number, size: number, outSize: number): AxisSample {
  const start = Math.floor((position * size) / outSize);
  const end = Math.ceil(((position + 1) * size) / outSize);
  const sources = Array.from({ length: end - start }, (_, i) => start + i);
  return { sources, weights: sources.map(() => 1 / sources.length) };
}
