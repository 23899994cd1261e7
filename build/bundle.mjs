/**
 * Builds everything into dist/: the extension host, its two workers, the command line and the webviews.
 * `node build/bundle.mjs [--watch]`
 */
import fs from 'node:fs';
import path from 'node:path';
import esbuild from 'esbuild';
import { buildAssembly } from './assembly.mjs';
import { embed } from './embed.mjs';
import { root } from './paths.mjs';

const watch = process.argv.includes('--watch');
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: !watch,
  sourcemap: watch ? 'linked' : false,
  target: 'es2022',
  logLevel: 'warning',
  legalComments: 'eof',
  plugins: [embed],
};
const worker = {
  platform: 'neutral',
  format: 'iife',
  mainFields: ['module', 'main'],
  conditions: ['import'],
  external: ['node:*'],
};

const bundles = [
  {
    entryPoints: { extension: 'extension/main.ts' },
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  },
  {
    entryPoints: {
      'analysis-worker': 'extension/worker/analysis.ts',
      'engine-worker': 'extension/worker/engine.ts',
      'engine-thread': 'extension/worker/engine-thread.ts',
    },
    ...worker,
  },
  {
    entryPoints: { 'node-worker': 'extension/worker/node-start.ts' },
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
  },
  {
    entryPoints: { cli: 'extension/cli/main.ts' },
    platform: 'node',
    format: 'esm',
    define: { 'import.meta.url': 'import.meta.url' },
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    entryPoints: { preview: 'webview/preview/main.tsx', compare: 'webview/compare/main.tsx' },
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
];

/** Builds once, or keeps building on change. */
export async function bundle() {
  await buildAssembly();
  fs.mkdirSync(path.join(root, 'dist'), { recursive: true });
  for (const options of bundles) {
    const context = await esbuild.context({ ...common, outdir: 'dist', ...options });
    if (watch) await context.watch();
    else {
      await context.rebuild();
      await context.dispose();
    }
  }
  fs.chmodSync(path.join(root, 'dist/cli.js'), 0o755);
}

if (process.argv[1]?.endsWith('bundle.mjs')) await bundle();
