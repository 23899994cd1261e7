/** Kernels that cut a part out of a tensor, for shapes whose sizes are numbers for one sample. */
import { concreteShape } from './concrete.ts';
import type { KernelCall } from './kernel.ts';
import type { Shape, Size } from './size.ts';
import { add } from './sizes/arithmetic.ts';

/** The kernel of shapes whose sizes are numbers for one sample; null while one is open. */
export function onNumbers(
  shapes: readonly Shape[],
  make: (...sizes: readonly (readonly number[])[]) => KernelCall | null,
): KernelCall | null {
  const sizes = shapes.map(concreteShape);
  return sizes.every((size) => size !== null) ? make(...sizes) : null;
}

/** Pieces of these sizes along an axis, one after the other; without `keep` the axis goes. */
export function pieceKernels(
  shape: Shape,
  axis: number,
  sizes: readonly Size[],
  keep: boolean,
): readonly (KernelCall | null)[] {
  let start: Size = 0;
  return sizes.map((size) => {
    const from = start;
    start = add(start, size);
    return onNumbers([shape, [from, size]], (own, [first = 0, count = 0]) => {
      const cut = own.map((each, index) => (index === axis ? count : each));
      return {
        op: 'slice',
        starts: own.map((_, index) => (index === axis ? first : 0)),
        steps: own.map(() => 1),
        sizes: cut,
        shape: keep ? cut : cut.filter((_, index) => index !== axis),
      };
    });
  });
}

/** These axes in reverse. */
export const flipKernel = (shape: Shape, axes: readonly number[]): KernelCall | null =>
  onNumbers([shape], (sizes) => ({
    op: 'slice',
    starts: sizes.map((size, axis) => (axes.includes(axis) ? size - 1 : 0)),
    steps: sizes.map((_, axis) => (axes.includes(axis) ? -1 : 1)),
    sizes,
    shape: sizes,
  }));
