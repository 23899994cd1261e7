/** The transforms against the sum that defines them. */
import assert from 'node:assert/strict';
import { complexArray, fourier } from '../../../extension/engine/measure/fft.ts';
import { planSpectrum, powerSpectrum } from '../../../extension/engine/measure/spectrum.ts';
import { Random } from '../../../extension/engine/random.ts';

describe('fourier', () => {
  for (const length of [1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 30, 31, 64, 97, 100, 128]) {
    it(`is the discrete Fourier transform of ${length} numbers`, () => {
      const random = new Random(length);
      const data = complexArray(length);
      for (let n = 0; n < length; n++) {
        data.re[n] = random.normal();
        data.im[n] = random.normal();
      }
      const given = { re: data.re.slice(), im: data.im.slice() };
      fourier(length).run(data);
      for (let k = 0; k < length; k++) {
        let [re, im] = [0, 0];
        for (let n = 0; n < length; n++) {
          const angle = (-2 * Math.PI * k * n) / length;
          const [a, b] = [given.re[n] ?? NaN, given.im[n] ?? NaN];
          re += a * Math.cos(angle) - b * Math.sin(angle);
          im += a * Math.sin(angle) + b * Math.cos(angle);
        }
        assert.ok(Math.hypot(re - (data.re[k] ?? NaN), im - (data.im[k] ?? NaN)) < 1e-10 * length);
      }
    });
  }

  it('refuses lengths that are none', () => {
    assert.throws(() => fourier(0), /no transform/);
    assert.throws(() => fourier(2.5), /no transform/);
  });
});

describe('powerSpectrum', () => {
  it('puts a wave into its bin and one to each side, and nothing of the mean anywhere', () => {
    const [height, width, v, u] = [12, 20, 3, 6];
    const values = Float64Array.from({ length: height * width }, (_, i) => {
      const [y, x] = [Math.floor(i / width), i % width];
      return 5 + Math.cos(2 * Math.PI * ((v * y) / height + (u * x) / width));
    });
    const power = powerSpectrum(values, planSpectrum(height, width));
    const total = power.reduce((sum, value) => sum + value, 0);
    const near = (row: number, column: number): boolean =>
      [v, height - v].some((r) => Math.abs(row - r) <= 1) && [u, width - u].some((c) => Math.abs(column - c) <= 1);
    let outside = 0;
    for (const [i, value] of power.entries()) if (!near(Math.floor(i / width), i % width)) outside += value;
    assert.ok(total > 1);
    assert.ok(outside < 1e-20 * total);
  });
});
