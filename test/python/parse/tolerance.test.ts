/**
 * Damage of the kinds that typing does, to our own samples and to the recorded snippets: how many of the statements that were not touched are
 * still read, whole and in their place. The damage is chosen by a fixed sequence of numbers, so the figures are facts, not chances.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import type { PythonParser } from '../../../extension/python/parse/parser.ts';
import { testParser } from '../parser.ts';
import { DAMAGES, landmarks, seeded, survivors } from './damage.ts';

/** Smallest mean share of surviving statements, in percent. */
const AT_LEAST: Readonly<Record<string, number>> = {
  'cut in mid-call, rest of the file kept': 99.8,
  'new open line': 99.8,
  'simple line cut short': 99.8,
  'line deleted': 97,
  'any line cut short': 98.5,
  'file ends in mid-call': 99.8,
  'new open header': 99.8,
};

const ROUNDS = 12;

function corpus(): string[] {
  const samples = readdirSync('media/samples')
    .filter((name) => name.endsWith('.py'))
    .map((name) => readFileSync(`media/samples/${name}`, 'utf8'));
  const snippets = JSON.parse(readFileSync('test/recorded/syntax.json', 'utf8')) as readonly { code: string }[];
  // Snippets of a few lines each, joined to files; those about white space and line ends stand alone by nature.
  const plain = snippets
    .map(({ code }) => code)
    .filter((code) => /^[\n\x20-\x7e]*$/.test(code) && !code.includes('\\\n'));
  const joined = Array.from({ length: 4 }, (_, part) => plain.filter((_, index) => index % 4 === part).join('\n'));
  return [...samples, ...joined];
}

describe('Python parser, half-typed text', function () {
  this.timeout(20_000);
  let parser: PythonParser;
  before(() => {
    parser = testParser();
  });

  const texts = corpus();

  for (const [name, damage] of Object.entries(DAMAGES)) {
    it(`${name}: at least ${AT_LEAST[name] ?? 100} % of the other statements are still read`, () => {
      const random = seeded(12345);
      const shares: number[] = [];
      for (const text of texts) {
        const before = landmarks(parser.parse(text));
        const whole = before.filter((mark) => mark.whole);
        for (let round = 0; round < ROUNDS; round++) {
          const damaged = damage(text, whole, random);
          if (!damaged) continue;
          const [alive, total] = survivors(before, landmarks(parser.parse(damaged.text)), damaged);
          if (total > 0) shares.push(alive / total);
        }
      }
      assert.ok(shares.length >= 100, `${shares.length} damages`);
      const mean = (100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length;
      assert.ok(mean >= (AT_LEAST[name] ?? 100), `${mean.toFixed(2)} %`);
    });
  }
});
