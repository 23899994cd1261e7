/** The kernels in Chromium against recorded outputs of the real frameworks: the reference, and both builds of the fast ones. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import esbuild from 'esbuild';
import type { Page } from 'playwright-core';
import type { unmetInPage } from '../engine/in-page.ts';
import { KERNEL_GROUPS, type RecordedCase } from '../engine/recorded-case.ts';
import { wasmBuilds } from '../engine/helpers.ts';
import { openStage, type Stage } from './harness/browser.ts';

declare global {
  /** In the page. */
  var kernels: { readonly unmetInPage: typeof unmetInPage };
}

describe('the kernels in Chromium', function () {
  this.timeout(120_000);
  let stage: Stage;
  let page: Page;
  before(async () => {
    stage = await openStage();
    page = await stage.show({ panel: 'compare', fixture: 'article' });
    // The panels' own policy allows no WebAssembly: that runs in a worker.
    await page.goto('about:blank');
    const { outputFiles } = await esbuild.build({
      entryPoints: ['test/engine/in-page.ts'],
      bundle: true,
      format: 'iife',
      globalName: 'kernels',
      platform: 'browser',
      target: 'es2022',
      write: false,
    });
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
  });
  after(() => stage.close());

  const { plain, relaxed } = wasmBuilds();
  const builds = { reference: null, plain, relaxed };
  for (const [title, build] of Object.entries(builds)) {
    for (const group of KERNEL_GROUPS) {
      const file = readFileSync(`test/recorded/kernels-${group}.json`, 'utf8');
      const { cases } = JSON.parse(file) as { readonly cases: readonly RecordedCase[] };
      it(`${title}: ${cases.length} cases of ${group}`, async () => {
        const asked = { cases, build: build && Buffer.from(build).toString('base64') };
        const unmet = await page.evaluate((given) => kernels.unmetInPage(given.cases, given.build), asked);
        assert.deepEqual(unmet, []);
      });
    }
  }
});
