/**
 * Interpolation of pictures, one axis after the other: a ring of rows that were resized horizontally, from which output rows are
 * made, so that what lies between stays in the cache.
 */
import { address, integer } from './job';
import { loadLanes, madd, storeLanes } from './registers';

/**
 * Items are output rows. `columns` and `rows` hold, for every output position, its taps' offsets in bytes (of a pixel; numbers of a row),
 * then `columnWeights` and `rowWeights` their weights. The ring of a thread has `slots` rows after as many words that say which row
 * each holds. The words are written by ../resize.ts.
 */
export function resize(job: usize, from: i32, to: i32, thread: i32): void {
  const input = address(job, 0);
  const output = address(job, 1);
  const inputRow = address(job, 2);
  const channels = integer(job, 3);
  const width = integer(job, 4);
  const columns = address(job, 5);
  const columnWeights = address(job, 6);
  const columnTaps = integer(job, 7);
  const rows = address(job, 8);
  const rowWeights = address(job, 9);
  const rowTaps = integer(job, 10);
  const slots = integer(job, 11);
  const ringBytes = address(job, 12);
  const ring = address(job, 13) + <usize>thread * ringBytes;
  const rowFloats = width * channels;
  const rowBytes = ((<usize>rowFloats * 4) + 15) & ~15;
  const held = ring;
  const first = ring + (((<usize>slots * 4) + 15) & ~15);
  for (let i = 0; i < slots; i++) store<i32>(held + ((<usize>i) << 2), -1);
  for (let y = from; y < to; y++) {
    const taps = rows + <usize>(y * rowTaps) * 4;
    for (let t = 0; t < rowTaps; t++) {
      const row = load<i32>(taps + ((<usize>t) << 2));
      const slot = <usize>(row % slots);
      if (load<i32>(held + (slot << 2)) == row) continue;
      store<i32>(held + (slot << 2), row);
      resizeRow(input + <usize>row * inputRow, first + slot * rowBytes, channels, width, columns, columnWeights, columnTaps);
    }
    const target = output + <usize>y * ((<usize>rowFloats) << 2);
    mixRows(target, first, rowBytes, slots, taps, rowWeights + <usize>(y * rowTaps) * 4, rowTaps, rowFloats);
  }
}

function resizeRow(source: usize, to: usize, channels: i32, width: i32, columns: usize, weights: usize, taps: i32): void {
  const pixelBytes = (<usize>channels) << 2;
  const whole = channels & ~3;
  let target = to;
  let offset = columns;
  let weight = weights;
  for (let x = 0; x < width; x++) {
    if (taps == 1) {
      memory.copy(target, source + load<u32>(offset), pixelBytes);
    } else if (taps == 2) {
      const p0 = source + load<u32>(offset);
      const p1 = source + load<u32>(offset, 4);
      const w0 = v128.load32_splat(weight);
      const w1 = v128.load32_splat(weight, 4);
      for (let c = 0; c < whole; c += 4) {
        const at = (<usize>c) << 2;
        v128.store(target + at, madd(v128.load(p1 + at), w1, f32x4.mul(v128.load(p0 + at), w0)));
      }
    } else if (taps == 4) {
      const p0 = source + load<u32>(offset);
      const p1 = source + load<u32>(offset, 4);
      const p2 = source + load<u32>(offset, 8);
      const p3 = source + load<u32>(offset, 12);
      const w0 = v128.load32_splat(weight);
      const w1 = v128.load32_splat(weight, 4);
      const w2 = v128.load32_splat(weight, 8);
      const w3 = v128.load32_splat(weight, 12);
      for (let c = 0; c < whole; c += 4) {
        const at = (<usize>c) << 2;
        const low = madd(v128.load(p1 + at), w1, f32x4.mul(v128.load(p0 + at), w0));
        v128.store(target + at, madd(v128.load(p3 + at), w3, madd(v128.load(p2 + at), w2, low)));
      }
    } else {
      for (let c = 0; c < whole; c += 4) mixPixel(target, source, (<usize>c) << 2, 4, offset, weight, taps);
    }
    if (taps != 1 && whole != channels) {
      mixPixel(target, source, (<usize>whole) << 2, channels - whole, offset, weight, taps);
    }
    target += pixelBytes;
    offset += (<usize>taps) << 2;
    weight += (<usize>taps) << 2;
  }
}

function mixPixel(target: usize, source: usize, at: usize, lanes: i32, offsets: usize, weights: usize, taps: i32): void {
  let sum = f32x4.mul(loadLanes(source + at + load<u32>(offsets), lanes), v128.load32_splat(weights));
  for (let t: usize = 1; t < <usize>taps; t++) {
    sum = madd(loadLanes(source + at + load<u32>(offsets + (t << 2)), lanes), v128.load32_splat(weights + (t << 2)), sum);
  }
  if (lanes == 4) v128.store(target + at, sum);
  else storeLanes(target + at, sum, sum, lanes);
}

function ringRow(first: usize, rowBytes: usize, slots: i32, taps: usize, t: usize): usize {
  return first + <usize>(load<i32>(taps + (t << 2)) % slots) * rowBytes;
}

/** The weighted sum of rows of the ring, which are rounded up to whole registers; the output is not. */
function mixRows(
  target: usize,
  first: usize,
  rowBytes: usize,
  slots: i32,
  taps: usize,
  weights: usize,
  count: i32,
  floats: i32,
): void {
  const r0 = ringRow(first, rowBytes, slots, taps, 0);
  if (count == 1) {
    memory.copy(target, r0, (<usize>floats) << 2);
    return;
  }
  const w0 = v128.load32_splat(weights);
  const whole = <usize>(floats & ~3) << 2;
  const r1 = ringRow(first, rowBytes, slots, taps, 1);
  const w1 = v128.load32_splat(weights, 4);
  if (count == 2) {
    for (let i: usize = 0; i < whole; i += 16) {
      v128.store(target + i, madd(v128.load(r1 + i), w1, f32x4.mul(v128.load(r0 + i), w0)));
    }
  } else if (count == 4) {
    const r2 = ringRow(first, rowBytes, slots, taps, 2);
    const r3 = ringRow(first, rowBytes, slots, taps, 3);
    const w2 = v128.load32_splat(weights, 8);
    const w3 = v128.load32_splat(weights, 12);
    for (let i: usize = 0; i < whole; i += 16) {
      const low = madd(v128.load(r1 + i), w1, f32x4.mul(v128.load(r0 + i), w0));
      v128.store(target + i, madd(v128.load(r3 + i), w3, madd(v128.load(r2 + i), w2, low)));
    }
  } else {
    for (let i: usize = 0; i < whole; i += 16) {
      v128.store(target + i, mixed(first, rowBytes, slots, taps, weights, count, i));
    }
  }
  const rest = floats & 3;
  if (rest != 0) {
    const sum = mixed(first, rowBytes, slots, taps, weights, count, whole);
    storeLanes(target + whole, sum, sum, rest);
  }
}

function mixed(first: usize, rowBytes: usize, slots: i32, taps: usize, weights: usize, count: i32, at: usize): v128 {
  let sum = f32x4.mul(v128.load(ringRow(first, rowBytes, slots, taps, 0) + at), v128.load32_splat(weights));
  for (let t: usize = 1; t < <usize>count; t++) {
    sum = madd(v128.load(ringRow(first, rowBytes, slots, taps, t) + at), v128.load32_splat(weights + (t << 2)), sum);
  }
  return sum;
}
