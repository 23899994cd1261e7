/** Writes a channels-last picture with its borders into the kernels' memory. */
import type { Three } from '../reference/spatial.ts';
import { borderIndex, type Border } from '../reference/padding.ts';

export interface PictureSize {
  readonly size: Three<number>;
  readonly channels: number;
  /** [before, after] of each axis. */
  readonly padding: Three<readonly [number, number]>;
}

export function paddedSize({ size, padding }: PictureSize): Three<number> {
  const whole = (axis: 0 | 1 | 2): number => padding[axis][0] + size[axis] + padding[axis][1];
  return [whole(0), whole(1), whole(2)];
}

/** `source` is [depth, height, width, channels]; `target` has room for the padded picture. */
export function writePadded(source: Float32Array, target: Float32Array, picture: PictureSize, border: Border): void {
  const { size, padding, channels } = picture;
  const [depth, height, width] = paddedSize(picture);
  const rowLength = size[2] * channels;
  const before = padding[2][0] * channels;
  let to = 0;
  for (let d = 0; d < depth; d++) {
    const fromD = borderIndex(d - padding[0][0], size[0], border);
    for (let h = 0; h < height; h++) {
      const fromH = borderIndex(h - padding[1][0], size[1], border);
      const row = target.subarray(to, to + width * channels);
      to += width * channels;
      if (fromD < 0 || fromH < 0) {
        row.fill(0);
        continue;
      }
      const first = (fromD * size[1] + fromH) * rowLength;
      row.set(source.subarray(first, first + rowLength), before);
      for (let w = 0; w < width; w++) {
        if (w === padding[2][0]) w += size[2];
        if (w >= width) break;
        const fromW = borderIndex(w - padding[2][0], size[2], border);
        const pixel = row.subarray(w * channels, (w + 1) * channels);
        if (fromW < 0) pixel.fill(0);
        else pixel.set(source.subarray(first + fromW * channels, first + (fromW + 1) * channels));
      }
    }
  }
}
