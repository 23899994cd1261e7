/** What the engine's tests share: seeded arrays, the fast module built from source, small graphs. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { arrayOf, sizeOf, type NDArray } from '../../extension/engine/array.ts';
import { FastKernels } from '../../extension/engine/fast/kernels.ts';
import { loadFastModule, type KernelBuilds } from '../../extension/engine/fast/module.ts';
import type { EngineContext } from '../../extension/engine/pause.ts';
import { Random } from '../../extension/engine/random.ts';
import { kernelsOf } from './builds.ts';

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

/** Why a build is missing is printed once, not by each suite. */
let isSaid = false;

/**
 * The reference kernels (null), the plain build, and the relaxed one where this Node takes it: under the names of their builds. Where
 * it does not, that is printed once; test/webview/ runs it in Chromium.
 */
export function kernelsHere(): Readonly<Record<string, FastKernels | null>> {
  const builds = wasmBuilds();
  const [plain, relaxed] = [kernelsOf(builds.plain), kernelsOf(builds.relaxed)];
  if (plain === null) throw new Error('This Node has no WebAssembly SIMD.');
  if (relaxed) return { reference: null, plain, relaxed };
  if (!isSaid) console.log(`The relaxed build is not run: Node ${process.version} has no relaxed SIMD.`);
  isSaid = true;
  return { reference: null, plain };
}

/** The build that the extension would choose here. */
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

/** A context that never cancels. */
export const patient: EngineContext = { cancelled: () => false, progress: () => undefined };
