/** Exception objects: making them, matching them, reading their message. */
import { english } from '../../message.ts';
import type { Place, PyClass, PyInstance, Value } from '../values.ts';
import { str, tuple } from '../values.ts';
import { exceptionClasses, isSubclass } from './classes.ts';
import { PyRaise } from './errors.ts';
import type { Machine } from './machine.ts';
import { instance } from './native.ts';
import { strText } from './repr.ts';

export function makeException(cls: PyClass, message: string, args?: readonly Value[]): PyInstance {
  const made = instance(cls);
  made.attributes.set('args', tuple(args ?? [str(message)]));
  return made;
}

export function exceptionClass(name: string): PyClass {
  const classes: Readonly<Record<string, PyClass>> = exceptionClasses;
  return classes[name] ?? exceptionClasses.Exception;
}

/** Does `except type` catch it? What is not known is taken to match: the handler is there for something. */
export function matchesException(machine: Machine, value: PyInstance, type: Value): boolean {
  if (type.kind === 'tuple') return type.items.some((each) => matchesException(machine, value, each));
  if (type.kind !== 'class') return type.kind === 'unknown';
  return isSubclass(value.cls, type) || (value.cls.incomplete !== null && value.cls !== type);
}

export const messageOf = (machine: Machine, value: PyInstance): string => strText(machine, value) ?? '';

/** The exception that `raise value` raises. */
export function toRaise(machine: Machine, value: Value, place: Place | null): PyRaise {
  if (value.kind === 'class') {
    const made = machine.call(value, []);
    if (made.kind === 'instance') return new PyRaise(made, place, true);
  }
  if (value.kind === 'instance') return new PyRaise(value, place, true);
  if (value.kind !== 'unknown')
    return new PyRaise(makeException(exceptionClasses.TypeError, 'exceptions must derive from BaseException'), place);
  return new PyRaise(makeException(exceptionClasses.Exception, english(value.cause.reason)), place, true);
}
