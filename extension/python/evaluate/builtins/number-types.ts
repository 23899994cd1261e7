/**
 * The types of numbers of NumPy and TensorFlow stand as their names ('float32'): what such a type tells of itself. tensorflow/python/framework/dtypes.py
 */
import { bool, float, int, str, type NativeCall, type Value } from '../../values.ts';
import type { NativeRun } from '../native.ts';

interface FloatType {
  readonly bits: number;
  readonly max: number;
  readonly eps: number;
  /** The smallest normal number. */
  readonly tiny: number;
}

const FLOATS: Readonly<Record<string, FloatType>> = {
  float16: { bits: 16, max: 65504, eps: 2 ** -10, tiny: 2 ** -14 },
  bfloat16: { bits: 16, max: (2 - 2 ** -7) * 2 ** 127, eps: 2 ** -7, tiny: 2 ** -126 },
  float32: { bits: 32, max: (2 - 2 ** -23) * 2 ** 127, eps: 2 ** -23, tiny: 2 ** -126 },
  float64: { bits: 64, max: Number.MAX_VALUE, eps: Number.EPSILON, tiny: 2 ** -1022 },
};
const INTEGER = /^(u?)int(8|16|32|64)$/;

/** `np.finfo(dtype).max`, `tf.float32.min`: undefined where the text is no type, or it has no such limit. */
export function numberLimit(type: string, name: string): Value | undefined {
  const real = FLOATS[type];
  if (real) {
    const limits: Readonly<Record<string, number>> = { max: real.max, min: -real.max, eps: real.eps, tiny: real.tiny };
    if (name === 'bits') return int(real.bits);
    const limit = limits[name];
    return limit === undefined ? undefined : float(limit);
  }
  const [, unsigned, width] = INTEGER.exec(type) ?? [];
  if (width === undefined) return undefined;
  const bits = BigInt(width) - (unsigned === '' ? 1n : 0n);
  if (name === 'max') return { kind: 'int', value: 2n ** bits - 1n };
  if (name === 'min') return { kind: 'int', value: unsigned === '' ? -(2n ** bits) : 0n };
  return name === 'bits' ? int(Number(width)) : undefined;
}

const typeOf = (call: NativeCall, name: string): string => {
  const [self] = call.args;
  const type = self?.kind === 'str' ? self.value : '';
  if (FLOATS[type] || INTEGER.test(type) || type === 'bool') return type;
  return call.interpreter.raise('AttributeError', `'str' object has no attribute '${name}'`, call.site);
};

const limit =
  (name: string): NativeRun =>
  (call) =>
    numberLimit(typeOf(call, name), name) ??
    call.interpreter.raise('AttributeError', `'str' object has no attribute '${name}'`, call.site);

export const numberTypeProperties: Readonly<Record<string, NativeRun>> = {
  max: limit('max'),
  min: limit('min'),
  name: (call) => str(typeOf(call, 'name')),
  base_dtype: (call) => str(typeOf(call, 'base_dtype')),
  as_numpy_dtype: (call) => str(typeOf(call, 'as_numpy_dtype')),
  is_floating: (call) => bool(typeOf(call, 'is_floating') in FLOATS),
  is_integer: (call) => bool(INTEGER.test(typeOf(call, 'is_integer'))),
};
