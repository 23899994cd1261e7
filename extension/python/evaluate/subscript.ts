/** `object[key]`, slices, and assignment and deletion through them. */
import { say } from '../../message.ts';
import type { PyDict, PyList, PySlice, Value } from '../values.ts';
import { asInt, int, list, str } from '../values.ts';
import { lookup, metaclassOf } from './classes.ts';
import { rangeLength } from './iterate.ts';
import type { Machine } from './machine.ts';
import { plainValue } from './payload.ts';
import { reprText } from './repr.ts';
import { characterAt } from './characters.ts';
import { typeName } from './types.ts';

/** An integer index; undefined when it is not known; TypeError for what is no integer. */
export function asIndex(machine: Machine, key: Value, what: string): number | undefined {
  const plain = asInt(key);
  if (plain !== undefined) return plain;
  if (key.kind === 'unknown') return undefined;
  if (key.kind === 'instance') {
    const index = machine.callSpecial(key, '__index__', []);
    if (index !== undefined) return asInt(index);
    const value = plainValue(key);
    if (value !== key) return asIndex(machine, value, what);
  }
  if (key.kind === 'int') return machine.raise('IndexError', "cannot fit 'int' into an index-sized integer");
  return machine.raise('TypeError', `${what} must be integers or slices, not ${typeName(key)}`);
}

/** Positions a slice selects; null when a bound is not known. */
export function slicePositions(
  machine: Machine,
  slice: PySlice,
  length: number,
): { start: number; stop: number; step: number; count: number } | null {
  const bound = (value: Value): number | null | undefined =>
    value.kind === 'none' ? null : asIndex(machine, value, 'slice indices');
  const step = bound(slice.step);
  const start = bound(slice.start);
  const stop = bound(slice.stop);
  if (step === undefined || start === undefined || stop === undefined) return null;
  const by = step ?? 1;
  if (by === 0) return machine.raise('ValueError', 'slice step cannot be zero');
  const clamp = (value: number, low: number, high: number): number =>
    Math.min(Math.max(value < 0 ? value + length : value, low), high);
  const [low, high] = by > 0 ? [0, length] : [-1, length - 1];
  const first = start === null ? (by > 0 ? 0 : length - 1) : clamp(start, low, high);
  const last = stop === null ? (by > 0 ? length : -1) : clamp(stop, low, high);
  return { start: first, stop: last, step: by, count: Math.max(0, Math.ceil((last - first) / by)) };
}

function slicedItems<T>(items: ArrayLike<T>, at: { start: number; step: number; count: number }): T[] {
  const result: T[] = [];
  for (let index = 0; index < at.count; index++) result.push(items[at.start + index * at.step] as T);
  return result;
}

const undecided = (machine: Machine, key: Value): Value =>
  key.kind === 'unknown' ? key : machine.unknown(say`an index that is not known`);

function sliced(machine: Machine, object: Value, slice: PySlice): Value | undefined {
  const length = sequenceLength(object);
  if (length === undefined) return undefined;
  if (object.kind === 'list' && object.uncertain) return { kind: 'unknown', cause: object.uncertain };
  const at = slicePositions(machine, slice, length);
  if (!at)
    return [slice.start, slice.stop, slice.step].find((part) => part.kind === 'unknown') ?? undecided(machine, slice);
  machine.meter.collection(at.count);
  switch (object.kind) {
    case 'list':
      return list(slicedItems(object.items, at));
    case 'tuple':
      return { kind: 'tuple', items: slicedItems(object.items, at) };
    case 'str':
      return str(slicedItems(characterAt(object.value), at).join(''));
    case 'bytes':
      return { kind: 'bytes', value: slicedItems(object.value, at).join('') };
    case 'range':
      return {
        kind: 'range',
        start: object.start + at.start * object.step,
        stop: object.start + at.stop * object.step,
        step: object.step * at.step,
      };
    default:
      return undefined;
  }
}

