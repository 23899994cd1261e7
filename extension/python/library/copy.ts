/** The `copy` module. Objects of native classes say themselves how they are copied (`__copy__`, `__deepcopy__`). */
import { say } from '../../message.ts';
import type { NativeCall, PyInstance, Value } from '../values.ts';
import { epoch, list, unknown } from '../values.ts';
import { builtinClasses as builtin, exceptionClasses, lookup } from '../evaluate/classes.ts';
import { emptyDict, setOf } from '../evaluate/displays.ts';
import { instance, nativeModule } from '../evaluate/native.ts';
import { plainValue, setPayload } from '../evaluate/payload.ts';
import { machine, need } from '../evaluate/builtins/arguments.ts';
import { functions } from './table.ts';

const OWN = new Set<unknown>([...Object.values(builtin), ...Object.values(exceptionClasses)]);

/** Native classes may keep data that no attribute shows. */
const isOpaque = (value: PyInstance): boolean => value.cls.mro.some((each) => each.place === null && !OWN.has(each));

function copyInstance(
  call: NativeCall,
  value: PyInstance,
  inner: (value: Value) => Value,
  memo: Map<Value, Value>,
): Value {
  if (isOpaque(value)) return unknown(say`a copy of a ${value.cls.name}`, call.site);
  const made = instance(value.cls);
  memo.set(value, made);
  const payload = plainValue(value);
  if (payload !== value) setPayload(made, deep(call, payload, memo, inner));
  for (const [name, each] of value.attributes) made.attributes.set(name, inner(each));
  return made;
}

/** One level of the copy; `inner` copies, or keeps, what is inside. */
function deep(call: NativeCall, value: Value, memo: Map<Value, Value>, inner: (value: Value) => Value): Value {
  machine(call).meter.step();
  switch (value.kind) {
    case 'list': {
      const made = list([]);
      memo.set(value, made);
      for (const item of value.items) made.items.push(inner(item));
      if (value.uncertain) made.uncertain = value.uncertain;
      return made;
    }
    case 'tuple':
      return { ...value, items: value.items.map(inner) };
    case 'dict': {
      const made = { ...emptyDict(), ...(value.cls ? { cls: value.cls } : {}) };
      memo.set(value, made);
      if (value.factory) made.factory = value.factory;
      if (value.open) made.open = true;
      for (const [id, entry] of value.entries) made.entries.set(id, { key: entry.key, value: inner(entry.value) });
      return made;
    }
    case 'set': {
      const made = {
        ...setOf(machine(call), []),
        entries: new Map(value.entries),
        frozen: value.frozen,
        born: epoch.now,
      };
      if (value.uncertain) made.uncertain = value.uncertain;
      return made;
    }
    case 'instance':
      return copyInstance(call, value, inner, memo);
    default:
      return value;
  }
}

export function deepCopy(call: NativeCall, value: Value, memo = new Map<Value, Value>(), depth = 0): Value {
  const known = memo.get(value);
  if (known) return known;
  if (depth > machine(call).meter.limits.nesting / 4) return unknown(say`a copy of a deeply nested value`, call.site);
  if (value.kind === 'instance') {
    const method = lookup(value.cls, '__deepcopy__');
    if (method) {
      const made = call.interpreter.call(method, [value, emptyDict()], undefined, call.site);
      memo.set(value, made);
      return made;
    }
  }
  return deep(call, value, memo, (each) => deepCopy(call, each, memo, depth + 1));
}

function shallowCopy(call: NativeCall): Value {
  const value = need(call, 0);
  const method = value.kind === 'instance' ? lookup(value.cls, '__copy__') : undefined;
  if (method) return call.interpreter.call(method, [value], undefined, call.site);
  return deep(call, value, new Map(), (each) => each);
}

export const copy = nativeModule(
  'copy',
  functions({ copy: shallowCopy, deepcopy: (call) => deepCopy(call, need(call, 0)) }),
);
