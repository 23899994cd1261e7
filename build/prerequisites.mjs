/**
 * Installs what a fresh machine lacks, and says what it does: the packages of package-lock.json, Chromium (Debian), VS Code Server.
 * Uses nothing but Node itself until the packages are there.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root, serverCache } from './paths.mjs';

/** Runs a program in the project and ends this one with its status when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (status === 0) return;
  console.error(
    `${command} ${args.join(' ')} ${error ? `could not be run: ${error.message}` : `ended with ${status}`}`,
  );
  process.exit(status ?? 1);
}

const succeeds = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** `npm ci`, when the installed packages are not those of the lock file. */
export function ensurePackages() {
  const lock = fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const stamp = path.join(root, 'node_modules/.layerscope-lock');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing packages ...');
  run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    shell: process.platform === 'win32',
  });
  fs.writeFileSync(stamp, lock);
}

/** The browser that shows the headless VS Code and the panels under test. */
export async function ensureBrowser() {
  const { browserExecutable } = await import('../test/vscode/host/browser.mjs');
  if (browserExecutable()) return;
  if (process.platform !== 'linux')
    throw new Error('Install Chromium or Chrome and set VSCODE_TEST_BROWSER to its program.');
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (!succeeds('apt-get', ['--version']) || (asRoot.length > 0 && !succeeds('sudo', ['-n', 'true']))) {
    throw new Error('Chromium is needed: apt-get install chromium, or set VSCODE_TEST_BROWSER to its program.');
  }
  console.log('Installing Chromium, and git for the test of older versions ...');
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', '-qq', ...args];
    run(command, rest, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'ca-certificates', 'chromium', 'git');
}

/** The VS Code Server that stands in for desktop VS Code. */
export async function ensureServer() {
  const { setUpServer } = await import('../test/vscode/host/setup.mjs');
  setUpServer(serverCache);
}

/** The desktop VS Code of @vscode/test-electron, or null where it cannot be had or could not show a window. */
export async function desktopCode() {
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
  if (!hasDisplay) return null;
  const { default: electron } = await import('@vscode/test-electron');
  try {
    return await electron.downloadAndUnzipVSCode({ cachePath: path.join(root, '.vscode-test') });
  } catch (error) {
    console.log(`Desktop VS Code cannot be downloaded (${error.message}); the headless one is used.`);
    return null;
  }
}
