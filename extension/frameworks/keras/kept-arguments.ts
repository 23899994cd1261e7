/**
 * What a layer of Keras's own keeps of its arguments as attributes: `Conv2D(8, 3).kernel_size` is (3, 3), and an activation is a function.
 * keras/src/utils/argument_validation.py, and the constructors of the layers
 */
import { int, tuple, type Value } from '../../python/values.ts';
import type { KerasState } from './state.ts';

/** One number stands for as many as the layer has axes. */
const PER_AXIS = /^(kernel_size|strides|dilation_rate|pool_size|size|output_padding)$/;
/** One number before and one after, on every axis. */
const PER_SIDE = /^(ZeroPadding|Cropping)(\d)D$/;
const ACTIVATION = /^(recurrent_)?activation$/;

/** Null for what is made when it is asked for. */
export function keptArgument(
  state: KerasState,
  layer: string,
  name: string,
  value: Value,
  given: ReadonlyMap<string, Value>,
): Value | null {
  if (ACTIVATION.test(name)) return value.kind === 'str' || value.kind === 'none' ? null : value;
  const rank = Number(/(\d)D/.exec(layer)?.[1] ?? 0);
  if (rank === 0) return value;
  if (PER_SIDE.test(layer)) return name === 'padding' || name === 'cropping' ? sides(rank, value) : value;
  if (name === 'data_format' && value.kind === 'none') return { kind: 'str', value: state.dataFormat };
  if (name === 'padding' && value.kind === 'str') return { kind: 'str', value: value.value.toLowerCase() };
  if (!PER_AXIS.test(name) || layer === 'UpSampling1D') return value;
  if (name === 'strides' && value.kind === 'none') return perAxis(rank, given.get('pool_size') ?? int(2));
  return perAxis(rank, value);
}

function perAxis(rank: number, value: Value): Value {
  if (value.kind === 'list') return tuple(value.items);
  return value.kind === 'int' ? tuple(Array.from({ length: rank }, () => value)) : value;
}

/** On one axis (before, after); on several a pair for each. */
function sides(rank: number, value: Value): Value {
  const pair = (size: Value): Value => (size.kind === 'int' ? tuple([size, size]) : perAxis(2, size));
  if (rank === 1) return pair(value);
  const items =
    value.kind === 'list' || value.kind === 'tuple' ? value.items : Array.from({ length: rank }, () => value);
  return tuple(items.map(pair));
}

/** `layer.activation`, where the constructor was given a name or nothing. */
export function activationOf(state: KerasState, layer: Value, name: string): Value | undefined {
  const data = ACTIVATION.test(name) ? state.layerOf(layer) : undefined;
  const given = data && state.session.layer(data.id).arguments[name];
  if (typeof given !== 'string' && given !== null) return undefined;
  return state.functions?.activation(given ?? 'linear');
}
