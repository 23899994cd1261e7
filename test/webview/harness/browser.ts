/** Chromium for the tests of the panels: one for all of them, a fresh page for each. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import type {} from './feed.ts';
import { startHarness, type Harness, type ThemeName } from './server.ts';

const CANDIDATES = [
  process.env['VSCODE_TEST_BROWSER'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

function browserPath(): string {
  const found = CANDIDATES.find((candidate) => candidate !== undefined && existsSync(candidate));
  if (found === undefined)
    throw new Error('No browser for the tests of the panels: install Chromium, or name one in VSCODE_TEST_BROWSER.');
  return found;
}

export interface Shown {
  readonly panel: 'preview' | 'compare';
  readonly fixture: string;
  readonly theme?: ThemeName;
  readonly width?: number;
  /** In the language of brackets. */
  readonly bracketed?: boolean;
}

export interface Stage {
  readonly harness: Harness;
  show(shown: Shown): Promise<Page>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const harness = await startHarness();
  const browser: Browser = await chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox'],
    headless: true,
  });
  return {
    harness,
    async show({ panel, fixture, theme = 'dark', width = 760, bracketed = false }) {
      const page = await browser.newPage({ viewport: { width, height: 1000 } });
      page.on('pageerror', (error) => {
        throw error;
      });
      await page.goto(`${harness.origin}/${panel}?fixture=${fixture}&theme=${theme}${bracketed ? '&bracketed' : ''}`);
      await page.locator('.toolbar, .tabs, .empty').first().waitFor();
      return page;
    },
    async close() {
      await browser.close();
      harness.close();
    },
  };
}

/** The intentions the panel has sent, `ready` left out. */
export const posted = (page: Page): Promise<unknown[]> =>
  page.evaluate(() => window.harness.posted.filter((message) => message.type !== 'ready'));

/** Pixels of a canvas: width, height, and red, green, blue, alpha of each. */
export const pixelsOf = (page: Page, selector: string): Promise<{ width: number; height: number; bytes: number[] }> =>
  page.locator(selector).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const image = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
    return { width: canvas.width, height: canvas.height, bytes: [...(image?.data ?? [])] };
  });
