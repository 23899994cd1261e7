/** What is told of a file that is being edited is what would be told of it if it had just been opened: in every byte. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createAnalyzer, type Analyzer } from '../../extension/frameworks/analyze.ts';
import { randomDamage, seededRandom } from '../python/parse/random-damage.ts';

const SAMPLES = readdirSync('test/models', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.py'))
  .sort()
  .map((name) => readFileSync(path.join('test/models', name), 'utf8'));
/** One of so many is edited: all of them would take half a minute. */
const SHARE = 9;

function told(analyzer: Analyzer, text: string, version: number): unknown {
  const source = { file: 'model.py', text, version };
  return { ...analyzer.analyze({ source, workspace: [], call: null, inputs: [] }), milliseconds: 0 };
}

/** A number, a line or a comment more somewhere. */
function typed(text: string, random: () => number): string {
  const lines = text.split('\n');
  const at = Math.floor(random() * lines.length);
  const line = lines[at] ?? '';
  const choice = Math.floor(random() * 3);
  lines[at] =
    choice === 0 ? line.replace(/\d+/, (digits) => `${digits}0`) : choice === 1 ? `${line}\n` : `${line}  # x`;
  return lines.join('\n');
}

describe('an edited file', function () {
  this.timeout(60_000);

  it('is told the same of as a new one', () => {
    const random = seededRandom(3);
    const editor = createAnalyzer();
    let version = 0;
    for (const [seed, sample] of SAMPLES.entries()) {
      if (seed % SHARE > 0) continue;
      for (const text of [sample, typed(sample, random), randomDamage(sample, seed), typed(sample, random)]) {
        version++;
        assert.deepEqual(told(editor, text, version), told(createAnalyzer(), text, version), text);
      }
    }
  });
});
