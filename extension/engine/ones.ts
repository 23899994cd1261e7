/**
 * All-ones weights, for seeing the overlap alone: each kernel's weights are equal and divided so that, averaged over the output
 * phases, a constant picture keeps its value in every layer. What then stands out is what the geometry does. Biases are 0,
 * normalisation is the identity.
 */
import { at, sizeOf, type NDArray } from './array.ts';
import { numericShape } from './initialise.ts';
import type { KernelCall } from '../model/kernel.ts';
import type { WeightSpec } from '../model/weight.ts';

/** `call` is the first call of the layer that owns the weight. */
export function onesWeight(spec: WeightSpec, call: KernelCall): NDArray {
  const shape = numericShape(spec);
  return { shape, data: new Float32Array(sizeOf(shape)).fill(onesValue(spec, call, shape)) };
}

function onesValue(spec: WeightSpec, call: KernelCall, shape: readonly number[]): number {
  if (isKernel(spec.name)) {
    switch (call.op) {
      case 'convolution':
        // Inputs per output: taps and the channels of a group.
        return 1 / (sizeOf(call.kernel) * inPerGroup(call, shape));
      case 'transposed-convolution': {
        // A tap feeds one of every stride positions, so an output has on average taps / stride inputs per channel.
        const channels = call.weightOrder === 'spatial-out-in' ? at(shape, shape.length - 1) : at(shape, 0);
        return sizeOf(call.strides) / ((sizeOf(call.kernel) * channels) / call.groups);
      }
      case 'dense':
        return 1 / at(shape, call.weightOrder === 'in-out' ? 0 : 1);
      default:
    }
  }
  const { initialiser } = spec;
  switch (initialiser.kind) {
    case 'ones':
      return 1;
    case 'constant':
      return initialiser.value;
    default:
      return 0;
  }
}

const isKernel = (name: string): boolean => name === 'kernel' || name === 'weight' || name === 'depthwise_kernel';

function inPerGroup(call: Extract<KernelCall, { op: 'convolution' }>, shape: readonly number[]): number {
  if (call.weightOrder === 'out-in-spatial') return at(shape, 1);
  const [inputs, outputs] = [at(shape, shape.length - 2), at(shape, shape.length - 1)];
  // Keras's depthwise kernels are [..., in, multiplier] for as many groups as inputs: one input each. In a grouped kernel, which is
  // [..., in / groups, out], the last axis is a multiple of the groups.
  const depthwise = call.groups > 1 && inputs === call.groups && outputs % call.groups !== 0;
  return depthwise ? 1 : inputs;
}
