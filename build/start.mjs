/**
 * `npm start`, from nothing: installs, builds, prints what Layerscope says of the article's code, and opens VS Code with the extension
 * on media/samples: the desktop one where there is one, else a server whose address is printed.
 */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { headlessHost, root, serverCache } from './paths.mjs';
import { desktopCode, ensurePackages, ensureServer, run } from './prerequisites.mjs';

ensurePackages();
console.log('Building ...');
const { bundle } = await import('./bundle.mjs');
await bundle();

const samples = path.join(root, 'media/samples');
const article = path.join(samples, 'upsampling.py');
const shown = path.relative(root, article);
console.log(`\nlayerscope inspect ${shown}\n`);
run(process.execPath, ['dist/cli.js', 'inspect', shown]);

const args = [`--extensionDevelopmentPath=${root}`, samples, article];
const windows = process.platform === 'win32';
const installed = spawnSync('code', ['--version'], { stdio: 'ignore', shell: windows }).status === 0;
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

if (installed && hasDisplay) {
  console.log('\nOpening VS Code ...');
  run('code', ['--new-window', ...args], { shell: windows });
} else {
  const desktop = await desktopCode();
  if (desktop) {
    console.log('\nOpening VS Code ...');
    spawn(desktop, ['--new-window', ...args], { detached: true, stdio: 'ignore' }).unref();
  } else {
    await ensureServer();
    const server = spawn(process.execPath, [headlessHost, '--open', ...args], {
      stdio: 'inherit',
      env: { ...process.env, VSCODE_SERVER_CACHE: serverCache },
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
    server.on('exit', (code) => process.exit(code === 130 ? 0 : (code ?? 1)));
  }
}
