/** Python's six comparisons of sizes, each decided, or null where it depends on a size that is open. */
import { atLeast, equal } from '../model/sizes/arithmetic.ts';
import type { Size } from '../model/size.ts';
import type { NativeRun } from '../python/evaluate/native.ts';

type Decide = (left: Size, right: Size) => boolean | null;

const not = (answer: boolean | null): boolean | null => (answer === null ? null : !answer);

/** `run` makes the method of a decision: it reads the operands and answers for what stays undecided. */
export const comparisons = (run: (decide: Decide) => NativeRun): Record<string, NativeRun> => ({
  __eq__: run(equal),
  __ne__: run((left, right) => not(equal(left, right))),
  __lt__: run((left, right) => not(atLeast(left, right))),
  __le__: run((left, right) => atLeast(right, left)),
  __gt__: run((left, right) => not(atLeast(right, left))),
  __ge__: run(atLeast),
});
