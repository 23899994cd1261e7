/** The iteration protocol: a value as a lazy iterator or as a bounded list. */
import { say } from '../../message.ts';
import { characters } from './characters.ts';
import type { PyIterator, Value } from '../values.ts';
import { NONE, int, str } from '../values.ts';
import { lookup } from './classes.ts';
import { LimitReached } from './limits.ts';
import type { Machine } from './machine.ts';
import { plainValue } from './payload.ts';
import { typeName } from './types.ts';

export const rangeLength = (range: { start: number; stop: number; step: number }): number =>
  Math.max(0, Math.ceil((range.stop - range.start) / range.step));

export function fromArray(items: readonly Value[], typeNameOf = 'list_iterator'): PyIterator {
  let index = 0;
  return { kind: 'iterator', typeName: typeNameOf, next: () => items[index++] };
}

/** One item after the other of anything JavaScript can iterate. */
export function fromIterable(items: Iterable<Value>, name: string): PyIterator {
  const source = items[Symbol.iterator]();
  return {
    kind: 'iterator',
    typeName: name,
    next: () => {
      const step = source.next();
      return step.done ? undefined : step.value;
    },
  };
}

function fromRange(start: number, step: number, length: number): PyIterator {
  let index = 0;
  return {
    kind: 'iterator',
    typeName: 'range_iterator',
    next: () => (index < length ? int(start + step * index++) : undefined),
  };
}

/** null when the value, or what it iterates over, is not known. */
export function iterator(machine: Machine, value: Value): PyIterator | null {
  switch (value.kind) {
    case 'list':
      return value.uncertain ? null : fromArray(value.items);
    case 'tuple':
      return fromArray(value.items, 'tuple_iterator');
    case 'str':
      return fromIterable(characters(value.value).map(str), 'str_iterator');
    case 'bytes':
      return fromIterable(
        characters(value.value).map((unit) => int(unit.charCodeAt(0))),
        'bytes_iterator',
      );
    case 'dict':
      return value.open
        ? null
        : fromArray(
            [...value.entries.values()].map((entry) => entry.key),
            'dict_keyiterator',
          );
    case 'set':
      return value.uncertain ? null : fromArray([...value.entries.values()], 'set_iterator');
    case 'range':
      return fromRange(value.start, value.step, rangeLength(value));
    case 'iterator':
      return value;
    case 'unknown':
      return null;
    case 'instance':
    case 'class':
      return ofObject(machine, value);
    default:
      return machine.raise('TypeError', `'${typeName(value)}' object is not iterable`);
  }
}

function ofObject(machine: Machine, value: Value & { kind: 'instance' | 'class' }): PyIterator | null {
  const result = machine.callSpecial(value, '__iter__', []);
  if (result !== undefined) {
    if (result.kind === 'instance' && result.cls.incomplete === null) {
      const next = lookup(result.cls, '__next__');
      if (next) return viaNext(machine, result, next);
    }
    if (result === value) return machine.raise('TypeError', `'${typeName(value)}' object is not an iterator`);
    return iterator(machine, result);
  }
  const plain = plainValue(value);
  if (plain !== value) return iterator(machine, plain);
  if (value.kind === 'instance' && lookup(value.cls, '__getitem__')) return viaGetItem(machine, value);
  return machine.raise('TypeError', `'${typeName(value)}' object is not iterable`);
}

function viaNext(machine: Machine, self: Value, next: Value): PyIterator {
  return {
    kind: 'iterator',
    typeName: 'iterator',
    next: () => machine.attempt(() => machine.call(next, [self]), 'StopIteration'),
  };
}

/** The old protocol: `__getitem__(0)`, `__getitem__(1)` ... until IndexError. */
function viaGetItem(machine: Machine, self: Value): PyIterator {
  let index = 0;
  const made: PyIterator = {
    kind: 'iterator',
    typeName: 'iterator',
    next: () => {
      const item = machine.attempt(
        () => machine.callSpecial(self, '__getitem__', [int(index++)]) ?? NONE,
        'IndexError',
      );
      // Nothing would ever end this.
      if (item?.kind === 'unknown') {
        made.cut = item.cause;
        return undefined;
      }
      return item;
    },
  };
  return made;
}

/** All items; null when they are not known. What is endless meets a limit. */
export function iterate(machine: Machine, value: Value): readonly Value[] | null {
  switch (value.kind) {
    case 'list':
      return value.uncertain ? null : value.items;
    case 'tuple':
      return value.items;
    case 'range':
      machine.meter.collection(rangeLength(value));
      break;
    default:
  }
  const source = iterator(machine, value);
  return source && drain(machine, source);
}

export function drain(machine: Machine, source: PyIterator): Value[] | null {
  const items: Value[] = [];
  for (let item = source.next(); item !== undefined; item = source.next()) {
    machine.meter.step();
    items.push(item);
    if (items.length > machine.meter.limits.generatorItems)
      throw new LimitReached('generatorItems', say`too many items from a generator`);
  }
  return source.cut ? null : items;
}
