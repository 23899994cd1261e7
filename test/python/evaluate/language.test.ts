/** What CPython computes (test/oracle/language.py), the evaluator computes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { english } from '../../../extension/message.ts';
import { evaluate } from './evaluation.ts';

interface Recorded {
  readonly snippets: readonly { title: string; code: string; values: Readonly<Record<string, string>> }[];
  readonly expressions: readonly (readonly [string, string])[];
}

const recorded = JSON.parse(readFileSync('test/recorded/language.json', 'utf8')) as Recorded;

describe('the language, as CPython has it', () => {
  for (const { title, code, values } of recorded.snippets)
    it(title, () => {
      const { repr, problems } = evaluate(code);
      assert.deepEqual(
        problems.map((problem) => `${problem.type}: ${english(problem.message)}`),
        [],
      );
      const names = Object.keys(values);
      assert.deepEqual(Object.fromEntries(names.map((name) => [name, repr(name)])), values);
    });

  it(`${recorded.expressions.length} random expressions`, () => {
    const raised: string[] = [];
    const observer = { problem: (problem: { type: string }) => void raised.push(problem.type) };
    const { evaluator, module } = evaluate('', { observer });
    const wrong: string[] = [];
    for (const [code, expected] of recorded.expressions) {
      raised.length = 0;
      const value = evaluator.evaluateExpression(code, module);
      const found = raised.length > 0 ? `raises ${raised.join()}` : evaluator.repr(value);
      if (found !== expected) wrong.push(`${code}\n    is ${expected}, not ${found}`);
    }
    assert.deepEqual(wrong, []);
  });
});
