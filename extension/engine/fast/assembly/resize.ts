/**
 * Interpolation of pictures, one axis after the other: input rows are mixed into one row, from which an output row is made. That
 * row stays in the cache, and the output is written in order, once.
 */
import { address, integer } from './job';
import { madd, storeLanes } from './registers';

/**
 * Items are output rows. `rows` and `columns` hold, for every output position, its taps' offsets in bytes, `rowWeights` and
 * `columnWeights` their weights. Each thread has a row between the two passes. The words are written by ../resize.ts.
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
  const mixedRow = address(job, 11) + <usize>thread * address(job, 12);
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = <usize>width * pixelBytes;
  const rowStep = (<usize>rowTaps) << 2;
  for (let y = from; y < to; y++) {
    const taps = rows + <usize>y * rowStep;
    const target = output + <usize>y * rowBytes;
    let source = input + load<u32>(taps);
    if (rowTaps > 1) {
      mix(mixedRow, input, inputRow, taps, rowWeights + <usize>y * rowStep, rowTaps);
      source = mixedRow;
    } else if (y > from && load<u32>(taps) == load<u32>(taps - 4)) {
      memory.copy(target, target - rowBytes, rowBytes);
      continue;
    }
    resizeRow(target, source, channels, width, columns, columnWeights, columnTaps);
  }
}

/**
 * Pixels in order, in whole registers: what is written beyond a pixel is written over by the next one. The last one has none.
 */
function resizeRow(row: usize, source: usize, channels: i32, width: i32, columns: usize, columnWeights: usize, taps: i32): void {
  const pixelBytes = (<usize>channels) << 2;
  const step = (<usize>taps) << 2;
  let target = row;
  let offsets = columns;
  let weights = columnWeights;
  if (taps == 1) {
    for (let x = 0; x < width; x++) {
      memory.copy(target, source + load<u32>(offsets), pixelBytes);
      target += pixelBytes;
      offsets += step;
    }
    return;
  }
  for (let x = 1; x < width; x++) {
    mix(target, source, pixelBytes, offsets, weights, taps);
    target += pixelBytes;
    offsets += step;
    weights += step;
  }
  for (let c = 0; c < channels; c += 4) {
    const at = (<usize>c) << 2;
    const sum = mixed(source + at, offsets, weights, taps);
    if (channels - c >= 4) v128.store(target + at, sum);
    else storeLanes(target + at, sum, sum, channels - c);
  }
}

/** The weighted sum of `taps` runs of so many bytes, in whole registers. */
@inline
function mix(target: usize, source: usize, bytes: usize, offsets: usize, weights: usize, taps: i32): void {
  const p0 = source + load<u32>(offsets);
  const p1 = source + load<u32>(offsets, 4);
  const w0 = v128.load32_splat(weights);
  const w1 = v128.load32_splat(weights, 4);
  if (taps == 2) {
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(target + i, madd(v128.load(p1 + i), w1, f32x4.mul(v128.load(p0 + i), w0)));
    }
  } else if (taps == 4) {
    const p2 = source + load<u32>(offsets, 8);
    const p3 = source + load<u32>(offsets, 12);
    const w2 = v128.load32_splat(weights, 8);
    const w3 = v128.load32_splat(weights, 12);
    for (let i: usize = 0; i < bytes; i += 16) {
      const low = madd(v128.load(p1 + i), w1, f32x4.mul(v128.load(p0 + i), w0));
      v128.store(target + i, madd(v128.load(p3 + i), w3, madd(v128.load(p2 + i), w2, low)));
    }
  } else {
    for (let i: usize = 0; i < bytes; i += 16) v128.store(target + i, mixed(source + i, offsets, weights, taps));
  }
}

/** Four floats of it. */
function mixed(source: usize, offsets: usize, weights: usize, taps: i32): v128 {
  let sum = f32x4.mul(v128.load(source + load<u32>(offsets)), v128.load32_splat(weights));
  for (let t: usize = 1; t < <usize>taps; t++) {
    sum = madd(v128.load(source + load<u32>(offsets + (t << 2))), v128.load32_splat(weights + (t << 2)), sum);
  }
  return sum;
}
