/** The reference kernels of the instructions that are about pictures and feature maps. */
import { onlyInput, type NDArray } from '../array.ts';
import type { Weights } from '../weights.ts';
import { activate } from './activation.ts';
import { binary, scalar, withNumber } from './arithmetic.ts';
import { batchNorm } from './batch-norm.ts';
import { convolution } from './convolution.ts';
import { dense } from './dense.ts';
import { permute } from './permute.ts';
import { pool } from './pool.ts';
import { depthToSpace, spaceToDepth } from './rearrange.ts';
import { resize } from './resize.ts';
import type { Steps } from './steps.ts';
import { concat, crop, pad, reshape } from './tensor.ts';
import { transposedConvolution } from './transposed-convolution.ts';
import { poolWithPositions } from './unpool.ts';
import type { Composition, KernelCall } from '../../model/kernel.ts';
import type { TensorCall } from '../../model/tensor-kernel.ts';

export type SpatialCall = Exclude<KernelCall, TensorCall | Composition>;

const OPS: ReadonlySet<string> = new Set<SpatialCall['op']>([
  'input',
  'identity',
  'convolution',
  'transposed-convolution',
  'resize',
  'depth-to-space',
  'space-to-depth',
  'dense',
  'activation',
  'batch-norm',
  'pool',
  'reshape',
  'permute',
  'concat',
  'binary',
  'scalar',
  'with-number',
  'pad',
  'crop',
]);

export const isSpatial = (call: Exclude<KernelCall, Composition>): call is SpatialCall => OPS.has(call.op);

export function* spatialSteps(
  call: SpatialCall,
  inputs: readonly NDArray[],
  weights: Weights,
): Steps<NDArray | NDArray[]> {
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
      return call.positions === true ? poolWithPositions(call, input) : yield* pool(call, input);
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
    case 'with-number':
      return withNumber(call, input);
    case 'pad':
      return pad(call, input);
    case 'crop':
      return crop(call, input);
    default:
      return call satisfies never;
  }
}
