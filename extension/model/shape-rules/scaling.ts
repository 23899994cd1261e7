/** Output sizes of resizing by a factor, as PyTorch and Keras compute them. */
import { say } from '../../message.ts';
import { cannotTell, known, type Answer } from '../answer.ts';
import type { Size } from '../size.ts';
import { floorDivide, multiply } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';

/** Factors are doubles; n / 2^k with k up to this is exact, and so is its product with any size a tensor can have. */
const MAX_DENOMINATOR = 1 << 20;

/** floor(input * factor) in double precision, which is how PyTorch computes it. aten/src/ATen/native/UpSample.cpp */
export function scaledSize(input: Size, factor: number): Answer<Size> {
  if (typeof input === 'number') return known(Math.trunc(input * factor));
  let denominator = 1;
  while (!Number.isInteger(factor * denominator) && denominator < MAX_DENOMINATOR) denominator *= 2;
  if (Number.isInteger(factor * denominator))
    return known(floorDivide(multiply(input, factor * denominator), denominator));
  return cannotTell(say`${sizeText(input)} times ${factor} is rounded differently for different sizes.`);
}
