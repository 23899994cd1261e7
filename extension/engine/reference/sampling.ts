/** How one axis is resampled: what each output position reads, and with what weights. */
import type { KernelCall } from '../../model/kernel.ts';

export type ResizeCall = Extract<KernelCall, { op: 'resize' }>;

export interface AxisSample {
  readonly sources: readonly number[];
  readonly weights: readonly number[];
}
export type AxisSampling = readonly AxisSample[];
