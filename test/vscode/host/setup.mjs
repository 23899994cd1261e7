/**
 * Fills a cache folder with VS Code Server and the Node that runs it, from npm alone and without any package's install script:
 * `node test/vscode/host/setup.mjs [cache folder]`. Does nothing when the folder is already right.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serverCache } from '../../../build/paths.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const lock = path.join(here, 'server-lock');

/** @param {string} cwd @param {...string} args */
function npm(cwd, ...args) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', [...args, ...quiet], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}`);
}

/** @param {string} from @param {string} to */
function copyLock(from, to) {
  for (const file of ['package.json', 'package-lock.json']) fs.copyFileSync(path.join(from, file), path.join(to, file));
}

/**
 * Two native modules that the server and the extension host load at start come without a binary; plain JavaScript does the same.
 * @param {string} modules
 */
function replaceNativeModules(modules) {
  fs.copyFileSync(path.join(here, 'native-watchdog.cjs'), path.join(modules, '@vscode/native-watchdog/index.js'));
  fs.copyFileSync(path.join(here, 'spdlog.cjs'), path.join(modules, '@vscode/spdlog/index.js'));
}

/** @param {string} cache */
export function setUpServer(cache) {
  // Whatever is copied from here counts: a changed stand-in is installed too.
  const sources = [
    path.join(lock, 'package.json'),
    ...['native-watchdog.cjs', 'spdlog.cjs'].map((file) => path.join(here, file)),
  ];
  const wanted = sources.map((file) => fs.readFileSync(file, 'utf8')).join('\n');
  const stamp = path.join(cache, 'complete');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing VS Code Server (once) ...');
  fs.mkdirSync(cache, { recursive: true });
  copyLock(lock, cache);
  npm(cache, 'ci');
  const server = path.join(cache, 'node_modules/code-server/lib/vscode');
  copyLock(path.join(lock, 'vscode'), server);
  // npm 12 no longer reads npm-shrinkwrap.json in `npm ci`.
  for (const folder of [server, path.join(server, 'extensions')]) {
    const shrinkwrap = path.join(folder, 'npm-shrinkwrap.json');
    if (!fs.existsSync(shrinkwrap)) continue;
    if (folder === server) fs.rmSync(shrinkwrap);
    else fs.renameSync(shrinkwrap, path.join(folder, 'package-lock.json'));
  }
  npm(server, 'ci', '--omit=dev');
  npm(path.join(server, 'extensions'), 'ci', '--omit=dev');
  replaceNativeModules(path.join(server, 'node_modules'));
  fs.writeFileSync(stamp, wanted);
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  setUpServer(process.argv[2] ? path.resolve(process.argv[2]) : serverCache);
}
