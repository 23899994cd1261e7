/** A call of a kernel with what the real framework made of it, and how far ours is from that. Runs in Node and in a browser. */
import { arrayOf, type NDArray } from '../../extension/engine/array.ts';
import type { FastKernels } from '../../extension/engine/fast/kernels.ts';
import { runKernel } from '../../extension/engine/run-kernel.ts';
import type { KernelCall } from '../../extension/model/kernel.ts';

/** An array as the scripts of test/oracle/ write it: float32 little-endian in base64. */
export interface RecordedArray {
  readonly shape: readonly number[];
  readonly data: string;
}

export interface RecordedCase {
  readonly name: string;
  readonly framework: string;
  readonly call: KernelCall;
  readonly inputs: readonly RecordedArray[];
  readonly weights: Readonly<Record<string, RecordedArray>>;
  readonly output: RecordedArray;
}

export const KERNEL_GROUPS = ['convolution', 'transposed', 'resize', 'other'] as const;

const EXACT = 1e-5;
/** Their weights are themselves approximations (TensorFlow's table, sines in float32). */
const APPROXIMATE = 1e-4;

const tolerance = ({ call }: RecordedCase): number =>
  call.op === 'resize' && /cubic|lanczos/.test(call.method) ? APPROXIMATE : EXACT;

export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

export const recordedArray = ({ shape, data }: RecordedArray): NDArray =>
  arrayOf(shape, new Float32Array(bytesOf(data).buffer));

export const weightsOf = ({ weights }: RecordedCase): ReadonlyMap<string, NDArray> =>
  new Map(Object.entries(weights).map(([name, weight]) => [name, recordedArray(weight)]));

/** The largest difference, relative to the largest expected magnitude. Infinite where shapes or NaN differ. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let [difference, magnitude] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i] as number, expected[i] as number];
    if (Object.is(a, e) || a === e) {
      if (Number.isFinite(e)) magnitude = Math.max(magnitude, Math.abs(e));
      continue;
    }
    if (!Number.isFinite(a) || !Number.isFinite(e)) return Infinity;
    difference = Math.max(difference, Math.abs(a - e));
    magnitude = Math.max(magnitude, Math.abs(e));
  }
  return difference === 0 ? 0 : difference / magnitude;
}

/** The cases that are not met, each with how far off it is; on the reference kernels without `fast`. */
export function unmetCases(cases: readonly RecordedCase[], fast: FastKernels | null): readonly string[] {
  return cases.flatMap((one) => {
    const [output] = runKernel(one.call, one.inputs.map(recordedArray), weightsOf(one), fast);
    const expected = recordedArray(one.output);
    const sameShape = output?.shape.join() === expected.shape.join();
    const error = output && sameShape ? relativeError(output.data, expected.data) : Infinity;
    return error <= tolerance(one) ? [] : [`${one.framework} ${one.name}: ${error}`];
  });
}
