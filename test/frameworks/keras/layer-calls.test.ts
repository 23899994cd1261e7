/** Every public layer of Keras: it has a record, and what calls of it give was recorded by test/oracle/keras_layer_calls.py. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { kerasRecord } from '../../../extension/frameworks/keras/records/registry.ts';
import { english } from '../../../extension/message.ts';
import type { Analysis } from '../../../extension/model/graph.ts';
import type { Shape } from '../../../extension/model/size.ts';
import { analyzeText } from '../analyzer.ts';

type Shapes = readonly (readonly (number | null)[])[];
type Case = readonly [construction: string, call: string, outputs: Shapes | null, weights: Shapes | null];
interface Recorded {
  readonly head: string;
  readonly layers: readonly string[];
  readonly cases: Readonly<Record<string, readonly Case[]>>;
}
const read = (name: string): unknown => JSON.parse(readFileSync(`test/recorded/${name}.json`, 'utf8'));
const { head, layers, cases } = read('keras-layer-calls') as Recorded;

/** Those whose call is the user's, or that hold other layers: their classes are code, not records. */
const WITHOUT_RECORD = new Set(
  'Layer InputSpec Lambda Wrapper TimeDistributed Bidirectional SpectralNormalization RNN StackedRNNCells Pipeline'.split(
    ' ',
  ),
);
/** What is inside is not Keras: nothing can be recorded, and nothing may be claimed. */
const FOREIGN = ['TFSMLayer', 'JaxLayer', 'FlaxLayer', 'TorchModuleWrapper'];
/** They are no layers that compute. */
const UNCALLED = new Set(['Layer', 'InputSpec', 'InputLayer', ...FOREIGN]);

const plain = (shape: Shape): readonly (number | null)[] =>
  shape.map((size) => (typeof size === 'number' ? size : null));

/** The outputs of case number `index`, and how many parameters its layer has; null where they are not told. */
function foundIn({ bindings, tensors }: Analysis, index: number): readonly [Shapes, number] | null {
  const shapes = (name: string): readonly (Shape | null)[] =>
    bindings
      .filter((binding) => binding.name === name)
      .flatMap(({ values }) => values)
      .map((value) => (value.kind === 'tensor' ? (tensors[value.tensor]?.shape ?? null) : null));
  const outputs = shapes(`y${index}`);
  if (outputs.length === 0 || !outputs.every((shape) => shape !== null)) return null;
  const count = shapes(`n${index}`)[0]?.[1];
  return [outputs.map(plain), typeof count === 'number' ? count - 1 : NaN];
}

const countOf = (weights: Shapes): number =>
  weights.reduce((sum, shape) => sum + shape.reduce((product: number, size) => product * (size ?? 0), 1), 0);

describe('public layers of Keras', () => {
  it('all have a record or a class of their own, and recorded cases', () => {
    assert.deepEqual(
      layers.filter((name) => kerasRecord(name) === undefined && !WITHOUT_RECORD.has(name)),
      [],
    );
    const elsewhere = new Set([
      ...(read('layers-keras') as { layers: readonly { layer: string }[] }).layers.map(({ layer }) => layer),
      ...Object.keys((read('layers-spatial') as { keras: object }).keras),
    ]);
    assert.deepEqual(
      layers.filter((name) => !(name in cases) && !elsewhere.has(name) && !UNCALLED.has(name)),
      [],
    );
  });

  for (const [layer, own] of Object.entries(cases)) {
    it(`${layer} gives what Keras gives`, () => {
      const text = own.map(
        ([construction, call], index) => `
f = ${construction}
y = ${call}
for y${index} in keras.tree.flatten(y):
    pass
# A count can be seen from outside as a size.
n${index} = keras.Input((f.count_params() + 1,))
`,
      );
      const analysis = analyzeText(head + text.join(''));
      const wrong = own.flatMap(([construction, call, outputs, weights], index) => {
        const found = JSON.stringify(foundIn(analysis, index));
        const right = JSON.stringify(outputs && [outputs, countOf(weights ?? [])]);
        return found === right ? [] : [`${construction}; ${call}: ${found}, not ${right}`];
      });
      assert.deepEqual(wrong, []);
    });
  }

  for (const layer of FOREIGN) {
    it(`${layer} states neither a shape nor a count, and says why`, () => {
      const { tensors, findings, models } = analyzeText(
        `import keras\nx = keras.Input((4,))\ny = keras.layers.${layer}("inside")(x)\nmodel = keras.Model(x, y)\n`,
      );
      assert.equal(tensors.at(-1)?.shape, null);
      assert.equal(models[0]?.params.total, null);
      assert.match(findings.map(({ message }) => english(message)).join('\n'), /is not read|is not followed/);
    });
  }
});
