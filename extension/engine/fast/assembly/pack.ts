/** Brings weights into the order in which the convolutions read them. */
import { address, integer } from './job';
import { store8 } from './registers';
import { weights2, weights3 } from './transforms';

/** Eight output channels of one entry and input channel, zeros where there are fewer. `entry` is as in `pack`. */
function eight(target: usize, source: usize, step: usize, lanes: i32, entry: usize): void {
  const taps = load<u32>(entry);
  if (lanes < 8) {
    memory.fill(target, 0, 32);
    for (let lane = 0; lane < lanes; lane++) {
      const at = source + <usize>lane * step;
      let sum = load<f32>(at + load<u32>(entry, 4));
      for (let t: usize = 1; t < taps; t++) sum += load<f32>(at + load<u32>(entry + (t << 2), 4));
      store<f32>(target + ((<usize>lane) << 2), sum);
    }
    return;
  }
  let at = source + load<u32>(entry, 4);
  let low = four(at, step);
  let high = four(at + 4 * step, step);
  for (let t: usize = 1; t < taps; t++) {
    at = source + load<u32>(entry + (t << 2), 4);
    low = f32x4.add(low, four(at, step));
    high = f32x4.add(high, four(at + 4 * step, step));
  }
  store8(target, low, high);
}

function four(at: usize, step: usize): v128 {
  if (step == 4) return v128.load(at);
  let x = v128.load32_zero(at);
  x = v128.load32_lane(at + step, x, 1);
  x = v128.load32_lane(at + 2 * step, x, 2);
  return v128.load32_lane(at + 3 * step, x, 3);
}

/** After the matrix of each product: without it all of them would often fall to the same lines of the cache. */
export const GAP: usize = 64;

/** Where the entry after this one begins. */
function next(entry: usize): usize {
  return entry + 4 + (load<u32>(entry) << 2);
}

/**
 * [entry][in][8] of one panel per item. An entry is a sum of taps: `entries` holds, for each, how many there are and their
 * distances in the source in bytes. The words are written by ../packed-weights.ts.
 */
export function pack(job: usize, from: i32, to: i32, thread: i32): void {
  const source = address(job, 0);
  const entries = address(job, 2);
  const count = integer(job, 3);
  const inChannels = integer(job, 4);
  const outChannels = integer(job, 5);
  const inStep = address(job, 6);
  const outStep = address(job, 7);
  let target = address(job, 1) + <usize>(from * count * inChannels) * 32;
  for (let panel = from; panel < to; panel++) {
    const lanes = min(8, outChannels - panel * 8);
    const first = source + <usize>(panel * 8) * outStep;
    let entry = entries;
    for (let e = 0; e < count; e++) {
      for (let i = 0; i < inChannels; i++) {
        eight(target, first + <usize>i * inStep, outStep, lanes, entry);
        target += 32;
      }
      entry = next(entry);
    }
  }
}

/**
 * G g G^T: [product][panel][in][8], with a gap after each product. Items are panels. Entries are as in `pack`, those of a row of the kernel one after another; the
 * steps between input and output channels of the source are in bytes; each thread has 1 KiB of scratch memory. The words are written by
 * ../packed-weights.ts.
 */
export function packWinograd(job: usize, from: i32, to: i32, thread: i32): void {
  const source = address(job, 0);
  const target = address(job, 1);
  const inChannels = integer(job, 2);
  const outChannels = integer(job, 3);
  const entries = address(job, 4);
  const inStep = address(job, 5);
  const outStep = address(job, 6);
  const scratch = address(job, 7) + <usize>thread * 1024;
  const rowTaps = integer(job, 8);
  const columnTaps = integer(job, 9);
  const panels = (outChannels + 7) >> 3;
  const step = <usize>(panels * inChannels) * 32 + GAP;
  const rows = rowTaps == 1 ? 1 : rowTaps + 3;
  const rowBytes = <usize>columnTaps * 32;
  const columns = <usize>columnTaps + 3;
  // After the nine taps: six rows of three.
  const middle = scratch + 9 * 32;
  for (let panel = from; panel < to; panel++) {
    const lanes = min(8, outChannels - panel * 8);
    for (let i = 0; i < inChannels; i++) {
      const first = source + <usize>(panel * 8) * outStep + <usize>i * inStep;
      let entry = entries;
      for (let t = 0; t < rowTaps * columnTaps; t++) {
        eight(scratch + <usize>t * 32, first, outStep, lanes, entry);
        entry = next(entry);
      }
      for (let half: usize = 0; half < 32; half += 16) {
        const to = target + <usize>(panel * inChannels + i) * 32 + half;
        for (let x = 0; x < columnTaps; x++) {
          transform(rowTaps, scratch + <usize>x * 32 + half, rowBytes, middle + <usize>x * 16, 48);
        }
        for (let y = 0; y < rows; y++) {
          transform(columnTaps, middle + <usize>y * 48, 16, to + <usize>y * columns * step, step);
        }
      }
    }
  }
}

/** The product of G and as many numbers as there are taps. */
function transform(taps: i32, source: usize, sourceStep: usize, target: usize, step: usize): void {
  const g0 = v128.load(source);
  if (taps == 1) v128.store(target, g0);
  else if (taps == 2) weights2(g0, v128.load(source + sourceStep), target, step);
  else weights3(g0, v128.load(source + sourceStep), v128.load(source + 2 * sourceStep), target, step);
}
