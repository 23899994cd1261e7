/** Every record has a name of its own, and its names are those of the frameworks. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Framework } from '../../../extension/model/record.ts';
import { allRecords } from '../../../extension/model/records/registry.ts';

function signatureNames(framework: Framework): ReadonlySet<string> {
  const url = new URL(`../../../extension/frameworks/${framework}/signatures.json`, import.meta.url);
  return new Set(Object.keys(JSON.parse(readFileSync(url, 'utf8')) as object));
}

describe('all layer records', () => {
  it('have ids of their own', () => {
    const ids = allRecords.map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
  });

  for (const framework of ['keras', 'torch'] as const) {
    it(`have names of their own in ${framework}, each once`, () => {
      const names = allRecords.flatMap((record) => record[framework]?.names ?? []);
      assert.deepEqual(
        names.filter((name, index) => names.indexOf(name) !== index),
        [],
      );
    });

    it(`have names that ${framework} has`, () => {
      const known = signatureNames(framework);
      const prefix = framework === 'keras' ? 'layers.' : 'nn.';
      const missing = allRecords
        .flatMap((record) => record[framework]?.names ?? [])
        .filter((name) => !known.has(name) && !known.has(prefix + name));
      assert.deepEqual(missing, []);
    });
  }

  it('point to documentation on the frameworks own sites', () => {
    const sites = /^https:\/\/(keras\.io\/api|docs\.pytorch\.org\/docs\/stable|www\.tensorflow\.org\/api_docs)\//;
    for (const { keras, torch } of allRecords) {
      for (const spelling of [keras, torch]) if (spelling) assert.match(spelling.documentation, sites);
    }
  });
});
