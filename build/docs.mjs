/**
 * `node build/docs.mjs` writes the tables of media/docs/layerscope-pages/editor.md from package.json and its texts: commands with their
 * keys, settings, kinds of problems. `--check` fails where they are not up to date.
 */
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

const PAGE = path.join(root, 'media/docs/layerscope-pages/editor.md');
const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');
const texts = JSON.parse(read('package.nls.json'));
const { contributes } = JSON.parse(
  read('package.json').replace(/"%([\w.-]+)%"/g, (key, name) => JSON.stringify(texts[name] ?? key)),
);

const row = (...cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const table = (heading, rows) => [row(...heading), row(...heading.map(() => '---')), ...rows].join('\n');

const keyOf = (command) => contributes.keybindings.find((binding) => binding.command === command)?.key;
const settings = contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
const severities = Object.entries(
  contributes.configuration.map(({ properties }) => properties['layerscope.diagnostics.severity']).find(Boolean)
    .properties,
);

const TABLES = {
  commands: table(
    ['Command', 'Key'],
    contributes.commands.map(({ command, title }) => row(title, keyOf(command) ? `\`${keyOf(command)}\`` : '')),
  ),
  settings: table(
    ['Setting', 'What it does', 'Default'],
    settings.map(([name, { description, markdownDescription, default: value }]) =>
      row(`\`${name}\``, markdownDescription ?? description, `\`${JSON.stringify(value)}\``),
    ),
  ),
  findings: table(
    ['Code', 'What it is', 'Severity'],
    severities.map(([code, { description, default: value }]) =>
      row(`[\`${code}\`](../layerscope-findings/${code}.md)`, description, value),
    ),
  ),
};

const before = fs.readFileSync(PAGE, 'utf8');
const after = Object.entries(TABLES).reduce(
  (text, [name, made]) =>
    text.replace(
      new RegExp(`(<!-- ${name} -->)[^]*(<!-- /${name} -->)`),
      (_, start, end) => `${start}\n\n${made}\n\n${end}`,
    ),
  before,
);
/** The formatter pads the cells. */
const plain = (text) => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
if (plain(before) === plain(after)) process.exitCode = 0;
else if (!process.argv.includes('--check')) fs.writeFileSync(PAGE, after);
else {
  console.error('media/docs/layerscope-pages/editor.md is not up to date: run node build/docs.mjs');
  process.exitCode = 1;
}
