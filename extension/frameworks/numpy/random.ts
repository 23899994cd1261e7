/** `numpy.random`: arrays of known shape whose numbers are not known. */
import { say } from '../../message.ts';
import type { Shape } from '../../model/size.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import { native, NONE, tuple, type NativeCall, type PyModule, type Value } from '../../python/values.ts';
import { broadcast } from '../broadcast.ts';
import type { Session } from '../session.ts';
import { makeArray } from './array-data.ts';
import { readArray, readShape } from './read.ts';

/** Positions of the `size` argument; before it stand the parameters of the distribution. */
const SIZED: Readonly<Record<string, number>> = {
  random: 0,
  random_sample: 0,
  ranf: 0,
  sample: 0,
  standard_normal: 0,
  standard_exponential: 0,
  standard_cauchy: 0,
  normal: 2,
  lognormal: 2,
  laplace: 2,
  logistic: 2,
  gumbel: 2,
  vonmises: 2,
  wald: 2,
  uniform: 2,
  triangular: 3,
  randint: 2,
  integers: 2,
  binomial: 2,
  negative_binomial: 2,
  beta: 2,
  gamma: 2,
  standard_gamma: 1,
  standard_t: 1,
  chisquare: 1,
  poisson: 1,
  geometric: 1,
  exponential: 1,
  rayleigh: 1,
  weibull: 1,
  pareto: 1,
  power: 1,
};

/** Each draw is a vector as long as the named parameter; the position is that of `size`. */
const VECTORS: Readonly<Record<string, { readonly parameter: readonly [number, string]; readonly size: number }>> = {
  multivariate_normal: { parameter: [0, 'mean'], size: 2 },
  multinomial: { parameter: [1, 'pvals'], size: 2 },
  dirichlet: { parameter: [0, 'alpha'], size: 1 },
};

const WHOLE: ReadonlySet<string> = new Set([
  'randint',
  'integers',
  'binomial',
  'negative_binomial',
  'poisson',
  'geometric',
  'multinomial',
]);

export function randomModule(session: Session): PyModule {
  const array = (shape: Shape | null, dtype = 'float64'): Value =>
    makeArray(session, { shape, reason: shape ? null : say`The shape is not known.`, dtype, numbers: null });
  const dtypeOf = (name: string): string => (WHOLE.has(name) ? 'int64' : 'float64');
  const sizeGiven = (call: NativeCall, position: number): Value | null => {
    const given = call.args[position] ?? call.kwargs.get('size');
    return given === undefined || given.kind === 'none' ? null : given;
  };
  /** As many draws as the parameters have entries together. */
  const drawsOf = (call: NativeCall, count: number): Shape | null => {
    const parameters = [
      ...call.args.slice(0, count),
      ...[...call.kwargs].filter(([name]) => name !== 'dtype').map(([, value]) => value),
    ];
    const shapes = parameters.filter(({ kind }) => kind !== 'none').map((value) => readArray(value).shape);
    if (!shapes.every((shape) => shape !== null)) return null;
    const answer = shapes.length === 0 ? null : broadcast(session, shapes, call.site);
    return answer === null ? [] : answer.kind === 'known' ? answer.value : null;
  };
  const entries: Record<string, Value> = {};
  for (const [name, position] of Object.entries(SIZED)) {
    entries[name] = native(name, (call) => {
      const given = sizeGiven(call, position);
      return array(given ? readShape(given) : drawsOf(call, position), dtypeOf(name));
    });
  }
  // The first argument of `choice` is what is chosen from.
  entries['choice'] = native('choice', (call) => {
    const given = sizeGiven(call, 1);
    return array(given ? readShape(given) : []);
  });
  for (const [name, { parameter, size }] of Object.entries(VECTORS)) {
    entries[name] = native(name, (call) => {
      const given = sizeGiven(call, size);
      const [length] = readArray(call.args[parameter[0]] ?? call.kwargs.get(parameter[1])).shape ?? [];
      const draws = given ? readShape(given) : [];
      return array(draws && length !== undefined ? [...draws, length] : null, dtypeOf(name));
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
