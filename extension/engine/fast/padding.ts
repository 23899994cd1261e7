/** Copies of pictures with their borders, for kernels that read beyond them. */
import { borderIndex, type Border } from '../reference/padding.ts';
import type { Three } from '../reference/spatial.ts';
import type { Place, ProgramBuilder } from './program.ts';

export interface PictureSize {
  readonly size: Three<number>;
  readonly channels: number;
  /** [before, after] of each axis; negative where less than the picture is read. */
  readonly padding: Three<readonly [number, number]>;
}

export function paddedSize({ size, padding }: PictureSize): Three<number> {
  const whole = (axis: 0 | 1 | 2): number => padding[axis][0] + size[axis] + padding[axis][1];
  return [whole(0), whole(1), whole(2)];
}

export const isPadded = ({ padding }: PictureSize): boolean =>
  padding.some(([before, after]) => before > 0 || after > 0);

/** The padded picture's place in the working memory, and the step that writes it there. */
export function padPicture(builder: ProgramBuilder, source: Place, picture: PictureSize, border: Border): Place {
  const { size, padding, channels } = picture;
  const [depth, height, width] = paddedSize(picture);
  const target = builder.reserve(depth * height * width * channels * 4);
  const pixelBytes = channels * 4;
  const rowBytes = size[2] * pixelBytes;
  const rows: number[] = [];
  for (let d = 0; d < depth; d++) {
    const fromD = borderIndex(d - padding[0][0], size[0], border);
    for (let h = 0; h < height; h++) {
      const fromH = borderIndex(h - padding[1][0], size[1], border);
      rows.push(fromD < 0 || fromH < 0 ? -1 : (fromD * size[1] + fromH) * rowBytes);
    }
  }
  const [before, after] = padding[2];
  const borders: number[] = [];
  for (let w = 0; w < width; w++) {
    if (w >= before && w < before + size[2]) continue;
    const from = borderIndex(w - before, size[2], border);
    borders.push(from < 0 ? -1 : from * pixelBytes);
  }
  builder.step('pad', rows.length, width * channels * 0.5, [
    source,
    target,
    builder.table(rows),
    builder.table(borders),
    before,
    rowBytes,
    after,
    pixelBytes,
  ]);
  return target;
}
