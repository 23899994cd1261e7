/** One function decides which kernel runs a call: the fast one where it applies, else the reference. */
import { onlyInput, type NDArray } from './array.ts';
import { NO_FUSION, type FastKernels, type Fusion } from './fast/kernels.ts';
import { Tensor } from './fast/tensor.ts';
import { activate } from './reference/activation.ts';
import { binary, scalar } from './reference/arithmetic.ts';
import { batchNorm } from './reference/batch-norm.ts';
import { convolution } from './reference/convolution.ts';
import { dense } from './reference/dense.ts';
import { permute } from './reference/permute.ts';
import { pool } from './reference/pool.ts';
import { depthToSpace, spaceToDepth } from './reference/rearrange.ts';
import { resize } from './reference/resize.ts';
import { finish, type Steps } from './reference/steps.ts';
import { concat, crop, pad, reshape } from './reference/tensor.ts';
import { transposedConvolution } from './reference/transposed-convolution.ts';
import type { Weights } from './weights.ts';
import type { KernelCall } from '../model/kernel.ts';

/**
 * Runs a call to its end; the results are the caller's own. Throws an Error with one clear sentence when the inputs or weights do not
 * fit it.
 */
export function runKernel(
  call: KernelCall,
  inputs: readonly NDArray[],
  weights: Weights,
  fast: FastKernels | null = null,
): NDArray[] {
  return finish(kernelSteps(call, inputs, weights, fast)).map(owned);
}

/** A tensor brought out of the kernels' memory; other arrays as they are. */
function owned(array: NDArray): NDArray {
  if (!(array instanceof Tensor)) return array;
  const { shape, layout } = array;
  const data = layout === 'channels_last' ? array.data.slice() : array.data;
  array.release();
  return { shape, data };
}

/** The same in steps, between which the caller may pause or stop. Results may be tensors, which the caller must release. */
export function* kernelSteps(
  call: KernelCall,
  inputs: readonly NDArray[],
  weights: Weights,
  fast: FastKernels | null,
  fusion: Fusion = NO_FUSION,
): Steps<NDArray[]> {
  const steps = fast?.steps(call, inputs, weights, fusion) ?? null;
  if (steps === null && fusion !== NO_FUSION) throw new Error('Only the fast kernels do several layers at once.');
  return [yield* steps ?? referenceSteps(call, inputs, weights)];
}

function* referenceSteps(call: KernelCall, inputs: readonly NDArray[], weights: Weights): Steps<NDArray> {
  const input = onlyInput(inputs);
  switch (call.op) {
    case 'input':
    case 'identity':
      return input;
    case 'convolution':
      return yield* convolution(call, input, weights);
    case 'transposed-convolution':
      return yield* transposedConvolution(call, input, weights);
    case 'resize':
      return yield* resize(call, input);
    case 'depth-to-space':
      return depthToSpace(call, input);
    case 'space-to-depth':
      return spaceToDepth(call, input);
    case 'dense':
      return yield* dense(call, input, weights);
    case 'activation':
      return activate(call.activation, input, weights, false);
    case 'batch-norm':
      return batchNorm(call, input, weights);
    case 'pool':
      return yield* pool(call, input);
    case 'reshape':
      return reshape(input, call.shape);
    case 'permute':
      return permute(input, call.order);
    case 'concat':
      return concat(inputs, call.axis);
    case 'binary':
      return binary(call.operator, inputs);
    case 'scalar':
      return scalar(call.operator, call.value, inputs);
    case 'pad':
      return pad(call, input);
    case 'crop':
      return crop(call, input);
    default:
      return call satisfies never;
  }
}
