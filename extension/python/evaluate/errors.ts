/** A Python exception as a JavaScript one. Besides LimitReached, the only one that evaluation throws on purpose. */
import type { Place, PyInstance } from '../values.ts';

/** A Python exception on its way to a handler. */
export class PyRaise extends Error {
  readonly value: PyInstance;
  readonly place: Place | null;
  constructor(value: PyInstance, place: Place | null) {
    super(value.cls.name);
    this.value = value;
    this.place = place;
  }
}
