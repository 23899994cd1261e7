/** `npm run bench`: measures the extension in the real VS Code, then its engine beside others. */
import { benchEngine } from './bench-engine.mjs';
import { headlessHost, serverCache } from './paths.mjs';
import { desktopCode, ensureBrowser, ensurePackages, ensureServer, run } from './prerequisites.mjs';

ensurePackages();
const { bundle } = await import('./bundle.mjs');
await bundle();
const desktop = await desktopCode();
if (!desktop) {
  await ensureBrowser();
  await ensureServer();
}
run(process.execPath, ['test/vscode/run.mjs', 'test/bench/editor'], {
  env: { ...process.env, VSCODE_EXECUTABLE: desktop ?? headlessHost, VSCODE_SERVER_CACHE: serverCache },
});
await benchEngine();
