/** Kernels that move pixels or change each number alone. */
import { address, float, integer } from './job';
import { activated, loadLanes, madd, storeLanes } from './registers';

/**
 * Copies a picture with its borders. Items are rows of the padded picture. `rows` holds each one's distance from the input in bytes,
 * `borders` the same, within the row, of the pixels before and after it; -1 is a row or pixel of zeros.
 */
export function pad(job: usize, from: i32, to: i32, thread: i32): void {
  const input = address(job, 0);
  const output = address(job, 1);
  const rows = address(job, 2);
  const borders = address(job, 3);
  const before = integer(job, 4);
  const middleBytes = address(job, 5);
  const after = integer(job, 6);
  const pixelBytes = address(job, 7);
  const rowBytes = middleBytes + <usize>(before + after) * pixelBytes;
  for (let row = from; row < to; row++) {
    let target = output + <usize>row * rowBytes;
    const offset = load<i32>(rows + ((<usize>row) << 2));
    if (offset < 0) {
      memory.fill(target, 0, rowBytes);
      continue;
    }
    const source = input + <usize>offset;
    for (let i = 0; i < before; i++) {
      borderPixel(target, source, borders, i, pixelBytes);
      target += pixelBytes;
    }
    memory.copy(target, source, middleBytes);
    target += middleBytes;
    for (let i = before; i < before + after; i++) {
      borderPixel(target, source, borders, i, pixelBytes);
      target += pixelBytes;
    }
  }
}

function borderPixel(target: usize, source: usize, borders: usize, index: i32, bytes: usize): void {
  const offset = load<i32>(borders + ((<usize>index) << 2));
  if (offset < 0) memory.fill(target, 0, bytes);
  else memory.copy(target, source + <usize>offset, bytes);
}

/** Copies `bytes` from each of `count` even places to as many others. Items are rows of such places. */
export function copy(job: usize, from: i32, to: i32, thread: i32): void {
  const inputRow = address(job, 2);
  const outputRow = address(job, 3);
  const count = integer(job, 4);
  const inputStep = address(job, 5);
  const outputStep = address(job, 6);
  const bytes = address(job, 7);
  for (let row = from; row < to; row++) {
    let source = address(job, 0) + <usize>row * inputRow;
    let target = address(job, 1) + <usize>row * outputRow;
    for (let i = 0; i < count; i++) {
      memory.copy(target, source, bytes);
      source += inputStep;
      target += outputStep;
    }
  }
}

/** Each pixel's channels times `factors` plus `shifts`, then the activation. Items are pixels; output may be input. */
export function affine(job: usize, from: i32, to: i32, thread: i32): void {
  const input = address(job, 0);
  const output = address(job, 1);
  const factors = address(job, 2);
  const shifts = address(job, 3);
  const channels = integer(job, 4);
  const activation = integer(job, 5);
  const low = f32x4.splat(float(job, 6));
  const high = f32x4.splat(float(job, 7));
  const pixelBytes = (<usize>channels) << 2;
  for (let i = from; i < to; i++) {
    const source = input + <usize>i * pixelBytes;
    const target = output + <usize>i * pixelBytes;
    for (let c = 0; c < channels; c += 4) {
      const at = (<usize>c) << 2;
      const lanes = channels - c;
      const x = loadLanes(source + at, lanes);
      const y = activated(madd(x, v128.load(factors + at), v128.load(shifts + at)), activation, low, high);
      if (lanes >= 4) v128.store(target + at, y);
      else storeLanes(target + at, y, y, lanes);
    }
  }
}

/** The activation of each number. Items are groups of four floats, and memory goes on after the last; output may be input. */
export function activate(job: usize, from: i32, to: i32, thread: i32): void {
  const activation = integer(job, 2);
  const low = f32x4.splat(float(job, 3));
  const high = f32x4.splat(float(job, 4));
  let source = address(job, 0) + ((<usize>from) << 4);
  let target = address(job, 1) + ((<usize>from) << 4);
  for (let i = from; i < to; i++) {
    v128.store(target, activated(v128.load(source), activation, low, high));
    source += 16;
    target += 16;
  }
}

/** The sum of two arrays, then the activation. Items are groups of four floats, and memory goes on after the last. */
export function add(job: usize, from: i32, to: i32, thread: i32): void {
  const activation = integer(job, 3);
  const low = f32x4.splat(float(job, 4));
  const high = f32x4.splat(float(job, 5));
  const at = (<usize>from) << 4;
  let first = address(job, 0) + at;
  let second = address(job, 1) + at;
  let target = address(job, 2) + at;
  for (let i = from; i < to; i++) {
    v128.store(target, activated(f32x4.add(v128.load(first), v128.load(second)), activation, low, high));
    first += 16;
    second += 16;
    target += 16;
  }
}

/** Turns [rows][columns] into [columns][rows]. Items are output rows. */
export function transpose(job: usize, from: i32, to: i32, thread: i32): void {
  const input = address(job, 0);
  const output = address(job, 1);
  const rows = integer(job, 2);
  const columns = integer(job, 3);
  const rowBytes = (<usize>columns) << 2;
  for (let column = from; column < to; column++) {
    let source = input + ((<usize>column) << 2);
    let target = output + (((<usize>column) * <usize>rows) << 2);
    for (let row = 0; row < rows; row++) {
      store<f32>(target, load<f32>(source));
      source += rowBytes;
      target += 4;
    }
  }
}
