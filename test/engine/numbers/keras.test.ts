/** Numbers of expressions and layers against the real Keras (test/oracle/numbers/keras_numbers.py): from the text to the kernels. */
import { kernelsHere } from '../helpers.ts';
import { checkResults, expectedToAgree } from './check-expressions.ts';
import { kerasSuite } from './keras-suite.ts';
import { runExpressions, type ResultsOfBuilds } from './run-expressions.ts';

describe('numbers against the real Keras', function () {
  this.timeout(120_000);
  const suite = kerasSuite();
  const builds = kernelsHere();
  let results: ResultsOfBuilds = {};
  before(() => (results = runExpressions(suite, builds)));

  for (const build of Object.keys(builds)) {
    it(`${build}: ${expectedToAgree(suite)} of ${suite.cases.length} expressions and layers`, () => {
      checkResults(suite, results[build]);
    });
  }
});
