/** `tf.nn` and `keras.ops.nn`: convolutions and pooling whose weights are tensors of their own. */
import { type Message, say } from '../../../message.ts';
import { applyRecord, applyUnknown } from '../../apply.ts';
import { recordFor } from '../../../model/records/registry.ts';
import type { PlainArguments } from '../../../model/record.ts';
import type { Value } from '../../../python/values.ts';
import { toPlain } from '../../plain.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import { operandTensors } from '../../operand-tensors.ts';
import { tensorOf } from '../../tensor.ts';
import type { OpCall, Operation } from './context.ts';

/** `strides=[1, 2, 2, 1]` as TensorFlow writes it: the spatial part. */
function spatial(call: OpCall, rank: number, position: number, ...names: readonly string[]): readonly number[] | null {
  const sizes = call.sizes(position, ...names);
  if (!sizes?.every((size) => typeof size === 'number')) return null;
  const [only] = sizes;
  if (sizes.length === 1 && only !== undefined) return new Array<number>(rank).fill(only);
  return sizes.length === rank + 2 ? sizes.slice(1, -1) : sizes;
}

/** Runs the record of a layer whose kernel is a tensor: `tf.nn.conv2d(x, filters, strides, padding)`. */
function convolution(layer: string, rank: number, transposed: boolean): Operation {
  return (call) => {
    const record = recordFor('keras', layer);
    const [input, filters] = [call.first, call.tensor(1, 'filters', 'kernel', 'filter')];
    const kernel = call.shapeOf(filters);
    const given = call.text(transposed ? 4 : 3, 'padding')?.toLowerCase();
    const padding = given ?? (call.family === 'backend' ? 'valid' : undefined);
    const strides = spatial(call, rank, transposed ? 3 : 2, 'strides', 'stride');
    const numeric = kernel?.every((size) => typeof size === 'number') ? kernel : null;
    if (!record?.keras || numeric?.length !== rank + 2 || (padding !== 'same' && padding !== 'valid')) {
      return call.result([input, filters], null, { reason: say`The kernel or the padding is not known.` });
    }
    const args: PlainArguments = {
      filters: numeric[transposed ? rank : rank + 1] ?? 1,
      kernel_size: numeric.slice(0, rank),
      strides: strides ?? new Array<number>(rank).fill(1),
      padding,
      output_padding: null,
      data_format: 'channels_last',
      dilation_rate: spatial(call, rank, 9, 'dilations', 'dilation_rate') ?? new Array<number>(rank).fill(1),
      groups: 1,
      activation: null,
      use_bias: false,
      kernel_initializer: 'glorot_uniform',
      bias_initializer: 'zeros',
    };
    return apply(call, layer, args, [input], [filters]);
  };
}

function pooling(layer: string, rank: number): Operation {
  return (call) => {
    const ksize = spatial(call, rank, 1, 'ksize', 'pool_size');
    const padding = call.text(3, 'padding')?.toLowerCase() ?? 'valid';
    if (!ksize) return call.result([call.first], null, { reason: say`The window is not known.` });
    const args: PlainArguments = {
      pool_size: ksize,
      strides: spatial(call, rank, 2, 'strides') ?? ksize,
      padding,
      data_format: 'channels_last',
    };
    return apply(call, layer, args, [call.first]);
  };
}

/** The record of a layer, with its weights standing outside of it. */
function apply(
  call: OpCall,
  layer: string,
  args: PlainArguments,
  inputs: readonly Value[],
  weights: readonly Value[] = [],
): Value {
  const record = recordFor('keras', layer);
  const config = record?.keras?.configure(args);
  const base = { framework: 'keras', layer: null, label: call.label, inputs, site: call.site } as const;
  const unknown = (reason: Message): Value =>
    applyUnknown(call.state.session, base, reason, false).outputs[0] ?? call.unknown(reason);
  if (!record || !config) return unknown(say`Layerscope does not know ${call.label} yet.`);
  if (config.kind !== 'known') return unknown(config.kind === 'unknown' ? config.reason : config.clash.message);
  const applied = applyRecord(call.state.session, { ...base, record, config: config.value, argumentRanges: {} });
  if (weights.length > 0) {
    const { kernel } = call.state.session.call(applied.call);
    const ids = operandTensors(call.state.session, 'keras', weights, call.site);
    const bound: KernelCall | null = kernel &&
      ids && { op: 'with-weights', call: kernel, inputs: inputs.length, names: ['kernel'] };
    call.state.session.extendCall(applied.call, bound && ids ? ids : [], [], bound);
  }
  return applied.outputs[0] ?? unknown(say`There is no output.`);
}

/** Old functions of the same shapes: TensorFlow 1 samples elsewhere, K has a slope of its own and arguments of other names. */
const OTHER_NUMBERS = /compat\.v1\.image|resize_images|^backend (hard_sigmoid|relu|elu|softmax)$/;

/** A function that has a record of its own: `tf.nn.depth_to_space`, `tf.image.resize`, `keras.ops.relu`. */
export function recordOperation(
  name: string,
  parameters: (call: OpCall) => ReadonlyMap<string, Value>,
  defaults: PlainArguments,
): Operation {
  return (call) => {
    const record = recordFor('keras', name);
    const given = parameters(call);
    const args: Record<string, PlainArguments[string]> = { ...defaults };
    const inputs: Value[] = [];
    for (const [parameter, value] of given) {
      const items = value.kind === 'list' || value.kind === 'tuple' ? value.items : [value];
      const tensors = items.filter((item) => tensorOf(item) ?? item.kind === 'unknown');
      if (tensors.length === items.length && items.some((item) => tensorOf(item))) inputs.push(...tensors);
      else args[parameter] = toPlain(call.state.session, value);
    }
    const config = record?.keras?.configure(args);
    const base = { framework: 'keras', layer: null, label: call.label, inputs, site: call.site } as const;
    const unknown = (reason: Message, report = false): Value =>
      applyUnknown(call.state.session, base, reason, report).outputs[0] ?? call.unknown(reason);
    if (!record || !config || inputs.length === 0) return unknown(call.reasonOf(call.first));
    if (config.kind === 'unknown') return unknown(config.reason, true);
    if (config.kind === 'impossible') {
      call.state.session.finding(config.clash.code, call.site, config.clash.message);
      return unknown(config.clash.message);
    }
    const applied = applyRecord(call.state.session, { ...base, record, config: config.value, argumentRanges: {} });
    if (
      OTHER_NUMBERS.test(`${call.family} ${call.label}`) &&
      (given.size > 1 || call.named('alpha') !== undefined || /resize|hard/.test(call.label))
    ) {
      const notRunnable = say`${call.label} computes other numbers than the function that took its place.`;
      call.state.session.updateCall(applied.call, { kernel: null, notRunnable });
    }
    const { outputs } = applied;
    const [output, ...more] = outputs;
    return output && more.length === 0 ? output : call.pack(outputs);
  };
}

export const NN_OPERATIONS: Readonly<Record<string, Operation>> = {
  conv1d: convolution('Conv1D', 1, false),
  conv2d: convolution('Conv2D', 2, false),
  conv3d: convolution('Conv3D', 3, false),
  conv2d_transpose: convolution('Conv2DTranspose', 2, true),
  max_pool1d: pooling('MaxPooling1D', 1),
  max_pool2d: pooling('MaxPooling2D', 2),
  max_pool3d: pooling('MaxPooling3D', 3),
  avg_pool1d: pooling('AveragePooling1D', 1),
  avg_pool2d: pooling('AveragePooling2D', 2),
  avg_pool3d: pooling('AveragePooling3D', 3),
};
