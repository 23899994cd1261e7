/** The largest picture that a run has room for. */

/**
 * Of the proportions of `size`, which does not fit, with sides that are multiples of `step`: the largest that `fits`, by halving; null
 * where none does. `fits` is asked a dozen times at most.
 */
export async function largestInput(
  size: readonly [number, number],
  step: number,
  fits: (size: readonly [number, number]) => Promise<boolean>,
): Promise<readonly [number, number] | null> {
  const shorter = Math.min(...size);
  const scaled = (steps: number): readonly [number, number] => {
    const side = (full: number): number => Math.max(1, Math.round((full * steps) / shorter)) * step;
    return [side(size[0]), side(size[1])];
  };
  let [low, high] = [0, Math.ceil(shorter / step)];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await fits(scaled(middle))) low = middle;
    else high = middle;
  }
  return low === 0 ? null : scaled(low);
}
