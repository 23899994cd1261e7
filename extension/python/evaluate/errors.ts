/** A Python exception as a JavaScript one. Besides LimitReached, the only one that evaluation throws on purpose. */
import type { Place, PyInstance } from '../values.ts';

export class PyRaise extends Error {
  readonly value: PyInstance;
  readonly place: Place | null;
  /** By a `raise` statement: what follows it was not meant to run. */
  readonly explicit: boolean;
  constructor(value: PyInstance, place: Place | null, explicit = false) {
    super(value.cls.name);
    this.value = value;
    this.place = place;
    this.explicit = explicit;
  }
}
