/** A window of the real VS Code on a copy of the samples, in a theme, for scripts that take pictures. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { headlessHost, root, serverCache } from './paths.mjs';
import { run } from './prerequisites.mjs';

/** The editor's own themes: what the setting calls them, and the class of its page. */
export const THEMES = {
  dark: { name: 'Dark Modern', of: 'vs-dark' },
  light: { name: 'Light Modern', of: 'vs' },
  'high-contrast': { name: 'Default High Contrast', of: 'hc-black' },
  'high-contrast-light': { name: 'Default High Contrast Light', of: 'hc-light' },
};

/** A copy of the samples, so that nothing is written into the project. */
export function copyOfSamples() {
  const samples = fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-pictures-'));
  fs.cpSync(path.join(root, 'media/samples'), samples, { recursive: true });
  fs.rmSync(path.join(samples, '.vscode'), { recursive: true, force: true });
  return samples;
}

/** Runs a driver's steps (test/vscode/*.mjs) in a window. */
export function openWindow({ samples, theme, driver, window, env }) {
  const data = path.join(samples, `../${path.basename(samples)}-${theme}`);
  const settings = JSON.parse(fs.readFileSync(path.join(root, 'test/vscode/host/settings.json'), 'utf8'));
  fs.mkdirSync(path.join(data, 'User'), { recursive: true });
  fs.writeFileSync(
    path.join(data, 'User/settings.json'),
    JSON.stringify({ ...settings, 'workbench.colorTheme': THEMES[theme].name, 'editor.fontSize': 13 }),
  );
  run(process.execPath, [headlessHost, `--extensionDevelopmentPath=${root}`, `--user-data-dir=${data}`, samples], {
    env: {
      ...process.env,
      VSCODE_SERVER_CACHE: serverCache,
      VSCODE_TEST_DRIVER: path.join(root, 'test/vscode', driver),
      THEME_CLASS: THEMES[theme].of,
      VSCODE_TEST_SCHEME: theme.includes('light') ? 'light' : 'dark',
      VSCODE_TEST_WINDOW: window,
      ...env,
    },
  });
}
