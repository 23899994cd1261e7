/** Windows of signals: torch.hann_window and its kin. aten/src/ATen/native/TensorFactories.cpp */
import { concreteSize } from '../../../model/concrete.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { Op, Rule } from './op.ts';

/** What a place from 0 to 1 of the window weighs. */
type Weight = (place: number, op: Op) => number;

/** A periodic window is one that is longer by one, without its last number. */
const window =
  (weight: Weight): Rule =>
  (op) => {
    const length = op.size('window_length');
    const count = concreteSize(length);
    const last = (count ?? 1) - (op.flag('periodic', true) ? 0 : 1);
    const values =
      count === null || count < 1 ? [] : Array.from({ length: count }, (_, at) => weight(last > 0 ? at / last : 0, op));
    const numbers = count === 1 ? [1] : values;
    const kernel: KernelCall | null =
      count === null || count < 1 ? null : { op: 'constant', shape: [count], values: numbers };
    return { shapes: [[length]], dtype: 'float32', inputs: [], kernel };
  };

const cosine = (place: number, turns = 1): number => Math.cos(2 * Math.PI * turns * place);

/** The modified Bessel function of order 0, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * Number.EPSILON; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

const kaiser: Weight = (place, op) => {
  const beta = op.number('beta', 12);
  return bessel(beta * Math.sqrt(Math.max(0, 1 - (2 * place - 1) ** 2))) / bessel(beta);
};

export const SIGNAL_WINDOWS: Readonly<Record<string, Rule>> = {
  hann_window: window((place) => 0.5 - 0.5 * cosine(place)),
  hamming_window: window((place, op) => op.number('alpha', 0.54) - op.number('beta', 0.46) * cosine(place)),
  blackman_window: window((place) => 0.42 - 0.5 * cosine(place) + 0.08 * cosine(place, 2)),
  bartlett_window: window((place) => 1 - Math.abs(2 * place - 1)),
  kaiser_window: window(kaiser),
};
