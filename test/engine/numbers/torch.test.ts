/** Numbers of expressions against the real PyTorch (test/oracle/numbers/torch_numbers.py): from the text to the kernels. */
import { torchSuite } from './torch-suite.ts';
import { checkExpressions } from './run-expressions.ts';

describe('numbers against the real PyTorch', () => {
  const suite = torchSuite();
  it(`${suite.cases.length} expressions`, () => checkExpressions(suite)).timeout(120_000);
});
