/** Built-in functions on numbers: abs, round, divmod, pow, sum, min, max, bin, hex, oct, chr, ord. */
import { say } from '../../../message.ts';
import { characters } from '../characters.ts';
import type { NativeCall, Value } from '../../values.ts';
import { asInt, float, int, str } from '../../values.ts';
import { orderAny } from '../compare.ts';
import type { NativeRun } from '../native.ts';
import { power, remainder, roundHalfEven, roundInteger, roundToPlaces, canonical } from '../numbers.ts';
import { plainValue } from '../payload.ts';
import { typeName } from '../types.ts';
import { cause, integer, machine, need, optional, text } from './arguments.ts';

function absolute(call: NativeCall): Value {
  const value = need(call, 0);
  const special = call.interpreter.callSpecial(value, '__abs__', []);
  if (special) return special;
  const plain = plainValue(value);
  switch (plain.kind) {
    case 'int':
      return int(plain.value < 0 ? -plain.value : plain.value);
    case 'bool':
      return int(plain.value ? 1 : 0);
    case 'float':
      return float(Math.abs(plain.value));
    case 'unknown':
      return plain;
    default:
      return call.interpreter.raise('TypeError', `bad operand type for abs(): '${typeName(value)}'`, call.site);
  }
}

function round(call: NativeCall): Value {
  const value = need(call, 0);
  const digits = optional(call, 1, 'ndigits');
  const special = call.interpreter.callSpecial(value, '__round__', digits ? [digits] : []);
  if (special) return special;
  const places = !digits || digits.kind === 'none' ? null : integer(call, digits);
  if (places === undefined) return cause(need(call, 1));
  const plain = plainValue(value);
  switch (plain.kind) {
    case 'int':
      return int(roundInteger(plain.value, places ?? 0));
    case 'bool':
      return int(plain.value ? 1 : 0);
    case 'float':
      if (places !== null) return float(roundToPlaces(plain.value, places));
      if (Number.isNaN(plain.value))
        return call.interpreter.raise('ValueError', 'cannot convert float NaN to integer', call.site);
      if (!Number.isFinite(plain.value))
        return call.interpreter.raise('OverflowError', 'cannot convert float infinity to integer', call.site);
      return int(wholeNumber(roundHalfEven(plain.value)));
    case 'unknown':
      return plain;
    default:
      return call.interpreter.raise('TypeError', `type ${typeName(value)} doesn't define __round__ method`, call.site);
  }
}

export const wholeNumber = (value: number): number | bigint =>
  Number.isSafeInteger(value) ? value + 0 : canonical(BigInt(value));

function sum(call: NativeCall): Value {
  const items = call.interpreter.iterate(need(call, 0));
  if (!items) return cause(need(call, 0));
  let total: Value = optional(call, 1, 'start') ?? int(0);
  if (total.kind === 'str')
    return call.interpreter.raise('TypeError', "sum() can't sum strings [use ''.join(seq) instead]", call.site);
  for (const item of items) {
    machine(call).meter.step();
    total = call.interpreter.binary('+', total, item);
  }
  return total;
}

function extreme(call: NativeCall, name: 'min' | 'max'): Value {
  const several = call.args.length > 1;
  const items = several ? call.args : call.interpreter.iterate(need(call, 0));
  if (!items) return cause(need(call, 0));
  const key = call.kwargs.get('key');
  const measured = (item: Value): Value => (key && key.kind !== 'none' ? call.interpreter.call(key, [item]) : item);
  let [best] = items;
  if (!best) {
    return (
      call.kwargs.get('default') ??
      call.interpreter.raise('ValueError', `${name}() arg is an empty sequence`, call.site)
    );
  }
  let bestKey = measured(best);
  for (const item of items.slice(1)) {
    machine(call).meter.step();
    const itemKey = measured(item);
    const symbolic = several && items.length === 2 ? viaMethod(call, name, bestKey, itemKey) : undefined;
    if (symbolic) return symbolic;
    const order = orderAny(machine(call), itemKey, bestKey);
    if (order === undefined)
      return call.interpreter.raise(
        'TypeError',
        `'${name === 'min' ? '<' : '>'}' not supported between instances of '${typeName(itemKey)}' and '${typeName(bestKey)}'`,
        call.site,
      );
    if (order === null)
      return (
        [itemKey, bestKey].find((each) => each.kind === 'unknown') ??
        call.interpreter.unknown(say`a comparison that cannot be told`, call.site)
      );
    if (name === 'min' ? order < 0 : order > 0 && reallyGreater(call, itemKey, bestKey)) {
      best = item;
      bestKey = itemKey;
    }
  }
  return best;
}

