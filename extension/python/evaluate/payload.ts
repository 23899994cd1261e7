/** Instances of classes that derive from a built-in type (`class Config(dict)`) carry a value of that type. */
import type { PyClass, PyInstance, Value } from '../values.ts';
import { Slot } from '../values.ts';
import { builtinClasses as builtin } from './classes.ts';

const payloads = new Slot<Value>();

export const setPayload = (instance: PyInstance, value: Value): void => payloads.set(instance, value);

/** The built-in value behind an instance of a class derived from a built-in type; otherwise the value itself. */
export function plainValue(value: Value): Value {
  return value.kind === 'instance' ? (payloads.get(value) ?? value) : value;
}

/** An object of a native class derived from a built-in type without a value of that type: a symbolic integer. */
export const isSymbolic = (value: Value): boolean =>
  value.kind === 'instance' &&
  payloads.get(value) === undefined &&
  value.cls.mro.some((each) => each !== builtin.object && BUILTIN.has(each));

const BUILTIN = new Set<PyClass>(Object.values(builtin));
