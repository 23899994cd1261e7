/** The window that one position of a layer's output sees of its input, along one axis. */
import type { KernelCall, Padding } from '../kernel.ts';
import { gcd, MAX_PERIOD, type AxisMap, type Span } from './axis-map.ts';

type Resize = Extract<KernelCall, { op: 'resize' }>;

/** What is put before the first position. */
export function paddingBefore(padding: Padding, axis: number, input: number, stride: number, reach: number): number {
  if (padding === 'valid') return 0;
  if (padding !== 'same') return padding[axis]?.[0] ?? 0;
  const outputs = Math.ceil(input / stride);
  return Math.floor(Math.max((outputs - 1) * stride + reach - input, 0) / 2);
}

export function slidingWindow(kernel: number, stride: number, dilation: number, before: number): AxisMap {
  return { period: 1, advance: stride, spans: [{ low: -before, high: -before + (kernel - 1) * dilation }] };
}

export function transposedWindow(kernel: number, stride: number, dilation: number, crop: number): AxisMap | null {
  if (stride > MAX_PERIOD) return null;
  // Which taps meet a phase repeats with the stride, and those at the ends see furthest.
  const taps = Array.from({ length: Math.min(kernel, stride) }, (_, tap) => [tap, kernel - 1 - tap]).flat();
  const spans = Array.from({ length: stride }, (_, phase): Span | null => {
    const seen: number[] = [];
    for (const tap of taps) {
      const reached = phase + crop - tap * dilation;
      if (reached % stride === 0) seen.push(reached / stride);
    }
    return seen.length === 0 ? null : { low: Math.min(...seen), high: Math.max(...seen) };
  });
  return { period: stride, advance: 1, spans };
}

/** Each position `count` times in a row. */
export const repeatedWindow = (count: number): AxisMap | null =>
  count > MAX_PERIOD
    ? null
    : { period: count, advance: 1, spans: Array.from({ length: count }, () => ({ low: 0, high: 0 })) };

/** Adaptive pooling: windows from floor(i n / m) to ceil((i + 1) n / m). */
export function adaptiveWindow(input: number, output: number): AxisMap | null {
  const divisor = gcd(input, output);
  const [advance, period] = [input / divisor, output / divisor];
  if (period > MAX_PERIOD) return null;
  const spans = Array.from({ length: period }, (_, index) => ({
    low: Math.floor((index * advance) / period),
    high: Math.ceil(((index + 1) * advance) / period) - 1,
  }));
  return { period, advance, spans };
}

/** How far an interpolation reaches to either side of its point; null: not followed. */
const REACH: Readonly<Partial<Record<Resize['method'], number>>> = {
  bilinear: 1,
  bicubic: 2,
  lanczos3: 3,
  lanczos5: 5,
};

/** Interpolation from `input` to `output` positions; null where its taps are not followed. */
export function resizeWindow(call: Resize, axis: number, input: number, output: number): AxisMap | null {
  const scale = call.scale?.[axis] ?? null;
  // A factor that does not say the sizes sets a grid of its own.
  if (scale !== null && scale * input !== output) return null;
  if (call.method === 'area') return adaptiveWindow(input, output);
  const aligned = call.alignCorners && output > 1;
  const [over, under] = aligned ? [input - 1, output - 1] : [input, output];
  if (over === 0) return null;
  const divisor = gcd(over, under);
  const [advance, period] = [over / divisor, under / divisor];
  if (period > MAX_PERIOD) return null;
  const reach = REACH[call.method];
  const spans: Span[] = [];
  for (let index = 0; index < period; index++) {
    if (call.method === 'nearest' && call.framework === 'torch') {
      const near = Math.floor((index * advance) / period);
      spans.push({ low: near, high: near });
      continue;
    }
    // Centres of pixels agree at the half pixel, in twice the period's parts so that all numbers are whole.
    const centre = aligned ? 2 * index * advance : (2 * index + 1) * advance - period;
    if (call.method.startsWith('nearest')) {
      const near = Math.floor((centre + period) / (2 * period));
      spans.push({ low: near, high: near });
      continue;
    }
    if (reach === undefined) return null;
    const wide = call.antialias ? Math.max(1, advance / period) : 1;
    const parts = reach * wide * 2 * period;
    // At the ends of its reach the weight is zero.
    const low = Math.floor((centre - parts) / (2 * period)) + 1;
    const high = Math.ceil((centre + parts) / (2 * period)) - 1;
    spans.push(centre % (2 * period) === 0 && wide === 1 ? pointSpan(centre / (2 * period)) : { low, high });
  }
  return { period, advance, spans };
}

/** Exactly on a position, every other weight is zero. */
const pointSpan = (position: number): Span => ({ low: position, high: position });
