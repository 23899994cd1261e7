/** `npm run package`: builds layerscope.vsix, and says how large it is. */
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { ensurePackages, run } from './prerequisites.mjs';

const MAX_BYTES = 3_000_000;

ensurePackages();
const { bundle } = await import('./bundle.mjs');
await bundle();
run(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', 'layerscope.vsix']);
const { size } = fs.statSync(path.join(root, 'layerscope.vsix'));
console.log(`layerscope.vsix: ${(size / 1e6).toFixed(2)} MB (limit ${MAX_BYTES / 1e6} MB)`);
if (size > MAX_BYTES) process.exitCode = 1;
