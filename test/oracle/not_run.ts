/**
 * Lists every layer and expression of the recordings that the analyzer reads and the engine does not run, with the reason:
 * test/recorded/not-run.json. Run from the repository root: node --import tsx test/oracle/not_run.ts
 */
import { writeFileSync } from 'node:fs';
import { kernelsHere } from '../engine/helpers.ts';
import { layersNotRun } from '../engine/layer-coverage.ts';
import { kerasSuite } from '../engine/numbers/keras-suite.ts';
import { runExpressions, type NotRunList } from '../engine/numbers/run-expressions.ts';
import { torchSuite } from '../engine/numbers/torch-suite.ts';

const list: Record<string, NotRunList['keras']> = {};
for (const suite of [kerasSuite(), torchSuite()]) {
  const results = runExpressions(suite, kernelsHere());
  const errors = Object.values(results).flatMap((build) => build.errors);
  const notRun = results['reference']?.notRun ?? {};
  if (errors.length > 0) throw new Error(`Some numbers differ:\n${errors.join('\n')}`);
  list[suite.framework] = { layers: layersNotRun(suite.framework), expressions: notRun };
  const { layers, expressions } = list[suite.framework] as NotRunList['keras'];
  const run = suite.cases.length - Object.keys(expressions).length;
  console.log(
    `${suite.framework}: ${run} of ${suite.cases.length} expressions run, ${Object.keys(layers).length} layers do not`,
  );
}
writeFileSync('test/recorded/not-run.json', `${JSON.stringify(list, null, 1)}\n`);
