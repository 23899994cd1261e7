/** The part of VS Code's command line that the launcher understands; everything else that test-electron passes is ignored. */
import fs from 'node:fs';
import path from 'node:path';

const TAKES_A_VALUE = new Set([
  'extensionDevelopmentPath',
  'extensionTestsPath',
  'extensionDevelopmentKind',
  'user-data-dir',
  'extensions-dir',
  'install-extension',
  'port',
]);

/** @param {readonly string[]} argv */
export function parseOptions(argv) {
  /** @type {Map<string, string[]>} */
  const options = new Map();
  /** @type {string[]} */
  const positional = [];
  for (let i = 0; i < argv.length; i++) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(argv[i] ?? '');
    if (!match) {
      positional.push(argv[i] ?? '');
      continue;
    }
    const name = match[1] ?? '';
    const value = match[2] ?? (TAKES_A_VALUE.has(name) ? (argv[++i] ?? '') : 'true');
    options.set(name, [...(options.get(name) ?? []), value]);
  }
  return {
    all: (name) => options.get(name) ?? [],
    one: (name) => options.get(name)?.at(-1),
    has: (name) => options.has(name),
    positional,
  };
}

/**
 * The workbench's address: what to open and which extension and suite to load.
 * @param {ReturnType<typeof parseOptions>} options
 * @param {{ host: string, token: string, suite: string | undefined }} where
 */
export function workbenchAddress(options, { host, token, suite }) {
  const uri = (file) => `vscode-remote://${host}${encodeURI(path.resolve(file))}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...options.all('extensionDevelopmentPath').map((folder) => ['extensionDevelopmentPath', uri(folder)]),
  ];
  const kind = options.one('extensionDevelopmentKind');
  if (kind) payload.push(['extensionDevelopmentKind', kind]);
  if (suite) payload.push(['extensionTestsPath', uri(suite)]);
  let target = 'ew=true';
  for (const name of options.positional) {
    const file = path.resolve(name);
    if (!fs.existsSync(file)) continue;
    if (fs.statSync(file).isDirectory()) target = `folder=${encodeURIComponent(file)}`;
    else payload.push(['openFile', uri(file)]);
  }
  const query = [token && `tkn=${token}`, target, `payload=${encodeURIComponent(JSON.stringify(payload))}`];
  return `http://${host}/?${query.filter(Boolean).join('&')}`;
}
