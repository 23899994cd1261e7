#!/usr/bin/env node
/**
 * Stands in for the desktop `code` executable where only npm and a Chromium can be had: takes the command line that
 * @vscode/test-electron passes, runs VS Code Server in a headless browser and exits as the suite did. With --open it serves an
 * editor for the user's own browser instead, until Ctrl+C.
 *
 * Environment: VSCODE_SERVER_CACHE (folder filled by setup.mjs), VSCODE_TEST_TIMEOUT (seconds), VSCODE_TEST_DRIVER (module with
 * browser steps), VSCODE_TEST_SHOTS (a failed run leaves at-the-end.png there), VSCODE_TEST_VERBOSE, and those of browser.mjs.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { serverCache } from '../../../build/paths.mjs';
import { newPage, startBrowser } from './browser.mjs';
import { parseOptions, workbenchAddress } from './options.mjs';
import { installExtensions, serverFiles, startServer, stopServer } from './server.mjs';
import { serveSteps } from './steps.mjs';
import { makeUi } from './ui.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const started = Date.now();
const say = (text) => process.stderr.write(`[vscode-headless] ${text}\n`);
const since = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;

const options = parseOptions(process.argv.slice(2));
const files = serverFiles(serverCache);
if (options.has('version')) {
  console.log(JSON.parse(fs.readFileSync(path.join(files.root, 'package.json'), 'utf8')).version);
  process.exit(0);
}

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-headless-'));
const folders = {
  temporary,
  userData: path.resolve(options.one('user-data-dir') ?? path.join(temporary, 'user-data')),
  extensions: path.resolve(
    options.has('disable-extensions')
      ? path.join(temporary, 'none')
      : (options.one('extensions-dir') ?? path.join(temporary, 'extensions')),
  ),
};
const userFolder = path.join(folders.userData, 'User');
for (const folder of [userFolder, folders.extensions]) fs.mkdirSync(folder, { recursive: true });
const settings = path.join(userFolder, 'settings.json');
if (!fs.existsSync(settings)) fs.copyFileSync(path.join(here, 'settings.json'), settings);

if (options.has('install-extension')) {
  const status = installExtensions(files, folders, options.all('install-extension'));
  fs.rmSync(temporary, { recursive: true, force: true });
  process.exit(status);
}

const suite = options.one('extensionTestsPath');
const stream = path.join(temporary, 'stream');
const resultFile = path.join(temporary, 'result.json');
fs.writeFileSync(stream, '');
const passed = () => fs.existsSync(resultFile) && JSON.parse(fs.readFileSync(resultFile, 'utf8')).ok === true;

/** Copies what the suite has printed since the last call. */
let read = 0;
const decoder = new StringDecoder('utf8');
function follow() {
  const size = fs.statSync(stream).size;
  if (size <= read) return;
  const bytes = Buffer.alloc(size - read);
  const file = fs.openSync(stream, 'r');
  fs.readSync(file, bytes, 0, bytes.length, read);
  fs.closeSync(file);
  read = size;
  process.stdout.write(
    decoder.write(bytes).replace('[suite starts]\n', () => (say(`suite starts after ${since()}`), '')),
  );
}

let server, browser, page, steps, timer;
let ending = false;
async function finish(code, why) {
  if (ending) return;
  ending = true;
  if (why) say(why);
  clearTimeout(timer);
  clearInterval(following);
  follow();
  const shots = process.env.VSCODE_TEST_SHOTS;
  const atMost = (promise, ms) =>
    Promise.race([promise.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, ms))]);
  if (code !== 0 && shots && page) await atMost(page.screenshot({ path: path.join(shots, 'at-the-end.png') }), 5000);
  steps?.close();
  if (browser) await atMost(browser.close(), 5000);
  if (server) await stopServer(server.process);
  fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void finish(130, `ended by ${signal}`));
process.on('uncaughtException', (error) => void finish(1, error.stack));
process.on('unhandledRejection', (error) => void finish(1, String(error?.stack ?? error)));
const following = setInterval(follow, 50);

const byHand = options.has('open');
const token = byHand ? randomBytes(16).toString('hex') : '';
let uiReady;
steps = await serveSteps(process.env.VSCODE_TEST_DRIVER, new Promise((resolve) => (uiReady = resolve)));
if (!byHand) {
  const limit = Number(process.env.VSCODE_TEST_TIMEOUT ?? 300);
  timer = setTimeout(() => void finish(124, `no end after ${limit} s`), limit * 1000);
}
server = await startServer(files, folders, {
  byHand,
  token,
  port: options.one('port'),
  env: {
    VSCODE_TEST_SUITE: suite ? path.resolve(suite) : '',
    VSCODE_TEST_STREAM: stream,
    VSCODE_TEST_RESULT: resultFile,
    VSCODE_TEST_UI: steps.address,
  },
  onExit: (why) => void finish(1, why),
  onLog(text) {
    if (process.env.VSCODE_TEST_VERBOSE) process.stderr.write(text);
    const died = /Extension Host Process exited with code: (\S+), signal: (\S+?)\.?\s/.exec(text);
    if (died && suite && died[1] !== '0') {
      setTimeout(
        () => !passed() && void finish(1, `the extension host ended early (code ${died[1]}, signal ${died[2]})`),
        1500,
      );
    }
  },
});
const host = `127.0.0.1:${server.port}`;
const address = workbenchAddress(options, { host, token, suite: suite && path.join(here, 'suite-runner.cjs') });
if (byHand) {
  console.log(`\nOpen this address in a browser (Ctrl+C here ends it):\n\n  ${address}\n`);
} else {
  browser = await startBrowser();
  browser.on('disconnected', () => void finish(1, 'the browser ended early'));
  page = await newPage(browser, `http://${host}`);
  page.on('crash', () => void finish(1, 'the workbench page crashed'));
  const exit = new Promise((resolve) =>
    page.exposeFunction('codeAutomationExit', (code) => resolve(Number(code) || 0)),
  );
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    if (process.env.VSCODE_TEST_VERBOSE) say(`${type} ${args.map(String).join(' ')}`);
  });
  await page.goto(address);
  const ui = makeUi({ page, browser, url: address });
  uiReady(ui);
  let code = 0;
  if (suite) {
    code = await exit;
    if (code === 0 && !passed()) code = 1;
  } else if (process.env.VSCODE_TEST_DRIVER) {
    const driver = await import(pathToFileURL(path.resolve(process.env.VSCODE_TEST_DRIVER)).href);
    await driver.run(ui);
  }
  await finish(code);
}
