/** What can be changed about a row of the comparison, and what somebody has changed. */
import type { KernelCall } from '../kernel.ts';
import type { Target } from './target.ts';

export type Interpolation = 'nearest' | 'bilinear' | 'bicubic';

/** Absent: as the row is by itself. */
export interface RowSetting {
  readonly kernel?: number;
  /** Of all axes: the stride of a transposed convolution, the factor of everything else. */
  readonly factor?: number;
  readonly method?: Interpolation;
  /** Of its initial weights. */
  readonly seed?: number;
}

/** As the row is now; null where it has no such thing. */
export interface RowControls {
  readonly kernel: number | null;
  /** Only odd kernels: others would move the picture by half a pixel, or change its size. */
  readonly oddKernel: boolean;
  readonly factor: number | null;
  readonly method: Interpolation | null;
  /** It has weights that are drawn. */
  readonly seeded: boolean;
}

/** The layer with another factor: the same input, an output that many times its size. */
export function withFactor(target: Target, factor: number | undefined): Target {
  const { factors, from, trait, output, layout, rank } = target;
  if (factor === undefined || factors === null) return target;
  const to = from.map((size) => size * factor);
  const first = layout === 'channels_last' ? 1 : 2;
  return {
    ...target,
    to,
    factors: factors.map(() => factor),
    output: output.map((size, axis) => (axis >= first && axis < first + rank ? (to[axis - first] ?? size) : size)),
    trait: trait.kind === 'transposed' ? { ...trait, strides: trait.strides.map(() => factor) } : trait,
  };
}

/** Read from what the row came to. */
export function controlsOf(
  stages: readonly { readonly kernel: KernelCall; readonly weights: readonly unknown[] }[],
  { factors }: Target,
): RowControls {
  const factor = factors?.every((one) => one === factors[0]) ? (factors[0] ?? null) : null;
  const kernels = stages.map(({ kernel }) => kernel);
  const window = kernels.find((kernel) => kernel.op === 'transposed-convolution' || kernel.op === 'convolution');
  const resize = kernels.find((kernel) => kernel.op === 'resize');
  const [size] = window && 'kernel' in window ? window.kernel : [];
  const method = resize?.op === 'resize' ? INTERPOLATIONS.find((one) => one === resize.method) : undefined;
  return {
    kernel: size ?? null,
    oddKernel: window?.op !== 'transposed-convolution',
    factor,
    method: method ?? null,
    seeded: stages.some(({ weights }) => weights.length > 0),
  };
}

const INTERPOLATIONS: readonly Interpolation[] = ['nearest', 'bilinear', 'bicubic'];
