/** The parser as a browser worker has it: bundled into one script, without Node. */
import assert from 'node:assert/strict';
import { build } from 'esbuild';
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
    });
    assert.deepEqual(warnings, []);
    const worker = createContext({});
    runInContext(outputFiles[0]?.text ?? '', worker);
    const bundled = runInContext('bundled', worker) as { createParser: typeof createParser };
    const parser = bundled.createParser();
    assert.equal(parser.parse('x = Conv2D(64, (3,\ny = 2\n').body.length, 2);
  });
});
