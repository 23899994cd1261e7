/** A file that is being edited reads as it would from its beginning, whatever was read of it before. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PythonParser } from '../../../extension/python/parse/parser.ts';
import { difference } from '../../../extension/python/parse/versions.ts';
import { testParser } from '../parser.ts';
import { randomDamage, seededRandom } from './random-damage.ts';

const folder = 'test/models';
const samples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.py'))
  .sort()
  .map((name) => readFileSync(path.join(folder, name), 'utf8'));

/** What people do to a line: nothing of it leaves the file unreadable, as a rule. */
const CHANGES: readonly ((line: string) => string)[] = [
  (line) => `${line}  # comment`,
  (line) => line.replace(/\d+/, (digits) => `${digits}1`),
  (line) => line.replace(/[a-z]\w+/, (name) => `${name}_2`),
  (line) => `${line}\n${line}`,
  (line) => line.replace(/\(/, '( '),
  (line) => line.replace(/^(\s*)/, '$1pass\n$1'),
  (line) => `\n${line}`,
  () => '',
  (line) => line.replace(/\)$/, ') + (1 if x else 2)'),
  (line) => `${/^\s*/.exec(line)?.[0]}"""\n${line}`,
  (line) => `    ${line}`,
];

function changed(text: string, random: () => number): string {
  const lines = text.split('\n');
  const at = Math.floor(random() * lines.length);
  const change = CHANGES[Math.floor(random() * CHANGES.length)];
  lines[at] = change?.(lines[at] ?? '') ?? '';
  return lines.join('\n');
}

describe('versions of a file', function () {
  this.timeout(60_000);
  let parser: PythonParser;
  before(() => {
    parser = testParser();
  });

  const check = (text: string): void =>
    assert.deepEqual(parser.parse(text, 'edited.py'), parser.parse(text), `after an edit:\n${text}`);

  it('read the same after small edits, one after the other', () => {
    const random = seededRandom(7);
    for (const sample of samples) {
      let text = sample;
      check(text);
      for (let edit = 0; edit < 4; edit++) {
        text = changed(text, random);
        check(text);
      }
    }
  });

  it('read the same after damage, and when it is mended', () => {
    for (const [seed, sample] of samples.entries()) {
      if (seed % 3 > 0) continue;
      check(sample);
      check(randomDamage(sample, seed));
      check(sample);
    }
  });

  it('read the same when the text is another one altogether', () => {
    for (const sample of samples.slice(0, 20)) check(sample);
    for (const text of ['', '\n', 'x', 'é = "\u{1F600}"\n', '\r\nx = 1\r\n']) check(text);
  });

  it('keep the statements before a change', () => {
    const [before, after] = ['x = 1\ny = f(x)\nz = 2\n', 'x = 1\ny = f(x)\nz = 23\n'];
    const kept = parser.parse(before, 'kept.py').body;
    const next = parser.parse(after, 'kept.py').body;
    assert.equal(next[0], kept[0]);
    assert.equal(next[1], kept[1]);
    assert.notEqual(next[2], kept[2]);
  });

  it('differ between their common beginning and end', () => {
    assert.deepEqual(difference('abcd', 'abXcd'), { start: 2, oldEnd: 2, newEnd: 3 });
    assert.deepEqual(difference('aaa', 'aa'), { start: 2, oldEnd: 3, newEnd: 2 });
    assert.deepEqual(difference('same', 'same'), { start: 4, oldEnd: 4, newEnd: 4 });
  });
});
