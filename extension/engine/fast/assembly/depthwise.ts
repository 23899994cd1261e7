/** Depthwise convolution: every channel has its own kernel; four channels of a pixel at a time. */
import { address, float, integer } from './job';
import { activated, loadLanes, madd, storeLanes } from './registers';

/** Items are output rows, those of all planes one after another. Weights are [tap][channels rounded up to 4]. DepthwiseJob of ../jobs.ts. */
export function depthwise(job: usize, from: i32, to: i32, thread: i32): void {
  const input = address(job, 0);
  const output = address(job, 1);
  const inputPlane = address(job, 2);
  const inputRow = address(job, 3);
  const inputPixel = address(job, 4);
  const outputPlane = address(job, 5);
  const outputRow = address(job, 6);
  const outputPixel = address(job, 7);
  const height = integer(job, 8);
  const width = integer(job, 9);
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
    const z = <usize>(row / height);
    const y = <usize>(row % height);
    let source = input + z * inputPlane + y * inputRow;
    let target = output + z * outputPlane + y * outputRow;
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
      source += inputPixel;
      target += outputPixel;
    }
  }
}
