/** keras.applications as our own Python, against what Keras recorded of them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { english } from '../../../extension/message.ts';
import type { LayerRow } from '../../../extension/model/graph.ts';
import { analyzeText } from '../analyzer.ts';

type Shape = readonly (number | null)[];
type Row = readonly [name: string, type: string, outputs: readonly Shape[], params: number];
interface Recorded {
  readonly call: string;
  readonly name: string;
  readonly total: number;
  readonly trainable: number;
  /** Of the whole table. */
  readonly digest: string;
  readonly layers?: readonly Row[];
}

const recorded = JSON.parse(readFileSync('test/recorded/keras-applications.json', 'utf8')) as readonly Recorded[];

const rowOf = ({ name, type, outputShapes, params }: LayerRow): Row => [
  name,
  type,
  outputShapes.map((shape) => (shape ?? []).map((size) => (typeof size === 'number' ? size : null))),
  typeof params === 'number' ? params : NaN,
];

describe('keras.applications', function () {
  this.timeout(10_000);
  // The analysis ends by the clock, and a busy machine has little of it.
  this.retries(3);
  for (const { call, name, total, trainable, digest, layers } of recorded) {
    it(call, () => {
      const { models, findings } = analyzeText(`import keras\nmodel = ${call}\n`);
      const [model] = models;
      assert.ok(model, JSON.stringify(findings));
      assert.deepEqual([model.name, model.params.total, model.params.trainable], [name, total, trainable]);
      const rows = model.rows.map(rowOf);
      // A difference can be read where the table itself is there.
      if (layers) assert.deepEqual(rows, layers);
      assert.equal(createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, digest.length), digest);
    });
  }

  it('says why weights of ImageNet do not go with other classes', () => {
    const { findings } = analyzeText('import keras\nkeras.applications.VGG16(classes=10)\n');
    assert.match(findings.map(({ message }) => english(message)).join('\n'), /classes must be 1000/);
  });

  it('takes the inputs of an input tensor that was computed', () => {
    const { models } = analyzeText(
      [
        'import keras',
        'inputs = keras.Input((224, 224, 3))',
        'x = keras.layers.Rescaling(1 / 255)(inputs)',
        "backbone = keras.applications.ResNet50(include_top=False, weights='imagenet', input_tensor=x)",
        "skip = backbone.get_layer('conv4_block6_2_relu').output",
        'model = keras.Model(inputs, skip)',
      ].join('\n'),
    );
    const model = models.at(-1);
    assert.equal(model?.rows[1]?.type, 'Rescaling');
    assert.deepEqual(model.rows.at(-1)?.outputShapes[0]?.slice(1), [14, 14, 256]);
  });
});
