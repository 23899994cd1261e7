/** Depthwise convolution: every channel has its own kernel; four channels of a pixel at a time. */
import { address, float, integer } from './job';
import { activated, loadLanes, madd, storeLanes } from './registers';
import { rowSource, rowTarget, rowWidth, sourceStep, targetStep } from './rows';

/** Items are output rows, those of all planes one after another. Weights are [tap][channels rounded up to 4]. The words are written by ../spatial.ts. */
export function depthwise(job: usize, from: i32, to: i32, thread: i32): void {
  const step = sourceStep(job);
  const targetPixel = targetStep(job);
  const width = rowWidth(job);
  const offsets = address(job, 10);
  const taps = integer(job, 11);
  const weights = address(job, 12);
  const bias = address(job, 13);
  const channels = integer(job, 14);
  const activation = integer(job, 15);
  const low = f32x4.splat(float(job, 16));
  const high = f32x4.splat(float(job, 17));
  const tapBytes: usize = (<usize>((channels + 3) >> 2)) << 4;
  for (let row = from; row < to; row++) {
    let source = rowSource(job, row);
    let target = rowTarget(job, row);
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c += 4) {
        const at = (<usize>c) << 2;
        const lanes = channels - c;
        let sum = v128.load(bias + at);
        let w = weights + at;
        const s = source + at;
        if (lanes >= 4) {
          for (let t = 0; t < taps; t++) {
            sum = madd(v128.load(s + load<u32>(offsets + ((<usize>t) << 2))), v128.load(w), sum);
            w += tapBytes;
          }
          v128.store(target + at, activated(sum, activation, low, high));
        } else {
          for (let t = 0; t < taps; t++) {
            sum = madd(loadLanes(s + load<u32>(offsets + ((<usize>t) << 2)), lanes), v128.load(w), sum);
            w += tapBytes;
          }
          sum = activated(sum, activation, low, high);
          storeLanes(target + at, sum, sum, lanes);
        }
      }
      source += step;
      target += targetPixel;
    }
  }
}
