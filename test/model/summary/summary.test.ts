/** Summaries against those that the real Keras printed (test/oracle/summary.py), byte for byte. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { LayerRow, ModelGraph } from '../../../extension/model/graph.ts';
import { symbol } from '../../../extension/model/sizes/arithmetic.ts';
import { summaryText } from '../../../extension/model/summary.ts';

interface RecordedRow {
  name: string;
  type: string;
  outputShapes: (number | null)[][];
  params: number;
  unbuilt: boolean;
  connectedTo: string[];
}
interface Recorded {
  name: string;
  type: string;
  rows: RecordedRow[];
  trainable: number;
  nonTrainable: number;
  columns: number;
  summary: string;
}

const recorded = JSON.parse(
  readFileSync(new URL('../../recorded/keras-summaries.json', import.meta.url), 'utf8'),
) as Recorded[];

const RANGE = { file: 'model.py', start: 0, end: 0 };

function row(given: Partial<LayerRow>): LayerRow {
  return {
    name: '',
    type: '',
    layer: null,
    call: null,
    inputShapes: [],
    outputShapes: [],
    params: 0,
    macs: 0,
    artifact: null,
    connectedTo: [],
    range: RANGE,
    callRange: RANGE,
    reason: null,
    ...given,
  };
}

function graph(given: Partial<ModelGraph>): ModelGraph {
  return {
    id: 0,
    name: 'model',
    framework: 'keras',
    type: 'Functional',
    range: RANGE,
    inputs: [],
    outputs: [],
    rows: [],
    calls: [],
    params: { total: 0, trainable: 0, nonTrainable: 0 },
    macs: 0,
    constraints: [],
    sides: [],
    ...given,
  };
}

describe('Keras summary', () => {
  assert.ok(recorded.length >= 40);
  for (const model of recorded) {
    it(`of ${model.name.slice(0, 30)} (${model.type}, ${model.rows.length} rows) in ${model.columns} columns`, () => {
      const rows = model.rows.map((item) =>
        row({
          ...item,
          outputShapes: item.outputShapes.map((shape) => shape.map((size) => size ?? symbol('size', 'open'))),
        }),
      );
      const { name, type, trainable, nonTrainable, columns } = model;
      const params = { total: trainable + nonTrainable, trainable, nonTrainable };
      assert.equal(summaryText(graph({ name, type, rows, params }), columns), model.summary);
    });
  }

  it('says ? for what is not known, and nothing that is not sure', () => {
    const text = summaryText(
      graph({
        type: 'Sequential',
        rows: [
          row({ name: 'input_layer', type: 'InputLayer', outputShapes: [[symbol('N', 'batch'), 4]] }),
          row({ name: 'mine', type: 'Mine', outputShapes: [null], params: null }),
          row({
            name: 'dense',
            type: 'Dense',
            outputShapes: [[symbol('N', 'batch'), symbol('units', 'opaque')]],
            params: null,
          }),
        ],
        params: { total: null, trainable: null, nonTrainable: null },
      }),
    );
    assert.doesNotMatch(text, /InputLayer/);
    assert.match(text, /│ mine \(Mine\) +│ \? +│ +\? │/);
    assert.match(text, /│ dense \(Dense\) +│ \(None, \?\) +│ +\? │/);
    assert.match(text, / Total params: \?\n Trainable params: \?\n/);
    const own = summaryText(
      graph({ type: 'MyModel', rows: [row({ name: 'a', type: 'A' }), row({ name: 'b', type: 'B' })] }),
    );
    assert.doesNotMatch(own, /Connected to/);
  });
});

describe('PyTorch summary', () => {
  it('lists the calls in the order they run, repeated modules without their parameters', () => {
    const shape = [symbol('N', 'batch'), 64, symbol('H', 'open'), symbol('W', 'open')];
    const text = summaryText(
      graph({
        framework: 'torch',
        name: 'net',
        type: 'Net',
        rows: [
          row({ name: 'body.0', type: 'Conv2d', layer: 3, outputShapes: [shape], params: 36928, macs: 1000000 }),
          row({ name: 'act', type: 'ReLU', layer: 4, outputShapes: [shape] }),
          row({ name: 'body.0', type: 'Conv2d', layer: 3, outputShapes: [shape], params: 36928, macs: 1000000 }),
          row({ name: '', type: 'Own', layer: 5, outputShapes: [null], params: null, macs: null }),
        ],
        params: { total: 36928, trainable: 36928, nonTrainable: 0 },
        macs: 2000000,
      }),
    );
    assert.equal(
      text,
      [
        'net (Net)',
        '======================================================',
        'Layer (type)     Output Shape   Param #      Mult-Adds',
        '======================================================',
        'body.0 (Conv2d)  [N, 64, H, W]  36,928       1,000,000',
        'act (ReLU)       [N, 64, H, W]  --           --',
        'body.0 (Conv2d)  [N, 64, H, W]  (recursive)  1,000,000',
        'Own              ?              ?            ?',
        '======================================================',
        'Total params: 36,928',
        'Trainable params: 36,928',
        'Non-trainable params: 0',
        'Total mult-adds: 2,000,000',
        '======================================================',
        '',
      ].join('\n'),
    );
  });
});
