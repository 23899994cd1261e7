/** What the engine cannot run is written down, each with its reason: nothing falls out silently. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { layersNotRun } from './layer-coverage.ts';
import type { NotRunList } from './numbers/run-expressions.ts';

describe('what the engine runs of what the analyzer reads', () => {
  const recorded = JSON.parse(readFileSync('test/recorded/not-run.json', 'utf8')) as NotRunList;
  for (const framework of ['keras', 'torch'] as const) {
    it(`all layers of ${framework} but those of the list`, () => {
      assert.deepEqual(layersNotRun(framework), recorded[framework].layers);
    });
  }
});
