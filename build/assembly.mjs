/** Compiles the AssemblyScript kernels: extension/engine/fast/assembly -> dist/kernels.wasm. Run as `node build/assembly.mjs`. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds the module and returns its path. */
export async function buildAssembly() {
  await mkdir(`${root}dist`, { recursive: true });
  const { error, stderr } = await asc.main([
    'extension/engine/fast/assembly/index.ts',
    '--baseDir',
    root,
    '--outFile',
    'dist/kernels.wasm',
    '-O3',
    '--noAssert',
    '--enable',
    'simd',
    '--runtime',
    'stub',
    // Memory is the caller's, who grows it as a call needs.
    '--importMemory',
    '--memoryBase',
    '0',
  ]);
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return `${root}dist/kernels.wasm`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildAssembly());
