/** Functions on tensors against the real Keras and TensorFlow (test/oracle/keras_functions.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isKnown } from '../../../extension/model/sizes/arithmetic.ts';
import type { Shape } from '../../../extension/model/size.ts';
import { EXPRESSIONS_HEAD } from './expressions-head.ts';
import { analyzeText } from '../torch/analyze.ts';

type Shapes = readonly (readonly (number | null)[])[];
interface Recorded {
  /** The shapes of all tensors of the result, computed inside a layer; null where it is refused. */
  readonly inside: Shapes | null;
  /** On the tensors of a model: also the class and the name of the operation. */
  readonly outside?: { readonly shapes: Shapes; readonly type: string; readonly name: string } | null;
}

const recorded = JSON.parse(readFileSync('test/recorded/keras-functions.json', 'utf8')) as Readonly<
  Record<string, Recorded>
>;
const all = Object.entries(recorded);

/** What may stay unknown: the rest must be known exactly. */
const UNKNOWN_ALLOWED = 13;
const BATCH = 40;

const told = (shape: Shape): readonly (number | null | '?')[] =>
  shape.map((size) => (typeof size === 'number' ? size : isKnown(size) ? null : '?'));

describe('Keras functions', () => {
  it(`agrees with Keras on ${all.length} expressions inside of a layer, and states nothing where it refuses`, () => {
    const wrong: string[] = [];
    const unknown: string[] = [];
    for (let start = 0; start < all.length; start += BATCH) {
      const batch = all.slice(start, start + BATCH);
      const classes = batch.map(
        ([expression], index) => `
class Probe${index}(layers.Layer):
    def call(self, x, s):
        B = ops.shape(x)[0]
        for part_${index} in parts(${expression}):
            pass
        return x

Probe${index}()(keras.Input((12, 10, 8)), keras.Input((5, 4)))
`,
      );
      const analysis = analyzeText('functions.py', [EXPRESSIONS_HEAD, ...classes].join('\n'));
      batch.forEach(([expression, { inside }], index) => {
        const bound = analysis.bindings.find(({ name }) => name === `part_${index}`)?.values ?? [];
        const shapes = bound.map((value) =>
          value.kind === 'tensor' ? (analysis.tensors[value.tensor]?.shape ?? null) : null,
        );
        if (shapes.length === 0 || !shapes.every((shape) => shape !== null)) {
          if (inside !== null) unknown.push(expression);
          return;
        }
        const ours = JSON.stringify(shapes.map(told));
        if (ours !== JSON.stringify(inside)) wrong.push(`${expression}: ${ours} instead of ${JSON.stringify(inside)}`);
      });
    }
    assert.deepEqual(wrong, []);
    assert.ok(unknown.length <= UNKNOWN_ALLOWED, `${unknown.length} are not known:\n${unknown.join('\n')}`);
  }).timeout(60_000);

  it('names the operations that they make in a model as Keras does', () => {
    const wrong: string[] = [];
    const symbolic = all.flatMap(([expression, { outside }]) => (outside ? [[expression, outside] as const] : []));
    for (const [expression, { shapes, type, name }] of symbolic) {
      const text = `${EXPRESSIONS_HEAD}
x, s = keras.Input((12, 10, 8)), keras.Input((5, 4))
model = keras.Model([x, s], parts(${expression}))
`;
      const { models } = analyzeText('functions.py', text);
      const outputs = new Set(models[0]?.outputs);
      const rows = models[0]?.rows.filter(({ outputShapes }) => outputs.size > 0 && outputShapes.length > 0) ?? [];
      const row = rows.at(-1);
      // What cannot be told is told so.
      const own = row?.outputShapes.flatMap((shape) => (shape ? [told(shape)] : [])) ?? [];
      if (!row || own.length < row.outputShapes.length) continue;
      const ours = `${row.type} ${row.name} ${JSON.stringify(own)}`;
      const truth = `${type} ${name} ${JSON.stringify(shapes)}`;
      if (ours !== truth) wrong.push(`${expression}: ${ours} instead of ${truth}`);
    }
    assert.deepEqual(wrong, []);
  }).timeout(60_000);
});
