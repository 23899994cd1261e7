/** Methods of dict. Views are lists made at once: code that changes a dict while it iterates over a view is rare. */
import { say } from '../../../message.ts';
import type { NativeCall, PyDict, Value } from '../../values.ts';
import { NONE, list, str } from '../../values.ts';
import { emptyDict, mergeInto } from '../displays.ts';
import { iterator } from '../iterate.ts';
import type { NativeRun } from '../native.ts';
import { setPayload, plainValue } from '../payload.ts';
import { reprText } from '../repr.ts';
import { setDictItem } from '../subscript.ts';
import { instance } from '../native.ts';
import { cause, changing, machine, need, receiver } from './arguments.ts';

const onDict =
  (run: (self: PyDict, call: NativeCall) => Value): NativeRun =>
  (call) => {
    const self = receiver(call, 'dict');
    return self ? run(self, call) : cause(need(call, 0));
  };

const openCause = (call: NativeCall): Value => call.interpreter.unknown(say`a dict whose keys are not all known`);

/** Sets a key the way a subclass would see it not: methods of dict go past `__setitem__`. */
const put = (call: NativeCall, self: PyDict, key: Value, value: Value): void =>
  setDictItem(machine(call), self, key, value);

/** `dict(...)` and `update(...)`: a mapping or pairs, then keywords. */
export function fill(call: NativeCall, self: PyDict, source: Value | undefined): void {
  changing(call, self);
  if (source) {
    const plain = plainValue(source);
    if (
      plain.kind === 'dict' ||
      plain.kind === 'unknown' ||
      (plain.kind === 'instance' && call.interpreter.getAttribute(plain, 'keys'))
    )
      mergeInto(machine(call), self, plain);
    else fillFromPairs(call, self, plain);
  }
  for (const [name, value] of call.kwargs) put(call, self, str(name), value);
}

function fillFromPairs(call: NativeCall, self: PyDict, source: Value): void {
  const pairs = iterator(machine(call), source);
  if (!pairs) {
    self.open = true;
    return;
  }
  for (let pair = pairs.next(); pair !== undefined; pair = pairs.next()) {
    machine(call).meter.step();
    const items = call.interpreter.iterate(pair);
    const [key, value] = items ?? [];
    if (!items) self.open = true;
    else if (key && value && items.length === 2) put(call, self, key, value);
    else
      call.interpreter.raise(
        'ValueError',
        `dictionary update sequence element has length ${items.length}; 2 is required`,
        call.site,
      );
  }
  if (pairs.cut) self.open = true;
}

function view(self: PyDict, call: NativeCall, pick: (entry: { key: Value; value: Value }) => Value): Value {
  if (self.open) return openCause(call);
  machine(call).meter.collection(self.entries.size);
  return list([...self.entries.values()].map(pick));
}

function lookUp(self: PyDict, call: NativeCall): Value | null | undefined {
  const id = call.interpreter.hashKey(need(call, 1));
  if (id === null) return null;
  return self.entries.get(id)?.value ?? (self.open ? null : undefined);
}

export const dictMethods: Readonly<Record<string, NativeRun>> = {
  get: onDict((self, call) => {
    const found = lookUp(self, call);
    if (found === null) return cause(need(call, 1), say`a dict whose keys are not all known`);
    return found ?? call.args[2] ?? call.kwargs.get('default') ?? NONE;
  }),
  setdefault: onDict((self, call) => {
    const found = lookUp(self, call);
    if (found) return found;
    if (found === null) return cause(need(call, 1));
    const value = call.args[2] ?? NONE;
    put(call, self, need(call, 1), value);
    return value;
  }),
  pop: onDict((self, call) => {
    const key = need(call, 1);
    const id = call.interpreter.hashKey(key);
    const found = id === null ? undefined : self.entries.get(id);
    if (id !== null && found) {
      changing(call, self).entries.delete(id);
      return found.value;
    }
    if (self.open || id === null) return cause(key, say`a dict whose keys are not all known`);
    const fallback = call.args[2];
    return fallback ?? machine(call).raise('KeyError', reprText(machine(call), key) ?? '', call.site, [key]);
  }),
  popitem: onDict((self, call) => {
    if (self.open) return openCause(call);
    const last = [...self.entries].at(-1);
    if (!last) return call.interpreter.raise('KeyError', 'popitem(): dictionary is empty', call.site);
    changing(call, self).entries.delete(last[0]);
    return { kind: 'tuple', items: [last[1].key, last[1].value] };
  }),
  update: onDict((self, call) => {
    fill(call, self, call.args[1]);
    return NONE;
  }),
  clear: onDict((self, call) => {
    changing(call, self).entries.clear();
    self.open = false;
    return NONE;
  }),
  copy: onDict((self, call) => {
    const copy: PyDict = { ...emptyDict(), entries: new Map(self.entries) };
    if (self.open) copy.open = true;
    const whole = need(call, 0);
    if (whole.kind === 'instance') {
      const wrapped = instance(whole.cls);
      for (const [name, value] of whole.attributes) wrapped.attributes.set(name, value);
      setPayload(wrapped, copy);
      return wrapped;
    }
    if (self.factory) copy.factory = self.factory;
    return self.cls ? { ...copy, cls: self.cls } : copy;
  }),
  keys: onDict((self, call) => view(self, call, (entry) => entry.key)),
  values: onDict((self, call) => view(self, call, (entry) => entry.value)),
  items: onDict((self, call) => view(self, call, (entry) => ({ kind: 'tuple', items: [entry.key, entry.value] }))),
};

export function fromKeys(call: NativeCall): Value {
  const [, keys = NONE, value = NONE] = call.args;
  const made = emptyDict();
  const items = call.interpreter.iterate(keys);
  if (!items) made.open = true;
  for (const key of items ?? []) put(call, made, key, value);
  return made;
}
