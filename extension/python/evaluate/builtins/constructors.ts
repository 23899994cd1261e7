/** What calling a built-in type makes; `args[0]` is the class. */
import { say } from '../../../message.ts';
import type { NativeCall, PyClass, Value } from '../../values.ts';
import { NONE, bool, epoch, float, int, list, str, unknown } from '../../values.ts';
import { finishClass } from '../class-definitions.ts';
import { builtinClasses as builtin, makeClass } from '../classes.ts';
import { emptyDict, setOf } from '../displays.ts';
import type { NativeRun } from '../native.ts';
import { instance } from '../native.ts';
import { canonical } from '../numbers.ts';
import { plainValue, setPayload } from '../payload.ts';
import { quote, strText } from '../repr.ts';
import { typeName } from '../types.ts';
import { cause, integer, machine, need, optional } from './arguments.ts';
import { typeOfValue } from './core.ts';
import { fill } from './dicts.ts';
import { wholeNumber } from './numeric.ts';

function parseInteger(call: NativeCall, source: string, base: number): Value {
  const fail = (): never =>
    call.interpreter.raise('ValueError', `invalid literal for int() with base ${base}: ${quote(source)}`, call.site);
  const trimmed = source.trim().toLowerCase();
  // Reading digits takes their number squared.
  machine(call).meter.bits(trimmed.length * 4);
  const match = /^([+-])?(0[box])?([0-9a-z]+(?:_[0-9a-z]+)*)$/.exec(trimmed);
  if (!match) return fail();
  const [, sign, prefix, digits = ''] = match;
  const prefixBase = prefix === '0b' ? 2 : prefix === '0o' ? 8 : prefix === '0x' ? 16 : null;
  if (prefixBase !== null && base !== prefixBase && base !== 0) return fail();
  const radix = base === 0 ? (prefixBase ?? 10) : base;
  let value = 0n;
  for (const unit of digits.replaceAll('_', '')) {
    const digit = Number.parseInt(unit, 36);
    if (digit >= radix) return fail();
    value = value * BigInt(radix) + BigInt(digit);
  }
  return int(canonical(sign === '-' ? -value : value));
}

