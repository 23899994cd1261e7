/** Lets the suite, which runs in the extension host, ask the browser for named steps: POST {step, args} to $VSCODE_TEST_UI. */
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @param {string | undefined} driverFile a module that exports `steps`
 * @param {Promise<unknown>} ui resolves to the helpers that each step is given
 */
export async function serveSteps(driverFile, ui) {
  if (!driverFile) return { address: '', close() {} };
  const { steps } = await import(pathToFileURL(path.resolve(driverFile)).href);
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    try {
      const { step, args } = JSON.parse(body);
      if (!steps[step]) throw new Error(`no such step: ${step}`);
      response.end(JSON.stringify({ ok: true, value: (await steps[step](await ui, args)) ?? null }));
    } catch (error) {
      response.statusCode = 500;
      response.end(JSON.stringify({ ok: false, error: error?.stack ?? String(error) }));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
