/** The kernels in Chromium against recorded outputs of the real frameworks: the reference, and both builds of the fast ones. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { checkResults, expectedToAgree } from '../engine/numbers/check-expressions.ts';
import { kerasSuite } from '../engine/numbers/keras-suite.ts';
import { joined, slicesOf, type ResultsOfBuilds } from '../engine/numbers/run-expressions.ts';
import { torchSuite } from '../engine/numbers/torch-suite.ts';
import { KERNEL_GROUPS, type RecordedCase } from '../engine/recorded-case.ts';
import { openStage, type Stage } from './harness/browser.ts';
import { openKernelPage, pageBuilds } from './harness/kernel-page.ts';

/** So many expressions run in one call of the page, which answers nothing else meanwhile: a second or two. */
const PART = 200;

describe('the kernels in Chromium', function () {
  this.timeout(120_000);
  let stage: Stage;
  let page: Page;
  before(async () => {
    stage = await openStage();
    page = await openKernelPage(stage);
  });
  after(() => stage.close());

  const builds = pageBuilds();
  for (const [title, build] of Object.entries(builds)) {
    for (const group of KERNEL_GROUPS) {
      const file = readFileSync(`test/recorded/kernels-${group}.json`, 'utf8');
      const { cases } = JSON.parse(file) as { readonly cases: readonly RecordedCase[] };
      it(`${title}: ${cases.length} cases of ${group}`, async () => {
        const unmet = await page.evaluate((given) => kernels.unmetInPage(given.cases, given.build), { cases, build });
        assert.deepEqual(unmet, []);
      });
    }
  }

  describe('expressions and layers, from the text to their numbers', () => {
    const suites = [kerasSuite(), torchSuite()];
    const results = new Map<string, ResultsOfBuilds>();
    before(async () => {
      for (const suite of suites) {
        const parts: ResultsOfBuilds[] = [];
        for (const part of slicesOf(suite, PART)) {
          const asked = { suite: part, builds };
          parts.push(await page.evaluate((given) => kernels.expressionsInPage(given.suite, given.builds), asked));
        }
        results.set(suite.framework, joined(parts));
      }
    });

    for (const build of Object.keys(builds)) {
      for (const suite of suites) {
        it(`${build}: ${expectedToAgree(suite)} of ${suite.cases.length} of ${suite.framework}`, () => {
          checkResults(suite, results.get(suite.framework)?.[build]);
        });
      }

      it(`${build}: at least 1,500 agree`, () => {
        const agreed = [...results.values()].reduce((sum, each) => sum + (each[build]?.agreed.length ?? 0), 0);
        assert.ok(agreed >= 1500, `${agreed}`);
      });
    }
  });
});
