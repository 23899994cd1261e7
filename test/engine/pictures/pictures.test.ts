/** Input pictures: what they show, at any size, and how the user's own pixels and latent vectors become inputs. */
import assert from 'node:assert/strict';
import { finish } from '../../../extension/engine/reference/steps.ts';
import { adaptChannels } from '../../../extension/engine/pictures/channels.ts';
import { makeInput, pictureOf } from '../../../extension/engine/pictures/input.ts';
import { makePicture } from '../../../extension/engine/pictures/picture.ts';
import { resamplePicture } from '../../../extension/engine/pictures/resample.ts';
import type { BuiltInPicture, PictureSource } from '../../../extension/protocol.ts';

const NAMES: readonly BuiltInPicture[] = ['scene', 'zone-plate', 'gradient', 'constant', 'impulse', 'noise'];

const mean = (data: Float32Array): number => data.reduce((sum, x) => sum + x, 0) / data.length;

describe('built-in pictures', () => {
  for (const name of NAMES) {
    it(`${name} has values 0 to 1 at every size, the same every time`, () => {
      for (const [height, width, channels] of [
        [1, 1, 3],
        [7, 12, 1],
        [33, 20, 3],
        [8, 8, 17],
      ] as const) {
        const picture = finish(makePicture(name, height, width, channels));
        assert.deepEqual(picture.shape, [height, width, channels]);
        assert.equal(picture.data.length, height * width * channels);
        assert.ok(picture.data.every((value) => value >= 0 && value <= 1));
        assert.deepEqual(finish(makePicture(name, height, width, channels)).data, picture.data);
      }
    });
  }

  it('scene has a blue sky, green ground, and detail of every size', () => {
    const { data } = finish(makePicture('scene', 96, 96, 3));
    const pixel = (y: number, x: number): number[] => [...data.subarray((y * 96 + x) * 3, (y * 96 + x) * 3 + 3)];
    const [skyRed, , skyBlue] = pixel(3, 60) as [number, number, number];
    assert.ok(skyBlue > skyRed + 0.2);
    const [, grassGreen, grassBlue] = pixel(92, 5) as [number, number, number];
    assert.ok(grassGreen > grassBlue + 0.1);
    let [edges, flat] = [0, 0];
    for (let y = 0; y < 96; y++) {
      for (let x = 1; x < 96; x++) {
        const step = Math.abs((pixel(y, x)[1] ?? 0) - (pixel(y, x - 1)[1] ?? 0));
        if (step > 0.15) edges++;
        if (step < 0.01) flat++;
      }
    }
    assert.ok(edges > 300 && flat > 2000, `${edges} edges, ${flat} flat`);
  });

  it('scene at half the size is the scene, smaller', () => {
    const large = finish(makePicture('scene', 128, 128, 3));
    const small = finish(makePicture('scene', 32, 32, 3));
    const reduced = resamplePicture(large, 32, 32);
    const difference = reduced.data.reduce((sum, value, i) => sum + Math.abs(value - (small.data[i] ?? NaN)), 0);
    assert.ok(difference / small.data.length < 0.02);
  });

  it('zone-plate reaches the highest frequency at its border', () => {
    const { data } = finish(makePicture('zone-plate', 64, 64, 1));
    const row = data.subarray(32 * 64, 33 * 64);
    // In the middle neighbours agree; at the border they alternate.
    assert.ok(Math.abs((row[32] ?? NaN) - (row[33] ?? NaN)) < 0.1);
    const steps = [1, 2, 3, 4, 5, 6, 7].map((x) => Math.abs((row[x] ?? NaN) - (row[x + 1] ?? NaN)));
    assert.ok(Math.max(...steps) > 0.9);
  });

  it('impulse is one pixel', () => {
    const { data } = finish(makePicture('impulse', 9, 9, 1));
    assert.equal(data[4 * 9 + 4], 1);
    assert.equal(mean(data) * 81, 1);
  });
});

