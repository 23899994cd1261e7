/** The layers that hold other layers, by name. */
import type { PyClass, Value } from '../../../python/values.ts';
import type { KerasState } from '../state.ts';
import { WRAPPER } from './base.ts';
import { BIDIRECTIONAL } from './bidirectional.ts';
import { PIPELINE } from './pipeline.ts';
import { rnn, STACKED_CELLS } from './rnn.ts';
import { SPECTRAL_NORMALIZATION } from './spectral-normalization.ts';
import { TIME_DISTRIBUTED } from './time-distributed.ts';
import { wrapperClass, type Wrapper } from './wrapper.ts';

const RNN = 'RNN';
/** They derive from `Wrapper`. */
const WRAPPING = [TIME_DISTRIBUTED, BIDIRECTIONAL, SPECTRAL_NORMALIZATION];
const OTHERS = [WRAPPER, PIPELINE, STACKED_CELLS];

export const WRAPPERS: ReadonlySet<string> = new Set([...WRAPPING, ...OTHERS].map(({ name }) => name).concat(RNN));

/** The class of this name; made once. */
export function wrapperNamed(state: KerasState, base: PyClass, name: string): PyClass {
  const make = (wrapper: Wrapper, own = base): PyClass =>
    state.cls(wrapper.name, () => wrapperClass(state, own, wrapper));
  if (name === RNN) {
    const stacked = (cells: Value): Value => state.session.interpreter.call(make(STACKED_CELLS), [cells]);
    return state.cls(RNN, () => wrapperClass(state, base, rnn(stacked)));
  }
  const wrapping = WRAPPING.find((wrapper) => wrapper.name === name);
  if (wrapping) return make(wrapping, make(WRAPPER));
  return make(OTHERS.find((wrapper) => wrapper.name === name) ?? WRAPPER);
}
