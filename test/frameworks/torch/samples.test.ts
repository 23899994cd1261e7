/** Every PyTorch sample against what the real PyTorch said of it (test/oracle/torch_models.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Analysis, ModelGraph } from '../../../extension/model/graph.ts';
import type { Shape } from '../../../extension/model/size.ts';
import { analyzeText } from './analyze.ts';

interface Recorded {
  readonly probe: string;
  readonly params?: number;
  readonly trainable?: number;
  readonly outputs?: readonly Shape[];
  readonly rows?: readonly (readonly [path: string, type: string, outputs: readonly Shape[], params: number])[];
  readonly raises?: string;
}

const recorded = JSON.parse(readFileSync('test/recorded/torch-models.json', 'utf8')) as Record<string, Recorded>;

describe('PyTorch samples', () => {
  for (const [file, truth] of Object.entries(recorded)) {
    it(`${file}: ${truth.probe}`, async () => {
      const text = readFileSync(file, 'utf8');
      const [call = '', shapes = ''] = truth.probe.split(' on ');
      const inputs = JSON.parse(`[${shapes.replaceAll('(', '[').replaceAll(/,?\)/g, ']')}]`) as number[][];
      const analysis = await analyzeText(file, text, call, inputs);
      if (truth.raises === undefined) checkModel(analysis, truth);
      checkExpectedFindings(file, text, analysis, truth);
    });
  }
});

function checkModel(analysis: Analysis, truth: Recorded): void {
  const [model] = analysis.models;
  assert.ok(model, `no model; ${analysis.findings.map(({ message }) => message).join(' | ')}`);
  assert.deepEqual(rowsOf(model), truth.rows);
  assert.deepEqual([model.params.total, model.params.trainable], [truth.params, truth.trainable]);
  const outputs = model.outputs.map((id) => analysis.tensors[id]?.shape);
  assert.deepEqual(outputs, truth.outputs);
}

const rowsOf = (model: ModelGraph): unknown =>
  model.rows.map(({ name, type, outputShapes, params }) => [name, type, outputShapes, params]);

/** `# expect: code` at the end of a line: a finding of that code on that line, and no errors or warnings elsewhere. */
function checkExpectedFindings(file: string, text: string, analysis: Analysis, truth: Recorded): void {
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const expected = text
    .split('\n')
    .flatMap((line, index) =>
      [...(/# expect: (.+)$/.exec(line)?.[1]?.split(/,\s*/) ?? [])].map((code) => `${index + 1} ${code}`),
    );
  const found = analysis.findings
    .filter(
      ({ severity, code }) => (severity === 'error' || severity === 'warning') && !code.startsWith('checkerboard'),
    )
    .map(({ code, range }) => `${lineOf(range.start)} ${code}`);
  assert.deepEqual(
    [...new Set(found)].sort(),
    expected.sort(),
    `${file}: ${analysis.findings.map(({ message }) => message).join('\n')}`,
  );
  if (truth.raises !== undefined) assert.ok(expected.length > 0, `${truth.raises} must be expected somewhere`);
}
