/** `len` and `bool` of any value. */
import { say } from '../../message.ts';
import type { Cause, PyUnknown, Value } from '../values.ts';
import { Slot } from '../values.ts';
import { asInt, int } from '../values.ts';
import { textLength } from './characters.ts';
import { rangeLength } from './iterate.ts';
import type { Machine } from './machine.ts';
import { plainValue } from './payload.ts';
import { typeName } from './types.ts';

function plainLength(value: Value): number | null | undefined {
  switch (value.kind) {
    case 'str':
      return textLength(value.value);
    case 'bytes':
      return value.value.length;
    case 'list':
      return value.uncertain ? null : value.items.length;
    case 'tuple':
      return value.items.length;
    case 'dict':
      return value.open ? null : value.entries.size;
    case 'set':
      return value.uncertain ? null : value.entries.size;
    case 'range':
      return rangeLength(value);
    case 'unknown':
      return null;
    default:
      return undefined;
  }
}

/** `len(value)`, which can be a symbolic integer. */
export function lengthOf(machine: Machine, value: Value): Value {
  const special = machine.callSpecial(value, '__len__', []);
  if (special !== undefined) return special;
  const plain = plainValue(value);
  if (plain.kind === 'str') machine.meter.scan(plain.value.length);
  const length = plainLength(plain);
  if (length === undefined) return machine.raise('TypeError', `object of type '${typeName(value)}' has no len()`);
  if (length !== null) return int(length);
  return value.kind === 'unknown' ? value : machine.unknown(say`the length depends on a branch that is not known`);
}

const decided = new Slot<boolean, PyUnknown>();

/** `unknown or 5`: which value it is cannot be told, but it is true. */
export function unknownThatIs(cause: Cause, known: boolean): PyUnknown {
  const value: PyUnknown = { kind: 'unknown', cause };
  decided.set(value, known);
  return value;
}

export function truth(machine: Machine, value: Value): boolean | null {
  switch (value.kind) {
    case 'bool':
      return value.value;
    case 'none':
      return false;
    case 'int':
      return value.value != 0;
    case 'float':
      return value.value !== 0;
    case 'unknown':
      return decided.get(value) ?? null;
    case 'instance':
    case 'class':
      break;
    case 'tuple':
    case 'dict':
      if (value.cls) break;
      return sized(value);
    default:
      return sized(value);
  }
  const own = machine.callSpecial(value, '__bool__', []);
  if (own !== undefined) return own.kind === 'bool' ? own.value : own.kind === 'unknown' ? null : truth(machine, own);
  const length = machine.callSpecial(value, '__len__', []);
  if (length === undefined) return sized(plainValue(value));
  const count = asInt(length);
  return count === undefined ? null : count !== 0;
}

function sized(value: Value): boolean | null {
  const length = plainLength(value);
  // Functions, modules, plain objects.
  if (length === undefined) return true;
  // An open dict with entries is not empty whatever else it holds.
  if (length === null) return value.kind === 'dict' && value.entries.size > 0 ? true : null;
  return length !== 0;
}
