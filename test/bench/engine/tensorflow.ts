/** A workload as TensorFlow.js runs it on its WebAssembly backend; null where it has no such operation. */
import type { KernelCall } from '../../../extension/model/kernel.ts';
import type { RunGraph } from '../../../extension/protocol.ts';
import { inputFor, weightsFor } from './inputs.ts';
import type { TensorFlow, TfTensor } from './peer-types.ts';

export function tensorFlowRunner(tf: TensorFlow, graph: RunGraph): (() => TfTensor) | null {
  // It has no bicubic interpolation.
  if (graph.calls.some(({ kernel }) => kernel?.op === 'resize' && kernel.method === 'bicubic')) return null;
  const shapeOf = (tensor: number): readonly number[] => graph.shapes[tensor] ?? [];
  const input = tf.tensor(inputFor(graph).data, shapeOf(0));
  const weights = new Map(
    graph.calls
      .filter(({ id }) => (graph.weights[id] ?? []).length > 0)
      .map(({ id }) => {
        const [kernel, bias] = weightsFor(graph, id);
        return [id, { kernel: tf.tensor(kernel.data, kernel.shape), bias: tf.tensor(bias.data, bias.shape) }];
      }),
  );
  const activated = (x: TfTensor, name: string | undefined): TfTensor =>
    name === 'relu' ? tf.relu(x) : name === 'sigmoid' ? tf.sigmoid(x) : x;
  const apply = (kernel: KernelCall, id: number, inputs: readonly TfTensor[]): TfTensor => {
    const [x] = inputs as [TfTensor];
    const own = weights.get(id);
    switch (kernel.op) {
      case 'convolution': {
        if (own === undefined) throw new Error('The weights are missing.');
        const activation = kernel.activation?.name === 'relu' ? 'relu' : 'linear';
        const y = tf.fused.conv2d({ x, filter: own.kernel, strides: 1, pad: 'same', bias: own.bias, activation });
        return activation === 'relu' ? y : activated(y, kernel.activation?.name);
      }
      case 'transposed-convolution': {
        if (own === undefined) throw new Error('The weights are missing.');
        const y = tf.add(tf.conv2dTranspose(x, own.kernel, shapeOf(id), 2, 'same'), own.bias);
        return activated(y, kernel.activation?.name);
      }
      case 'resize': {
        const size = kernel.size;
        return kernel.method === 'nearest'
          ? tf.image.resizeNearestNeighbor(x, size)
          : tf.image.resizeBilinear(x, size, false, true);
      }
      case 'depth-to-space':
        return tf.depthToSpace(x, kernel.block, 'NHWC');
      case 'pool':
        return tf.maxPool(x, 2, 2, 'valid');
      case 'concat':
        return tf.concat(inputs, 3);
      default:
        throw new Error(`No workload has a ${kernel.op}.`);
    }
  };
  return () =>
    tf.tidy(() => {
      const values = new Map<number, TfTensor>([[0, input]]);
      for (const { id, kernel, inputs } of graph.calls.slice(1)) {
        values.set(
          id,
          apply(
            kernel as KernelCall,
            id,
            inputs.map((one) => values.get(one) as TfTensor),
          ),
        );
      }
      return values.get(graph.calls.length - 1) as TfTensor;
    });
}
