/**
 * Convolution as implicit matrix multiplication: for each output pixel the kernel is a list of runs of consecutive floats in the
 * padded channels-last input, multiplied with weights packed to match. Six output pixels times eight output channels stay in
 * registers. Peak measurements behind the tile size: 6x8 is the best for multiply and add.
 */

const PIXELS: i32 = 6;
/** Bytes of the eight floats of a panel. */
const PANEL: usize = 32;

/**
 * Rows `fromRow` to `toRow` of an output. Sizes named ...Bytes are strides in bytes.
 * @param runs number of runs; `offsets` holds each one's distance in bytes from the pixel's first float
 * @param run floats in a run
 * @param weights [panel][run][float][8]
 * @param bias panels * 8 floats
 */
export function convolve(
  input: usize,
  inputRowBytes: usize,
  inputPixelBytes: usize,
  fromRow: i32,
  toRow: i32,
  width: i32,
  offsets: usize,
  runs: i32,
  run: i32,
  weights: usize,
  panels: i32,
  bias: usize,
  output: usize,
  outputRowBytes: usize,
  outputPixelBytes: usize,
): void {
  const panelBytes: usize = <usize>runs * <usize>run * PANEL;
  for (let panel = 0; panel < panels; panel++) {
    const w = weights + <usize>panel * panelBytes;
    const b = bias + <usize>panel * PANEL;
    const to = output + <usize>panel * PANEL;
    for (let y = fromRow; y < toRow; y++) {
      const source = input + <usize>y * inputRowBytes;
      const target = to + <usize>y * outputRowBytes;
      if (width < PIXELS) {
        for (let x = 0; x < width; x++) {
          pixel(source + <usize>x * inputPixelBytes, offsets, runs, run, w, b, target + <usize>x * outputPixelBytes);
        }
        continue;
      }
      for (let start = 0; start < width; start += PIXELS) {
        // The last tile overlaps the one before it: the same numbers are written twice.
        const x = <usize>(start + PIXELS > width ? width - PIXELS : start);
        tile(
          source + x * inputPixelBytes,
          inputPixelBytes,
          offsets,
          runs,
          run,
          w,
          b,
          target + x * outputPixelBytes,
          outputPixelBytes,
        );
      }
    }
  }
}

function pixel(source: usize, offsets: usize, runs: i32, run: i32, w: usize, bias: usize, target: usize): void {
  let s0 = v128.load(bias);
  let s1 = v128.load(bias, 16);
  for (let r = 0; r < runs; r++) {
    let a = source + load<u32>(offsets + ((<usize>r) << 2));
    for (let k = 0; k < run; k++) {
      const x = v128.load32_splat(a);
      s0 = f32x4.add(s0, f32x4.mul(x, v128.load(w)));
      s1 = f32x4.add(s1, f32x4.mul(x, v128.load(w, 16)));
      a += 4;
      w += PANEL;
    }
  }
  v128.store(target, s0);
  v128.store(target, s1, 16);
}

function tile(
  source: usize,
  step: usize,
  offsets: usize,
  runs: i32,
  run: i32,
  w: usize,
  bias: usize,
  target: usize,
  targetStep: usize,
): void {
  const b0 = v128.load(bias);
  const b1 = v128.load(bias, 16);
  let s00 = b0;
  let s01 = b1;
  let s10 = b0;
  let s11 = b1;
  let s20 = b0;
  let s21 = b1;
  let s30 = b0;
  let s31 = b1;
  let s40 = b0;
  let s41 = b1;
  let s50 = b0;
  let s51 = b1;
  for (let r = 0; r < runs; r++) {
    let a0 = source + load<u32>(offsets + ((<usize>r) << 2));
    let a1 = a0 + step;
    let a2 = a1 + step;
    let a3 = a2 + step;
    let a4 = a3 + step;
    let a5 = a4 + step;
    for (let k = 0; k < run; k++) {
      const w0 = v128.load(w);
      const w1 = v128.load(w, 16);
      const x0 = v128.load32_splat(a0);
      s00 = f32x4.add(s00, f32x4.mul(x0, w0));
      s01 = f32x4.add(s01, f32x4.mul(x0, w1));
      const x1 = v128.load32_splat(a1);
      s10 = f32x4.add(s10, f32x4.mul(x1, w0));
      s11 = f32x4.add(s11, f32x4.mul(x1, w1));
      const x2 = v128.load32_splat(a2);
      s20 = f32x4.add(s20, f32x4.mul(x2, w0));
      s21 = f32x4.add(s21, f32x4.mul(x2, w1));
      const x3 = v128.load32_splat(a3);
      s30 = f32x4.add(s30, f32x4.mul(x3, w0));
      s31 = f32x4.add(s31, f32x4.mul(x3, w1));
      const x4 = v128.load32_splat(a4);
      s40 = f32x4.add(s40, f32x4.mul(x4, w0));
      s41 = f32x4.add(s41, f32x4.mul(x4, w1));
      const x5 = v128.load32_splat(a5);
      s50 = f32x4.add(s50, f32x4.mul(x5, w0));
      s51 = f32x4.add(s51, f32x4.mul(x5, w1));
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      a4 += 4;
      a5 += 4;
      w += PANEL;
    }
  }
  store2(target, s00, s01);
  store2(target + targetStep, s10, s11);
  store2(target + 2 * targetStep, s20, s21);
  store2(target + 3 * targetStep, s30, s31);
  store2(target + 4 * targetStep, s40, s41);
  store2(target + 5 * targetStep, s50, s51);
}

function store2(target: usize, low: v128, high: v128): void {
  v128.store(target, low);
  v128.store(target, high, 16);
}
