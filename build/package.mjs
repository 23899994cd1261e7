/** `npm run package`: builds layerscope.vsix, and says how large it is. */
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { ensurePackages, run } from './prerequisites.mjs';
import { tooLarge } from './sizes.mjs';

/** Packs what is built. */
export function pack(file) {
  run(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', file]);
  const { size } = fs.statSync(file);
  const faults = tooLarge(size);
  console.log(`${path.basename(file)}: ${(size / 1e6).toFixed(2)} MB`);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return file;
}

if (process.argv[1]?.endsWith('package.mjs')) {
  ensurePackages();
  const { bundle } = await import('./bundle.mjs');
  await bundle();
  pack(path.join(root, 'layerscope.vsix'));
}
