/** Instances of classes that derive from a built-in type (`class Config(dict)`) carry a value of that type. */
import type { PyInstance, Value } from '../values.ts';
import { Slot } from '../values.ts';

const payloads = new Slot<Value>();

export const setPayload = (instance: PyInstance, value: Value): void => payloads.set(instance, value);

/** The built-in value behind an instance of a class derived from a built-in type; otherwise the value itself. */
export function plainValue(value: Value): Value {
  return value.kind === 'instance' ? (payloads.get(value) ?? value) : value;
}

export const hasPayload = (value: PyInstance): boolean => payloads.get(value) !== undefined;
