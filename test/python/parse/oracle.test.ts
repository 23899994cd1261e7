/** The typed tree against CPython's own, node by node with all their places: test/oracle/syntax.py records what CPython says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { PythonParser } from '../../../extension/python/parse/parser.ts';
import { testParser } from '../parser.ts';
import { dumpModule } from './dump.ts';

interface Recorded {
  readonly title: string;
  readonly code: string;
  readonly tree: string;
}

const recorded = JSON.parse(readFileSync('test/recorded/syntax.json', 'utf8')) as readonly Recorded[];

describe('Python syntax, as CPython reads it', () => {
  let parser: PythonParser;
  before(() => {
    parser = testParser();
  });

  for (const { title, code, tree } of recorded) {
    it(title, () => {
      const module = parser.parse(code);
      assert.deepEqual(dumpModule(module, true).split('\n'), tree.split('\n'));
      assert.deepEqual(module.problems, []);
      assert.equal(module.repaired, false);
    });
  }
});
