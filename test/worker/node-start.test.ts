/** A bundle started in a worker thread, with and without what V8 compiled of it before. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import esbuild from 'esbuild';
import type { NodeStart } from '../../extension/worker/node-start.ts';

/** Answers with what it was sent, and the file that it takes for its own. */
const BUNDLE = `(() => {
  const { parentPort } = process.getBuiltinModule('node:worker_threads');
  function answer(message) { parentPort.postMessage([message, process.argv[1]]); }
  parentPort.on('message', answer);
})();`;

describe('a worker started from compiled code', function () {
  this.timeout(30_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-start-'));
  const cache = path.join(folder, 'compiled');
  const bundle = path.join(folder, 'some-worker.js');
  const starter = path.join(folder, 'node-worker.cjs');

  before(async () => {
    fs.writeFileSync(bundle, BUNDLE);
    await esbuild.build({
      entryPoints: ['extension/worker/node-start.ts'],
      outfile: starter,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  const kept = (): string[] => (fs.existsSync(cache) ? fs.readdirSync(cache) : []);

  /** Asks once; `until` is waited for before the worker ends. */
  async function ask(until: () => boolean = () => true): Promise<unknown> {
    const workerData: NodeStart = { bundle, cache, keepAfterMilliseconds: 1 };
    const worker = new Worker(starter, { workerData });
    try {
      const answer = new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
      worker.postMessage('hello');
      const told = await answer;
      while (!until()) await new Promise((resolve) => setTimeout(resolve, 5));
      return told;
    } finally {
      await worker.terminate();
    }
  }
  const isKept = (): boolean => kept().length === 1 && kept()[0]?.endsWith('.bin') === true;

  it('keeps what was compiled after the first request', async () => {
    assert.deepEqual(await ask(isKept), ['hello', bundle]);
  });

  it('starts from it, and does not write it again', async () => {
    const [file = ''] = kept();
    const written = fs.statSync(path.join(cache, file)).mtimeMs;
    assert.deepEqual(await ask(), ['hello', bundle]);
    assert.deepEqual(kept(), [file]);
    assert.equal(fs.statSync(path.join(cache, file)).mtimeMs, written);
  });

  it('takes no harm from a file that is none, and replaces it', async () => {
    const [file = ''] = kept();
    fs.writeFileSync(path.join(cache, file), 'no such thing');
    const replaced = (): boolean => isKept() && fs.statSync(path.join(cache, file)).size > 100;
    assert.deepEqual(await ask(replaced), ['hello', bundle]);
  });

  it('keeps one version of a bundle, and what is of others', async () => {
    const [old = ''] = kept();
    fs.writeFileSync(path.join(cache, 'other-worker-1.bin'), '');
    fs.writeFileSync(bundle, `${BUNDLE}\n// newer`);
    const renewed = (): boolean =>
      kept().length === 2 && !kept().includes(old) && kept().every((name) => name.endsWith('.bin'));
    assert.deepEqual(await ask(renewed), ['hello', bundle]);
    assert.ok(kept().includes('other-worker-1.bin'));
  });

  it('does without where nothing can be written', async () => {
    fs.rmSync(cache, { recursive: true });
    fs.writeFileSync(cache, 'a file where the folder should be');
    assert.deepEqual(await ask(), ['hello', bundle]);
  });
});