describe('channels', () => {
  const red = { shape: [1, 2, 3], data: Float32Array.of(1, 0, 0, 0, 1, 0) };

  it('one channel is the luma', () => {
    const { data } = adaptChannels(red, 1);
    assert.ok(Math.abs((data[0] ?? NaN) - 0.2126) < 1e-6 && Math.abs((data[1] ?? NaN) - 0.7152) < 1e-6);
  });

  it('four add an opaque alpha', () => {
    assert.deepEqual([...adaptChannels(red, 4).data], [1, 0, 0, 1, 0, 1, 0, 1]);
  });

  it('many are derived, neighbours differing', () => {
    const { shape, data } = adaptChannels(finish(makePicture('scene', 16, 16, 3)), 64);
    assert.deepEqual(shape, [16, 16, 64]);
    const plane = (c: number): string => data.filter((_, i) => i % 64 === c).join();
    for (let c = 1; c < 64; c++) assert.notEqual(plane(c), plane(c - 1));
  });
});

describe('resamplePicture', () => {
  it('averages areas when it shrinks, whole and broken', () => {
    const line = { shape: [1, 6, 1], data: Float32Array.of(0, 2, 4, 6, 8, 10) };
    assert.deepEqual([...resamplePicture(line, 1, 3).data], [1, 5, 9]);
    assert.deepEqual(
      [...resamplePicture(line, 1, 4).data].map((x) => Math.round(x * 1e5) / 1e5),
      [0.66667, 3.33333, 6.66667, 9.33333],
    );
  });

  it('interpolates when it grows, and changes nothing at the same size', () => {
    const line = { shape: [2, 2, 1], data: Float32Array.of(0, 4, 8, 12) };
    assert.deepEqual([...resamplePicture(line, 2, 4).data], [0, 1, 3, 4, 8, 9, 11, 12]);
    assert.deepEqual(resamplePicture(line, 2, 2).data, line.data);
  });

  it('keeps the mean of pictures that shrink', () => {
    const picture = finish(makePicture('noise', 50, 70, 3));
    for (const [height, width] of [
      [50, 35],
      [13, 7],
      [1, 1],
    ] as const) {
      assert.ok(Math.abs(mean(resamplePicture(picture, height, width).data) - mean(picture.data)) < 1e-3);
    }
  });
});

describe('inputs', () => {
  const scene: PictureSource = { kind: 'built-in', name: 'scene' };

  it('are in the layout of the tensor', () => {
    const last = finish(makeInput(scene, [1, 6, 8, 3], 'channels_last', 0));
    const first = finish(makeInput(scene, [1, 3, 6, 8], 'channels_first', 0));
    assert.deepEqual(first.shape, [1, 3, 6, 8]);
    assert.equal(first.data[48 + 10], last.data[10 * 3 + 1]);
  });

  it('repeat the picture over batch and depth, and give signals its middle row', () => {
    const [one, two] = [1, 2].map((batch) => finish(makeInput(scene, [batch, 4, 4, 3], 'channels_last', 0)));
    assert.deepEqual(two?.data.subarray(48), one?.data);
    const volume = finish(makeInput(scene, [1, 3, 2, 4, 4], 'channels_first', 0));
    assert.deepEqual(volume.data.subarray(0, 16), volume.data.subarray(16, 32));
    const signal = finish(makeInput(scene, [1, 32, 3], 'channels_last', 0));
    assert.deepEqual(signal.data, finish(makePicture('scene', 32, 32, 3)).data.slice(16 * 96, 17 * 96));
  });

  it('without axes to show are seeded normal noise, different for each input', () => {
    const [latent, again, other] = [0, 0, 1].map((index) =>
      finish(makeInput(scene, [1, 2000], 'channels_last', index)),
    );
    assert.ok(latent && again && other);
    assert.deepEqual(latent.data, again.data);
    assert.notDeepEqual(latent.data, other.data);
    assert.ok(Math.abs(mean(latent.data)) < 0.1 && Math.abs(mean(latent.data.map((x) => x * x)) - 1) < 0.1);
  });

  it('refuse pixels that are not as many as they say', () => {
    const broken: PictureSource = { kind: 'pixels', name: 'cat.png', height: 2, width: 2, data: new Float32Array(11) };
    assert.throws(() => finish(pictureOf(broken, 4, 4, 3)), /cat\.png has 11 numbers for 2 x 2 pixels/);
  });
});
