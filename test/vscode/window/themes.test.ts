/** Both panels in VS Code's own themes, and narrow: axe finds nothing, the security policy is kept, nothing stands out to the side. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';
import { comparison, page, preview, refused, show, ui } from './window.ts';

const axe = readFileSync(path.resolve(__dirname, '../../../node_modules/axe-core/axe.min.js'), 'utf8');

/** What the theme is called in the list, and the classes of workbench and webviews under it. */
const THEMES = [
  ['Light Modern', 'vs', 'vscode-light'],
  ['Dark High Contrast', 'hc-black', 'vscode-high-contrast'],
  ['Light High Contrast', 'hc-light', 'vscode-high-contrast-light'],
  ['Dark Modern', 'vs-dark', 'vscode-dark'],
] as const;

async function findings(frame: Frame, highContrast: boolean): Promise<string[]> {
  await frame.evaluate(axe);
  // The comparison is transparent: it has the colour of what it stands in, which axe cannot see.
  await frame.evaluate(() => {
    document.documentElement.style.background = 'var(--vscode-sideBar-background)';
  });
  const { violations } = await frame.evaluate(
    (aaa) =>
      (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
        rules: { 'color-contrast-enhanced': { enabled: aaa } },
      }),
    highContrast,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

async function useTheme(name: string, workbench: string): Promise<void> {
  await ui.command('Preferences: Color Theme');
  const box = page.locator('.quick-input-widget input[type=text]:visible');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Modern' }).first().waitFor();
  await box.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  await page.locator(`.monaco-workbench.${workbench}`).waitFor();
}

describe('both panels in the window', () => {
  let panels: readonly Frame[];
  before(async () => {
    await show('upsampling.py', '16×16×32');
    panels = [await comparison('Conv2DTranspose('), await preview('model_transpose')];
  });

  for (const [name, workbench, webview] of THEMES)
    it(`have nothing that axe finds: ${name}`, async () => {
      await useTheme(name, workbench);
      for (const panel of panels) {
        await panel.locator(`body.${webview}`).waitFor();
        assert.deepEqual(await findings(panel, workbench.startsWith('hc')), []);
      }
    });

  it('break nothing of the security policy', () => {
    assert.deepEqual(
      refused.filter((text) => /layerscope/i.test(text)),
      [],
    );
  });

  it('fit where the window is narrow', async () => {
    const size = page.viewportSize();
    assert.ok(size);
    try {
      await page.setViewportSize({ width: 1024, height: size.height });
      for (const panel of panels) {
        await panel.waitForFunction(() => window.innerWidth < 500);
        const { wide, shown } = await panel.evaluate(() => ({
          wide: document.documentElement.scrollWidth,
          shown: window.innerWidth,
        }));
        assert.ok(wide <= shown, `${wide} of ${shown} pixels`);
      }
    } finally {
      await page.setViewportSize(size);
    }
  });
});
