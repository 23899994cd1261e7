/** What weights start as in Keras: the moments of ours against the real ones (test/oracle/numbers/keras_starts.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { analyzeText } from '../../frameworks/torch/analyze.ts';
import { checkMoments, type Moments } from './moments.ts';

const recorded = JSON.parse(readFileSync('test/recorded/starts-keras.json', 'utf8')) as Readonly<
  Record<string, Moments>
>;

describe('what weights start as in Keras', () => {
  for (const [key, real] of Object.entries(recorded)) {
    it(key, () => {
      const [code = '', shape = ''] = key.split(' on ');
      const text = `import keras\nfrom keras import layers\n\ny = ${code}(keras.Input(${shape}))\n`;
      const { layers } = analyzeText('start.py', text);
      const spec = layers.flatMap(({ weights }) => weights ?? []).find(({ name }) => name === 'kernel');
      assert.ok(spec);
      checkMoments(spec, 'keras', real);
    });
  }
});
