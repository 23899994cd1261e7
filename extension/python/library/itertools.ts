/** The `itertools` module: lazy, as in Python. */
import { say } from '../../message.ts';
import type { NativeCall, PyIterator, Value } from '../values.ts';
import { NONE, asInt, int, native, tuple } from '../values.ts';
import { fromArray, fromIterable, iterator } from '../evaluate/iterate.ts';
import { nativeClass, nativeModule } from '../evaluate/native.ts';
import { cause, integer, machine, need } from '../evaluate/builtins/arguments.ts';
import { argument, functions } from './table.ts';

/** All items of several iterables; the first that is not known instead. */
function pools(call: NativeCall, values: readonly Value[]): (readonly Value[])[] | (Value & { kind: 'unknown' }) {
  const all: (readonly Value[])[] = [];
  for (const value of values) {
    const items = call.interpreter.iterate(value);
    if (!items) return cause(value, say`the items of a value that is not known`);
    all.push([...items]);
  }
  return all;
}

function* products(pool: readonly (readonly Value[])[]): Generator<Value> {
  if (pool.some((each) => each.length === 0)) return;
  const at = pool.map(() => 0);
  for (;;) {
    yield tuple(at.map((index, which) => pool[which]?.[index] ?? NONE));
    let digit = pool.length - 1;
    while (digit >= 0 && (at[digit] ?? 0) + 1 >= (pool[digit]?.length ?? 0)) at[digit--] = 0;
    if (digit < 0) return;
    at[digit] = (at[digit] ?? 0) + 1;
  }
}

function* chosen(
  items: readonly Value[],
  count: number,
  kind: 'ordered' | 'any' | 'repeated',
  /** Told of each choice. */
  work: () => void,
  start = 0,
  used: readonly number[] = [],
): Generator<Value> {
  if (used.length === count) {
    work();
    yield tuple(used.map((index) => items[index] ?? NONE));
    return;
  }
  for (let index = kind === 'any' ? 0 : start; index < items.length; index++) {
    if (kind === 'any' && used.includes(index)) continue;
    yield* chosen(items, count, kind, work, kind === 'repeated' ? index : index + 1, [...used, index]);
  }
}

const choosing =
  (kind: 'ordered' | 'any' | 'repeated', name: string) =>
  (call: NativeCall): Value => {
    const items = call.interpreter.iterate(need(call, 0));
    const given = argument(call, 1, 'r');
    const count = given.kind === 'none' ? items?.length : integer(call, given);
    if (!items || count === undefined) return cause(need(call, items ? 1 : 0));
    // Each level of the choice is a level of our own stack.
    machine(call).meter.collection(count > MOST_CHOSEN ? Infinity : count);
    const { meter } = machine(call);
    return fromIterable(
      chosen([...items], count, kind, () => meter.step(count)),
      name,
    );
  };

/** Items one choice may have. */
const MOST_CHOSEN = 64;

/** An iterator that goes through sources one after the other. */
function chained(call: NativeCall, sources: PyIterator): PyIterator {
  let current: PyIterator | null = null;
  const made: PyIterator = {
    kind: 'iterator',
    typeName: 'chain',
    next: () => {
      for (;;) {
        const item = current?.next();
        if (item !== undefined) return item;
        if (current?.cut) made.cut = current.cut;
        const following = made.cut ? undefined : sources.next();
        if (following === undefined) {
          if (sources.cut) made.cut = sources.cut;
          return undefined;
        }
        machine(call).meter.step();
        current = iterator(machine(call), following);
        if (!current) {
          made.cut = cause(following).cause;
          return undefined;
        }
      }
    },
  };
  return made;
}

function islice(call: NativeCall): Value {
  const source = iterator(machine(call), need(call, 0));
  if (!source) return cause(need(call, 0));
  const bounds = call.args.slice(1).map((each) => (each.kind === 'none' ? null : integer(call, each)));
  if (bounds.includes(undefined)) return cause(call.args.slice(1).find((each) => asInt(each) === undefined) ?? NONE);
  const [first, second, third] = bounds;
  const start = bounds.length > 1 ? (first ?? 0) : 0;
  const stop = (bounds.length > 1 ? second : first) ?? Infinity;
  const step = third ?? 1;
  let at = 0;
  let wanted = start;
  const made: PyIterator = {
    kind: 'iterator',
    typeName: 'islice',
    next: () => {
      while (wanted < stop) {
        machine(call).meter.step();
        const item = source.next();
        if (item === undefined) {
          if (source.cut) made.cut = source.cut;
          return undefined;
        }
        if (at++ === wanted) {
          wanted += step;
          return item;
        }
      }
      return undefined;
    },
  };
  return made;
}

/** takewhile and dropwhile and filterfalse: tests that may not be known cut the iterator. */
function testing(call: NativeCall, name: string, step: (passes: boolean) => 'give' | 'skip' | 'end'): Value {
  const test = need(call, 0);
  const source = iterator(machine(call), need(call, 1));
  if (!source) return cause(need(call, 1));
  const made: PyIterator = {
    kind: 'iterator',
    typeName: name,
    next: () => {
      for (let item = source.next(); item !== undefined; item = source.next()) {
        machine(call).meter.step();
        const verdict = test.kind === 'none' ? item : call.interpreter.call(test, [item]);
        const passes = call.interpreter.truth(verdict);
        if (passes === null) {
          made.cut = cause(verdict).cause;
          return undefined;
        }
        const what = step(passes);
        if (what === 'give') return item;
        if (what === 'end') return undefined;
      }
      if (source.cut) made.cut = source.cut;
      return undefined;
    },
  };
  return made;
}

