/**
 * `npm run screenshots`: the README's pictures, taken in the real VS Code on the samples, dark and light.
 * `npm run screenshots -- gallery`: twenty pictures of everything in every theme and narrow, in out/gallery, to be looked at.
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
const gallery = process.argv.includes('gallery');
const pictures = path.join(root, gallery ? 'out/gallery' : 'media/readme');
fs.mkdirSync(pictures, { recursive: true });

if (gallery) {
  for (const theme of Object.keys(THEMES)) {
    const env = { PICTURES: pictures, NAME: theme };
    openWindow({ samples, theme, driver: 'gallery.mjs', window: '1280x800', scale: '1', env });
  }
  for (const theme of ['dark', 'high-contrast-light']) {
    const env = { PICTURES: pictures, NAME: `${theme}-narrow`, ONLY: 'preview,compare' };
    openWindow({ samples, theme, driver: 'gallery.mjs', window: '700x900', scale: '1', env });
  }
} else {
  for (const theme of ['dark', 'light']) {
    const env = { PICTURES: pictures };
    openWindow({ samples, theme, driver: 'pictures.mjs', window: '1280x800', scale: '1.5', env });
  }
}
