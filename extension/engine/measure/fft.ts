/**
 * Discrete Fourier transform of complex numbers of any length: radix 2 (Cooley and Tukey) for powers of two, Bluestein's chirp
 * transform (1970) for the rest.
 */
export interface ComplexArray {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Prepared once per length; transforms in place. */
export interface Transform {
  readonly length: number;
  run(data: ComplexArray): void;
}

export const complexArray = (length: number): ComplexArray => ({
  re: new Float64Array(length),
  im: new Float64Array(length),
});

export function fourier(length: number): Transform {
  if (!Number.isInteger(length) || length < 1) throw new Error(`There is no transform of length ${length}.`);
  return (length & (length - 1)) === 0 ? radix2(length) : bluestein(length);
}

function radix2(length: number): Transform {
  const cosines = Float64Array.from({ length: length / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / length));
  const sines = Float64Array.from({ length: length / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / length));
  const run = ({ re, im }: ComplexArray): void => {
    reverseBits(re, im, length);
    for (let size = 2; size <= length; size *= 2) {
      const [half, step] = [size / 2, length / size];
      for (let start = 0; start < length; start += size) {
        for (let k = 0; k < half; k++) {
          const [c, s] = [cosines[k * step] as number, sines[k * step] as number];
          const [low, high] = [start + k, start + k + half];
          const [x, y] = [re[high] as number, im[high] as number];
          const [tr, ti] = [x * c - y * s, x * s + y * c];
          re[high] = (re[low] as number) - tr;
          im[high] = (im[low] as number) - ti;
          re[low] = (re[low] as number) + tr;
          im[low] = (im[low] as number) + ti;
        }
      }
    }
  };
  return { length, run };
}

function reverseBits(re: Float64Array, im: Float64Array, length: number): void {
  for (let i = 1, j = 0; i < length; i++) {
    let bit = length >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [re[i], re[j]] = [re[j] as number, re[i] as number];
    [im[i], im[j]] = [im[j] as number, im[i] as number];
  }
}

/** A transform of any length as a convolution with a chirp, done by transforms of a power of two. */
function bluestein(length: number): Transform {
  let padded = 1;
  while (padded < 2 * length - 1) padded *= 2;
  const inner = radix2(padded);
  const chirp = complexArray(length);
  const filter = complexArray(padded);
  for (let n = 0; n < length; n++) {
    // n * n modulo 2 * length keeps the angle exact for long transforms.
    const angle = (Math.PI * ((n * n) % (2 * length))) / length;
    chirp.re[n] = Math.cos(angle);
    chirp.im[n] = -Math.sin(angle);
    for (const place of n === 0 ? [0] : [n, padded - n]) {
      filter.re[place] = Math.cos(angle);
      filter.im[place] = Math.sin(angle);
    }
  }
  inner.run(filter);
  const work = complexArray(padded);
  const run = ({ re, im }: ComplexArray): void => {
    work.re.fill(0);
    work.im.fill(0);
    for (let n = 0; n < length; n++) {
      const [c, s] = [chirp.re[n] as number, chirp.im[n] as number];
      work.re[n] = (re[n] as number) * c - (im[n] as number) * s;
      work.im[n] = (re[n] as number) * s + (im[n] as number) * c;
    }
    inner.run(work);
    for (let k = 0; k < padded; k++) {
      const [a, b] = [work.re[k] as number, work.im[k] as number];
      const [c, s] = [filter.re[k] as number, filter.im[k] as number];
      // The conjugate, so that a forward transform does the inverse.
      work.re[k] = a * c - b * s;
      work.im[k] = -(a * s + b * c);
    }
    inner.run(work);
    for (let k = 0; k < length; k++) {
      const [a, b] = [(work.re[k] as number) / padded, -(work.im[k] as number) / padded];
      const [c, s] = [chirp.re[k] as number, chirp.im[k] as number];
      re[k] = a * c - b * s;
      im[k] = a * s + b * c;
    }
  };
  return { length, run };
}
