/**
 * `npm run bench`: measures the analysis in its worker, on this Node and on that of today's VS Code, whose times count; the extension in
 * the real VS Code; then its engine beside others. LAYERSCOPE_CORPUS names a folder of Python files to measure as well.
 */
import { spawnSync } from 'node:child_process';
import { benchEngine } from './bench-engine.mjs';
import { headlessHost, root, serverCache, serverNode } from './paths.mjs';
import { desktopCode, ensureBrowser, ensurePackages, ensureServer, run } from './prerequisites.mjs';

ensurePackages();
const { bundle } = await import('./bundle.mjs');
await bundle();
const desktop = await desktopCode();
if (!desktop) {
  await ensureBrowser();
  await ensureServer();
}
const nodes = new Set([process.execPath, desktop ? process.execPath : serverNode]);
let analysis = null;
for (const node of nodes) {
  analysis = spawnSync(node, ['test/bench/analysis/index.mjs'], { cwd: root, stdio: 'inherit' });
}
run(process.execPath, ['test/vscode/run.mjs', 'test/bench/editor'], {
  env: { ...process.env, VSCODE_EXECUTABLE: desktop ?? headlessHost, VSCODE_SERVER_CACHE: serverCache },
});
await benchEngine();
process.exitCode = analysis?.status ?? 1;
