/**
 * Convolution with stride 1 by Winograd's minimal filtering: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks,
 * 2016. Three taps and four outputs along an axis take six products in place of twelve, two taps five in place of eight: 3x3 taps a
 * quarter of the multiplications, 2x2 taps 25 of 64. The phases of transposed convolutions and of folded upsampling are such
 * convolutions, whose outputs stand apart.
 */
import { line } from './convolution';
import { address, float, integer } from './job';
import { GAP } from './pack';
import { NONE } from './registers';
import { input2, input3, output2, output3 } from './transforms';

/** Bytes of a 6x6 patch of four channels, kept before the matrices in a thread's scratch memory. */
const PATCH: usize = 640;
/** Bytes of a row of it. */
const ROW: usize = 96;

/** Products along an axis with so many taps. */
function products(taps: i32): i32 {
  return taps == 1 ? 1 : taps + 3;
}

/** Outputs of a tile along it. */
function outputs(taps: i32): i32 {
  return taps == 1 ? 1 : 4;
}

/**
 * Items are groups of output channels of blocks of tiles of 4x4 output pixels, or 1x4 where the kernel has one row of taps; the groups of
 * a block in a row. Weights are as packWinograd leaves them. The words are written by ../winograd.ts.
 */
export function winograd(job: usize, from: i32, to: i32, thread: i32): void {
  const channels = integer(job, 12);
  const outChannels = integer(job, 13);
  const tiles = integer(job, 15);
  const perBlock = integer(job, 16);
  const weights = address(job, 17);
  const zeros = address(job, 24);
  const tileBytes = (<usize>channels) << 2;
  const frequencies = products(integer(job, 27)) * products(integer(job, 28));
  const panels = (outChannels + 7) >> 3;
  const groups = integer(job, 25);
  const perGroup = integer(job, 26);
  const sumBytes = <usize>perGroup * 32;
  const patch = address(job, 19) + <usize>thread * address(job, 20);
  const inputs = patch + PATCH;
  const inputStep = <usize>perBlock * tileBytes + GAP;
  const sums = inputs + <usize>frequencies * inputStep;
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
    for (let f = 0; f < frequencies; f++) {
      const source = inputs + <usize>f * inputStep;
      const target = sums + <usize>f * sumStep;
      let w = weights + <usize>f * (<usize>panels * panelBytes + GAP) + <usize>firstPanel * panelBytes;
      for (let panel = 0; panel < ownPanels; panel++) {
        const to = target + <usize>panel * 32;
        line(source, tileBytes, zeros, 1, tileBytes, w, zeros, to, sumBytes, count, 8, NONE, none, none);
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

function zero(): v128 {
  return f32x4.splat(0);
}

/** Four channels of a pixel, or zeros where the picture has none. */
@inline
function pixel(at: usize, there: bool): v128 {
  return there ? v128.load(at) : zero();
}

/** B^T d B of a tile's input pixels, which may reach beyond the picture. */
function transformInput(job: usize, tile: i32, to: usize, step: usize, patch: usize): void {
  const inputRow = address(job, 2);
  const inputPixel = address(job, 3);
  const height = integer(job, 6);
  const width = integer(job, 7);
  const channels = integer(job, 12);
  const tilesX = integer(job, 14);
  const rowTaps = integer(job, 27);
  const columnTaps = integer(job, 28);
  const rows = products(rowTaps);
  const columns = products(columnTaps);
  const y = (tile / tilesX) * outputs(rowTaps) - integer(job, 8);
  const x = (tile % tilesX) * 4 - integer(job, 9);
  const inside = y >= 0 && x >= 0 && y + rows <= height && x + columns <= width;
  const source = address(job, 0) + <usize>(y * <i32>inputRow) + <usize>(x * <i32>inputPixel);
  for (let c = 0; c < channels; c += 4) {
    const at = (<usize>c) << 2;
    let p = source + at;
    let o = patch;
    for (let i = 0; i < columns; i++) {
      const there = x + i >= 0 && x + i < width;
      const p1 = p + inputRow;
      const p2 = p1 + inputRow;
      const p3 = p2 + inputRow;
      const p4 = p3 + inputRow;
      if (rowTaps == 3) {
        const p5 = p4 + inputRow;
        if (inside) {
          input3(v128.load(p), v128.load(p1), v128.load(p2), v128.load(p3), v128.load(p4), v128.load(p5), o, ROW);
        } else {
          const d0 = pixel(p, there && y >= 0 && y < height);
          const d1 = pixel(p1, there && y >= -1 && y + 1 < height);
          const d2 = pixel(p2, there && y >= -2 && y + 2 < height);
          const d3 = pixel(p3, there && y >= -3 && y + 3 < height);
          const d4 = pixel(p4, there && y >= -4 && y + 4 < height);
          const d5 = pixel(p5, there && y >= -5 && y + 5 < height);
          input3(d0, d1, d2, d3, d4, d5, o, ROW);
        }
      } else if (rowTaps == 2) {
        if (inside) {
          input2(v128.load(p), v128.load(p1), v128.load(p2), v128.load(p3), v128.load(p4), o, ROW);
        } else {
          const d0 = pixel(p, there && y >= 0 && y < height);
          const d1 = pixel(p1, there && y >= -1 && y + 1 < height);
          const d2 = pixel(p2, there && y >= -2 && y + 2 < height);
          const d3 = pixel(p3, there && y >= -3 && y + 3 < height);
          const d4 = pixel(p4, there && y >= -4 && y + 4 < height);
          input2(d0, d1, d2, d3, d4, o, ROW);
        }
      } else v128.store(o, pixel(p, inside || (there && y >= 0 && y < height)));
      p += inputPixel;
      o += 16;
    }
    o = patch;
    let target = to + at;
    for (let i = 0; i < rows; i++) {
      const d0 = v128.load(o);
      const d1 = v128.load(o, 16);
      const d2 = v128.load(o, 32);
      const d3 = v128.load(o, 48);
      const d4 = v128.load(o, 64);
      if (columnTaps == 3) input3(d0, d1, d2, d3, d4, v128.load(o, 80), target, step);
      else input2(d0, d1, d2, d3, d4, target, step);
      target += <usize>columns * step;
      o += ROW;
    }
  }
}

/** A^T m A of a tile's sums, the bias and the activation, for those of its output pixels that there are. */
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
  const rowTaps = integer(job, 27);
  const columnTaps = integer(job, 28);
  const columns = products(columnTaps);
  const perRow = <usize>columns * step;
  const tileRows = outputs(rowTaps);
  const y = (tile / tilesX) * tileRows;
  const x = (tile % tilesX) * 4;
  const rows = min(tileRows, integer(job, 10) - y);
  const width = min(4, integer(job, 11) - x);
  const target = address(job, 1) + <usize>y * outputRow + <usize>x * outputPixel;
  const none = zero();
  for (let c = firstChannel; c < channelsEnd; c += 4) {
    const at = (<usize>c) << 2;
    const lanes = channelsEnd - c;
    let p = from + ((<usize>(c - firstChannel)) << 2);
    let o = patch;
    for (let i = 0; i < columns; i++) {
      const m0 = v128.load(p);
      if (rowTaps == 1) v128.store(o, m0);
      else {
        const m1 = v128.load(p + perRow);
        const m2 = v128.load(p + 2 * perRow);
        const m3 = v128.load(p + 3 * perRow);
        const m4 = v128.load(p + 4 * perRow);
        if (rowTaps == 3) {
          const m5 = v128.load(p + 5 * perRow);
          output3(m0, m1, m2, m3, m4, m5, o, ROW, 4, false, none, 4, NONE, none, none);
        } else output2(m0, m1, m2, m3, m4, o, ROW, 4, false, none, 4, NONE, none, none);
      }
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
      if (columnTaps == 3) {
        const m5 = v128.load(o, 80);
        output3(m0, m1, m2, m3, m4, m5, to, outputPixel, width, true, b, lanes, activation, low, high);
      } else output2(m0, m1, m2, m3, m4, to, outputPixel, width, true, b, lanes, activation, low, high);
      to += outputRow;
      o += ROW;
    }
  }
}
