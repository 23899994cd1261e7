import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { openStage, type Stage } from './harness/browser.ts';
import { FIXTURES } from './harness/fixtures.ts';
import { THEME_NAMES } from './harness/server.ts';
import themes from './harness/themes.json' with { type: 'json' };

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function openDisclosures(page: Page): Promise<void> {
  const folded = page.locator('details:not([open]) > summary');
  while ((await folded.count()) > 0) await folded.first().click();
}

async function findings(page: Page, highContrast: boolean): Promise<string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate(
    (aaa) =>
      (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
        rules: { 'color-contrast-enhanced': { enabled: aaa } },
      }),
    highContrast,
  );
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
  );
}

describe('every panel in every theme', function () {
  this.timeout(60_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  for (const theme of THEME_NAMES)
    for (const panel of ['preview', 'compare'] as const)
      for (const fixture of Object.keys(FIXTURES[panel]))
        it(`axe finds nothing and the security policy is kept: ${panel}, ${fixture}, ${theme}`, async () => {
          const page = await stage.show({ panel, fixture, theme, width: panel === 'preview' ? 760 : 340 });
          await openDisclosures(page);
          assert.deepEqual(await findings(page, theme.startsWith('hc')), []);
          assert.deepEqual(await page.evaluate(() => window.harness.violations), []);
          await page.close();
        });

  it('axe finds nothing while artifacts are highlighted', async () => {
    for (const panel of ['preview', 'compare'] as const) {
      const page = await stage.show({ panel, fixture: 'article', theme: 'light' });
      await page.getByRole('button', { name: 'Artifacts' }).first().click();
      assert.deepEqual(await findings(page, false), []);
      await page.close();
    }
  });

  for (const theme of ['light', 'hc'] as const)
    it(`axe finds nothing in any way to look at a picture: ${theme}`, async () => {
      const page = await stage.show({ panel: 'preview', fixture: 'against', theme });
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        // The host answers that it looks at another layer.
        await page.evaluate(() => window.harness.feed(window.harness.fixture));
        await page.locator('#lens').getByText('Numbers as a table').or(page.locator('.pixel-table')).first().waitFor();
        assert.deepEqual(await findings(page, theme === 'hc'), [], await tab.innerText());
      }
      assert.deepEqual(await page.evaluate(() => window.harness.violations), []);
      await page.close();
    }).timeout(180_000);

  it('axe finds nothing at 360 pixels', async () => {
    const page = await stage.show({ panel: 'preview', fixture: 'unet', width: 360 });
    assert.deepEqual(await findings(page, false), []);
    await page.close();
  });

  it('nothing moves where motion is to be reduced, by the system or by VS Code', async () => {
    for (const shown of [
      { panel: 'preview', fixture: 'unet' },
      { panel: 'compare', fixture: 'working' },
    ] as const) {
      const page = await stage.show(shown);
      const moving = (): Promise<number> => page.evaluate(() => document.getAnimations().length);
      assert.ok((await moving()) > 0, 'what shows that something is at work turns');
      await page.emulateMedia({ reducedMotion: 'reduce' });
      assert.equal(await moving(), 0);
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      await page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
      assert.equal(await moving(), 0);
      await page.close();
    }
  });

  it('what has the focus shows it', async () => {
    for (const panel of ['preview', 'compare'] as const) {
      const page = await stage.show({ panel, fixture: 'article', width: 760 });
      const seen = new Set<string>();
      for (;;) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => {
          const element = document.activeElement;
          if (!element || element === document.body) return null;
          const inner = element.querySelector('[aria-selected=true]') ?? element;
          const outlined = [element, inner].some((each) => getComputedStyle(each).outlineStyle !== 'none');
          return { html: element.outerHTML.slice(0, 120), outlined };
        });
        if (focused === null) break;
        assert.ok(focused.outlined, `no focus ring: ${focused.html}`);
        seen.add(focused.html);
      }
      assert.ok(seen.size > 8, `${seen.size} stops`);
      await page.close();
    }
  });

  it('the style sheets use only variables that VS Code has', () => {
    const known = new Set(Object.values(themes).flatMap(({ variables }) => Object.keys(variables)));
    for (const name of ['preview.css', 'compare.css']) {
      const file = stage.harness.files.find((candidate) => candidate.name === name);
      const sheet = new TextDecoder().decode(file?.bytes);
      const used = [...sheet.matchAll(/var\((--vscode-[\w-]+)/g)].map((match) => match[1] ?? '');
      assert.ok(used.length > 30);
      assert.deepEqual(
        [...new Set(used)].filter((variable) => !known.has(variable)),
        [],
      );
    }
  });

  it('each panel’s script and style sheet stay within 300 kB', () => {
    for (const panel of ['preview', 'compare']) {
      const files = stage.harness.files.filter(({ name }) => name === `${panel}.js` || name === `${panel}.css`);
      const size = files.reduce((sum, file) => sum + file.bytes.length, 0);
      const packed = files.reduce((sum, file) => sum + gzipSync(file.bytes).length, 0);
      assert.equal(files.length, 2);
      assert.ok(size <= 300_000, `${panel}: ${size} bytes, ${packed} packed`);
    }
  });
});