function sequenceLength(object: Value): number | undefined {
  switch (object.kind) {
    case 'list':
    case 'tuple':
      return object.items.length;
    case 'str':
      return characterAt(object.value).length;
    case 'bytes':
      return object.value.length;
    case 'range':
      return rangeLength(object);
    default:
      return undefined;
  }
}

function itemAt(object: Value, index: number): Value | undefined {
  switch (object.kind) {
    case 'list':
    case 'tuple':
      return object.items[index];
    case 'str': {
      const unit = characterAt(object.value)[index];
      return unit === undefined ? undefined : str(unit);
    }
    case 'bytes':
      return int(object.value.charCodeAt(index));
    case 'range':
      return int(object.start + index * object.step);
    default:
      return undefined;
  }
}

export function getItem(machine: Machine, object: Value, key: Value): Value {
  switch (object.kind) {
    case 'unknown':
      return object;
    case 'class':
      return classItem(machine, object, key);
    case 'instance':
    case 'tuple':
    case 'dict': {
      if (object.kind !== 'instance' && object.cls === undefined) break;
      const special = machine.callSpecial(object, '__getitem__', [key]);
      if (special !== undefined) return special;
      const plain = plainValue(object);
      if (plain !== object) return getItem(machine, plain, key);
      break;
    }
    default:
  }
  if (object.kind === 'dict') return dictItem(machine, object, key);
  if (key.kind === 'slice') {
    const result = sliced(machine, object, key);
    if (result !== undefined) return result;
  }
  const length = sequenceLength(object);
  if (length === undefined) return machine.raise('TypeError', `'${typeName(object)}' object is not subscriptable`);
  if (object.kind === 'list' && object.uncertain) return { kind: 'unknown', cause: object.uncertain };
  const index = asIndex(machine, key, `${typeName(object)} indices`);
  if (index === undefined) return undecided(machine, key);
  const item = index >= -length && index < length ? itemAt(object, index < 0 ? index + length : index) : undefined;
  return item ?? machine.raise('IndexError', `${typeName(object)} index out of range`);
}

/** `list[int]`, `Generic[T]`: the class itself. */
function classItem(machine: Machine, cls: Value & { kind: 'class' }, key: Value): Value {
  const meta = metaclassOf(cls);
  const viaMeta = meta && lookup(meta, '__getitem__');
  if (viaMeta) return machine.call(viaMeta, [cls, key]);
  const own = lookup(cls, '__class_getitem__');
  if (own && cls.mro.some((each) => each.place !== null && each.namespace.has('__class_getitem__')))
    return machine.call(own.kind === 'classmethod' ? own.callable : own, [cls, key]);
  return cls;
}

function dictItem(machine: Machine, object: PyDict, key: Value): Value {
  const id = machine.hashKey(key);
  if (id === null) return undecided(machine, key);
  const found = object.entries.get(id);
  if (found) return found.value;
  if (object.open) return machine.unknown(say`a dict whose keys are not all known`);
  const missing = object.cls && lookup(object.cls, '__missing__');
  if (missing) return machine.call(missing, [object, key]);
  if (object.factory && object.factory.kind !== 'none') {
    const made = machine.call(object.factory, []);
    setDictItem(machine, object, key, made);
    return made;
  }
  return machine.raise('KeyError', reprText(machine, key) ?? '', undefined, [key]);
}

export function setDictItem(machine: Machine, object: PyDict, key: Value, value: Value): void {
  machine.touch(object);
  const id = machine.hashKey(key);
  if (id === null) {
    object.open = true;
    return;
  }
  const present = object.entries.get(id);
  // The first key stays when an equal one is stored: {1: 'a', True: 'b'} is {1: 'b'}.
  object.entries.set(id, { key: present?.key ?? key, value });
  machine.meter.collection(object.entries.size & 1023 ? 0 : object.entries.size);
}

