/** Max and average pooling, four channels at a time. */
import { address, integer } from './job';
import { loadLanes, storeLanes } from './registers';

/**
 * Items are output rows, those of all planes one after another. Each axis has a table with, for every output position, the offset of
 * its first input position in bytes, the number of positions it covers, and its share of the average's factor (a float). The words are written by ../pool.ts.
 */
export function pool(job: usize, from: i32, to: i32, thread: i32): void {
  const input = address(job, 0);
  const output = address(job, 1);
  const planes = address(job, 2);
  const rows = address(job, 3);
  const columns = address(job, 4);
  const height = integer(job, 5);
  const width = integer(job, 6);
  const planeStep = address(job, 7);
  const rowStep = address(job, 8);
  const pixelStep = address(job, 9);
  const channels = integer(job, 10);
  const average = integer(job, 11) != 0;
  const pixelBytes = (<usize>channels) << 2;
  let target = output + <usize>from * <usize>width * pixelBytes;
  for (let row = from; row < to; row++) {
    const plane = planes + <usize>(row / height) * 12;
    const line = rows + <usize>(row % height) * 12;
    const source = input + load<u32>(plane) + load<u32>(line);
    const depthCount = load<i32>(plane, 4);
    const rowCount = load<i32>(line, 4);
    for (let x = 0; x < width; x++) {
      const column = columns + <usize>x * 12;
      const start = source + load<u32>(column);
      const columnCount = load<i32>(column, 4);
      const factor = f32x4.splat(load<f32>(plane, 8) * load<f32>(line, 8) * load<f32>(column, 8));
      for (let c = 0; c < channels; c += 4) {
        const at = (<usize>c) << 2;
        const lanes = channels - c;
        let result = f32x4.splat(average ? 0 : -Infinity);
        for (let z = 0; z < depthCount; z++) {
          for (let y = 0; y < rowCount; y++) {
            let s = start + at + <usize>z * planeStep + <usize>y * rowStep;
            for (let k = 0; k < columnCount; k++) {
              const value = loadLanes(s, lanes);
              result = average ? f32x4.add(result, value) : f32x4.max(result, value);
              s += pixelStep;
            }
          }
        }
        if (average) result = f32x4.mul(result, factor);
        if (lanes >= 4) v128.store(target + at, result);
        else storeLanes(target + at, result, result, lanes);
      }
      target += pixelBytes;
    }
  }
}