function toInteger(call: NativeCall): Value {
  const value = call.args[1];
  if (!value) return int(0);
  const baseArgument = optional(call, 2, 'base');
  const special =
    value.kind === 'instance'
      ? (call.interpreter.callSpecial(value, '__int__', []) ?? call.interpreter.callSpecial(value, '__index__', []))
      : undefined;
  if (special) return special;
  const plain = plainValue(value);
  switch (plain.kind) {
    case 'int':
      return int(plain.value);
    case 'bool':
      return int(plain.value ? 1 : 0);
    case 'float':
      if (Number.isNaN(plain.value))
        return call.interpreter.raise('ValueError', 'cannot convert float NaN to integer', call.site);
      if (!Number.isFinite(plain.value))
        return call.interpreter.raise('OverflowError', 'cannot convert float infinity to integer', call.site);
      return int(wholeNumber(Math.trunc(plain.value)));
    case 'str': {
      const base = baseArgument ? integer(call, baseArgument) : 10;
      return base === undefined ? cause(baseArgument ?? plain) : parseInteger(call, plain.value, base);
    }
    case 'unknown':
      return plain;
    default:
      return call.interpreter.raise(
        'TypeError',
        `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
        call.site,
      );
  }
}

const SPECIAL_FLOATS: Readonly<Record<string, number>> = { inf: Infinity, infinity: Infinity, nan: NaN };

function toFloat(call: NativeCall): Value {
  const value = call.args[1];
  if (!value) return float(0);
  const special =
    value.kind === 'instance'
      ? (call.interpreter.callSpecial(value, '__float__', []) ?? call.interpreter.callSpecial(value, '__index__', []))
      : undefined;
  if (special) return special.kind === 'int' ? float(Number(special.value)) : special;
  const plain = plainValue(value);
  switch (plain.kind) {
    case 'float':
      return plain;
    case 'int': {
      const result = Number(plain.value);
      return Number.isFinite(result)
        ? float(result)
        : call.interpreter.raise('OverflowError', 'int too large to convert to float', call.site);
    }
    case 'bool':
      return float(plain.value ? 1 : 0);
    case 'str': {
      const trimmed = plain.value.trim().toLowerCase();
      const [, sign, name = ''] = /^([+-])?([a-z]+)$/.exec(trimmed) ?? [];
      const named = SPECIAL_FLOATS[name];
      if (named !== undefined) return float(sign === '-' ? -named : named);
      if (/^[+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[+-]?\d+)?$/.test(trimmed))
        return float(Number(trimmed.replaceAll('_', '')));
      return call.interpreter.raise(
        'ValueError',
        `could not convert string to float: ${quote(plain.value)}`,
        call.site,
      );
    }
    case 'unknown':
      return plain;
    default:
      return call.interpreter.raise(
        'TypeError',
        `float() argument must be a string or a real number, not '${typeName(value)}'`,
        call.site,
      );
  }
}

function toList(call: NativeCall): Value {
  const source = call.args[1];
  if (!source) return list([]);
  const items = call.interpreter.iterate(source);
  if (items) return list(items);
  return cause(source, say`the items of a value that is not known`);
}

function toTuple(call: NativeCall): Value {
  const source = call.args[1];
  const items = source ? call.interpreter.iterate(source) : [];
  return items
    ? { kind: 'tuple', items: [...items] }
    : cause(source ?? NONE, say`the items of a value that is not known`);
}

const toSet =
  (frozen: boolean): NativeRun =>
  (call) => {
    const source = call.args[1];
    const items = source ? call.interpreter.iterate(source) : [];
    if (!items) return cause(source ?? NONE, say`the items of a value that is not known`);
    return setOf(machine(call), items, frozen);
  };

function toText(call: NativeCall): Value {
  const value = call.args[1];
  if (!value) return str('');
  if (value.kind === 'bytes' && call.args.length > 2) return call.interpreter.callMethod(value, 'decode', []);
  const written = strText(machine(call), value);
  return written === null ? cause(value, say`the text of a value that is not known`) : str(written);
}

function toBool(call: NativeCall): Value {
  const value = call.args[1];
  if (!value) return bool(false);
  const known = call.interpreter.truth(value);
  return known === null ? cause(value, say`a condition that cannot be told`) : bool(known);
}

function toSlice(call: NativeCall): Value {
  const [, first = NONE, second, third = NONE] = call.args;
  return second
    ? { kind: 'slice', start: first, stop: second, step: third }
    : { kind: 'slice', start: NONE, stop: first, step: NONE };
}

function toType(call: NativeCall): Value {
  const [, value, bases, body] = call.args;
  if (value && !bases) return typeOfValue(value);
  if (value?.kind !== 'str' || bases?.kind !== 'tuple' || body?.kind !== 'dict')
    return unknown(say`a class made by type()`, call.site);
  const namespace = new Map<string, Value>();
  for (const entry of body.entries.values()) if (entry.key.kind === 'str') namespace.set(entry.key.value, entry.value);
  const classes = bases.items.filter((each) => each.kind === 'class');
  const missing = bases.items.find((each) => each.kind === 'unknown');
  const made = makeClass({
    name: value.value,
    qualifiedName: `__main__.${value.value}`,
    bases: classes.length > 0 ? classes : [builtin.object],
    namespace,
    place: call.site,
    incomplete: missing ? cause(missing).cause : null,
  });
  if (!made)
    return call.interpreter.raise('TypeError', 'Cannot create a consistent method resolution order (MRO)', call.site);
  for (const each of namespace.values()) if (each.kind === 'function') each.definedIn ??= made;
  finishClass(machine(call), made, new Map());
  return made;
}

/** A built-in type's value; for a class derived from it, an instance that carries the value. */
export const maker =
  (cls: PyClass, make: NativeRun): NativeRun =>
  (call) => {
    const wanted = need(call, 0);
    const value = make(call);
    if (wanted === cls || wanted.kind !== 'class') return value;
    if (value.kind === 'unknown') return value;
    if (value.kind === 'tuple') return { kind: 'tuple', items: value.items, cls: wanted };
    const made = instance(wanted);
    setPayload(made, value);
    return made;
  };

/** `__new__` of mutable types makes them empty and `__init__` fills them, so that a subclass may come between. */
const emptyList = (): Value => list([]);

export const constructors: Readonly<Record<string, NativeRun>> = {
  int: toInteger,
  float: toFloat,
  bool: toBool,
  str: toText,
  bytes: (call) => {
    const [, value] = call.args;
    if (value?.kind === 'bytes') return value;
    if (value?.kind === 'str') return call.interpreter.callMethod(value, 'encode', []);
    return value ? unknown(say`bytes`, call.site) : { kind: 'bytes', value: '' };
  },
  bytearray: (call) => unknown(say`a bytearray`, call.site),
  complex: (call) => unknown(say`a complex number`, call.site),
  tuple: toTuple,
  frozenset: toSet(true),
  slice: toSlice,
  type: toType,
  list: toList,
  set: toSet(false),
  dict: (call) => {
    const made = emptyDict();
    fill(call, made, call.args[1]);
    return made;
  },
};

/** For classes derived from list, dict and set: made empty, filled by `__init__` (which `super().__init__(...)` calls). */
export const emptyMakers: Readonly<Record<string, NativeRun>> = {
  list: emptyList,
  dict: emptyDict,
  set: () => ({ kind: 'set', entries: new Map<string, Value>(), frozen: false, born: epoch.now }),
};

export const initialisers: Readonly<Record<string, NativeRun>> = {
  list: (call) => {
    const self = plainValue(need(call, 0));
    if (self.kind === 'list' && call.args[1]) call.interpreter.callMethod(self, 'extend', [call.args[1]]);
    return NONE;
  },
  dict: (call) => {
    const self = plainValue(need(call, 0));
    if (self.kind === 'dict') fill(call, self, call.args[1]);
    return NONE;
  },
  set: (call) => {
    const self = plainValue(need(call, 0));
    if (self.kind === 'set' && call.args[1]) call.interpreter.callMethod(self, 'update', [call.args[1]]);
    return NONE;
  },
};
