/** `x[:, 0] = y`: from then on the name stands for the tensor with that part replaced. */
import type { KernelCall } from '../../model/kernel.ts';
import type { NativeCall } from '../../python/values.ts';
import { indexShape, type AxisStep } from '../indexing.ts';
import { addResult, sliceOf } from '../operators.ts';
import { tensorOf } from '../tensor.ts';
import { numbersOf, setNumbers, TORCH, type TorchContext } from './context.ts';
import { replaceData } from './fill.ts';
import { isAdvanced } from './indexing.ts';
import { onNumbers } from '../../model/part-kernel.ts';

export function assign(ctx: TorchContext, call: NativeCall): void {
  const [self, index, value] = call.args;
  const data = tensorOf(self);
  if (self?.kind !== 'instance' || !data || !index || !value) return;
  // The numbers are no longer those it was made of.
  if (numbersOf(self)) setNumbers(self, null);
  const answer = data.shape && !isAdvanced(index) ? indexShape(data.shape, index) : null;
  const kernel = data.shape && answer?.kind === 'known' ? updateKernel(data.shape, answer.value.steps) : null;
  const result = addResult(ctx.session, TORCH, 'setitem', [self, value], call.site, {
    shape: data.shape,
    reason: data.reason,
    kernel,
    macs: 0,
    ...(data.dtype === null ? {} : { dtype: data.dtype }),
  });
  const made = tensorOf(result);
  if (made) replaceData(ctx, self, made, call.site);
}

function updateKernel(
  shape: NonNullable<Parameters<typeof onNumbers>[0][number]>,
  steps: readonly AxisStep[],
): KernelCall | null {
  return onNumbers([shape], (sizes) => {
    const own = steps.filter((step) => step.kind !== 'new');
    const slices = own.map((step, axis) => sliceOf(step, sizes[axis] ?? 1));
    if (!slices.every((slice) => slice !== null)) return null;
    return {
      op: 'slice-update',
      starts: slices.map(({ start }) => start),
      steps: slices.map(({ step }) => step),
      sizes: slices.map(({ size }) => size),
    };
  });
}
