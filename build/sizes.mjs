/** How large what is delivered may be: the extension starts, and a panel opens, in a time that grows with it. */
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/** Bytes of bundles under dist/. */
const LIMITS = [
  { name: 'the extension host', files: ['extension.cjs', 'node-worker.cjs'], limit: 400_000 },
  { name: 'the preview', files: ['webview/preview.js', 'webview/preview.css'], limit: 300_000 },
  { name: 'the comparison', files: ['webview/compare.js', 'webview/compare.css'], limit: 300_000 },
];
const MAX_PACKAGE = 3_000_000;

/** What is too large, in sentences; `packed` is the size of the .vsix where there is one. */
export function tooLarge(packed = 0) {
  const found = LIMITS.map(({ name, files, limit }) => {
    const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(root, 'dist', file)).size, 0);
    console.log(`${name}: ${(bytes / 1e3).toFixed(0)} kB of ${limit / 1e3}`);
    return bytes > limit ? [`${name} is ${bytes} bytes, more than ${limit}.`] : [];
  });
  return [
    ...found.flat(),
    ...(packed > MAX_PACKAGE ? [`The package is ${packed} bytes, more than ${MAX_PACKAGE}.`] : []),
  ];
}
