/** A Python exception as a JavaScript one. Besides LimitReached, the only one that evaluation throws on purpose. */
import type { Place, PyInstance } from '../values.ts';

export class PyRaise extends Error {
  readonly value: PyInstance;
  readonly place: Place | null;
  /** By a `raise` statement: what follows it was not meant to run. */
  readonly explicit: boolean;
  constructor(value: PyInstance, place: Place | null, explicit = false) {
    // Nobody reads the JavaScript stack of a Python exception, and taking it down costs more than all the rest.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(value.cls.name);
    Error.stackTraceLimit = stackTraceLimit;
    this.value = value;
    this.place = place;
    this.explicit = explicit;
  }
}
