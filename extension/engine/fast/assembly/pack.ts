/** Brings weights into the order in which the convolutions read them. */
import { address, integer } from './job';

/** Eight output channels of one tap and input channel, zeros where there are fewer. */
function eight(target: usize, source: usize, step: usize, lanes: i32): void {
  for (let lane = 0; lane < 8; lane++) {
    store<f32>(target + ((<usize>lane) << 2), lane < lanes ? load<f32>(source + <usize>lane * step) : 0);
  }
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
      const taps = load<u32>(entry);
      for (let i = 0; i < inChannels; i++) {
        const from = first + <usize>i * inStep;
        for (let lane = 0; lane < 8; lane++) {
          let sum: f32 = 0;
          if (lane < lanes) {
            const at = from + <usize>lane * outStep;
            sum = load<f32>(at + load<u32>(entry, 4));
            for (let t: usize = 1; t < taps; t++) sum += load<f32>(at + load<u32>(entry + (t << 2), 4));
          }
          store<f32>(target + ((<usize>lane) << 2), sum);
        }
        target += 32;
      }
      entry += 4 + (taps << 2);
    }
  }
}

function k(x: f32): v128 {
  return f32x4.splat(x);
}

/**
 * G g G^T of F(4x4, 3x3): [6][6][panel][in][8]. Items are panels. The steps between taps, input and output channels of the source
 * are in bytes; the last word is nine lots of eight floats for each thread. The words are written by ../packed-weights.ts.
 */
export function packWinograd(job: usize, from: i32, to: i32, thread: i32): void {
  const source = address(job, 0);
  const target = address(job, 1);
  const inChannels = integer(job, 2);
  const outChannels = integer(job, 3);
  const tapStep = address(job, 4);
  const inStep = address(job, 5);
  const outStep = address(job, 6);
  const scratch = address(job, 7) + <usize>thread * 1024;
  const panels = (outChannels + 7) >> 3;
  const step = <usize>(panels * inChannels) * 32;
  // After the nine taps: six rows of three.
  const middle = scratch + 9 * 32;
  for (let panel = from; panel < to; panel++) {
    const lanes = min(8, outChannels - panel * 8);
    for (let i = 0; i < inChannels; i++) {
      const first = source + <usize>(panel * 8) * outStep + <usize>i * inStep;
      for (let t: usize = 0; t < 9; t++) eight(scratch + t * 32, first + t * tapStep, outStep, lanes);
      for (let half: usize = 0; half < 32; half += 16) {
        const to = target + <usize>(panel * inChannels + i) * 32 + half;
        for (let x: usize = 0; x < 3; x++) {
          transform(scratch + x * 32 + half, 96, middle + x * 16, 48);
        }
        for (let y: usize = 0; y < 6; y++) transform(middle + y * 48, 16, to + y * 6 * step, step);
      }
    }
  }
}

/** The product of G and three numbers: six. */
function transform(source: usize, sourceStep: usize, target: usize, step: usize): void {
  const g0 = v128.load(source);
  const g1 = v128.load(source + sourceStep);
  const g2 = v128.load(source + 2 * sourceStep);
  const outer = f32x4.mul(f32x4.add(g0, g2), k(-1.0 / 6));
  const inner = f32x4.mul(g1, k(1.0 / 6));
  const even = f32x4.add(f32x4.mul(g0, k(1.0 / 24)), f32x4.mul(g2, k(1.0 / 6)));
  const odd = f32x4.mul(g1, k(1.0 / 12));
  v128.store(target, f32x4.mul(g0, k(0.25)));
  v128.store(target + step, f32x4.sub(outer, inner));
  v128.store(target + 2 * step, f32x4.add(outer, inner));
  v128.store(target + 3 * step, f32x4.add(even, odd));
  v128.store(target + 4 * step, f32x4.sub(even, odd));
  v128.store(target + 5 * step, g2);
}