export function setItem(machine: Machine, object: Value, key: Value, value: Value): void {
  if (object.kind === 'unknown') return;
  if (object.kind === 'instance' || object.kind === 'class') {
    const special = machine.callSpecial(object, '__setitem__', [key, value]);
    if (special !== undefined) return;
    const plain = plainValue(object);
    if (plain !== object) {
      setItem(machine, plain, key, value);
      return;
    }
  }
  if (object.kind === 'dict') {
    if (object.cls && machine.callSpecial(object, '__setitem__', [key, value]) !== undefined) return;
    setDictItem(machine, object, key, value);
  } else if (object.kind === 'list') setListItem(machine, object, key, value);
  else machine.raise('TypeError', `'${typeName(object)}' object does not support item assignment`);
}

function setListItem(machine: Machine, object: PyList, key: Value, value: Value): void {
  machine.touch(object);
  if (key.kind === 'slice') {
    setSlice(machine, object, key, value);
    return;
  }
  const index = asIndex(machine, key, 'list indices');
  if (index === undefined || object.uncertain) {
    // Any item may be another one now.
    const unknownItem = undecided(machine, key);
    object.items.fill(unknownItem);
    return;
  }
  const at = index < 0 ? index + object.items.length : index;
  if (at < 0 || at >= object.items.length) machine.raise('IndexError', 'list assignment index out of range');
  object.items[at] = value;
}

function becomeUncertain(machine: Machine, object: PyList, value: Value): void {
  const unknownItem = value.kind === 'unknown' ? value : machine.unknown(say`a list whose length is not known`);
  object.items.splice(0, object.items.length, unknownItem);
  object.uncertain = unknownItem.cause;
}

function setSlice(machine: Machine, object: PyList, slice: PySlice, value: Value): void {
  const items = machine.iterate(value);
  const at = slicePositions(machine, slice, object.items.length);
  if (!items || !at || object.uncertain) {
    becomeUncertain(machine, object, value);
    return;
  }
  if (at.step === 1) {
    machine.meter.collection(object.items.length + items.length);
    object.items.splice(at.start, at.count, ...items);
    return;
  }
  if (items.length !== at.count)
    machine.raise(
      'ValueError',
      `attempt to assign sequence of size ${items.length} to extended slice of size ${at.count}`,
    );
  for (const [index, item] of items.entries()) object.items[at.start + index * at.step] = item;
}

export function deleteItem(machine: Machine, object: Value, key: Value): void {
  if (object.kind === 'unknown') return;
  if (object.kind === 'instance') {
    if (machine.callSpecial(object, '__delitem__', [key]) !== undefined) return;
    deleteItem(machine, plainValue(object), key);
    return;
  }
  if (object.kind === 'dict') {
    machine.touch(object);
    const id = machine.hashKey(key);
    if (id === null) object.open = true;
    else if (!object.entries.delete(id) && !object.open)
      machine.raise('KeyError', reprText(machine, key) ?? '', undefined, [key]);
    return;
  }
  if (object.kind !== 'list') {
    machine.raise('TypeError', `'${typeName(object)}' object doesn't support item deletion`);
    return;
  }
  machine.touch(object);
  const at =
    key.kind === 'slice'
      ? slicePositions(machine, key, object.items.length)
      : { start: asIndex(machine, key, 'list indices'), step: 1, count: 1 };
  if (at?.start === undefined || object.uncertain) {
    becomeUncertain(machine, object, key);
    return;
  }
  const start = key.kind !== 'slice' && at.start < 0 ? at.start + object.items.length : at.start;
  if (key.kind !== 'slice' && (start < 0 || start >= object.items.length))
    machine.raise('IndexError', 'list assignment index out of range');
  const gone = new Set(Array.from({ length: at.count }, (_, index) => start + index * at.step));
  const kept = object.items.filter((_, index) => !gone.has(index));
  object.items.splice(0, object.items.length, ...kept);
}
