/**
 * `npm run bench`: measures the analysis in its worker, the extension in the real VS Code, then its engine beside others.
 * LAYERSCOPE_CORPUS names a folder of Python files to measure as well.
 */
import { spawnSync } from 'node:child_process';
import { benchEngine } from './bench-engine.mjs';
import { headlessHost, root, serverCache } from './paths.mjs';
import { desktopCode, ensureBrowser, ensurePackages, ensureServer, run } from './prerequisites.mjs';

ensurePackages();
const { bundle } = await import('./bundle.mjs');
await bundle();
const analysis = spawnSync(process.execPath, ['test/bench/analysis/index.mjs'], { cwd: root, stdio: 'inherit' });
const desktop = await desktopCode();
if (!desktop) {
  await ensureBrowser();
  await ensureServer();
}
run(process.execPath, ['test/vscode/run.mjs', 'test/bench/editor'], {
  env: { ...process.env, VSCODE_EXECUTABLE: desktop ?? headlessHost, VSCODE_SERVER_CACHE: serverCache },
});
await benchEngine();
process.exitCode = analysis.status ?? 1;
