/** The explainer's figure against what the layers compute: kernels of ones on a picture of ones add up to the overlap it draws. */
import assert from 'node:assert/strict';
import { arrayOf, sizeOf } from '../../extension/engine/array.ts';
import { runKernel } from '../../extension/engine/run-kernel.ts';
import { buildStage } from '../../extension/model/alternatives/piece.ts';
import { overlapOf, spreadAxis, traitOf } from '../../extension/model/artifacts/spread.ts';
import { overlapPerAxis } from '../../extension/model/artifacts/overlap.ts';
import { argumentsOf, explain } from '../../extension/model/explanation.ts';
import type { LayerFact } from '../../extension/model/graph.ts';
import type { PlainArguments } from '../../extension/model/record.ts';
import { layerFact } from '../model/alternatives/cases.ts';

const SIZE = 6;

function layers(): LayerFact[] {
  const found: LayerFact[] = [];
  for (const kernel of [1, 2, 3, 4, 5, 7])
    for (const stride of [2, 3, 4]) {
      for (const padding of ['same', 'valid'])
        found.push(
          layerFact('keras', 'Conv2DTranspose', {
            filters: 1,
            kernel_size: [kernel, 3],
            strides: [stride, 2],
            padding,
          }),
        );
      for (const dilation of [1, 2])
        for (const padding of [0, 1])
          for (const added of [0, 1])
            found.push(
              layerFact('torch', 'ConvTranspose2d', {
                in_channels: 1,
                out_channels: 1,
                kernel_size: kernel,
                stride,
                padding,
                output_padding: added,
                dilation,
              }),
            );
    }
  for (const interpolation of ['nearest', 'bilinear'])
    found.push(layerFact('keras', 'UpSampling2D', { size: [2, 3], interpolation }));
  for (const mode of ['nearest', 'bilinear']) found.push(layerFact('torch', 'Upsample', { scale_factor: 3, mode }));
  return found;
}

/** The layer on a picture of ones, with weights of ones and no bias. */
function computed(
  layer: LayerFact,
): { readonly height: number; readonly width: number; readonly data: number[] } | null {
  const keras = layer.framework === 'keras';
  const shape = keras ? [1, SIZE, SIZE, 1] : [1, 1, SIZE, SIZE];
  const built = buildStage(
    layer.framework,
    layer.type,
    layer.arguments,
    shape,
    keras ? 'channels_last' : 'channels_first',
  );
  if (built.kind !== 'known') return null;
  const { kernel, weights, outputShape } = built.value.stage;
  const filled = weights.map(({ name, shape: sizes }) => {
    const numbers = sizes.map(Number);
    return [name, arrayOf(numbers, new Float32Array(sizeOf(numbers)).fill(/bias/.test(name) ? 0 : 1))] as const;
  });
  const input = arrayOf(shape, new Float32Array(SIZE * SIZE).fill(1));
  const [output] = runKernel(kernel, [input], new Map(filled), null);
  const [height = 0, width = 0] = (keras ? outputShape.slice(1, 3) : outputShape.slice(2)).map(Number);
  return { height, width, data: [...(output?.data ?? [])] };
}

const settingOf = (layer: LayerFact) =>
  explain({ chain: [{ name: 'x', layer, kernel: null, inputShape: null, outputShape: null }], own: 0 }).setting;

describe('where the pixels of an upsampling layer go', () => {
  it('adds up to what the layer computes', () => {
    let compared = 0;
    for (const layer of layers()) {
      const real = computed(layer);
      if (real === null) continue;
      const setting = settingOf(layer);
      assert.ok(setting, layer.type);
      const [rows, columns] = [0, 1].map((axis) => overlapOf(spreadAxis(setting, axis, SIZE)));
      const about = JSON.stringify(layer.arguments);
      assert.deepEqual([rows?.length, columns?.length], [real.height, real.width], about);
      rows?.forEach((row, y) =>
        columns?.forEach((column, x) =>
          assert.ok(Math.abs(row * column - (real.data[y * real.width + x] ?? NaN)) < 1e-5, `${about} at ${y}, ${x}`),
        ),
      );
      compared++;
    }
    assert.ok(compared > 100, String(compared));
  });

  it('has the overlap that is graded, away from the border', () => {
    for (const layer of layers().filter(({ type }) => /Conv/.test(type))) {
      const setting = settingOf(layer);
      if (setting?.kind !== 'transposed' || computed(layer) === null) continue;
      const many = 16;
      overlapPerAxis(traitOf(setting)).forEach((phases, axis) => {
        const sums = overlapOf(spreadAxis(setting, axis, many));
        const middle = Math.floor(sums.length / 2 / phases.length) * phases.length;
        assert.deepEqual(sums.slice(middle, middle + phases.length), phases, JSON.stringify(layer.arguments));
      });
    }
  });

  it('says a setting in the arguments that lead to it', () => {
    for (const layer of layers()) {
      const setting = settingOf(layer);
      assert.ok(setting);
      const changes: PlainArguments = argumentsOf(setting, layer);
      assert.deepEqual(settingOf({ ...layer, arguments: { ...layer.arguments, ...changes } }), setting);
    }
  });
});
