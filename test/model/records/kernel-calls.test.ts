/** What the records tell the engine to run gives the shapes that the real frameworks gave. */
import assert from 'node:assert/strict';
import type { NDArray } from '../../../extension/engine/array.ts';
import { runKernel } from '../../../extension/engine/run-kernel.ts';
import type { Framework } from '../../../extension/model/record.ts';
import type { Shape } from '../../../extension/model/size.ts';
import { substitute } from '../../../extension/model/sizes/arithmetic.ts';
import { ask, recordedLayers, shapeOf, type RecordedCase, type RecordedLayer } from './recorded-layers.ts';

/** Layers with a kernel for every case that works. */
const RUN: Readonly<Record<Framework, readonly string[]>> = {
  keras:
    'Conv2D Conv2DTranspose UpSampling2D MaxPooling2D AveragePooling2D Dense Reshape Concatenate ZeroPadding2D Cropping2D ops.depth_to_space'.split(
      ' ',
    ),
  torch: 'Conv2d ConvTranspose2d Upsample PixelShuffle MaxPool2d AvgPool2d ReLU BatchNorm2d'.split(' '),
};
/** Larger cases only cost time. */
const MAX_NUMBERS = 4000;

const zeros = (shape: readonly number[]): NDArray => ({
  shape,
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
});
const batchOfOne = new Map([['N', 1]]);
const numeric = (shape: Shape): readonly number[] =>
  shape.map((size) => {
    const value = substitute(size, batchOfOne);
    assert.ok(typeof value === 'number');
    return value;
  });

/** The shape that the engine computes; null where the record has no kernel for the case. */
function run(framework: Framework, layer: RecordedLayer, one: RecordedCase): readonly number[] | string | null {
  const args = { ...layer.defaults, ...one.a };
  const inputs = one.i.map(shapeOf);
  const call = ask(framework, layer.layer, args, (record, config) =>
    record.kernel(config, inputs, (one.o ?? []).map(shapeOf)),
  );
  const specs = ask(framework, layer.layer, args, (record, config) => record.weights(config, inputs));
  if (call.kind !== 'known' || specs.kind !== 'known') return null;
  const weights = new Map(specs.value.map(({ name, shape }) => [name, zeros(numeric(shape))]));
  const arrays = inputs.map((shape) => zeros(numeric(shape)));
  if (arrays.some(({ data }) => data.length > MAX_NUMBERS)) return null;
  try {
    return runKernel(call.value, arrays, weights)[0]?.shape ?? 'nothing';
  } catch (error) {
    return String(error);
  }
}

for (const framework of ['keras', 'torch'] as const) {
  describe(`kernels of the layer records of ${framework}`, () => {
    for (const layer of recordedLayers(framework)) {
      const works = layer.cases.filter(({ o, r }) => o !== undefined && r === undefined);
      it(layer.layer, () => {
        const problems: string[] = [];
        let ran = 0;
        for (const one of works) {
          const found = run(framework, layer, one);
          if (found === null) continue;
          ran++;
          const wanted = numeric(shapeOf(one.o?.[0] ?? []));
          if (String(found) !== String(wanted)) problems.push(`${JSON.stringify(one)} -> ${String(found)}`);
        }
        assert.equal(problems.join('\n'), '');
        if (RUN[framework].includes(layer.layer)) assert.ok(ran > works.length / 2, `${ran} of ${works.length} ran`);
      });
    }
  });
}
