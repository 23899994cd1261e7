/**
 * `node test/vscode/run.mjs [folder of the suite]`: runs it in VS Code through @vscode/test-electron: the desktop's, or the headless host that $VSCODE_EXECUTABLE
 * names.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import electron from '@vscode/test-electron';
import { bundleSuite } from './bundle-suite.mjs';
import { root } from '../../build/paths.mjs';

// The suite edits files, so it works on a copy of the samples.
const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-samples-'));
fs.cpSync(path.join(root, 'media/samples'), workspace, { recursive: true });
fs.rmSync(path.join(workspace, '.vscode'), { recursive: true });

const { VSCODE_EXECUTABLE } = process.env;
try {
  await electron.runTests({
    ...(VSCODE_EXECUTABLE ? { vscodeExecutablePath: VSCODE_EXECUTABLE } : {}),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(await bundleSuite(process.argv[2]), 'index.cjs'),
    launchArgs: [
      workspace,
      '--disable-extensions',
      `--user-data-dir=${path.join(workspace, '../', `${path.basename(workspace)}-user`)}`,
    ],
  });
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
