/**
 * Resampling by a filter kernel of given radius, which antialiasing widens when the picture shrinks.
 * TensorFlow: tensorflow/core/kernels/image/sampling_kernels.h, ComputeSpansCore of scale_and_translate_op.cc.
 * PyTorch: _compute_indices_min_size_weights_aa of aten/src/ATen/native/cpu/UpSampleKernel.cpp.
 */
import { CUBIC_KEYS, cubicKernel } from './resize-cubic.ts';
import type { AxisSample, ResizeCall } from './sampling.ts';

export interface Filter {
  readonly radius: number;
  weight(x: number): number;
}

/** TensorFlow's gaussian reaches three standard deviations. */
const GAUSSIAN_RADIUS = 1.5;
const GAUSSIAN_DEVIATION = GAUSSIAN_RADIUS / 3;

export function filterFor(method: ResizeCall['method']): Filter {
  switch (method) {
    case 'bilinear':
      return { radius: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) };
    case 'bicubic':
      return { radius: 2, weight: (x) => cubicKernel(x, CUBIC_KEYS) };
    case 'lanczos3':
      return { radius: 3, weight: (x) => lanczos(x, 3) };
    case 'lanczos5':
      return { radius: 5, weight: (x) => lanczos(x, 5) };
    case 'gaussian':
      return {
        radius: GAUSSIAN_RADIUS,
        weight: (x) =>
          Math.abs(x) >= GAUSSIAN_RADIUS ? 0 : Math.exp((-x * x) / (2 * GAUSSIAN_DEVIATION * GAUSSIAN_DEVIATION)),
      };
    case 'mitchellcubic':
      return { radius: 2, weight: mitchell };
    case 'nearest':
    case 'nearest-exact':
    case 'area':
      throw new Error(`${method} is no filter kernel.`);
    default:
      return method satisfies never;
  }
}

function lanczos(x: number, radius: number): number {
  const d = Math.abs(x);
  if (d > radius) return 0;
  // The limit at 0, taken as early as TensorFlow takes it.
  if (d <= 1e-3) return 1;
  return (radius * Math.sin(Math.PI * d) * Math.sin((Math.PI * d) / radius)) / (Math.PI * Math.PI * d * d);
}

/** Mitchell and Netravali 1988, B = C = 1/3. */
function mitchell(x: number): number {
  const d = Math.abs(x);
  if (d >= 2) return 0;
  if (d >= 1) return (((-7 / 18) * d + 2) * d - 10 / 3) * d + 16 / 9;
  return ((7 / 6) * d - 2) * d * d + 8 / 9;
}

const f = Math.fround;

export function spanSample(
  filter: Filter,
  position: number,
  size: number,
  outSize: number,
  antialias: boolean,
): AxisSample {
  const inverseScale = f(1 / f(outSize / size));
  const kernelScale = antialias ? Math.max(inverseScale, 1) : 1;
  const centre = f(f(position + 0.5) * inverseScale);
  const reach = f(filter.radius * kernelScale);
  const first = Math.max(0, Math.ceil(f(f(centre - reach) - 0.5)));
  const last = Math.min(size - 1, Math.floor(f(f(centre + reach) - 0.5)));
  return normalised(filter, first, last, centre, 1 / kernelScale);
}

export function torchAntialiasSample(filter: Filter, position: number, size: number, scale: number): AxisSample {
  const reach = f(filter.radius * Math.max(scale, 1));
  const centre = f(scale * f(position + 0.5));
  const first = Math.max(Math.trunc(f(f(centre - reach) + 0.5)), 0);
  const last = Math.min(Math.trunc(f(f(centre + reach) + 0.5)), size) - 1;
  return normalised(filter, first, last, centre, scale >= 1 ? 1 / scale : 1);
}

function normalised(filter: Filter, first: number, last: number, centre: number, stretch: number): AxisSample {
  const sources = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const weights = sources.map((source) => filter.weight((source + 0.5 - centre) * stretch));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { sources, weights: sum === 0 ? weights : weights.map((weight) => weight / sum) };
}
