/** Numbers of expressions and layers against the real Keras (test/oracle/numbers/keras_numbers.py): from the text to the kernels. */
import { kerasSuite } from './keras-suite.ts';
import { checkExpressions } from './run-expressions.ts';

describe('numbers against the real Keras', () => {
  const suite = kerasSuite();
  it(`${suite.cases.length} expressions and layers`, () => checkExpressions(suite)).timeout(120_000);
});
