/** What precedes a long run, and what is said of one that has no room: sizes that the model takes, and what they cost. */
import assert from 'node:assert/strict';
import { pictureSize, type ConcreteModel } from '../../extension/editor/panels/concrete-model.ts';
import { largestInput } from '../../extension/editor/panels/largest-input.ts';
import { sizeStep, sketchSize } from '../../extension/editor/panels/sketch.ts';
import { indexOf } from '../../extension/editor/describe/facts-index.ts';
import { planRun } from '../../extension/engine/plan.ts';
import { runGraph } from '../../extension/engine/run-graph.ts';
import type { ModelGraph } from '../../extension/model/graph.ts';
import { analyzeText } from '../frameworks/analyzer.ts';

/** A U-Net of three levels; `size` as in keras.Input. */
const unet = (size: string): string => `import keras
from keras import layers
x = i = keras.Input((${size}, 3))
skips = []
for level in range(3):
    x = layers.Conv2D(24 << level, 3, padding='same', activation='relu')(x)
    skips.append(x)
    x = layers.MaxPooling2D()(x)
x = layers.Conv2D(192, 3, padding='same', activation='relu')(x)
for level in (2, 1, 0):
    x = layers.Conv2DTranspose(24 << level, 2, strides=2)(x)
    x = layers.concatenate([skips[level], x])
    x = layers.Conv2D(24 << level, 3, padding='same', activation='relu')(x)
model = keras.Model(i, layers.Conv2D(1, 1)(x), name='unet')
`;

function modelAt(text: string, imageSize: readonly [number, number] | null): ConcreteModel {
  const analysis = analyzeText(text, { imageSize });
  const model = analysis.models.find(({ name }) => name === 'unet');
  assert.ok(model);
  return { index: indexOf(analysis), model, size: imageSize };
}

const written = (text: string): ModelGraph => modelAt(text, null).model;

describe('sketches', () => {
  it('are small, cheap, and of a size that the model takes', () => {
    for (const [size, full] of [
      ['256, 256', null],
      ['None, None', [512, 384]],
      ['320, 480', null],
    ] as const) {
      const text = unet(size);
      const model = written(text);
      const concrete = modelAt(text, full);
      const small = sketchSize(concrete, model);
      assert.ok(small, size);
      assert.ok(small.every((side) => side % 8 === 0));
      const sketch = modelAt(text, small);
      assert.deepEqual(pictureSize(sketch), small);
      assert.deepEqual(
        sketch.index.analysis.findings.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.ok(typeof sketch.model.macs === 'number' && sketch.model.macs < 4e8);
    }
  });

  it('are not made where the run is quick, or the weights alone take their time', () => {
    const text = unet('64, 64');
    assert.equal(sketchSize(modelAt(text, null), written(text)), null);
    const heavy = text.replaceAll('24 <<', '256 <<').replaceAll('64, 64', '256, 256');
    assert.equal(sketchSize(modelAt(heavy, null), written(heavy)), null);
  });

  it('are made of many weights where the run takes longer still, and of fewer where they take longer to draw', () => {
    const sizeOf = (side: number, padding: string): readonly [number, number] | null => {
      const wide = unet(`${side}, ${side}`).replaceAll('24 <<', '120 <<').replace('192, 3', '960, 3');
      const text = wide.replaceAll("padding='same'", padding);
      const concrete = modelAt(text, null);
      const { total } = concrete.model.params;
      assert.ok(typeof total === 'number' && total > 1e7);
      return sketchSize(concrete, written(text));
    };
    const normal = "padding='same', kernel_initializer='he_normal'";
    assert.equal(sizeOf(64, "padding='same'"), null);
    assert.ok(sizeOf(128, "padding='same'"));
    assert.equal(sizeOf(128, normal), null);
    assert.ok(sizeOf(512, normal));
  });
});

describe('the largest input that fits', () => {
  it('is one step below what does not, of sizes that the model takes', async () => {
    const text = unet('None, None');
    const model = written(text);
    const peak = (size: readonly [number, number]): number => {
      const { index, model: sized } = modelAt(text, size);
      return planRun(runGraph(index, sized), 1).peakBytes;
    };
    const step = sizeStep(model, [512, 512]);
    assert.equal(step, 8);
    const limit = peak([200, 200]);
    const largest = await largestInput([512, 512], step, (size) => Promise.resolve(peak(size) <= limit));
    assert.deepEqual(largest, [200, 200]);
    assert.ok(peak([208, 208]) > limit);
  });

  it('keeps the proportions, and is none where nothing fits', async () => {
    const area = (most: number) => (size: readonly [number, number]) => Promise.resolve(size[0] * size[1] <= most);
    assert.deepEqual(await largestInput([480, 640], 32, area(200 * 200)), [160, 224]);
    assert.equal(await largestInput([480, 640], 32, area(10)), null);
  });
});
