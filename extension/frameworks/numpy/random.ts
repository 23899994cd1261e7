/** `numpy.random`: arrays of known shape whose numbers are not known. */
import { say } from '../../message.ts';
import type { Shape } from '../../model/size.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import { native, NONE, tuple, type PyModule, type Value } from '../../python/values.ts';
import type { Session } from '../session.ts';
import { makeArray } from './array-data.ts';
import { readArray, readShape } from './read.ts';

/** Positions of the `size` argument. */
const SIZED: Readonly<Record<string, number>> = {
  random: 0,
  random_sample: 0,
  ranf: 0,
  sample: 0,
  standard_normal: 0,
  normal: 2,
  uniform: 2,
  randint: 2,
  integers: 2,
  binomial: 2,
  beta: 2,
  gamma: 2,
  poisson: 1,
  exponential: 1,
  choice: 1,
};

export function randomModule(session: Session): PyModule {
  const array = (shape: Shape | null, dtype = 'float64'): Value =>
    makeArray(session, { shape, reason: shape ? null : say`The shape is not known.`, dtype, numbers: null });
  const entries: Record<string, Value> = {};
  for (const [name, position] of Object.entries(SIZED)) {
    entries[name] = native(name, (call) => {
      const given = call.args[position] ?? call.kwargs.get('size');
      const shape = given === undefined || given.kind === 'none' ? [] : readShape(given);
      return array(shape, name.startsWith('rand') && name !== 'random' ? 'int64' : 'float64');
    });
  }
  for (const name of ['rand', 'randn']) {
    entries[name] = native(name, (call) => array(call.args.length === 0 ? [] : readShape(tuple(call.args))));
  }
  for (const name of ['seed', 'shuffle', 'set_state']) entries[name] = native(name, () => NONE);
  entries['permutation'] = native('permutation', (call) => {
    const { shape } = readArray(call.args[0]);
    return array(shape?.length === 0 ? readShape(call.args[0]) : shape, 'int64');
  });
  const generator = nativeModule('numpy.random', entries, (name) =>
    session.interpreter.unknown(say`numpy.random.${name} is not followed.`),
  );
  // A generator or RandomState has the same methods as the module.
  for (const name of ['default_rng', 'RandomState'])
    generator.namespace.set(
      name,
      native(name, () => generator),
    );
  return generator;
}