function accumulate(call: NativeCall): Value {
  const source = iterator(machine(call), need(call, 0));
  if (!source) return cause(need(call, 0));
  const combine = argument(call, 1, 'func');
  let total: Value | undefined = call.kwargs.get('initial');
  let first = total !== undefined && total.kind !== 'none';
  const made: PyIterator = {
    kind: 'iterator',
    typeName: 'accumulate',
    next: () => {
      if (first) {
        first = false;
        return total;
      }
      const item = source.next();
      if (item === undefined) {
        if (source.cut) made.cut = source.cut;
        return undefined;
      }
      if (!total || total.kind === 'none') total = item;
      else
        total =
          combine.kind === 'none'
            ? call.interpreter.binary('+', total, item)
            : call.interpreter.call(combine, [total, item]);
      return total;
    },
  };
  return made;
}

function* groups(call: NativeCall, items: readonly Value[], key: Value): Generator<Value> {
  let current: { key: Value; items: Value[] } | null = null;
  for (const item of items) {
    const id = key.kind === 'none' ? item : call.interpreter.call(key, [item]);
    if (current && call.interpreter.equal(current.key, id) === true) current.items.push(item);
    else {
      if (current) yield tuple([current.key, fromArray(current.items)]);
      current = { key: id, items: [item] };
    }
  }
  if (current) yield tuple([current.key, fromArray(current.items)]);
}

function zipLongest(call: NativeCall): Value {
  const all = pools(call, call.args);
  if (!Array.isArray(all)) return all;
  const filler = call.kwargs.get('fillvalue') ?? NONE;
  const length = Math.max(0, ...all.map((each) => each.length));
  return fromArray(Array.from({ length }, (_, index) => tuple(all.map((each) => each[index] ?? filler))));
}

/** A class in Python, too: for `chain.from_iterable`. */
const chain = nativeClass({
  name: 'chain',
  qualifiedName: 'itertools.chain',
  methods: { __new__: (call) => chained(call, fromArray(call.args.slice(1))) },
  attributes: {
    from_iterable: {
      kind: 'staticmethod',
      callable: native('from_iterable', (call) => {
        const source = iterator(machine(call), need(call, 0));
        return source ? chained(call, source) : cause(need(call, 0));
      }),
    },
  },
});

export const itertools = nativeModule('itertools', {
  chain,
  ...functions({
    product: (call) => {
      const all = pools(call, call.args);
      if (!Array.isArray(all)) return all;
      const times = Math.max(0, integer(call, call.kwargs.get('repeat') ?? int(1)) ?? 1);
      machine(call).meter.collection(times * all.length);
      return fromIterable(products(Array.from({ length: times }, () => all).flat()), 'product');
    },
    permutations: choosing('any', 'permutations'),
    combinations: choosing('ordered', 'combinations'),
    combinations_with_replacement: choosing('repeated', 'combinations_with_replacement'),
    islice,
    count: (call) => {
      let value = argument(call, 0, 'start', int(0));
      const step = argument(call, 1, 'step', int(1));
      return {
        kind: 'iterator',
        typeName: 'count',
        next: () => {
          const now = value;
          value = call.interpreter.binary('+', value, step);
          return now;
        },
      };
    },
    cycle: (call) => {
      const items = call.interpreter.iterate(need(call, 0));
      if (!items) return cause(need(call, 0));
      let at = 0;
      return {
        kind: 'iterator',
        typeName: 'cycle',
        next: () => (items.length > 0 ? items[at++ % items.length] : undefined),
      };
    },
    repeat: (call) => {
      const value = need(call, 0);
      const times = argument(call, 1, 'times');
      let left = times.kind === 'none' ? Infinity : integer(call, times);
      if (left === undefined) return cause(times);
      return {
        kind: 'iterator',
        typeName: 'repeat',
        next: () => ((left ?? 0) > 0 ? ((left = (left ?? 0) - 1), value) : undefined),
      };
    },
    accumulate,
    starmap: (call) => {
      const source = iterator(machine(call), need(call, 1));
      if (!source) return cause(need(call, 1));
      return {
        kind: 'iterator',
        typeName: 'starmap',
        next: () => {
          const item = source.next();
          const items = item && call.interpreter.iterate(item);
          return item && (items ? call.interpreter.call(need(call, 0), items) : cause(item));
        },
      };
    },
    takewhile: (call) => testing(call, 'takewhile', (passes) => (passes ? 'give' : 'end')),
    dropwhile: (call) => {
      let dropping = true;
      return testing(call, 'dropwhile', (passes) => {
        dropping &&= passes;
        return dropping ? 'skip' : 'give';
      });
    },
    filterfalse: (call) => testing(call, 'filterfalse', (passes) => (passes ? 'skip' : 'give')),
    groupby: (call) => {
      const items = call.interpreter.iterate(need(call, 0));
      return items ? fromIterable(groups(call, items, argument(call, 1, 'key')), 'groupby') : cause(need(call, 0));
    },
    zip_longest: zipLongest,
    pairwise: (call) => {
      const items = call.interpreter.iterate(need(call, 0));
      if (!items) return cause(need(call, 0));
      return fromArray(items.slice(1).map((item, index) => tuple([items[index] ?? NONE, item])));
    },
    compress: (call) => {
      const all = pools(call, call.args);
      if (!Array.isArray(all)) return all;
      const [data = [], selectors = []] = all;
      return fromArray(
        data.filter((_, index) => selectors[index] && call.interpreter.truth(selectors[index]) === true),
      );
    },
    tee: (call) => {
      const items = call.interpreter.iterate(need(call, 0));
      if (!items) return cause(need(call, 0));
      const copies = integer(call, argument(call, 1, 'n', int(2))) ?? 2;
      machine(call).meter.collection(copies * items.length);
      return tuple(Array.from({ length: copies }, () => fromArray([...items])));
    },
  }),
});
