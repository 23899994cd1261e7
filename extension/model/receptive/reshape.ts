/** What is still followed when a tensor is read in another shape: axes that stay themselves. What is split or merged is lost. */
import { NOTHING, losing, lostFrom, sourcesOf, type AxisView, type View } from './view.ts';

export function reshaped({ axes, whole }: View, from: readonly number[], to: readonly number[]): View {
  const result: AxisView[] = to.map(() => NOTHING);
  const seen = new Set(whole);
  let [left, right] = [0, 0];
  while (left < from.length || right < to.length) {
    const [firstLeft, firstRight] = [left, right];
    let [a, b] = [from[left++] ?? 1, to[right++] ?? 1];
    while (a !== b && (left < from.length || right < to.length)) {
      if (a < b && left < from.length) a *= from[left++] ?? 1;
      else if (right < to.length) b *= to[right++] ?? 1;
      else a *= from[left++] ?? 1;
    }
    const wide = (sizes: readonly number[], start: number, end: number): number[] =>
      Array.from({ length: Math.min(end, sizes.length) - start }, (_, step) => start + step).filter(
        (axis) => sizes[axis] !== 1,
      );
    const [before, after] = [wide(from, firstLeft, left), wide(to, firstRight, right)];
    // A single position sees the same wherever it is put.
    for (let axis = firstLeft; axis < Math.min(left, from.length); axis++)
      if (from[axis] === 1) for (const source of sourcesOf(axes[axis] ?? NOTHING)) seen.add(source);
    const [only, target] = [before[0], after[0]];
    if (before.length === 1 && after.length === 1 && only !== undefined && target !== undefined) {
      result[target] = axes[only] ?? NOTHING;
      continue;
    }
    const gone = lostFrom(before.map((axis) => losing(axes[axis] ?? NOTHING)));
    for (const axis of after) result[axis] = gone;
  }
  return { axes: result, whole: seen };
}
