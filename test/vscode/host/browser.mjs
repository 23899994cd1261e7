/** The headless Chromium that shows the workbench. */
import fs from 'node:fs';
import { chromium } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser's program, or undefined when there is none. */
export function browserExecutable() {
  return process.env.VSCODE_TEST_BROWSER ?? CANDIDATES.find((file) => fs.existsSync(file));
}

/** Starts the browser, walled off from every address but this machine's own. */
export async function startBrowser() {
  const executablePath = browserExecutable();
  if (!executablePath)
    throw new Error('No Chromium found: install it (apt-get install chromium) or set VSCODE_TEST_BROWSER.');
  return chromium.launch({
    executablePath,
    headless: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--force-color-profile=srgb',
    ],
  });
}

/** A page of the size that VSCODE_TEST_WINDOW (1280x800) and VSCODE_TEST_SCALE (1) say. */
export async function newPage(browser, origin) {
  const [width, height] = (process.env.VSCODE_TEST_WINDOW ?? '1280x800').split('x').map(Number);
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: Number(process.env.VSCODE_TEST_SCALE ?? 1),
    // VS Code follows the system's scheme.
    colorScheme: process.env.VSCODE_TEST_SCHEME ?? 'dark',
    reducedMotion: 'reduce',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  return context.newPage();
}
