/** VS Code Server (npm package code-server), run by the Node of the cache folder. */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** @param {string} cache */
export function serverFiles(cache) {
  const node = path.join(cache, `node_modules/node-linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}/bin/node`);
  const root = path.join(cache, 'node_modules/code-server/lib/vscode');
  if (!fs.existsSync(node) || !fs.existsSync(root)) {
    throw new Error(`There is no VS Code Server in ${cache}: run node test/vscode/host/setup.mjs ${cache}`);
  }
  return { node, root };
}

/** @param {{ root: string }} files @param {{ temporary: string, userData: string, extensions: string }} folders */
const commonArguments = (files, folders) => [
  path.join(files.root, 'out/server-main.js'),
  '--accept-server-license-terms',
  '--disable-telemetry',
  '--force-disable-user-env',
  ...['--server-data-dir', path.join(folders.temporary, 'server')],
  ...['--user-data-dir', folders.userData],
  ...['--extensions-dir', folders.extensions],
];

/** Installs packed extensions and gives the exit status. */
export function installExtensions(files, folders, packages) {
  const args = packages.flatMap((file) => ['--install-extension', file]);
  return spawnSync(files.node, [...commonArguments(files, folders), ...args], { stdio: 'inherit' }).status ?? 1;
}

/**
 * Starts the server and waits until it listens. By hand it wants a token and stays; for tests it is quiet and leaves with the last client.
 * @returns {Promise<{ process: import('node:child_process').ChildProcess, port: number }>}
 */
export async function startServer(files, folders, { byHand, token, port, env, onLog, onExit }) {
  const mode = byHand
    ? ['--connection-token', token]
    : ['--without-connection-token', '--enable-remote-auto-shutdown', '--reconnection-grace-time', '0'];
  const child = spawn(
    files.node,
    [
      ...commonArguments(files, folders),
      ...['--host', '127.0.0.1', '--port', String(port ?? 0)],
      ...mode,
      // Without it a built workbench ignores the development and test entries of the payload.
      '--enable-smoke-test-driver',
      '--disable-workspace-trust',
    ],
    { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, EXTENSIONS_GALLERY: '{}', ...env } },
  );
  child.on('error', (error) => onExit(`VS Code Server could not start: ${error.message}`));
  child.on('exit', (code, signal) => onExit(`VS Code Server ended early (${code ?? signal})`));
  let log = '';
  const listening = new Promise((resolve) => {
    const heard = (data) => {
      log = (log + String(data)).slice(-100_000);
      const found = /Extension host agent listening on (\d+)/.exec(log);
      if (found) resolve(Number(found[1]));
      onLog(String(data));
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
  });
  return { process: child, port: await listening };
}

/** Ends the server's whole process group. */
export async function stopServer(child) {
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // Already gone.
    }
  };
  signal('SIGTERM');
  await Promise.race([
    new Promise((resolve) => child.once('exit', resolve)),
    new Promise((resolve) => setTimeout(resolve, 1500)),
  ]);
  signal('SIGKILL');
}
