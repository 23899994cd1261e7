/** The `random` module: its numbers are not known, what it does to lists is. */
import { say } from '../../message.ts';
import type { NativeCall, Value } from '../values.ts';
import { NONE, list, unknown } from '../values.ts';
import { same } from '../evaluate/compare.ts';
import { nativeClass, nativeModule } from '../evaluate/native.ts';
import type { NativeRun } from '../evaluate/native.ts';
import { cause, changing, integer, makeUncertain, need } from '../evaluate/builtins/arguments.ts';
import { argument, functions, quiet } from './table.ts';

const aNumber: NativeRun = (call) => unknown(say`a random number`, call.site);

/** One of the items: known when they are all the same. */
function pick(call: NativeCall, value: Value): Value {
  const items = call.interpreter.iterate(value);
  if (!items) return cause(value);
  const [first, ...rest] = items;
  if (!first) return call.interpreter.raise('IndexError', 'Cannot choose from an empty sequence', call.site);
  return rest.every((each) => same(first, each)) ? first : unknown(say`a random choice`, call.site);
}

/** So many items, each one of these. */
function several(call: NativeCall, from: Value, count: Value): Value {
  const length = integer(call, count);
  return length === undefined
    ? cause(count)
    : list(Array.from({ length: Math.min(length, 10_000) }, () => pick(call, from)));
}

const table: Readonly<Record<string, NativeRun>> = {
  seed: quiet,
  setstate: quiet,
  random: aNumber,
  uniform: aNumber,
  randint: aNumber,
  randrange: aNumber,
  gauss: aNumber,
  normalvariate: aNumber,
  betavariate: aNumber,
  expovariate: aNumber,
  triangular: aNumber,
  getrandbits: aNumber,
  getstate: aNumber,
  choice: (call) => pick(call, need(call, 0)),
  choices: (call) => several(call, need(call, 0), argument(call, 3, 'k', { kind: 'int', value: 1 })),
  sample: (call) => several(call, need(call, 0), argument(call, 1, 'k')),
  shuffle: (call) => {
    const target = need(call, 0);
    if (target.kind !== 'list') return NONE;
    const items = call.interpreter.iterate(target);
    if (!items) makeUncertain(call, target, NONE);
    else if (items.length > 0) changing(call, target).items.fill(pick(call, target));
    return NONE;
  },
};

const Random = nativeClass({
  name: 'Random',
  qualifiedName: 'random.Random',
  methods: {
    __init__: quiet,
    ...Object.fromEntries(
      Object.entries(table).map(([name, run]) => [
        name,
        (call: NativeCall) => run({ ...call, args: call.args.slice(1) }),
      ]),
    ),
  },
});

export const random = nativeModule('random', { Random, SystemRandom: Random, ...functions(table) });
