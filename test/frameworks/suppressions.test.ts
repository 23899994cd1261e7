/** Suppression comments take back the findings of their line, and nothing else. */
import assert from 'node:assert/strict';
import { suppression } from '../../extension/rewrite/suppress.ts';
import { applyEdits } from '../../extension/rewrite/text-edit.ts';
import { analyzeText } from './analyzer.ts';

const HEAD = 'import keras\nfrom keras import layers\nx = keras.Input((8, 8, 3))\n';
const LINE = 'y = layers.Conv2DTranspose(4, 3, strides=2)(x)';

async function codes(text: string): Promise<string[]> {
  return (await analyzeText(text)).findings.map(({ code }) => code);
}

describe('suppression comments', () => {
  it('stand at the end of the line, with and without a list of codes', async () => {
    assert.deepEqual(await codes(`${HEAD}${LINE}\n`), ['checkerboard-overlap']);
    assert.deepEqual(await codes(`${HEAD}${LINE}  # layerscope: ignore[checkerboard-overlap]\n`), []);
    assert.deepEqual(await codes(`${HEAD}${LINE}  # layerscope: ignore\n`), []);
    assert.deepEqual(await codes(`${HEAD}${LINE}  # layerscope: ignore[wrong-channels, checkerboard-overlap]\n`), []);
  });

  it('name the codes they mean and no others', async () => {
    assert.deepEqual(await codes(`${HEAD}${LINE}  # layerscope: ignore[wrong-channels]\n`), ['checkerboard-overlap']);
  });

  it('stand above the line, and for that line alone', async () => {
    const comment = '# layerscope: ignore[checkerboard-overlap]';
    assert.deepEqual(await codes(`${HEAD}${comment}\n${LINE}\n`), []);
    assert.deepEqual(await codes(`${HEAD}${comment}\n\n${LINE}\n`), ['checkerboard-overlap']);
    assert.deepEqual(await codes(`${HEAD}${LINE}\n${comment}\n`), ['checkerboard-overlap']);
  });

  it('reach a call over several lines from each of them', async () => {
    const lines = (index: number): string =>
      ['y = layers.Conv2DTranspose(', '    4, 3,', '    strides=2)(x)']
        .map((line, at) => (at === index ? `${line}  # layerscope: ignore` : line))
        .join('\n');
    for (const index of [0, 1, 2]) assert.deepEqual(await codes(`${HEAD}${lines(index)}\n`), []);
  });

  it('are written by the quick fix so that they work', async () => {
    for (const body of [
      `${LINE}\n`,
      `${LINE}  # the upsampling\n`,
      `${LINE}  # layerscope: ignore[shape-mismatch]\n`,
      `def f(x):\r\n    return layers.Conv2DTranspose(\r\n        4, 3, strides=2)(x)\r\nf(x)\r\n`,
    ]) {
      const text = HEAD + body;
      const [finding] = (await analyzeText(text)).findings;
      assert.ok(finding);
      const fixed = applyEdits(text, [suppression(text, finding.range.start, finding.code)]);
      assert.deepEqual(await codes(fixed), [], fixed);
    }
  });
});
