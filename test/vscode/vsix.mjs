/**
 * `node test/vscode/vsix.mjs`: packs the extension as it is built, installs it in VS Code and runs test/vscode/installed on a file outside
 * the repository. VS Code is the desktop's, or the headless host that $VSCODE_EXECUTABLE names. Says what is too large.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import electron from '@vscode/test-electron';
import { pack } from '../../build/package.mjs';
import { root } from '../../build/paths.mjs';
import { bundleSuite } from './bundle-suite.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-vsix-'));
const [workspace, extensions, runner] = ['workspace', 'extensions', 'runner'].map((name) => {
  fs.mkdirSync(path.join(folder, name));
  return path.join(folder, name);
});
fs.copyFileSync(path.join(root, 'test/vscode/installed/their_model.py'), path.join(workspace, 'their_model.py'));
// Tests are run beside an extension in development: this one is empty.
fs.writeFileSync(
  path.join(runner, 'package.json'),
  JSON.stringify({ name: 'runner', publisher: 'tests', version: '0.0.1', engines: { vscode: '*' } }),
);

const { VSCODE_EXECUTABLE } = process.env;
try {
  const file = pack(path.join(folder, 'layerscope.vsix'));
  const [command, ...args] = VSCODE_EXECUTABLE
    ? [VSCODE_EXECUTABLE]
    : electron.resolveCliArgsFromVSCodeExecutablePath(await electron.downloadAndUnzipVSCode());
  const folders = [`--extensions-dir=${extensions}`, `--user-data-dir=${path.join(folder, 'user')}`];
  const installed = spawnSync(command, [...args, ...folders, '--install-extension', file], { stdio: 'inherit' });
  if (installed.status !== 0) throw new Error(`${file} could not be installed.`);
  await electron.runTests({
    ...(VSCODE_EXECUTABLE ? { vscodeExecutablePath: VSCODE_EXECUTABLE } : {}),
    extensionDevelopmentPath: runner,
    extensionTestsPath: path.join(await bundleSuite('test/vscode/installed'), 'index.cjs'),
    extensionTestsEnv: { LAYERSCOPE_EXTENSIONS: extensions },
    launchArgs: [workspace, ...folders],
  });
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
