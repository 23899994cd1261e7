/** Suppression comments take back the findings of their line, and nothing else. */
import assert from 'node:assert/strict';
import { suppression } from '../../extension/rewrite/suppress.ts';
import { applyEdits } from '../../extension/rewrite/text-edit.ts';
import { analyzeText } from './analyzer.ts';

const HEAD = 'import keras\nfrom keras import layers\nx = keras.Input((8, 8, 3))\n';
const LINE = 'y = layers.Conv2DTranspose(4, 3, strides=2)(x)';

function codes(text: string): string[] {
  return analyzeText(text).findings.map(({ code }) => code);
}

describe('suppression comments', () => {
  it('stand at the end of the line, with and without a list of codes', () => {
    assert.deepEqual(codes(`${HEAD}${LINE}\n`), ['checkerboard-overlap']);
    assert.deepEqual(codes(`${HEAD}${LINE}  # layerscope: ignore[checkerboard-overlap]\n`), []);
    assert.deepEqual(codes(`${HEAD}${LINE}  # layerscope: ignore\n`), []);
    assert.deepEqual(codes(`${HEAD}${LINE}  # layerscope: ignore[wrong-channels, checkerboard-overlap]\n`), []);
  });

  it('name the codes they mean and no others', () => {
    assert.deepEqual(codes(`${HEAD}${LINE}  # layerscope: ignore[wrong-channels]\n`), ['checkerboard-overlap']);
  });

  it('stand above the line, and for that line alone', () => {
    const comment = '# layerscope: ignore[checkerboard-overlap]';
    assert.deepEqual(codes(`${HEAD}${comment}\n${LINE}\n`), []);
    assert.deepEqual(codes(`${HEAD}${comment}\n\n${LINE}\n`), ['checkerboard-overlap']);
    assert.deepEqual(codes(`${HEAD}${LINE}\n${comment}\n`), ['checkerboard-overlap']);
  });

  it('reach a call over several lines from each of them', () => {
    const lines = (index: number): string =>
      ['y = layers.Conv2DTranspose(', '    4, 3,', '    strides=2)(x)']
        .map((line, at) => (at === index ? `${line}  # layerscope: ignore` : line))
        .join('\n');
    for (const index of [0, 1, 2]) assert.deepEqual(codes(`${HEAD}${lines(index)}\n`), []);
  });

  it('are written by the quick fix so that they work', () => {
    for (const body of [
      `${LINE}\n`,
      `${LINE}  # the upsampling\n`,
      `${LINE}  # layerscope: ignore[shape-mismatch]\n`,
      `def f(x):\r\n    return layers.Conv2DTranspose(\r\n        4, 3, strides=2)(x)\r\nf(x)\r\n`,
    ]) {
      const text = HEAD + body;
      const [finding] = analyzeText(text).findings;
      assert.ok(finding);
      const fixed = applyEdits(text, [suppression(text, finding.range.start, finding.code)]);
      assert.deepEqual(codes(fixed), [], fixed);
    }
  });
});
