/**
 * Convolution with 3x3 kernels and stride 1 by Winograd's minimal filtering F(4x4, 3x3): Lavin and Gray, Fast Algorithms for
 * Convolutional Neural Networks, 2016. 36 products of matrices take the place of nine taps on sixteen pixels: a quarter of the
 * multiplications.
 */
import { line } from './convolution';
import { address, float, integer } from './job';
import { activated, madd, NONE, storeLanes } from './registers';

/** Bytes of a 6x6 patch of four channels, kept before the matrices in a thread's scratch memory. */
const PATCH: usize = 640;
/** Between the matrices of neighbouring frequencies, lest they all fall to the same lines of the cache. */
const GAP: usize = 64;

/**
 * Items are groups of output channels of blocks of tiles of 4x4 output pixels, the groups of a block in a row. Weights are
 * [6][6][panel][in][8]. The words are written by ../winograd.ts.
 */
export function winograd(job: usize, from: i32, to: i32, thread: i32): void {
  const channels = integer(job, 12);
  const outChannels = integer(job, 13);
  const tiles = integer(job, 15);
  const perBlock = integer(job, 16);
  const weights = address(job, 17);
  const zeros = address(job, 24);
  const tileBytes = (<usize>channels) << 2;
  const panels = (outChannels + 7) >> 3;
  const groups = integer(job, 25);
  const perGroup = integer(job, 26);
  const sumBytes = <usize>perGroup * 32;
  const patch = address(job, 19) + <usize>thread * address(job, 20);
  const inputs = patch + PATCH;
  const inputStep = <usize>perBlock * tileBytes + GAP;
  const sums = inputs + 36 * inputStep;
  const sumStep = <usize>perBlock * sumBytes + GAP;
  const panelBytes = <usize>channels * 32;
  const none = f32x4.splat(0);
  let transformed = -1;
  for (let item = from; item < to; item++) {
    const block = item / groups;
    const firstPanel = (item % groups) * perGroup;
    const ownPanels = min(perGroup, panels - firstPanel);
    const first = block * perBlock;
    const count = min(perBlock, tiles - first);
    if (block != transformed) {
      for (let i = 0; i < count; i++) {
        transformInput(job, first + i, inputs + <usize>i * tileBytes, inputStep, patch);
      }
      transformed = block;
    }
    for (let f = 0; f < 36; f++) {
      const source = inputs + <usize>f * inputStep;
      const target = sums + <usize>f * sumStep;
      let w = weights + <usize>(f * panels + firstPanel) * panelBytes;
      for (let panel = 0; panel < ownPanels; panel++) {
        const to = target + <usize>panel * 32;
        line(source, tileBytes, zeros, 1, channels, w, zeros, to, sumBytes, count, 8, NONE, none, none);
        w += panelBytes;
      }
    }
    const firstChannel = firstPanel * 8;
    const channelsEnd = min(outChannels, firstChannel + ownPanels * 8);
    for (let i = 0; i < count; i++) {
      transformOutput(job, first + i, firstChannel, channelsEnd, sums + <usize>i * sumBytes, sumStep, patch);
    }
  }
}

function k(x: f32): v128 {
  return f32x4.splat(x);
}

/** B^T d B of a tile's 6x6 input pixels, which may reach beyond the picture. */
function transformInput(job: usize, tile: i32, to: usize, step: usize, patch: usize): void {
  const inputRow = address(job, 2);
  const inputPixel = address(job, 3);
  const height = integer(job, 6);
  const width = integer(job, 7);
  const channels = integer(job, 12);
  const tilesX = integer(job, 14);
  const y = (tile / tilesX) * 4 - integer(job, 8);
  const x = (tile % tilesX) * 4 - integer(job, 9);
  const inside = y >= 0 && x >= 0 && y + 6 <= height && x + 6 <= width;
  const source = address(job, 0) + <usize>(y * <i32>inputRow) + <usize>(x * <i32>inputPixel);
  const buffer = patch;
  for (let c = 0; c < channels; c += 4) {
    const at = (<usize>c) << 2;
    let column = source + at;
    let o = buffer;
    for (let i = 0; i < 6; i++) {
      let d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128;
      if (inside) {
        d0 = v128.load(column);
        d1 = v128.load(column + inputRow);
        d2 = v128.load(column + 2 * inputRow);
        d3 = v128.load(column + 3 * inputRow);
        d4 = v128.load(column + 4 * inputRow);
        d5 = v128.load(column + 5 * inputRow);
      } else {
        const there = x + i >= 0 && x + i < width;
        d0 = there && y >= 0 && y < height ? v128.load(column) : k(0);
        d1 = there && y >= -1 && y + 1 < height ? v128.load(column + inputRow) : k(0);
        d2 = there && y >= -2 && y + 2 < height ? v128.load(column + 2 * inputRow) : k(0);
        d3 = there && y >= -3 && y + 3 < height ? v128.load(column + 3 * inputRow) : k(0);
        d4 = there && y >= -4 && y + 4 < height ? v128.load(column + 4 * inputRow) : k(0);
        d5 = there && y >= -5 && y + 5 < height ? v128.load(column + 5 * inputRow) : k(0);
      }
      const a = madd(d2, k(-4), d4);
      const b = madd(d1, k(-4), d3);
      const e = f32x4.sub(d4, d2);
      const f = f32x4.sub(d3, d1);
      v128.store(o, madd(d0, k(4), madd(d2, k(-5), d4)));
      v128.store(o, f32x4.add(a, b), 96);
      v128.store(o, f32x4.sub(a, b), 192);
      v128.store(o, madd(f, k(2), e), 288);
      v128.store(o, madd(f, k(-2), e), 384);
      v128.store(o, madd(d1, k(4), madd(d3, k(-5), d5)), 480);
      column += inputPixel;
      o += 16;
    }
    o = buffer;
    let target = to + at;
    for (let i = 0; i < 6; i++) {
      const d0 = v128.load(o);
      const d1 = v128.load(o, 16);
      const d2 = v128.load(o, 32);
      const d3 = v128.load(o, 48);
      const d4 = v128.load(o, 64);
      const d5 = v128.load(o, 80);
      const a = madd(d2, k(-4), d4);
      const b = madd(d1, k(-4), d3);
      const e = f32x4.sub(d4, d2);
      const f = f32x4.sub(d3, d1);
      v128.store(target, madd(d0, k(4), madd(d2, k(-5), d4)));
      v128.store(target + step, f32x4.add(a, b));
      v128.store(target + 2 * step, f32x4.sub(a, b));
      v128.store(target + 3 * step, madd(f, k(2), e));
      v128.store(target + 4 * step, madd(f, k(-2), e));
      v128.store(target + 5 * step, madd(d1, k(4), madd(d3, k(-5), d5)));
      target += 6 * step;
      o += 96;
    }
  }
}

