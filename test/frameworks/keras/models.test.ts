/** The Keras samples against what the real Keras says of them: names, types, shapes, parameters, and the text of summary(). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ModelGraph } from '../../../extension/model/graph.ts';
import type { Shape, Size } from '../../../extension/model/size.ts';
import { summaryText } from '../../../extension/model/summary.ts';
import { analyzeSample, checkFindings, checkFixes, FOLDER, readSample, samplesOf, type Raised } from '../samples.ts';

type PlainShape = readonly (number | null)[];
interface Recorded {
  readonly name: string;
  readonly type: string;
  readonly inputs: readonly PlainShape[] | null;
  readonly outputs: readonly PlainShape[] | null;
  readonly layers: readonly {
    readonly name: string;
    readonly type: string;
    /** null: Keras itself does not know. */
    readonly outputs: readonly PlainShape[] | null;
    /** null: not built. */
    readonly params: number | null;
  }[];
  readonly params: { readonly total: number; readonly trainable: number; readonly nonTrainable: number };
  readonly summary: string;
}

const recorded = JSON.parse(readFileSync('test/recorded/keras-models.json', 'utf8')) as Record<
  string,
  Recorded[] | Raised
>;

const plain = (size: Size): number | null => (typeof size === 'number' ? size : null);
const plainShape = (shape: Shape | null): PlainShape | null => shape && shape.map(plain);

describe('Keras samples, as the real Keras describes them', () => {
  it('are all recorded', () => {
    const files = Object.keys(recorded).filter((file) => file.startsWith(FOLDER));
    assert.deepEqual(files.sort(), samplesOf('keras'));
  });

  for (const [file, truth] of Object.entries(recorded)) {
    describe(file, () => {
      const models = 'raises' in truth ? [] : truth;
      for (const [index, expected] of models.entries()) {
        it(`${expected.name} (${expected.type})`, () => {
          const analysis = analyzeSample(readSample(file));
          const before = models.slice(0, index).filter((model) => model.name === expected.name).length;
          const found = analysis.models.filter((model) => model.name === expected.name)[before];
          assert.ok(found, `no such model; there are ${analysis.models.map((model) => model.name).join(', ')}`);
          compare(found, expected, (id) => plainShape(analysis.tensors[id]?.shape ?? null));
        });
      }
      it('raises' in truth ? `raises ${truth.raises}` : 'has no other finding than expected', () => {
        const sample = readSample(file);
        const analysis = analyzeSample(sample);
        if (file.startsWith(FOLDER)) checkFindings(sample, analysis, 'raises' in truth ? truth : null);
        else {
          const errors = analysis.findings.filter(({ severity }) => severity === 'error');
          assert.deepEqual(errors, []);
        }
        checkFixes(sample, analysis);
      });
    });
  }
});

function compare(found: ModelGraph, expected: Recorded, shapeOf: (tensor: number) => PlainShape | null): void {
  assert.equal(found.type, expected.type);
  assert.deepEqual(
    found.rows.map((row) => ({ name: row.name, type: row.type })),
    expected.layers.map((layer) => ({ name: layer.name, type: layer.type })),
  );
  for (const [index, layer] of expected.layers.entries()) {
    const row = found.rows[index];
    if (layer.params !== null) assert.equal(row?.params, layer.params, `parameters of ${layer.name}`);
    if (layer.outputs) assert.deepEqual(row?.outputShapes.map(plainShape), layer.outputs, `output of ${layer.name}`);
  }
  assert.deepEqual(found.params, expected.params);
  if (expected.inputs) assert.deepEqual(found.inputs.map(shapeOf), expected.inputs, 'inputs');
  if (expected.outputs) assert.deepEqual(found.outputs.map(shapeOf), expected.outputs, 'outputs');
  assert.equal(summaryText(found).trimEnd(), expected.summary.trimEnd());
}
