/**
 * Loaded by the extension host in place of the suite: runs the real one ($VSCODE_TEST_SUITE), copies console output to a file that
 * the launcher follows, and leaves a result file. (VS Code's own exit message says 0 even when the extension host was killed, so
 * the result file is the witness.)
 */
const fs = require('fs');
const util = require('util');
const { pathToFileURL } = require('url');

const suite = process.env.VSCODE_TEST_SUITE;
const stream = fs.openSync(process.env.VSCODE_TEST_STREAM, 'a');
const put = (text) => fs.writeSync(stream, text);

for (const method of ['log', 'info', 'warn', 'error', 'debug']) {
  const write = (...args) => put(`${util.format(...args)}\n`);
  // VS Code guards these against plain assignment.
  Object.defineProperty(console, method, { configurable: true, get: () => write, set: () => {} });
}

const leave = (result) => fs.writeFileSync(process.env.VSCODE_TEST_RESULT, JSON.stringify(result));

exports.run = async () => {
  try {
    const module = await import(pathToFileURL(suite).href);
    const run = module.run ?? module.default?.run;
    if (typeof run !== 'function') throw new Error(`${suite} exports no run()`);
    put('[suite starts]\n');
    await run();
    leave({ ok: true });
  } catch (error) {
    put(`${error?.stack ?? error}\n`);
    leave({ ok: false });
    throw error;
  }
};
