/** `npm run screenshots`: the README's pictures, taken in the real VS Code on the samples, dark and light. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { headlessHost, root, serverCache } from './paths.mjs';
import { ensureBrowser, ensurePackages, ensureServer, run } from './prerequisites.mjs';

ensurePackages();
const { bundle } = await import('./bundle.mjs');
await bundle();
await ensureBrowser();
await ensureServer();

const samples = fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-pictures-'));
fs.cpSync(path.join(root, 'media/samples'), samples, { recursive: true });
fs.rmSync(path.join(samples, '.vscode'), { recursive: true, force: true });
const pictures = path.join(root, 'media/readme');
fs.mkdirSync(pictures, { recursive: true });

for (const theme of ['dark', 'light']) {
  const user = path.join(samples, `../${path.basename(samples)}-${theme}`, 'User');
  const settings = JSON.parse(fs.readFileSync(path.join(root, 'test/vscode/host/settings.json'), 'utf8'));
  fs.mkdirSync(user, { recursive: true });
  fs.writeFileSync(
    path.join(user, 'settings.json'),
    JSON.stringify({
      ...settings,
      'workbench.colorTheme': theme === 'dark' ? 'Dark Modern' : 'Light Modern',
      'editor.fontSize': 13,
    }),
  );
  run(
    process.execPath,
    [headlessHost, `--extensionDevelopmentPath=${root}`, `--user-data-dir=${path.dirname(user)}`, samples],
    {
      env: {
        ...process.env,
        VSCODE_SERVER_CACHE: serverCache,
        VSCODE_TEST_DRIVER: path.join(root, 'test/vscode/pictures.mjs'),
        VSCODE_TEST_WINDOW: '1280x800',
        VSCODE_TEST_SCALE: '1.5',
        PICTURES: pictures,
        VSCODE_TEST_SCHEME: theme,
      },
    },
  );
}
