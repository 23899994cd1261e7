/** `x[:, 0, ..., None]`: the shape that basic indexing gives, as NumPy defines it. Advanced indices cannot be told here. */
import { say } from '../message.ts';
import { cannotTell, impossible, known, type Answer } from '../model/answer.ts';
import { atLeast, ceilDivide, isKnown, maximum, minimum, subtract, add } from '../model/sizes/arithmetic.ts';
import { shapeText } from '../model/sizes/text.ts';
import type { Shape, Size } from '../model/size.ts';
import type { PySlice, Value } from '../python/values.ts';
import { valueToSize } from './symint.ts';

/** What an index does to one axis of the input. */
export type AxisStep =
  | { readonly kind: 'keep' }
  | { readonly kind: 'slice'; readonly before: number; readonly after: number }
  | { readonly kind: 'strided'; readonly start: Size; readonly step: number; readonly count: Size }
  | { readonly kind: 'pick'; readonly position: Size }
  | { readonly kind: 'new' };

export interface Indexed {
  readonly shape: Shape;
  /** One step per input axis, `new` steps in between. */
  readonly steps: readonly AxisStep[];
}

/** Null for an index with tensors, arrays or lists of positions in it. */
export function indexShape(shape: Shape, index: Value): Answer<Indexed> {
  const items = index.kind === 'tuple' ? index.items : [index];
  const used = items.filter((item) => item.kind !== 'none' && item.kind !== 'ellipsis').length;
  if (used > shape.length) {
    return impossible({
      code: 'shape-mismatch',
      message: say`${used} indices for a tensor with ${shape.length} axes (${shapeText(shape)}).`,
    });
  }
  if (items.filter((item) => item.kind === 'ellipsis').length > 1) return cannotTell(say`Two ellipses in one index.`);
  const result: Size[] = [];
  const steps: AxisStep[] = [];
  let axis = 0;
  const keep = (count: number): void => {
    for (let i = 0; i < count; i++) {
      result.push(shape[axis++] ?? 1);
      steps.push({ kind: 'keep' });
    }
  };
  for (const item of items) {
    if (item.kind === 'none') {
      result.push(1);
      steps.push({ kind: 'new' });
    } else if (item.kind === 'ellipsis') keep(shape.length - used);
    else if (item.kind === 'slice') {
      const sliced = sliceSize(shape[axis] ?? 1, item);
      if (sliced === null) return cannotTell(say`A bound of the slice is not known.`);
      result.push(sliced.size);
      steps.push(sliced.step);
      axis++;
    } else {
      const position = item.kind === 'bool' ? undefined : valueToSize(item);
      if (position === undefined) return cannotTell(say`The index is not a number or a slice.`);
      const size = shape[axis] ?? 1;
      if (typeof position === 'number' && typeof size === 'number' && (position >= size || position < -size)) {
        return impossible({
          code: 'shape-mismatch',
          message: say`The index ${position} is outside of axis ${axis}, which has ${size} entries.`,
        });
      }
      steps.push({ kind: 'pick', position });
      axis++;
    }
  }
  keep(shape.length - axis);
  return known({ shape: result, steps });
}

/** Number of items of `slice` on an axis; null when a bound is not known. */
export function sliceSize(size: Size, slice: PySlice): { size: Size; step: AxisStep } | null {
  const bound = (value: Value): Size | null | undefined => (value.kind === 'none' ? null : valueToSize(value));
  const start = bound(slice.start);
  const stop = bound(slice.stop);
  const step = bound(slice.step);
  if (start === undefined || stop === undefined || step === undefined) return null;
  const stride = step ?? 1;
  if (start === null && stop === null && stride === 1) return { size, step: { kind: 'keep' } };
  if (typeof stride !== 'number' || stride === 0 || !isKnown(size)) return null;
  if (stride < 0) {
    // Only the plain reversal: other negative strides are rare on tensors.
    if (start !== null || stop !== null) return null;
    const count = ceilDivide(size, -stride);
    return { size: count, step: { kind: 'strided', start: subtract(size, 1), step: stride, count } };
  }
  const low = clamp(start ?? 0, size);
  const high = stop === null ? size : clamp(stop, size);
  if (low === null || high === null) return null;
  const span = maximum(subtract(high, low), 0);
  if (span === null) return null;
  const count = ceilDivide(span, stride);
  const after = subtract(size, high);
  const whole = stride === 1 && typeof low === 'number' && typeof after === 'number';
  return {
    size: count,
    step: whole ? { kind: 'slice', before: low, after } : { kind: 'strided', start: low, step: stride, count },
  };
}

/** A slice's bound as a position from the start, within the axis; null where that depends on the size. */
function clamp(bound: Size, size: Size): Size | null {
  const negative = atLeast(bound, 0) === false;
  const position = negative ? add(size, bound) : bound;
  if (negative) {
    // Sizes left open are taken to be large enough for the slice, as the code that was written assumes.
    const floor = maximum(position, 0);
    return floor ?? position;
  }
  return minimum(position, size) ?? (typeof size === 'number' ? null : position);
}
