/**
 * An esbuild plugin: how data stands in the bundles. Signatures as a string that JSON.parse reads, several times quicker than an
 * object literal of that size, each of them text again until it is asked for (extension/frameworks/signature-table.ts); WebAssembly as base64 that the platform decodes, not a loop of JavaScript.
 */
import fs from 'node:fs/promises';

export const embed = {
  name: 'embed',
  setup(build) {
    build.onLoad({ filter: /signatures\.json$/ }, async ({ path }) => {
      const signatures = Object.entries(JSON.parse(await fs.readFile(path, 'utf8')));
      const text = JSON.stringify(Object.fromEntries(signatures.map(([name, value]) => [name, JSON.stringify(value)])));
      return { contents: `export default JSON.parse(${JSON.stringify(text)});`, loader: 'js' };
    });
    build.onLoad({ filter: /\.wasm$/ }, async ({ path }) => {
      const text = JSON.stringify(await fs.readFile(path, 'base64'));
      return {
        contents: `const text = ${text};
export default typeof Buffer === 'function' ? Buffer.from(text, 'base64') : Uint8Array.from(atob(text), (c) => c.charCodeAt(0));`,
        loader: 'js',
      };
    });
  },
};
