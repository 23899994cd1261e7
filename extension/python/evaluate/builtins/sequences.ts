/** Built-in functions on iterables: range, enumerate, zip, map, filter, reversed, sorted, iter, next, any, all. */
import { say } from '../../../message.ts';
import type { NativeCall, PyIterator, Value } from '../../values.ts';
import { NONE, asInt, bool, int, list } from '../../values.ts';
import { orderAny } from '../compare.ts';
import { fromArray, iterator, rangeLength } from '../iterate.ts';
import type { NativeRun } from '../native.ts';
import { plainValue } from '../payload.ts';
import { lengthOf } from '../sizes.ts';
import { typeName } from '../types.ts';
import { cause, integer, machine, need, optional } from './arguments.ts';

/** An iterator that hands on where its sources were cut. */
function derived(typeNameOf: string, sources: readonly PyIterator[], step: () => Value | undefined): PyIterator {
  const made: PyIterator = {
    kind: 'iterator',
    typeName: typeNameOf,
    next: () => {
      const item = step();
      const cut = item === undefined ? sources.find((each) => each.cut)?.cut : undefined;
      if (cut) made.cut = cut;
      return item;
    },
  };
  return made;
}

/** Iterators of all arguments from `first` on; the first that is not known instead. */
function iterators(call: NativeCall, values: readonly Value[]): PyIterator[] | (Value & { kind: 'unknown' }) {
  const all: PyIterator[] = [];
  for (const value of values) {
    const source = iterator(machine(call), value);
    if (!source) return cause(value);
    all.push(source);
  }
  return all;
}

export function range(call: NativeCall): Value {
  const [first, second, third] = call.args.slice(1);
  if (!first) return call.interpreter.raise('TypeError', 'range expected at least 1 argument, got 0', call.site);
  const start = second ? integer(call, first) : 0;
  const stop = integer(call, second ?? first);
  const step = third ? integer(call, third) : 1;
  if (start === undefined || stop === undefined || step === undefined) {
    return (
      [first, second, third].find((each) => each?.kind === 'unknown') ??
      call.interpreter.unknown(say`a range whose end is not known`, call.site)
    );
  }
  if (step === 0) return call.interpreter.raise('ValueError', 'range() arg 3 must not be zero', call.site);
  return { kind: 'range', start, stop, step };
}

export function enumerate(call: NativeCall): Value {
  const source = iterator(machine(call), need(call, 1));
  if (!source) return cause(need(call, 1));
  let index = asInt(optional(call, 2, 'start')) ?? 0;
  return derived('enumerate', [source], () => {
    const item = source.next();
    return item && { kind: 'tuple', items: [int(index++), item] };
  });
}

export function zip(call: NativeCall): Value {
  const sources = iterators(call, call.args.slice(1));
  if (!Array.isArray(sources)) return sources;
  const strict = call.kwargs.get('strict');
  let ended = sources.length === 0;
  return derived('zip', sources, () => {
    if (ended) return undefined;
    const items: Value[] = [];
    for (const source of sources) {
      const item = source.next();
      if (item !== undefined) {
        items.push(item);
        continue;
      }
      ended = true;
      if (
        strict &&
        call.interpreter.truth(strict) &&
        (items.length > 0 || sources.slice(1).some((each) => each.next()))
      )
        call.interpreter.raise(
          'ValueError',
          `zip() argument ${items.length + 1} is shorter than argument ${items.length}`,
          call.site,
        );
      return undefined;
    }
    return { kind: 'tuple', items };
  });
}

export function map(call: NativeCall): Value {
  const callee = need(call, 1);
  const sources = iterators(call, call.args.slice(2));
  if (!Array.isArray(sources)) return sources;
  return derived('map', sources, () => {
    const items: Value[] = [];
    for (const source of sources) {
      const item = source.next();
      if (item === undefined) return undefined;
      items.push(item);
    }
    return call.interpreter.call(callee, items, undefined, call.site);
  });
}

export function filter(call: NativeCall): Value {
  const test = need(call, 1);
  const source = iterator(machine(call), need(call, 2));
  if (!source) return cause(need(call, 2));
  const made: PyIterator = {
    kind: 'iterator',
    typeName: 'filter',
    next: () => {
      for (let item = source.next(); item !== undefined; item = source.next()) {
        machine(call).meter.step();
        const verdict = test.kind === 'none' ? item : call.interpreter.call(test, [item]);
        const known = call.interpreter.truth(verdict);
        if (known) return item;
        if (known === null) {
          made.cut = cause(verdict).cause;
          return undefined;
        }
      }
      if (source.cut) made.cut = source.cut;
      return undefined;
    },
  };
  return made;
}

