/**
 * The panels as a person has them before them: the tests of test/vscode/window look at the real VS Code through Playwright. A driver of its
 * own (see host/vscode-headless.mjs), since a suite in the extension host cannot hold the window's pages in its hands. With $TEST_GREP, what
 * it finds alone; what fails leaves a picture in $VSCODE_TEST_SHOTS.
 */
import fs from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { root } from '../../build/paths.mjs';
import { bundleSuite } from './bundle-suite.mjs';

const TIMEOUT_MS = 60_000;

export async function run(ui) {
  globalThis.layerscopeWindow = ui;
  await ui.ready();
  const { TEST_GREP, VSCODE_TEST_SHOTS } = process.env;
  const mocha = new Mocha({
    timeout: TIMEOUT_MS,
    reporter: path.join(root, 'test/reporter.cjs'),
    forbidOnly: true,
    ...(TEST_GREP ? { grep: TEST_GREP } : {}),
    rootHooks: {
      async afterEach() {
        const { state, title } = this.currentTest;
        if (state === 'failed' && VSCODE_TEST_SHOTS)
          await ui.shot(path.join(VSCODE_TEST_SHOTS, `${title.replace(/\W+/g, '-')}.png`));
      },
    },
  });
  const folder = await bundleSuite('test/vscode/window');
  for (const file of fs.readdirSync(folder).sort()) mocha.addFile(path.join(folder, file));
  const failures = await new Promise((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
