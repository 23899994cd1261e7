/** Hostile code costs a moment, whatever it is: no hang, no crash, no memory without bound; and each limit is told where it was hit. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Analysis } from '../../../extension/model/graph.ts';
import { randomDamage } from '../../python/parse/random-damage.ts';
import { analyzeText } from '../../frameworks/analyzer.ts';
import { HOSTILE, LARGE, LONG } from './cases.ts';

/**
 * Processor time, which other work on the machine does not add to; that of the compiler and of the garbage collector, which run
 * beside the analysis, is in it, so that this is more than a second of waiting allows.
 */
const MOST_MILLISECONDS = 3000;
/** The collector also goes through what the tests before have left, when its turn comes: only the analysis itself takes long each time. */
const TRIES = 2;
const MOST_MEMORY = 600 * 2 ** 20;

function analyzed(text: string, workspace: Readonly<Record<string, string>> = {}): Analysis {
  for (let left = TRIES; ; left--) {
    const { user, system } = process.cpuUsage();
    const { heapUsed } = process.memoryUsage();
    const analysis = analyzeText(text, { workspace });
    const spent = process.cpuUsage({ user, system });
    const memory = process.memoryUsage().heapUsed - heapUsed;
    assert.ok(memory < MOST_MEMORY, `${(memory / 2 ** 20).toFixed(0)} MB`);
    const milliseconds = (spent.user + spent.system) / 1000;
    if (milliseconds < MOST_MILLISECONDS) return analysis;
    if (left === 1) assert.fail(`${milliseconds.toFixed(0)} ms`);
  }
}

const limitsOf = (analysis: Analysis): Analysis['findings'] =>
  analysis.findings.filter(({ code }) => code === 'limit-reached');

describe('hostile code', function () {
  this.timeout(60_000);

  for (const [title, text] of Object.entries(HOSTILE))
    it(`ends and is told: ${title}`, () => {
      const limits = limitsOf(analyzed(text));
      assert.ok(limits.length > 0, 'no limit was told');
      const [{ range } = { range: { start: 0, end: 0 } }] = limits;
      assert.ok(range.start < range.end && range.end <= text.length, `told at ${range.start}-${range.end}`);
    });

  for (const [title, text] of Object.entries(LARGE))
    it(`ends: ${title}`, () => {
      analyzed(text);
    });

  for (const [title, text] of Object.entries(LONG))
    it(`reads as far as it goes: ${title}`, () => {
      analyzed(text);
    });

  it('says where it stopped reading a long file', () => {
    const text = 'x = 1\n'.repeat(100_000);
    const [limit] = limitsOf(analyzed(text));
    assert.ok(limit);
    assert.equal(text.slice(limit.range.start, limit.range.end), 'x = 1');
  });

  it('across files: import cycles and mutual recursion', () => {
    const workspace = {
      'a.py': 'from b import g\nfrom main import *\ndef f(n): return g(n) + g(n + 1)\n',
      'b.py': 'import a\nfrom a import *\ndef g(n): return a.f(n) + a.f(n + 1)\n',
    };
    const analysis = analyzed('import a, b\nx = a.f(1)\ny = [1, 2]\n', workspace);
    assert.ok(limitsOf(analysis).length > 0);
  });
});

describe('random damage', function () {
  this.timeout(180_000);
  const files = ['test/models/keras', 'test/models/torch', 'media/samples'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.py'))
      .map((name) => path.join(folder, name)),
  );

  it('to 500 files throws nothing and takes no longer than the whole file', () => {
    for (let seed = 0; seed < 500; seed++) {
      const file = files[seed % files.length] ?? '';
      const text = randomDamage(readFileSync(file, 'utf8'), seed);
      try {
        analyzed(text);
      } catch (error) {
        throw new Error(`${file}, seed ${seed}:\n${text}`, { cause: error });
      }
    }
  });
});
