/**
 * Convolution as implicit matrix multiplication: for each output pixel the kernel is a list of runs of consecutive floats in the
 * channels-last input, multiplied with weights packed to match. Six or four output pixels times eight output channels stay in
 * registers (tile.ts, written by build/micro-kernel.mjs).
 */
import { address, float, integer } from './job';
import { rowSource, rowTarget, rowWidth, sourceStep, targetStep } from './rows';
import { tile1, tile4, tile6 } from './tile';

/** Bytes of the eight floats of a panel. */
const PANEL: usize = 32;

/** Items are output rows, those of all planes one after another. Weights are [panel][run][float][8]. The words are written by ../spatial.ts. */
export function convolve(job: usize, from: i32, to: i32, thread: i32): void {
  const step = sourceStep(job);
  const targetPixel = targetStep(job);
  const width = rowWidth(job);
  const offsets = address(job, 10);
  const runs = integer(job, 11);
  const run = integer(job, 12);
  const weights = address(job, 13);
  const bias = address(job, 14);
  const channels = integer(job, 15);
  const rowsPerBlock = integer(job, 16);
  const activation = integer(job, 17);
  const low = f32x4.splat(float(job, 18));
  const high = f32x4.splat(float(job, 19));
  const panels = (channels + 7) >> 3;
  const panelBytes: usize = <usize>runs * <usize>run * PANEL;
  // A block's rows stay in the cache while the panels of weights pass by.
  for (let block = from; block < to; block += rowsPerBlock) {
    const end = min(to, block + rowsPerBlock);
    for (let panel = 0; panel < panels; panel++) {
      const w = weights + <usize>panel * panelBytes;
      const b = bias + <usize>panel * PANEL;
      const lanes = min(8, channels - panel * 8);
      for (let row = block; row < end; row++) {
        const source = rowSource(job, row);
        const target = rowTarget(job, row) + <usize>panel * PANEL;
        line(source, step, offsets, runs, (<usize>run) << 2, w, b, target, targetPixel, width, lanes, activation, low, high);
      }
    }
  }
}

/**
 * A row of `width` pixels in sixes and fours, or, where products and sums are apart and take a register more, in fours: then sixes do not
 * fit. The last ones may overlap: the same numbers are written twice.
 */
export function line(
  source: usize,
  step: usize,
  offsets: usize,
  runs: i32,
  runBytes: usize,
  w: usize,
  bias: usize,
  target: usize,
  targetStep: usize,
  width: i32,
  lanes: i32,
  activation: i32,
  low: v128,
  high: v128,
): void {
  let x = 0;
  while (x < width) {
    const rest = width - x;
    if (ASC_FEATURE_RELAXED_SIMD && width >= 6 && rest >= 5 && rest != 8) {
      const at = <usize>min(x, width - 6);
      tile6(source + at * step, step, offsets, runs, runBytes, w, bias, target + at * targetStep, targetStep, lanes, activation, low, high);
      x += 6;
    } else if (width >= 4) {
      const at = <usize>min(x, width - 4);
      tile4(source + at * step, step, offsets, runs, runBytes, w, bias, target + at * targetStep, targetStep, lanes, activation, low, high);
      x += 4;
    } else {
      const at = <usize>x;
      tile1(source + at * step, step, offsets, runs, runBytes, w, bias, target + at * targetStep, targetStep, lanes, activation, low, high);
      x += 1;
    }
  }
}
