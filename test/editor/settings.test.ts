/** The settings name every kind of problem, with the severity that it has; every command that can be run has its place in the palette. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { FINDING_RULES } from '../../extension/model/findings.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly keybindings: readonly { readonly command: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, { properties?: unknown }>> }[];
  };
}
const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const manifest = read('package.json');
const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
/** As VS Code shows it: every `%key%` replaced by its text. */
const { contributes } = JSON.parse(
  manifest.replace(/"%([\w.-]+)%"/g, (key, name: string) => JSON.stringify(texts[name] ?? key)),
) as Manifest;

describe('package.json', () => {
  it('lists the severities of the one table of diagnostics', () => {
    const settings = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as Readonly<
      Record<string, { properties?: Readonly<Record<string, unknown>> }>
    >;
    const expected = Object.entries(FINDING_RULES).map(([code, { severity, title }]) => [
      code,
      {
        type: 'string',
        enum: ['error', 'warning', 'info', 'hint', 'off'],
        default: severity,
        description: `${title}.`,
      },
    ]);
    assert.deepEqual(settings['layerscope.diagnostics.severity']?.properties, Object.fromEntries(expected));
  });

  it('binds keys to commands that are there', () => {
    const commands = new Set(contributes.commands.map(({ command }) => command));
    for (const { command } of contributes.keybindings) assert.ok(commands.has(command), command);
  });

  it('has every text that people read in package.nls.json, and nothing else there', () => {
    const used = [...manifest.matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
    const bare = [...manifest.matchAll(/"(?:title|description|markdownDescription)": "([^%"][^"]*)"/g)];
    // The name of the product stays what it is.
    assert.deepEqual(
      bare.map(([, text]) => text),
      ['Layerscope'],
    );
  });

  it('has every message of the host and the panels in the bundle that translations are made from', () => {
    const { status, stderr } = spawnSync(process.execPath, ['build/l10n.mjs', '--check'], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
});
