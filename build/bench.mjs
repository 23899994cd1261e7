/** `npm run bench`: measures the extension in the real VS Code. */
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
