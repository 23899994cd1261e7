/** Whole models with the weights of the real ones, run by the executor: every tensor on the way must be the recorded one. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { execute, outputOf } from '../../extension/engine/executor.ts';
import { Results } from '../../extension/engine/results.ts';
import { planRun } from '../../extension/engine/plan.ts';
import type { WeightProvider } from '../../extension/engine/weights.ts';
import type { PictureSource, RunGraph } from '../../extension/protocol.ts';
import { kernelsHere, patient } from './helpers.ts';
import { recordedArray, relativeError, type RecordedArray } from './recorded-case.ts';

interface Model {
  readonly name: string;
  readonly graph: RunGraph;
  /** height x width x 3 */
  readonly picture: RecordedArray;
  readonly weights: Readonly<Record<string, Readonly<Record<string, RecordedArray>>>>;
  readonly outputs: Readonly<Record<string, RecordedArray>>;
}

const TOLERANCE = 1e-5;

describe('whole models against the real frameworks', () => {
  const file = readFileSync('test/recorded/kernels-models.json', 'utf8');
  const { cases } = JSON.parse(file) as { readonly cases: readonly Model[] };
  for (const [title, fast] of Object.entries(kernelsHere())) {
    for (const model of cases) {
      it(`${title}: ${model.name}`, async () => {
        const { shape, data } = recordedArray(model.picture);
        const [height, width] = shape as [number, number, number];
        const picture: PictureSource = { kind: 'pixels', name: 'recorded', height, width, data };
        const recorded: WeightProvider = {
          // eslint-disable-next-line require-yield -- they are there
          weights: function* (_graph, _order, { layer }) {
            return new Map(
              Object.entries(model.weights[String(layer)] ?? {}).map(([name, weight]) => [name, recordedArray(weight)]),
            );
          },
          key: (_graph, _order, { layer }) => String(layer),
        };
        const tools = { fast, weights: recorded, results: new Results() };
        const plan = planRun(model.graph, fast?.threads ?? null);
        const run = await execute(model.graph, picture, { kind: 'initial', seed: 0 }, plan, Infinity, tools, patient);
        assert.deepEqual(
          run.outcomes.filter(({ kind }) => kind === 'not-run'),
          [],
        );
        for (const [call, output] of Object.entries(model.outputs)) {
          const value = await outputOf(run, Number(call), tools, patient);
          const error = relativeError(value.data, recordedArray(output).data);
          assert.ok(error <= TOLERANCE, `call ${call}: ${error}`);
        }
      });
    }
  }
});
