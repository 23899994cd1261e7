/** Methods of set and frozenset. */
import { say } from '../../../message.ts';
import type { NativeCall, PySet, Value } from '../../values.ts';
import { NONE, bool } from '../../values.ts';
import type { BinaryOperator } from '../../syntax.ts';
import { addToSet, setOf } from '../displays.ts';
import type { NativeRun } from '../native.ts';
import { plainValue } from '../payload.ts';
import { reprText } from '../repr.ts';
import { cause, changing, machine, need, receiver } from './arguments.ts';

const onSet =
  (run: (self: PySet, call: NativeCall) => Value): NativeRun =>
  (call) => {
    const self = receiver(call, 'set');
    return self ? run(self, call) : cause(need(call, 0));
  };

function asSet(call: NativeCall, value: Value): PySet | null {
  const plain = plainValue(value);
  if (plain.kind === 'set') return plain;
  const items = call.interpreter.iterate(value);
  return items && setOf(machine(call), items);
}

/** `a.union(b, c)` from `a | b | c`. */
const folding = (operator: BinaryOperator): NativeRun =>
  onSet((self, call) => {
    let result: Value = { ...self, entries: new Map(self.entries) };
    for (const each of call.args.slice(1)) {
      const other = asSet(call, each);
      if (!other) return cause(each);
      result = call.interpreter.binary(operator, result, other);
    }
    return result;
  });

function replaceBy(call: NativeCall, self: PySet, result: Value): Value {
  changing(call, self).entries.clear();
  if (result.kind === 'set') for (const [id, value] of result.entries) self.entries.set(id, value);
  else self.uncertain = cause(result).cause;
  return NONE;
}

const folded = (operator: BinaryOperator): NativeRun => {
  const fold = folding(operator);
  return onSet((self, call) => replaceBy(call, self, fold(call)));
};

const comparing = (operator: 'issubset' | 'issuperset' | 'isdisjoint'): NativeRun =>
  onSet((self, call) => {
    const other = asSet(call, need(call, 1));
    if (!other || self.uncertain || other.uncertain) return cause(need(call, 1));
    const [inner, outer] = operator === 'issuperset' ? [other, self] : [self, other];
    const ids = [...inner.entries.keys()];
    return bool(
      operator === 'isdisjoint' ? !ids.some((id) => outer.entries.has(id)) : ids.every((id) => outer.entries.has(id)),
    );
  });

function discard(self: PySet, call: NativeCall, mustExist: boolean): Value {
  const id = call.interpreter.hashKey(need(call, 1));
  changing(call, self);
  if (id === null) self.uncertain ??= cause(need(call, 1)).cause;
  else if (!self.entries.delete(id) && mustExist && !self.uncertain)
    machine(call).raise('KeyError', reprText(machine(call), need(call, 1)) ?? '', call.site, [need(call, 1)]);
  return NONE;
}

export const setMethods: Readonly<Record<string, NativeRun>> = {
  add: onSet((self, call) => {
    addToSet(machine(call), changing(call, self), need(call, 1));
    return NONE;
  }),
  discard: onSet((self, call) => discard(self, call, false)),
  remove: onSet((self, call) => discard(self, call, true)),
  pop: onSet((self, call) => {
    const [first] = self.entries;
    if (self.uncertain) return { kind: 'unknown', cause: self.uncertain };
    if (!first) return call.interpreter.raise('KeyError', 'pop from an empty set', call.site);
    if (self.entries.size > 1) {
      const why = { reason: say`which element a set pops is not known`, place: call.site };
      changing(call, self).uncertain = why;
      return { kind: 'unknown', cause: why };
    }
    changing(call, self).entries.clear();
    return first[1];
  }),
  clear: onSet((self, call) => {
    changing(call, self).entries.clear();
    delete self.uncertain;
    return NONE;
  }),
  copy: onSet((self) => ({ ...self, entries: new Map(self.entries) })),
  union: folding('|'),
  intersection: folding('&'),
  difference: folding('-'),
  symmetric_difference: folding('^'),
  update: folded('|'),
  intersection_update: folded('&'),
  difference_update: folded('-'),
  symmetric_difference_update: folded('^'),
  issubset: comparing('issubset'),
  issuperset: comparing('issuperset'),
  isdisjoint: comparing('isdisjoint'),
};
