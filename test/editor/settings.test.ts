/** The settings name every kind of problem, with the severity that it has; every command that can be run has its place in the palette. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { FINDING_RULES } from '../../extension/model/findings.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly keybindings: readonly { readonly command: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, { properties?: unknown }>> }[];
  };
}
const { contributes } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest;

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
});
