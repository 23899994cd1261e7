/**
 * `npm run screenshots`: the gallery, twenty pictures taken in the real VS Code on the samples: the card, the preview, the graph and the
 * comparison in dark, light and both high-contrast themes, and narrow. README and pages show some of them.
 */
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { ensureBrowser, ensurePackages, ensureServer } from './prerequisites.mjs';
import { copyOfSamples, openWindow, THEMES } from './windows.mjs';

ensurePackages();
const { bundle } = await import('./bundle.mjs');
await bundle();
await ensureBrowser();
await ensureServer();

const samples = copyOfSamples();
const PICTURES = path.join(root, 'media/docs/layerscope-pages/gallery');
fs.mkdirSync(PICTURES, { recursive: true });
const driver = 'gallery.mjs';
for (const theme of Object.keys(THEMES))
  openWindow({ samples, theme, driver, window: '1280x800', env: { PICTURES, NAME: theme } });
for (const theme of ['dark', 'high-contrast-light'])
  openWindow({
    samples,
    theme,
    driver,
    window: '700x900',
    env: { PICTURES, NAME: `${theme}-narrow`, ONLY: 'preview,compare' },
  });
