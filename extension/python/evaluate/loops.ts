/**
 * Ending loops from within: native code that knows that further rounds change nothing (a step of training) says so, and the loop is
 * taken to do any number of rounds more, as one of an unknown length is.
 */
import type { Interpreter, PyUnknown } from '../values.ts';
import { machineOf, type Loop } from './machine.ts';

/** Ends the innermost loop that is running, or all of them; false when there is none. */
export function endLoops(interpreter: Interpreter, which: 'innermost' | 'all', cause: PyUnknown): boolean {
  let found = false;
  for (const frame of [...machineOf(interpreter).stack].reverse()) {
    for (let loop: Loop | null = frame.state.loop; loop; loop = loop.outer) {
      loop.ended ??= cause;
      found = true;
      if (which === 'innermost') return true;
    }
  }
  return found;
}
