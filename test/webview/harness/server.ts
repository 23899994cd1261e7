/**
 * Serves the panels as a webview would: the real bundles under the real content security policy, with the variables of VS Code's
 * own themes (themes.json holds what a webview of VS Code 1.139 has on its <html>). For the tests, and by hand:
 * `npx tsx test/webview/harness/server.ts` prints the addresses.
 */
import { build } from 'esbuild';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FIXTURES } from './fixtures.ts';
import themes from './themes.json' with { type: 'json' };

export type ThemeName = keyof typeof themes;
export const THEME_NAMES = Object.keys(themes) as ThemeName[];

const here = import.meta.dirname;
const root = path.join(here, '../../..');

export interface BuiltFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** As the build does it. */
export async function bundlePanels(): Promise<BuiltFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'webview/preview/main.tsx', out: 'preview' },
      { in: 'webview/compare/main.tsx', out: 'compare' },
    ],
    bundle: true,
    minify: true,
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    outdir: 'out',
    write: false,
  });
  return outputFiles.map((file) => ({ name: path.basename(file.path), bytes: file.contents }));
}

async function bundleFeed(): Promise<BuiltFile> {
  const { outputFiles } = await build({
    entryPoints: [path.join(here, 'feed.ts')],
    bundle: true,
    format: 'iife',
    write: false,
  });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild gave no feed script');
  return { name: 'feed.js', bytes: file.contents };
}

function themeSheet(name: ThemeName, panel: string): string {
  const { variables } = themes[name];
  const lines = Object.entries(variables).map(([variable, value]) => `${variable}: ${value};`);
  const surface = panel === 'compare' ? '--vscode-sideBar-background' : '--vscode-editor-background';
  return `${readFileSync(path.join(here, 'vscode-default.css'), 'utf8')}\n:root { ${lines.join('\n')} }\nhtml { background: var(${surface}); }`;
}

const NONCE = 'harness';

const isPanel = (name: string): name is keyof typeof FIXTURES => name in FIXTURES;

/** The fixture as a script; the page's policy allows no requests. */
function fixtureScript(panel: string, name: string): string {
  const fixtures: Readonly<Record<string, unknown>> = isPanel(panel) ? FIXTURES[panel] : {};
  const text = JSON.stringify(fixtures[name], (_, value: unknown) =>
    value instanceof Float32Array
      ? { float32: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') }
      : value,
  );
  return `window.fixtureText = ${JSON.stringify(text)};`;
}

/** A language in which every text stands in brackets: what has none was not translated. */
function bracketed(): string {
  const bundle = JSON.parse(readFileSync(path.join(root, 'l10n/bundle.l10n.json'), 'utf8')) as Record<string, string>;
  return JSON.stringify(Object.fromEntries(Object.keys(bundle).map((text) => [text, `⟦${text}⟧`])));
}

function page(panel: string, fixture: string, theme: ThemeName, origin: string, translations: string): string {
  const policy = `default-src 'none'; script-src 'nonce-${NONCE}'; style-src ${origin}; img-src ${origin} data: blob:; font-src ${origin}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Layerscope ${panel}</title>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/theme.css?name=${theme}&panel=${panel}">
<link rel="stylesheet" href="/${panel}.css">
</head>
<body class="${themes[theme].bodyClass}">
<script type="application/json" id="l10n">${translations}</script>
<script nonce="${NONCE}" src="/fixture.js?panel=${panel}&name=${fixture}"></script>
<script nonce="${NONCE}" src="/feed.js"></script>
<script nonce="${NONCE}" src="/${panel}.js"></script>
</body>
</html>`;
}

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };
const isTheme = (name: string): name is ThemeName => name in themes;

export interface Harness {
  readonly origin: string;
  readonly files: readonly BuiltFile[];
  close(): void;
}

export async function startHarness(port = 0): Promise<Harness> {
  const files = [...(await bundlePanels()), await bundleFeed()];
  let origin = '';
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    const name = url.pathname.slice(1);
    const asked = url.searchParams.get(name === 'theme.css' ? 'name' : 'theme') ?? 'dark';
    const theme = isTheme(asked) ? asked : 'dark';
    const file = files.find((candidate) => candidate.name === name);
    if (file) response.setHeader('content-type', TYPES[path.extname(name)] ?? '').end(file.bytes);
    else if (name === 'theme.css')
      response.setHeader('content-type', 'text/css').end(themeSheet(theme, url.searchParams.get('panel') ?? ''));
    else if (name === 'fixture.js')
      response
        .setHeader('content-type', 'text/javascript')
        .end(fixtureScript(url.searchParams.get('panel') ?? '', url.searchParams.get('name') ?? ''));
    else if (isPanel(name))
      response
        .setHeader('content-type', 'text/html')
        .end(
          page(
            name,
            url.searchParams.get('fixture') ?? 'article',
            theme,
            origin,
            url.searchParams.has('bracketed') ? bracketed() : '{}',
          ),
        );
    else response.writeHead(name === 'favicon.ico' ? 204 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  return { origin, files, close: () => server.close() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { origin } = await startHarness(8377);
  for (const [panel, fixtures] of Object.entries(FIXTURES))
    for (const fixture of Object.keys(fixtures))
      console.log(`${origin}/${panel}?fixture=${fixture}&theme=${THEME_NAMES.join('|')}`);
}
