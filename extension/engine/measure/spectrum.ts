/** Power spectra of feature maps: windowed against the picture's borders, of any size. */
import { complexArray, fourier, type Transform } from './fft.ts';

export interface SpectrumPlan {
  readonly height: number;
  readonly width: number;
  readonly rows: Transform;
  readonly columns: Transform;
  readonly windowRows: Float64Array;
  readonly windowColumns: Float64Array;
}

export function planSpectrum(height: number, width: number): SpectrumPlan {
  return {
    height,
    width,
    rows: fourier(width),
    columns: fourier(height),
    windowRows: hann(height),
    windowColumns: hann(width),
  };
}

/** The periodic Hann window: a wave of whole bins stays within one bin to each side. */
function hann(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length));
}

/**
 * |DFT|^2 of `values` (height x width) less their mean, windowed; element (v, u) belongs to v / height and u / width cycles per
 * pixel. The mean is taken under the window, so that nothing of it leaks out.
 */
export function powerSpectrum(values: ArrayLike<number>, plan: SpectrumPlan): Float64Array {
  const { height, width, windowRows, windowColumns } = plan;
  let [sum, weights] = [0, 0];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const weight = (windowRows[y] as number) * (windowColumns[x] as number);
      sum += weight * (values[i] as number);
      weights += weight;
    }
  }
  const mean = weights === 0 ? 0 : sum / weights;
  const data = complexArray(height * width);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      data.re[i] = (windowRows[y] as number) * (windowColumns[x] as number) * ((values[i] as number) - mean);
    }
  }
  const column = complexArray(height);
  for (let y = 0; y < height; y++) {
    const [from, to] = [y * width, (y + 1) * width];
    plan.rows.run({ re: data.re.subarray(from, to), im: data.im.subarray(from, to) });
  }
  const power = new Float64Array(height * width);
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      column.re[y] = data.re[y * width + x] as number;
      column.im[y] = data.im[y * width + x] as number;
    }
    plan.columns.run(column);
    for (let y = 0; y < height; y++)
      power[y * width + x] = (column.re[y] as number) ** 2 + (column.im[y] as number) ** 2;
  }
  return power;
}
