/** What functions of networks compute that are layers elsewhere: the kernels of the layers' records, their weights tensors of the graph. */
import { concreteShape } from '../../../model/concrete.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { PlainArguments } from '../../../model/record.ts';
import { recordFor } from '../../../model/records/registry.ts';
import type { Shape } from '../../../model/size.ts';

/** The kernel of a layer on inputs of these shapes; null where a size is open or the layer does not take them. */
export function layerKernel(layer: string, args: PlainArguments, inputs: readonly Shape[]): KernelCall | null {
  const record = recordFor('keras', layer);
  const config = record?.keras?.configure(args);
  const shapes = inputs.map(concreteShape);
  if (!record || config?.kind !== 'known' || !shapes.every((shape) => shape !== null)) return null;
  const outputs = record.output(config.value, shapes);
  if (outputs.kind !== 'known') return null;
  const kernel = record.kernel(config.value, shapes, outputs.value);
  return kernel.kind === 'known' ? kernel.value : null;
}

/** The inputs after the first are its weights. */
export const withWeights = (call: KernelCall | null, ...names: readonly string[]): KernelCall | null =>
  call && { op: 'with-weights', call, inputs: 1, names };

interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: string;
}

const WITHOUT_WEIGHTS = {
  data_format: 'channels_last',
  groups: 1,
  activation: null,
  use_bias: false,
  bias_initializer: 'zeros',
} as const;

/** `keras.ops.conv` and its kin: `kernel` is the shape of the first weight. */
export function convolutionKernel(
  kind: 'plain' | 'depthwise' | 'separable' | 'transposed',
  input: Shape,
  kernel: Shape,
  windows: Windows,
  filters: number,
): KernelCall | null {
  const rank = windows.kernel.length;
  const given = {
    ...WITHOUT_WEIGHTS,
    kernel_size: windows.kernel,
    strides: windows.strides,
    padding: windows.padding,
    dilation_rate: windows.dilations,
  };
  const multiplier = kernel.at(-1);
  switch (kind) {
    case 'plain':
      return withWeights(
        layerKernel(`Conv${rank}D`, { ...given, filters, kernel_initializer: 'glorot_uniform' }, [input]),
        'kernel',
      );
    case 'transposed':
      return withWeights(
        layerKernel(
          `Conv${rank}DTranspose`,
          { ...given, filters, output_padding: null, kernel_initializer: 'glorot_uniform' },
          [input],
        ),
        'kernel',
      );
    case 'depthwise':
      return withWeights(
        layerKernel(
          `DepthwiseConv${rank}D`,
          { ...given, depth_multiplier: Number(multiplier), depthwise_initializer: 'glorot_uniform' },
          [input],
        ),
        'kernel',
      );
    case 'separable':
      return withWeights(
        layerKernel(
          `SeparableConv${rank}D`,
          {
            ...given,
            filters,
            depth_multiplier: Number(multiplier),
            depthwise_initializer: 'glorot_uniform',
            pointwise_initializer: 'glorot_uniform',
          },
          [input],
        ),
        'depthwise_kernel',
        'pointwise_kernel',
      );
  }
}

export const poolKernel = (method: 'max' | 'average', windows: Windows): KernelCall => ({
  op: 'pool',
  method,
  kernel: windows.kernel,
  strides: windows.strides,
  dilation: windows.dilations,
  padding: windows.padding === 'same' ? 'same' : 'valid',
  ceilMode: false,
  countPadding: false,
  divisor: null,
  layout: 'channels_last',
});
