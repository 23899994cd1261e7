/** What the engine's tests share: seeded arrays, the fast module built from source, small graphs. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { arrayOf, sizeOf, type NDArray } from '../../extension/engine/array.ts';
import { FastKernels } from '../../extension/engine/fast/kernels.ts';
import { loadFastModule, type KernelBuilds } from '../../extension/engine/fast/module.ts';
import type { EngineContext } from '../../extension/engine/pause.ts';
import { Random } from '../../extension/engine/random.ts';

const BUILDS = { plain: 'dist/kernels.wasm', relaxed: 'dist/kernels-relaxed.wasm' } as const;
const ASSEMBLY = 'extension/engine/fast/assembly';

/** The compiled fast kernels, built when they are missing or older than their sources. */
export function wasmBuilds(): KernelBuilds {
  const built = Math.min(...Object.values(BUILDS).map((file) => (existsSync(file) ? statSync(file).mtimeMs : 0)));
  const sources = [
    ...readdirSync(ASSEMBLY).map((name) => `${ASSEMBLY}/${name}`),
    'build/assembly.mjs',
    'build/micro-kernel.mjs',
  ];
  if (sources.some((file) => statSync(file).mtimeMs > built)) execFileSync('node', ['build/assembly.mjs']);
  return {
    plain: Uint8Array.from(readFileSync(BUILDS.plain)),
    relaxed: Uint8Array.from(readFileSync(BUILDS.relaxed)),
  };
}

export function fastKernels(): FastKernels {
  const module = loadFastModule(wasmBuilds());
  if (module === null) throw new Error('This Node has no WebAssembly SIMD.');
  return new FastKernels(module);
}

export function randomArray(shape: readonly number[], seed = 1): NDArray {
  const random = new Random(seed);
  return arrayOf(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => random.normal()),
  );
}

/** An array as the scripts of test/oracle/ write it: float32 little-endian in base64. */
export interface RecordedArray {
  readonly shape: readonly number[];
  readonly data: string;
}

export function recordedArray({ shape, data }: RecordedArray): NDArray {
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
  return arrayOf(shape, new Float32Array(bytes.buffer));
}

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

/** A context that never cancels. */
export const patient: EngineContext = { cancelled: () => false, progress: () => undefined };
