/** Whatever the text, the parser answers, in time, with spans inside the text. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { english, say } from '../../../extension/message.ts';
import type { PythonParser } from '../../../extension/python/parse/parser.ts';
import type { Module } from '../../../extension/python/syntax.ts';
import { testParser } from '../parser.ts';
import { dumpModule } from './dump.ts';

const sample = readFileSync('media/samples/upsampling.py', 'utf8');
const snippets = JSON.parse(readFileSync('test/recorded/syntax.json', 'utf8')) as readonly { code: string }[];

const FRAGMENTS = [
  '(', ')', '[', ']', '{', '}', '"', "'", '"""', 'f"', '{x', '\\', '\n', '\r\n', '\r', '\t', '    ', ':', '=', ',', '.', '*', '**', '->', ':=',
  '@', '#', '%', '!', '\0', '\ufeff', '\f', '\ud83d', '😀', 'é', 'def f', 'class', 'if ', 'else', 'for ', 'in ', 'lambda', 'match ',
  'case ', 'type ', 'print ', 'exec ', 'async ', 'await ', 'yield ', 'import ', 'from ', 'with ', 'as ', 'try:', 'except* ', 'not ', '0x', '1.', '1e',
  '0777', 'x', '_',
]; // prettier-ignore

/** Every span lies in the text. */
function checkSpans(module: Module, length: number): void {
  const todo: unknown[] = [module];
  for (let value = todo.pop(); value !== undefined; value = todo.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if ('start' in value && 'end' in value) {
      const { start, end } = value as { start: number; end: number };
      assert.ok(start >= 0 && start <= end && end <= length, `span ${start}-${end} of ${length}`);
    }
    for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) todo.push(part);
  }
}

describe('Python parser, any text', function () {
  // Some of these texts are as long as files get.
  this.timeout(30_000);
  let parser: PythonParser;
  before(() => {
    parser = testParser();
  });

  const check = (text: string) => checkSpans(parser.parse(text), text.length);

  it('reads any characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check), { numRuns: 150, seed: 1 });
  });

  it('reads any order of what Python is made of', () => {
    const text = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(fc.property(text, check), { numRuns: 1500, seed: 2 });
  });

  it('reads programs with anything cut out of them or put into them', () => {
    const program = fc.constantFrom(sample, ...snippets.map(({ code }) => code));
    const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40), fc.constantFrom('', ...FRAGMENTS));
    fc.assert(
      fc.property(program, fc.array(change, { minLength: 1, maxLength: 4 }), (text, changes) => {
        let damaged = text;
        for (const [place, removed, inserted] of changes) {
          const at = Math.floor(place * damaged.length);
          damaged = damaged.slice(0, at) + inserted + damaged.slice(at + removed);
        }
        check(damaged);
      }),
      { numRuns: 700, seed: 3 },
    );
  });

  it('gives the same tree each time', () => {
    for (const text of [sample, 'x = f(1, (2,', 'def f(:\n  ]', '"""']) {
      assert.deepEqual(parser.parse(text), parser.parse(text));
    }
  });

  it('reads nothing at all', () => {
    assert.deepEqual(parser.parse(''), { body: [], comments: [], problems: [], repaired: false });
    assert.deepEqual(parser.parse('\n\n  \n').body, []);
    assert.deepEqual(parser.parse('# only\n').comments, [{ start: 0, end: 6, text: 'only' }]);
  });

  describe('deep and long text', () => {
    const nested = {
      'closed brackets': `x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}\ny = 1\n`,
      'closed lists': `x = ${'['.repeat(10_000)}${']'.repeat(10_000)}\ny = 1\n`,
      'calls of calls': `x = f${'(1)'.repeat(10_000)}\ny = 1\n`,
      'a sum of many terms': `x = ${'1 + '.repeat(10_000)}1\ny = 1\n`,
      'attributes of attributes': `x = a${'.b'.repeat(10_000)}\ny = 1\n`,
      'signs of signs': `x = ${'-'.repeat(10_000)}1\ny = 1\n`,
      'conditions in conditions': `x = ${'1 if a else '.repeat(5_000)}1\ny = 1\n`,
      'lambdas in lambdas': `x = ${'lambda: '.repeat(5_000)}1\ny = 1\n`,
      'and after and': `x = ${'a and '.repeat(10_000)}b\ny = 1\n`,
    };
    for (const [name, text] of Object.entries(nested)) {
      it(`survives ${name}, and reads what follows`, () => {
        const module = parser.parse(text);
        assert.equal(module.body.length, 2);
        const last = module.body.at(-1);
        assert.equal(last && dumpModule({ ...module, body: [last] }), 'Assign(y = 1)');
      });
    }

    it('says that something is nested too deeply', () => {
      const { problems } = parser.parse(nested['closed lists']);
      assert.deepEqual(
        problems.map(({ message }) => english(message)),
        ['This is nested too deeply to be read.'],
      );
    });

    it('takes brackets around one value for nothing, however many', () => {
      const module = parser.parse(nested['closed brackets']);
      assert.equal(dumpModule(module), 'Assign(x = 1)\nAssign(y = 1)');
    });

    it('survives brackets that are never closed', () => {
      for (const bracket of ['(', 'a[', '{1: ']) {
        const module = parser.parse(`x = ${bracket.repeat(10_000)}\ny = 1\n`);
        assert.ok(module.problems.length > 0);
        checkSpans(module, bracket.length * 10_000 + 20);
      }
    });

    it('survives blocks in blocks and a chain of elif', () => {
      const blocks = Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}if a:\n`).join('');
      check(`${blocks}${' '.repeat(1000)}b\n`);
      check(`if a: b\n${'elif a: b\n'.repeat(5000)}else: c\n`);
    });

    it('reads a file of 100,000 lines', () => {
      const module = parser.parse('x = Dense(8)(x)\n'.repeat(100_000));
      assert.equal(module.body.length, 100_000);
      assert.deepEqual(module.problems, []);
    });

    it('reads a file of 10,000 lines with an open bracket at its beginning', () => {
      const line = 'x = Dense(8)(x)\n';
      const module = parser.parse(`y = f(1,\n${line.repeat(10_000)}`);
      assert.equal(module.body.length, 10_001);
      assert.equal(dumpModule({ ...module, body: module.body.slice(0, 1) }), 'Assign(y = Call(f, 1))');
    });

    it('stops reading what is no Python, and says so', () => {
      for (const text of ['a b;'.repeat(5_000), '@\n'.repeat(5_000), 'else:\n'.repeat(5_000)]) {
        const { problems } = parser.parse(text);
        assert.ok(problems.length < 1_100, `${problems.length} problems`);
      }
      const { body, problems } = parser.parse('a b\n'.repeat(5_000));
      assert.equal(body.length, 1_001);
      assert.deepEqual(problems.at(-1)?.message, say`The rest is not read: too much of this file is no Python.`);
    });

    it('survives strings in strings and brackets closed by others', () => {
      for (const text of ['f"{'.repeat(20_000), `${'('.repeat(20_000)}${']'.repeat(20_000)}`, '([{'.repeat(20_000)])
        check(text);
    });

    it('reads 2,000 lines that are no Python', () => {
      const module = parser.parse('this is, alas; no (Python at all!\n'.repeat(2_000));
      assert.ok(module.problems.length > 0);
    });
  });
});
