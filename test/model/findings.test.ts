/** The page of each kind of finding: its head is the table's, its first example has the finding, and the mended one has not. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { FINDING_RULES } from '../../extension/model/findings.ts';
import { analyzeText } from '../frameworks/torch/analyze.ts';

const FOLDER = 'media/docs/layerscope-findings';
const rules = Object.entries(FINDING_RULES);

describe('pages of findings', () => {
  it('are those of the table', () => {
    assert.deepEqual(readdirSync(FOLDER).sort(), rules.map(([code]) => `${code}.md`).sort());
  });

  for (const [code, { severity, title, advice }] of rules) {
    it(code, () => {
      const page = readFileSync(`${FOLDER}/${code}.md`, 'utf8');
      assert.ok(
        page.startsWith(`# ${title}\n\n\`${code}\` · ${severity}\n\n${advice}\n`),
        'The head is not the table’s.',
      );
      const [wrong = '', mended = ''] = [...page.matchAll(/```python\n(.*?)```/gs)].map(([, text]) => text ?? '');
      const codesOf = (text: string): readonly string[] =>
        analyzeText('example.py', text).findings.map((finding) => finding.code);
      assert.ok(codesOf(wrong).includes(code), 'The example does not have it.');
      assert.deepEqual(codesOf(mended), [], 'The mended example has findings.');
    });
  }
});
