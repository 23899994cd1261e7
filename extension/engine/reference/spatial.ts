/** One, two and three spatial axes are handled as three: missing leading axes have size 1. */
import type { NDArray } from '../array.ts';

export type Three<T> = readonly [T, T, T];

/** [batch, ...spatial, channels] with one to three spatial axes as [batch, depth, height, width, channels]. */
export function asVolume(input: NDArray): NDArray {
  const { shape } = input;
  if (shape.length < 3 || shape.length > 5) {
    throw new Error(`Expected one to three spatial axes, got an array of shape (${shape.join(', ')}).`);
  }
  const missing = new Array<number>(5 - shape.length).fill(1);
  return { shape: [shape[0] as number, ...missing, ...shape.slice(1)], data: input.data };
}

/** Back to `rank` axes in all. */
export function fromVolume(output: NDArray, rank: number): NDArray {
  const { shape } = output;
  return { shape: [shape[0] as number, ...shape.slice(1 + 5 - rank)], data: output.data };
}

export function three<T>(values: readonly T[], missing: T): Three<T> {
  const filled = [...new Array<T>(3 - values.length).fill(missing), ...values];
  return filled as unknown as Three<T>;
}
