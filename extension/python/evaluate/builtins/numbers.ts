/** Methods and properties of int and float. */
import { say } from '../../../message.ts';
import type { NativeCall, Value } from '../../values.ts';
import { bool, float, int, str, tuple } from '../../values.ts';
import type { NativeRun } from '../native.ts';
import { bitLength, canonical, exactFraction } from '../numbers.ts';
import { plainValue } from '../payload.ts';
import { cause, need } from './arguments.ts';

const onNumber =
  (run: (self: number | bigint, call: NativeCall) => Value): NativeRun =>
  (call) => {
    const plain = plainValue(need(call, 0));
    if (plain.kind === 'int' || plain.kind === 'float') return run(plain.value, call);
    return plain.kind === 'bool' ? run(plain.value ? 1 : 0, call) : cause(plain);
  };

export const intMethods: Readonly<Record<string, NativeRun>> = {
  bit_length: onNumber((self) => {
    const bits = typeof self === 'bigint' ? (self < 0n ? -self : self).toString(2).length : bitLength(self);
    return int(bits);
  }),
  bit_count: onNumber((self) => int(((self < 0 ? -self : self).toString(2).match(/1/g) ?? []).length)),
  conjugate: onNumber((self) => int(self)),
  is_integer: onNumber(() => bool(true)),
  as_integer_ratio: onNumber((self) => tuple([int(self), int(1)])),
  to_bytes: (call) => cause(need(call, 0), say`bytes of an integer`),
};

export const fromBytes: NativeRun = (call) => cause(need(call, 0), say`an integer from bytes`);

export const intProperties: Readonly<Record<string, NativeRun>> = {
  real: onNumber((self) => int(self)),
  imag: onNumber(() => int(0)),
  numerator: onNumber((self) => int(self)),
  denominator: onNumber(() => int(1)),
};

function hexadecimal(value: number): string {
  if (!Number.isFinite(value)) return value.toString();
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (size === 0) return `${sign}0x0.0p+0`;
  const exponent = Math.max(-1022, Math.floor(Math.log2(size)));
  const digits = (size / 2 ** exponent).toString(16);
  const [whole = '1', fraction = ''] = digits.split('.');
  return `${sign}0x${whole}.${fraction.padEnd(13, '0')}p${exponent < 0 ? '' : '+'}${exponent}`;
}

export const floatMethods: Readonly<Record<string, NativeRun>> = {
  is_integer: onNumber((self) => bool(Number.isInteger(Number(self)))),
  conjugate: onNumber((self) => float(Number(self))),
  hex: onNumber((self) => str(hexadecimal(Number(self)))),
  as_integer_ratio: onNumber((self, call) => {
    const value = Number(self);
    if (!Number.isFinite(value))
      return call.interpreter.raise('ValueError', 'cannot convert NaN or infinity to integer ratio', call.site);
    const { numerator, shift } = exactFraction(value);
    return tuple([int(canonical(numerator)), int(canonical(1n << BigInt(shift)))]);
  }),
};

export const floatProperties: Readonly<Record<string, NativeRun>> = {
  real: onNumber((self) => float(Number(self))),
  imag: onNumber(() => float(0)),
};
