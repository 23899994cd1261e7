/**
 * All tests, from nothing: installs what is missing, builds, checks types, lint and imports, then runs the unit tests, the panels in a
 * browser, and the suite in the real VS Code. Ends in `N passed, N failed`.
 * `node build/test.mjs [unit|webview|vscode ...]` runs only the named parts.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { headlessHost, root, serverCache } from './paths.mjs';
import { copyOfSamples } from './windows.mjs';
import { desktopCode, ensureBrowser, ensurePackages, ensureServer } from './prerequisites.mjs';

const only = process.argv.slice(2);
/** Several times what the suite in VS Code needs. */
const SUITE_SECONDS = 900;
const wanted = (part) => only.length === 0 || only.includes(part);
const counts = { passed: 0, failed: 0 };
const countFile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-test-')), 'counts');

/** Runs one part; a part that ends badly without saying how many failed counts as one failure. */
function part(name, command, args, env = {}) {
  console.log(`\n=== ${name}\n`);
  fs.rmSync(countFile, { force: true });
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env, TEST_COUNTS: countFile },
  });
  const lines = fs.existsSync(countFile) ? fs.readFileSync(countFile, 'utf8').trim().split('\n') : [];
  const seen = lines
    .map((line) => JSON.parse(line))
    .reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), { passed: 0, failed: 0 });
  if (lines.length === 0 && status === 0) seen.passed = 1;
  if (status !== 0 && seen.failed === 0) seen.failed = 1;
  counts.passed += seen.passed;
  counts.failed += seen.failed;
}

const mocha = (...globs) => [
  'node_modules/mocha/bin/mocha.js',
  // Several times what the slowest needs: a busy machine is no failure.
  '--timeout',
  '30000',
  '-n',
  'import=tsx',
  '--reporter',
  'test/reporter.cjs',
  '--forbid-only',
  '--forbid-pending',
  ...globs,
];

ensurePackages();
const { bundle } = await import('./bundle.mjs');
await bundle();

if (wanted('lint')) part('types, lint, formatting, import directions', process.execPath, ['build/lint.mjs']);
if (wanted('unit')) {
  const hostile = 'test/worker/hostile/**/*.test.ts';
  const folders = 'test/{python,model,frameworks,engine,editor,rewrite,worker,cli}/**/*.test.ts';
  part('unit tests', process.execPath, mocha('--ignore', hostile, folders));
  // In a process of its own: time and memory are measured, and what other tests leave is none of it.
  part('hostile code', process.execPath, mocha(hostile));
}
if (wanted('webview') || wanted('vscode')) await ensureBrowser();
if (wanted('webview')) part('the panels in a browser', process.execPath, mocha('test/webview/**/*.test.ts'));
if (wanted('vscode')) {
  const desktop = await desktopCode();
  if (!desktop) await ensureServer();
  const environment = {
    VSCODE_EXECUTABLE: desktop ?? headlessHost,
    VSCODE_SERVER_CACHE: serverCache,
    VSCODE_TEST_TIMEOUT: String(SUITE_SECONDS),
    ...(desktop ? {} : { VSCODE_TEST_DRIVER: path.join(root, 'test/vscode/steps.mjs') }),
  };
  part('the real VS Code', process.execPath, ['test/vscode/run.mjs'], environment);
  if (!desktop) {
    const window = (name, driver, env = {}) => {
      const samples = copyOfSamples();
      const args = [headlessHost, `--extensionDevelopmentPath=${root}`, `--user-data-dir=${samples}-user`, samples];
      const VSCODE_TEST_DRIVER = path.join(root, 'test/vscode', driver);
      part(name, process.execPath, args, { ...environment, VSCODE_TEST_DRIVER, ...env });
    };
    // As large as a desk's, so that the table has all its columns.
    window('the window of the real VS Code', 'window.mjs', { VSCODE_TEST_WINDOW: '1920x1080' });
    window('a reload of the window', 'reload.mjs');
  }
  part('the packed extension, installed', process.execPath, ['test/vscode/vsix.mjs'], environment);
}

console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);