/** `orderAny` says 1 for "not less" of instances: the first of equal ones must stay. */
const reallyGreater = (call: NativeCall, a: Value, b: Value): boolean =>
  (a.kind !== 'instance' && b.kind !== 'instance') || orderAny(machine(call), b, a) === -1;

/** Symbolic integers know their own `min` and `max` (`__min__`, `__max__`). */
function viaMethod(call: NativeCall, name: 'min' | 'max', a: Value, b: Value): Value | undefined {
  return call.interpreter.callSpecial(a, `__${name}__`, [b]) ?? call.interpreter.callSpecial(b, `__${name}__`, [a]);
}

const inBase =
  (base: number, prefix: string): NativeRun =>
  (call) => {
    const value = plainValue(need(call, 0));
    if (value.kind !== 'int' && value.kind !== 'bool') return cause(value);
    const whole = value.kind === 'bool' ? Number(value.value) : value.value;
    const size = whole < 0 ? -whole : whole;
    return str(`${whole < 0 ? '-' : ''}${prefix}${size.toString(base)}`);
  };

export const numericFunctions: Readonly<Record<string, NativeRun>> = {
  abs: absolute,
  round,
  sum,
  min: (call) => extreme(call, 'min'),
  max: (call) => extreme(call, 'max'),
  divmod: (call) => {
    const [a, b] = [need(call, 0), need(call, 1)];
    const special = call.interpreter.callSpecial(a, '__divmod__', [b]);
    if (special) return special;
    return {
      kind: 'tuple',
      items: [call.interpreter.binary('//', a, b), call.interpreter.binary('%', a, b)],
    };
  },
  pow: (call) => {
    const [base, exponent] = [need(call, 0), need(call, 1)];
    const modulus = optional(call, 2, 'mod');
    if (!modulus || modulus.kind === 'none') return call.interpreter.binary('**', base, exponent);
    const [b, e, m] = [base, exponent, modulus].map((each) => asInt(each));
    if (b === undefined || e === undefined || m === undefined || e < 0 || m === 0)
      return cause(base, say`a modular power`);
    machine(call).meter.step(64);
    let result: number | bigint = 1;
    let square: number | bigint = remainder(b, m);
    for (let rest = e; rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) result = remainder(canonical(BigInt(result) * BigInt(square)), m);
      square = remainder(power(square, 2), m);
    }
    return int(remainder(result, m));
  },
  bin: inBase(2, '0b'),
  oct: inBase(8, '0o'),
  hex: inBase(16, '0x'),
  chr: (call) => {
    const code = integer(call, need(call, 0));
    if (code === undefined) return cause(need(call, 0));
    if (code < 0 || code > 0x10ffff)
      return call.interpreter.raise('ValueError', 'chr() arg not in range(0x110000)', call.site);
    return str(String.fromCodePoint(code));
  },
  ord: (call) => {
    const unit = text(call, need(call, 0));
    if (unit === undefined) return cause(need(call, 0));
    if (characters(unit).length !== 1)
      return call.interpreter.raise(
        'TypeError',
        `ord() expected a character, but string of length ${unit.length} found`,
        call.site,
      );
    return int(unit.codePointAt(0) ?? 0);
  },
};
