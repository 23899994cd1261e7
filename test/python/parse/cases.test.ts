/**
 * Text cases: `# title`, the code, `==>`, the tree one statement a line, then the problems as `! offset message`. What CPython cannot
 * say is written here by hand: broken code, and syntax newer than the CPython that recorded the others.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { english } from '../../../extension/message.ts';
import type { PythonParser } from '../../../extension/python/parse/parser.ts';
import { testParser } from '../parser.ts';
import { dumpModule } from './dump.ts';

const FILES = ['modern', 'half-typed'];

function casesOf(file: string): { title: string; code: string; expected: string }[] {
  const text = readFileSync(`test/python/parse/cases/${file}.txt`, 'utf8');
  return text
    .split(/^# /m)
    .slice(1)
    .map((block) => {
      const [head = '', expected = ''] = block.split('\n==>\n');
      const lineBreak = head.indexOf('\n');
      return { title: head.slice(0, lineBreak), code: `${head.slice(lineBreak + 1)}\n`, expected: expected.trim() };
    });
}

describe('Python syntax, cases by hand', () => {
  let parser: PythonParser;
  before(() => {
    parser = testParser();
  });

  for (const file of FILES) {
    describe(file, () => {
      for (const { title, code, expected } of casesOf(file)) {
        it(title, () => {
          const module = parser.parse(code);
          const problems = module.problems.map(({ start, message }) => `! ${start} ${english(message)}`);
          assert.equal([dumpModule(module), ...problems].join('\n'), expected);
        });
      }
    });
  }
});
