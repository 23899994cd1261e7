/** What must have become of recorded expressions, wherever they ran. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ExpressionResults, ExpressionSuite, NotRunList } from './run-expressions.ts';

/** Those that test/oracle/not_run.ts found not to be run the last time, with the reason. */
function refused({ framework }: ExpressionSuite): Readonly<Record<string, string>> {
  const recorded = JSON.parse(readFileSync('test/recorded/not-run.json', 'utf8')) as NotRunList;
  return recorded[framework].expressions;
}

/** How many of the suite must agree: all but those that are refused. */
export const expectedToAgree = (suite: ExpressionSuite): number =>
  suite.cases.length - Object.keys(refused(suite)).length;

/** No number differs, what is not run is what is written down, and so many agree. */
export function checkResults(suite: ExpressionSuite, results: ExpressionResults | undefined): void {
  assert.ok(results, 'The build was not run.');
  assert.deepEqual(results.errors, []);
  assert.deepEqual(results.notRun, refused(suite));
  assert.equal(results.agreed.length, expectedToAgree(suite));
}
