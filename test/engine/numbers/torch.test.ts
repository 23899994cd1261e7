/** Numbers of expressions against the real PyTorch (test/oracle/numbers/torch_numbers.py): from the text to the kernels. */
import { kernelsHere } from '../helpers.ts';
import { checkResults, expectedToAgree } from './check-expressions.ts';
import { torchSuite } from './torch-suite.ts';
import { runExpressions, type ResultsOfBuilds } from './run-expressions.ts';

describe('numbers against the real PyTorch', function () {
  this.timeout(120_000);
  const suite = torchSuite();
  const builds = kernelsHere();
  let results: ResultsOfBuilds = {};
  before(() => (results = runExpressions(suite, builds)));

  for (const build of Object.keys(builds)) {
    it(`${build}: ${expectedToAgree(suite)} of ${suite.cases.length} expressions`, () => {
      checkResults(suite, results[build]);
    });
  }
});
