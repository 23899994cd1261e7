/** The parser as a browser worker has it: bundled into one script, without Node, its WebAssembly handed in as bytes. */
import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import type { createParser } from '../../../extension/python/parse/parser.ts';

describe('Python parser, bundled', function () {
  this.timeout(20_000);

  it('starts and parses where there is neither Node nor a file system', async () => {
    const { outputFiles, warnings } = await build({
      entryPoints: ['extension/python/parse/parser.ts'],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'bundled',
      platform: 'browser',
      logLevel: 'silent',
      define: { 'import.meta.url': '"file:///worker"' },
    });
    assert.deepEqual(warnings, []);
    const worker = createContext({
      WebAssembly,
      Uint8Array,
      URL,
      TextDecoder,
      TextEncoder,
      console,
      performance,
      WorkerGlobalScope: Object,
    });
    runInContext(outputFiles[0]?.text ?? '', worker);
    const bundled = runInContext('bundled', worker) as { createParser: typeof createParser };
    const parser = await bundled.createParser({
      core: readFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
      python: readFileSync('node_modules/tree-sitter-python/tree-sitter-python.wasm'),
    });
    assert.equal(parser.parse('x = Conv2D(64, (3,\ny = 2\n').body.length, 2);
  });
});
