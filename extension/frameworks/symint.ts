/**
 * A size that is not a number, as Python sees it: an instance of a native class derived from `int`, with int's operators.
 * The class itself is made per session by `symint-class.ts`; this file holds what everybody needs to read and make such values.
 */
import type { Size } from '../model/size.ts';
import { asInt, int, Slot, type PyClass, type PyInstance, type Value } from '../python/values.ts';
import type { Session } from './session.ts';

const sizeSlot = new Slot<Size>();
const classes = new Slot<() => PyClass, Session>();

export function setSymintClass(session: Session, cls: () => PyClass): void {
  classes.set(session, cls);
}

/** A Python int for a number, an instance that behaves like an int for anything else. */
export function sizeToValue(session: Session, size: Size): Value {
  if (typeof size === 'number') return int(size);
  const cls = classes.get(session)?.();
  if (!cls) throw new Error('No class was set for symbolic integers.');
  const value: PyInstance = { kind: 'instance', cls, attributes: new Map() };
  sizeSlot.set(value, size);
  return value;
}

/** The size behind an int or a symbolic int; undefined for everything else. */
export function valueToSize(value: Value | undefined): Size | undefined {
  return asInt(value) ?? sizeSlot.get(value);
}

/** The size of a symbolic int only. */
export function sizeOf(value: Value | undefined): Size | undefined {
  return sizeSlot.get(value);
}
