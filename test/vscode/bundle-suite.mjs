/** Bundles the suite for the extension host, which loads CommonJS and knows no TypeScript. */
import fs from 'node:fs';
import path from 'node:path';
import esbuild from 'esbuild';
import { root } from '../../build/paths.mjs';

/**
 * @param {string} folder of test files, for the extension host beside an index.ts that exports run()
 * @returns the folder of the bundles
 */
export async function bundleSuite(folder = 'test/vscode/suite') {
  const entries = fs.readdirSync(path.join(root, folder)).filter((file) => /(\.test|^index)\.ts$/.test(file));
  const outdir = path.join(root, 'out', path.basename(path.dirname(folder)), path.basename(folder));
  fs.rmSync(outdir, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: entries.map((file) => path.join(folder, file)),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2022',
    external: ['vscode', 'mocha'],
    loader: { '.wasm': 'binary' },
    define: { 'import.meta.url': '"file:///suite"' },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outdir;
}