/** A^T m A of a tile's 6x6 sums, the bias and the activation, for those of its 4x4 pixels that the output has. */
function transformOutput(
  job: usize,
  tile: i32,
  firstChannel: i32,
  channelsEnd: i32,
  from: usize,
  step: usize,
  patch: usize,
): void {
  const outputRow = address(job, 4);
  const outputPixel = address(job, 5);
  const tilesX = integer(job, 14);
  const bias = address(job, 18);
  const activation = integer(job, 21);
  const low = f32x4.splat(float(job, 22));
  const high = f32x4.splat(float(job, 23));
  const y = (tile / tilesX) * 4;
  const x = (tile % tilesX) * 4;
  const rows = min(4, integer(job, 10) - y);
  const columns = min(4, integer(job, 11) - x);
  const target = address(job, 1) + <usize>y * outputRow + <usize>x * outputPixel;
  for (let c = firstChannel; c < channelsEnd; c += 4) {
    const at = (<usize>c) << 2;
    const lanes = channelsEnd - c;
    let p = from + ((<usize>(c - firstChannel)) << 2);
    let o = patch;
    for (let i = 0; i < 6; i++) {
      const m0 = v128.load(p);
      const m1 = v128.load(p + 6 * step);
      const m2 = v128.load(p + 12 * step);
      const m3 = v128.load(p + 18 * step);
      const m4 = v128.load(p + 24 * step);
      const m5 = v128.load(p + 30 * step);
      const s = f32x4.add(m1, m2);
      const d = f32x4.sub(m1, m2);
      const s2 = f32x4.add(m3, m4);
      const d2 = f32x4.sub(m3, m4);
      v128.store(o, f32x4.add(m0, f32x4.add(s, s2)));
      v128.store(o, madd(d2, k(2), d), 96);
      v128.store(o, madd(s2, k(4), s), 192);
      v128.store(o, madd(d2, k(8), f32x4.add(d, m5)), 288);
      p += step;
      o += 16;
    }
    const b = v128.load(bias + at);
    o = patch;
    let to = target + at;
    for (let i = 0; i < rows; i++) {
      const m0 = v128.load(o);
      const m1 = v128.load(o, 16);
      const m2 = v128.load(o, 32);
      const m3 = v128.load(o, 48);
      const m4 = v128.load(o, 64);
      const m5 = v128.load(o, 80);
      const s = f32x4.add(m1, m2);
      const d = f32x4.sub(m1, m2);
      const s2 = f32x4.add(m3, m4);
      const d2 = f32x4.sub(m3, m4);
      const y0 = activated(f32x4.add(f32x4.add(m0, b), f32x4.add(s, s2)), activation, low, high);
      const y1 = activated(madd(d2, k(2), f32x4.add(d, b)), activation, low, high);
      const y2 = activated(madd(s2, k(4), f32x4.add(s, b)), activation, low, high);
      const y3 = activated(madd(d2, k(8), f32x4.add(f32x4.add(d, m5), b)), activation, low, high);
      put(to, y0, lanes);
      if (columns > 1) put(to + outputPixel, y1, lanes);
      if (columns > 2) put(to + 2 * outputPixel, y2, lanes);
      if (columns > 3) put(to + 3 * outputPixel, y3, lanes);
      to += outputRow;
      o += 96;
    }
  }
}

function put(target: usize, x: v128, lanes: i32): void {
  if (lanes >= 4) v128.store(target, x);
  else storeLanes(target, x, x, lanes);
}
