/** Every PyTorch sample against what the real PyTorch said of it (test/oracle/torch_models.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { english } from '../../../extension/message.ts';
import type { Analysis, ModelGraph } from '../../../extension/model/graph.ts';
import type { Shape } from '../../../extension/model/size.ts';
import {
  analyzeSample,
  checkFindings,
  checkFixes,
  FOLDER,
  isPartial,
  readSample,
  samplesOf,
  type Raised,
} from '../samples.ts';

interface Ran {
  readonly probe: string;
  readonly params: number;
  readonly trainable: number;
  readonly outputs: readonly Shape[];
  readonly rows: readonly (readonly [path: string, type: string, outputs: readonly Shape[], params: number])[];
}
type Recorded = Ran | ({ readonly probe: string } & Raised);

const recorded = JSON.parse(readFileSync('test/recorded/torch-models.json', 'utf8')) as Record<string, Recorded>;

describe('PyTorch samples', () => {
  it('are all recorded', () => {
    const files = Object.keys(recorded).filter((file) => file.startsWith(FOLDER));
    assert.deepEqual(files.sort(), samplesOf('torch'));
  });

  for (const [file, truth] of Object.entries(recorded)) {
    it(`${file}: ${truth.probe}`, () => {
      const sample = readSample(file);
      const [call = '', shapes = ''] = truth.probe.split(' on ');
      const inputs = JSON.parse(`[${shapes.replaceAll('(', '[').replaceAll(/,?\)/g, ']')}]`) as number[][];
      const raised = 'raises' in truth ? truth : null;
      if (!('raises' in truth)) {
        const check = isPartial(sample) ? checkClaims : checkModel;
        check(analyzeSample(sample, call, inputs), truth);
      }
      const analysis = analyzeSample(sample);
      if (file.startsWith(FOLDER)) checkFindings(sample, analysis, raised);
      else
        assert.deepEqual(
          analysis.findings.filter(({ severity }) => severity === 'error'),
          [],
        );
      checkFixes(sample, analysis);
    });
  }
});

function checkModel(analysis: Analysis, truth: Ran): void {
  const [model] = analysis.models;
  assert.ok(model, `no model; ${analysis.findings.map(({ message }) => english(message)).join(' | ')}`);
  assert.deepEqual(rowsOf(model), truth.rows);
  assert.deepEqual([model.params.total, model.params.trainable], [truth.params, truth.trainable]);
  const outputs = model.outputs.map((id) => analysis.tensors[id]?.shape);
  assert.deepEqual(outputs, truth.outputs);
}

/** What is told agrees with PyTorch; something is told. */
function checkClaims({ models: [model] }: Analysis, truth: Ran): void {
  assert.ok(model);
  assert.ok(model.params.total === null || model.params.total === truth.params);
  for (const { name, outputShapes, params } of model.rows) {
    const row = truth.rows.find(([path]) => path === name);
    assert.ok(params === null || params === row?.[3], `parameters of ${name}`);
    for (const [index, shape] of outputShapes.entries()) if (shape !== null) assert.deepEqual(shape, row?.[2][index]);
  }
  assert.ok(model.rows.some(({ params, outputShapes }) => params !== null && outputShapes[0]));
}

const rowsOf = (model: ModelGraph): unknown =>
  model.rows.map(({ name, type, outputShapes, params }) => [name, type, outputShapes, params]);