export function reversed(call: NativeCall): Value {
  const value = need(call, 1);
  const special = call.interpreter.callSpecial(value, '__reversed__', []);
  if (special) return special;
  const plain = plainValue(value);
  if (plain.kind === 'range') {
    const length = rangeLength(plain);
    let index = length;
    return {
      kind: 'iterator',
      typeName: 'reversed',
      next: () => (index > 0 ? int(plain.start + plain.step * --index) : undefined),
    };
  }
  if (plain.kind === 'instance') {
    // The sequence protocol: a length and items by index.
    const length = asInt(lengthOf(machine(call), plain));
    if (length === undefined) return cause(plain);
    let index = length;
    return {
      kind: 'iterator',
      typeName: 'reversed',
      next: () => (index > 0 ? call.interpreter.getItem(plain, int(--index)) : undefined),
    };
  }
  if (plain.kind === 'iterator' || plain.kind === 'set')
    return call.interpreter.raise('TypeError', `'${typeName(value)}' object is not reversible`, call.site);
  const items = call.interpreter.iterate(plain);
  return items ? fromArray([...items].reverse(), 'reversed') : cause(plain);
}

/** Items in order, stable; or what is not known about them. */
export function sortItems(call: NativeCall, items: readonly Value[]): Value[] | (Value & { kind: 'unknown' }) {
  const key = call.kwargs.get('key');
  const reverse = call.kwargs.get('reverse');
  const backwards = reverse ? call.interpreter.truth(reverse) : false;
  if (backwards === null) return cause(reverse ?? NONE);
  const measured = items.map((item) => ({
    item,
    key: key && key.kind !== 'none' ? call.interpreter.call(key, [item]) : item,
  }));
  const undecided: Value[] = [];
  const compare = (a: Value, b: Value): number => {
    machine(call).meter.step();
    const order = orderAny(machine(call), a, b);
    if (order === undefined)
      return call.interpreter.raise(
        'TypeError',
        `'<' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
        call.site,
      );
    if (order === null) undecided.push(a.kind === 'unknown' ? a : b);
    if (order === 1 && (a.kind === 'instance' || b.kind === 'instance'))
      return orderAny(machine(call), b, a) === -1 ? 1 : 0;
    return order ?? 0;
  };
  measured.sort((a, b) => (backwards ? compare(b.key, a.key) : compare(a.key, b.key)));
  const [doubt] = undecided;
  return doubt ? cause(doubt, say`an order that cannot be told`) : measured.map((each) => each.item);
}

function sorted(call: NativeCall): Value {
  const items = call.interpreter.iterate(need(call, 0));
  if (!items) return cause(need(call, 0));
  const ordered = sortItems(call, items);
  return Array.isArray(ordered) ? list(ordered) : ordered;
}

function next(call: NativeCall): Value {
  const source = need(call, 0);
  const fallback = call.args[1];
  if (source.kind === 'iterator') {
    const item = source.next() ?? source.further?.();
    if (item !== undefined) return item;
    if (source.cut) return { kind: 'unknown', cause: source.cut };
    return fallback ?? call.interpreter.raise('StopIteration', '', call.site);
  }
  if (source.kind === 'unknown') return source;
  const read = (): Value | undefined => call.interpreter.callSpecial(source, '__next__', []);
  const item = fallback ? (machine(call).attempt(read, 'StopIteration') ?? fallback) : read();
  return item ?? call.interpreter.raise('TypeError', `'${typeName(source)}' object is not an iterator`, call.site);
}

function iter(call: NativeCall): Value {
  const value = need(call, 0);
  const sentinel = call.args[1];
  if (!sentinel) return value.kind === 'iterator' ? value : (iterator(machine(call), value) ?? cause(value));
  return {
    kind: 'iterator',
    typeName: 'callable_iterator',
    next: () => {
      const item = call.interpreter.call(value, []);
      return call.interpreter.equal(item, sentinel) === false ? item : undefined;
    },
  };
}

/** any and all: a later item can decide although an earlier one is not known. */
const quantifier =
  (decisive: boolean): NativeRun =>
  (call) => {
    const source = iterator(machine(call), need(call, 0));
    if (!source) return cause(need(call, 0));
    let undecided: Value | null = null;
    for (let item = source.next(); item !== undefined; item = source.next()) {
      machine(call).meter.step();
      const known = call.interpreter.truth(item);
      if (known === decisive) return bool(decisive);
      if (known === null) undecided ??= item;
    }
    if (source.cut) return { kind: 'unknown', cause: source.cut };
    return undecided ? cause(undecided) : bool(!decisive);
  };

export const sequenceFunctions: Readonly<Record<string, NativeRun>> = {
  sorted,
  next,
  iter,
  anext: next,
  aiter: iter,
  any: quantifier(true),
  all: quantifier(false),
};

/** Classes that are called to make an iterator; `args[0]` is the class. */
export const iteratorMakers: Readonly<Record<string, (call: NativeCall) => Value>> = {
  range,
  enumerate,
  zip,
  map,
  filter,
  reversed,
};
