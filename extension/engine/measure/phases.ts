/** A map seen by the phases of a stride: the mean of each, and the part that repeats from period to period. */
import { at } from '../array.ts';

/** Mean of each phase, [strideH][strideW], over positions of the planes (channels one after another). */
export function phaseMeans(
  planes: Float32Array,
  height: number,
  width: number,
  [strideH, strideW]: readonly [number, number],
): number[][] {
  const sums = Array.from({ length: strideH }, () => new Array<number>(strideW).fill(0));
  const counts = Array.from({ length: strideH }, () => new Array<number>(strideW).fill(0));
  for (let i = 0; i < planes.length; i++) {
    const [y, x] = [(Math.floor(i / width) % height) % strideH, (i % width) % strideW];
    const [sum, count] = [sums[y] as number[], counts[y] as number[]];
    sum[x] = at(sum, x) + (planes[i] as number);
    count[x] = at(count, x) + 1;
  }
  return sums.map((row, y) => row.map((sum, x) => sum / Math.max(1, at(counts[y] as number[], x))));
}

/** Periods to each side over which the pattern is followed: enough to tell it from the picture, few enough to stay where it is. */
const PERIODS = 3;

/**
 * The part of a map that repeats at the stride's period, its strength varying from place to place: around each position, the
 * weighted mean of the positions of the same phase, less that of all positions. Weights fall off evenly over PERIODS periods, so
 * that steady brightness and even slopes leave nothing.
 */
export function periodicPart(
  map: Float32Array,
  height: number,
  width: number,
  [strideH, strideW]: readonly [number, number],
): Float32Array {
  const samePhase = alongRows(alongColumns(map, height, width, strideH, strideH), height, width, strideW, strideW);
  const everywhere = alongRows(alongColumns(map, height, width, strideH, 1), height, width, strideW, 1);
  return samePhase.map((value, i) => value - (everywhere[i] as number));
}

function alongRows(map: Float32Array, height: number, width: number, stride: number, step: number): Float32Array {
  return smooth(map, height, width, width, 1, stride, step);
}

function alongColumns(map: Float32Array, height: number, width: number, stride: number, step: number): Float32Array {
  return smooth(map, width, height, 1, width, stride, step);
}

/** Weighted means along lines, over PERIODS * stride positions to each side in steps of `step`. */
function smooth(
  map: Float32Array,
  lines: number,
  length: number,
  lineStep: number,
  elementStep: number,
  stride: number,
  step: number,
): Float32Array {
  if (stride === 1) return map;
  const result = new Float32Array(map.length);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      // Both sides reach equally far, so that an even slope cancels out, and by whole periods, so that every phase weighs the same.
      const room = Math.min(i, length - 1 - i) + 1;
      const reach = Math.min(PERIODS, Math.floor(room / stride)) * stride;
      let sum = map[line * lineStep + i * elementStep] as number;
      let total = 1;
      for (let distance = step; distance < reach; distance += step) {
        const weight = 1 - distance / reach;
        const before = map[line * lineStep + (i - distance) * elementStep] as number;
        const after = map[line * lineStep + (i + distance) * elementStep] as number;
        sum += weight * (before + after);
        total += 2 * weight;
      }
      result[line * lineStep + i * elementStep] = sum / total;
    }
  }
  return result;
}
