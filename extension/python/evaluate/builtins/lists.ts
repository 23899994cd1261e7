/** Methods of list and tuple. */
import { say } from '../../../message.ts';
import type { NativeCall, PyList, Value } from '../../values.ts';
import { NONE, int, list } from '../../values.ts';
import { equal } from '../compare.ts';
import type { NativeRun } from '../native.ts';
import { asIndex } from '../subscript.ts';
import { cause, changing, integer, machine, makeUncertain, need, receiver } from './arguments.ts';
import { sortItems } from './sequences.ts';

const onList =
  (run: (self: PyList, call: NativeCall) => Value): NativeRun =>
  (call) => {
    const self = receiver(call, 'list');
    return self ? run(self, call) : cause(need(call, 0));
  };

const uncertainItem = (self: PyList): Value | null =>
  self.uncertain ? { kind: 'unknown', cause: self.uncertain } : null;

/** Position of the first equal item; undefined when it cannot be told, -1 when there is none. */
function position(
  call: NativeCall,
  items: readonly Value[],
  wanted: Value,
  start = 0,
  end = items.length,
): number | undefined {
  for (let index = start; index < Math.min(end, items.length); index++) {
    const item = items[index];
    if (!item) continue;
    machine(call).meter.step();
    const same = item === wanted && item.kind !== 'unknown' ? true : equal(machine(call), item, wanted);
    if (same) return index;
    if (same === null) return undefined;
  }
  return -1;
}

function indexOf(call: NativeCall, items: readonly Value[], what: string): Value {
  const bound = (value: Value | undefined, otherwise: number): number => {
    const given = value ? (integer(call, value) ?? otherwise) : otherwise;
    return given < 0 ? Math.max(0, given + items.length) : given;
  };
  const at = position(call, items, need(call, 1), bound(call.args[2], 0), bound(call.args[3], items.length));
  if (at === undefined) return cause(need(call, 1), say`a comparison that cannot be told`);
  return at < 0 ? call.interpreter.raise('ValueError', what, call.site) : int(at);
}

function count(call: NativeCall, items: readonly Value[]): Value {
  let total = 0;
  for (const item of items) {
    machine(call).meter.step();
    const same = equal(machine(call), item, need(call, 1));
    if (same === null) return cause(item, say`a comparison that cannot be told`);
    if (same) total++;
  }
  return int(total);
}

export const listMethods: Readonly<Record<string, NativeRun>> = {
  append: onList((self, call) => {
    changing(call, self);
    if (!self.uncertain) self.items.push(need(call, 1));
    machine(call).meter.collection(self.items.length & 1023 ? 0 : self.items.length);
    return NONE;
  }),
  extend: onList((self, call) => {
    const added = call.interpreter.iterate(need(call, 1));
    if (!added) makeUncertain(call, self, need(call, 1));
    else if (!self.uncertain) {
      machine(call).meter.collection(self.items.length + added.length);
      changing(call, self);
      for (const item of [...added]) self.items.push(item);
    }
    return NONE;
  }),
  insert: onList((self, call) => {
    const at = integer(call, need(call, 1));
    if (at === undefined) makeUncertain(call, self, need(call, 1));
    else if (!self.uncertain) changing(call, self).items.splice(at, 0, need(call, 2));
    return NONE;
  }),
  pop: onList((self, call) => {
    const unknownItem = uncertainItem(self);
    if (unknownItem) return unknownItem;
    if (self.items.length === 0) return call.interpreter.raise('IndexError', 'pop from empty list', call.site);
    const at = call.args[1] ? asIndex(machine(call), call.args[1], 'list indices') : -1;
    if (at === undefined) {
      makeUncertain(call, self, need(call, 1));
      return cause(need(call, 1));
    }
    const index = at < 0 ? at + self.items.length : at;
    if (index < 0 || index >= self.items.length)
      return call.interpreter.raise('IndexError', 'pop index out of range', call.site);
    return changing(call, self).items.splice(index, 1)[0] ?? NONE;
  }),
  remove: onList((self, call) => {
    const at = self.uncertain ? undefined : position(call, self.items, need(call, 1));
    if (at === undefined) makeUncertain(call, self, need(call, 1));
    else if (at < 0) call.interpreter.raise('ValueError', 'list.remove(x): x not in list', call.site);
    else changing(call, self).items.splice(at, 1);
    return NONE;
  }),
  clear: onList((self, call) => {
    changing(call, self).items.length = 0;
    delete self.uncertain;
    return NONE;
  }),
  copy: onList((self) => {
    const copy = list(self.items);
    if (self.uncertain) copy.uncertain = self.uncertain;
    return copy;
  }),
  reverse: onList((self, call) => {
    changing(call, self).items.reverse();
    return NONE;
  }),
  sort: onList((self, call) => {
    if (self.uncertain) return NONE;
    const ordered = sortItems(call, self.items);
    if (Array.isArray(ordered)) changing(call, self).items.splice(0, self.items.length, ...ordered);
    else changing(call, self).items.fill(ordered);
    return NONE;
  }),
  index: onList((self, call) => uncertainItem(self) ?? indexOf(call, self.items, 'value is not in list')),
  count: onList((self, call) => uncertainItem(self) ?? count(call, self.items)),
};

export const tupleMethods: Readonly<Record<string, NativeRun>> = {
  index: (call) => {
    const self = receiver(call, 'tuple');
    return self ? indexOf(call, self.items, 'tuple.index(x): x not in tuple') : cause(need(call, 0));
  },
  count: (call) => {
    const self = receiver(call, 'tuple');
    return self ? count(call, self.items) : cause(need(call, 0));
  },
};
