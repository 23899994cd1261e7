/** Functions and classes whose decorator is not known: they are taken as they are, but may have got attributes. */
import type { Cause, PyClass, PyFunction, Value } from '../values.ts';
import { Slot } from '../values.ts';

const causes = new Slot<Cause>();

export const markUndecorated = (value: PyFunction | PyClass, cause: Cause): void => causes.set(value, cause);

/** The Unknown that an attribute nobody defined may be. */
export function fromDecorator(value: Value): Value | undefined {
  const cause = causes.get(value);
  return cause && { kind: 'unknown', cause };
}
