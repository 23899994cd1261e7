/** Bytes that the kernels of tensor-kernel.ts take while they run, beside their inputs and outputs. */
import { BYTES_PER_NUMBER, sizeOf } from './array.ts';
import type { TensorId } from '../model/graph.ts';
import type { KernelCall } from '../model/kernel.ts';
import type { RunCall, RunGraph } from '../protocol.ts';

/** `bytes`: of the inputs and of the outputs. */
export function tensorWorkBytes(
  graph: RunGraph,
  call: Pick<RunCall, 'inputs' | 'outputs'>,
  kernel: KernelCall,
  bytes: { readonly inputs: number; readonly outputs: number },
): number {
  const shape = (index: number): readonly number[] => graph.shapes[call.inputs[index] ?? NO_TENSOR] ?? [];
  switch (kernel.op) {
    case 'attention': {
      // Scores, and the weights that the softmax makes of them.
      const [query, key] = [shape(0), shape(1)];
      return 2 * sizeOf([...query.slice(0, -1), key.at(-2) ?? 1]) * BYTES_PER_NUMBER;
    }
    case 'multi-head-attention': {
      const [query, key] = [shape(0), shape(1)];
      const [lengths, keys] = [sizeOf(query.slice(0, -1)), key.at(kernel.batchFirst ? -2 : 0) ?? 1];
      // Projections of all three, reordered by heads, and the scores twice.
      return 4 * bytes.inputs + 2 * bytes.outputs + 2 * kernel.heads * lengths * keys * BYTES_PER_NUMBER;
    }
    case 'einsum':
      // Both sides in the order of a product of matrices, and what comes out of it.
      return bytes.inputs + 2 * bytes.outputs;
    case 'reduce':
    case 'layer-norm':
    case 'group-norm':
    case 'unit-norm':
    case 'index':
      // Axes are brought into another order first, and back.
      return bytes.inputs + bytes.outputs;
    case 'adaptive-pool':
      return bytes.inputs + bytes.outputs;
    case 'chain':
      // What lies between two steps is at most what a step can make of either end; a formula may keep two for later.
      return (
        (kernel.steps.some(({ inputs }) => inputs) ? 3 : 1) * (bytes.inputs + bytes.outputs) +
        Math.max(...kernel.steps.map((step) => tensorWorkBytes(graph, call, step.call, bytes)))
      );
    case 'with-weights':
      return bytes.inputs + tensorWorkBytes(graph, call, kernel.call, bytes);
    case 'convolution':
    case 'transposed-convolution':
      return 2 * (bytes.inputs + bytes.outputs);
    default:
      return 0;
  }
}

const NO_TENSOR: TensorId = -1;
