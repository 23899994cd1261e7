/**
 * Compiles the AssemblyScript kernels: extension/engine/fast/assembly -> dist/kernels*.wasm, one for each of SIMD and relaxed SIMD,
 * alone and with threads. Run as `node build/assembly.mjs`.
 */
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { tileModule } from './micro-kernel.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = 'extension/engine/fast/assembly';
/** All that 32 bits can address, which is what a memory that is shared must say beforehand. */
const MOST_PAGES = 65536;

const RELAXED = ['--enable', 'relaxed-simd'];
const THREADS = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', String(MOST_PAGES)];
const BUILDS = [
  ['kernels', []],
  ['kernels-relaxed', RELAXED],
  ['kernels-threads', THREADS],
  ['kernels-relaxed-threads', [...RELAXED, ...THREADS]],
];

async function source(name, base) {
  if (path.basename(name) === 'tile.ts') return tileModule;
  return readFile(path.resolve(base, name), 'utf8').catch(() => null);
}

async function compile([name, features]) {
  const options = [
    `${FOLDER}/index.ts`,
    ...['--baseDir', root],
    ...['--outFile', `dist/${name}.wasm`],
    '-O3',
    '--noAssert',
    ...['--enable', 'simd'],
    ...['--runtime', 'stub'],
    // Memory is the caller's, who grows it as a call needs.
    '--importMemory',
    ...['--memoryBase', '0'],
    ...features,
  ];
  const { error, stderr } = await asc.main(options, { readFile: source });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
}

/** Builds the modules; returns their folder. */
export async function buildAssembly() {
  await mkdir(`${root}dist`, { recursive: true });
  for (const build of BUILDS) await compile(build);
  return `${root}dist`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildAssembly());
