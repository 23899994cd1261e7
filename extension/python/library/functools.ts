/** The `functools` module. */
import { say } from '../../message.ts';
import type { NativeCall, Value } from '../values.ts';
import { NONE, bool, native, str, tuple, unknown } from '../values.ts';
import { lookup } from '../evaluate/classes.ts';
import { emptyDict } from '../evaluate/displays.ts';
import { setDictItem } from '../evaluate/subscript.ts';
import type { NativeRun } from '../evaluate/native.ts';
import { NOT_IMPLEMENTED, instance, nativeClass, nativeMethod, nativeModule } from '../evaluate/native.ts';
import { cause, machine, need } from '../evaluate/builtins/arguments.ts';
import { argument, functions, isNone } from './table.ts';

/** Arguments that a partial object holds. */
function held(self: Value): { func: Value; args: readonly Value[]; keywords: ReadonlyMap<string, Value> } {
  const attribute = (name: string): Value | undefined =>
    self.kind === 'instance' ? self.attributes.get(name) : undefined;
  const args = attribute('args');
  const keywords = new Map<string, Value>();
  const stored = attribute('keywords');
  if (stored?.kind === 'dict')
    for (const { key, value } of stored.entries.values()) if (key.kind === 'str') keywords.set(key.value, value);
  return { func: attribute('func') ?? NONE, args: args?.kind === 'tuple' ? args.items : [], keywords };
}

export const partial = nativeClass({
  name: 'partial',
  qualifiedName: 'functools.partial',
  methods: {
    __init__: (call) => {
      const [self, func, ...args] = call.args;
      if (self?.kind !== 'instance' || !func)
        return call.interpreter.raise('TypeError', "type 'partial' takes at least one argument", call.site);
      const keywords = emptyDict();
      for (const [name, value] of call.kwargs) setDictItem(machine(call), keywords, str(name), value);
      self.attributes.set('func', func);
      self.attributes.set('args', tuple(args));
      self.attributes.set('keywords', keywords);
      return NONE;
    },
    __repr__: (call) => {
      const { func, args, keywords } = held(need(call, 0));
      const shown = (value: Value): string => call.interpreter.repr(value);
      const named = [...keywords].map(([name, value]) => `${name}=${shown(value)}`);
      return str(`functools.partial(${[shown(func), ...args.map(shown), ...named].join(', ')})`);
    },
    __call__: (call) => {
      const [self, ...args] = call.args;
      const { func, args: first, keywords } = held(self ?? NONE);
      return call.interpreter.call(func, [...first, ...args], new Map([...keywords, ...call.kwargs]), call.site);
    },
  },
});

/** Names, text and attributes of the wrapped function, as `functools.update_wrapper` copies them. */
function updateWrapper(call: NativeCall, wrapper: Value, wrapped: Value): Value {
  if (wrapper.kind !== 'function') return wrapper;
  machine(call).touch(wrapper.attributes);
  for (const name of ['__module__', '__name__', '__qualname__', '__doc__']) {
    const value = call.interpreter.getAttribute(wrapped, name);
    if (value) wrapper.attributes.set(name, value);
  }
  if (wrapped.kind === 'function') for (const [name, value] of wrapped.attributes) wrapper.attributes.set(name, value);
  wrapper.attributes.set('__wrapped__', wrapped);
  return wrapper;
}

function memoised(callee: Value): Value {
  const known = new Map<string, Value>();
  const run: NativeRun = (inner) => {
    let key: string | null = '';
    for (const value of [...inner.args, ...inner.kwargs.values()]) {
      const part = inner.interpreter.hashKey(value);
      key = part === null || key === null ? null : `${key}${part.length}:${part}`;
    }
    const found = key === null ? undefined : known.get(key);
    if (found) return found;
    const result = inner.interpreter.call(callee, inner.args, inner.kwargs, inner.site);
    // On a trial run the call may not have happened.
    if (key !== null && machine(inner).trials === 0) known.set(key, result);
    return result;
  };
  const name = callee.kind === 'function' || callee.kind === 'native' ? callee.name : 'cached';
  return nativeMethod(name, run);
}

function lruCache(call: NativeCall): Value {
  const [first] = call.args;
  if (first && (first.kind === 'function' || first.kind === 'native')) return memoised(first);
  return native('lru_cache', (inner) => memoised(need(inner, 0)));
}

/** Comparison methods from `__eq__` and one of the others. */
function totalOrdering(call: NativeCall): Value {
  const cls = need(call, 0);
  if (cls.kind !== 'class') return cls;
  const has = (name: string): boolean => lookup(cls, name) !== undefined;
  const known = (inner: NativeCall, name: string): Value | undefined =>
    inner.interpreter.callSpecial(need(inner, 0), name, [need(inner, 1)]);
  const negated = (inner: NativeCall, value: Value | undefined): Value => {
    const truth = value && value !== NOT_IMPLEMENTED ? inner.interpreter.truth(value) : null;
    return truth === null ? (value ?? NOT_IMPLEMENTED) : bool(!truth);
  };
  const either = (inner: NativeCall, value: Value | undefined): Value => {
    const truth = value ? inner.interpreter.truth(value) : null;
    return truth
      ? bool(true)
      : (inner.interpreter.callSpecial(need(inner, 0), '__eq__', [need(inner, 1)]) ?? NOT_IMPLEMENTED);
  };
  const put = (name: string, run: NativeRun): void => {
    if (!has(name)) cls.namespace.set(name, nativeMethod(name, run));
  };
  const both = (inner: NativeCall, value: Value): Value => {
    const same = inner.interpreter.callSpecial(need(inner, 0), '__eq__', [need(inner, 1)]);
    return inner.interpreter.truth(value) && same ? negated(inner, same) : value;
  };
  if (has('__lt__')) {
    put('__gt__', (inner) => both(inner, negated(inner, known(inner, '__lt__'))));
    put('__le__', (inner) => either(inner, known(inner, '__lt__')));
    put('__ge__', (inner) => negated(inner, known(inner, '__lt__')));
  } else if (has('__gt__')) {
    put('__lt__', (inner) => both(inner, negated(inner, known(inner, '__gt__'))));
    put('__ge__', (inner) => either(inner, known(inner, '__gt__')));
    put('__le__', (inner) => negated(inner, known(inner, '__gt__')));
  } else if (has('__le__')) {
    put('__gt__', (inner) => negated(inner, known(inner, '__le__')));
    put('__lt__', (inner) => both(inner, known(inner, '__le__') ?? NOT_IMPLEMENTED));
    put('__ge__', (inner) => either(inner, negated(inner, known(inner, '__le__'))));
  }
  return cls;
}

export const functools = nativeModule('functools', {
  partial,
  ...functions({
    wraps: (call) => {
      const wrapped = need(call, 0);
      return native('wraps', (inner) => updateWrapper(inner, need(inner, 0), wrapped));
    },
    update_wrapper: (call) => updateWrapper(call, need(call, 0), need(call, 1)),
    lru_cache: lruCache,
    cache: (call) => memoised(need(call, 0)),
    cached_property: (call) => ({ kind: 'property', get: need(call, 0), set: null, cached: true }),
    reduce: (call) => {
      const items = call.interpreter.iterate(need(call, 1));
      if (!items) return cause(need(call, 1));
      const initial = argument(call, 2, 'initial');
      const [first, ...rest] = items;
      let result = isNone(initial) ? first : initial;
      if (!result)
        return call.interpreter.raise('TypeError', 'reduce() of empty iterable with no initial value', call.site);
      for (const item of isNone(initial) ? rest : items) {
        machine(call).meter.step();
        result = call.interpreter.call(need(call, 0), [result, item]);
      }
      return result;
    },
    total_ordering: totalOrdering,
    cmp_to_key: (call) => {
      const compare = need(call, 0);
      const wrapper = nativeClass({
        name: 'K',
        qualifiedName: 'functools.K',
        methods: {
          __lt__: (inner) => {
            const [a, b] = [need(inner, 0), need(inner, 1)].map((each) =>
              each.kind === 'instance' ? (each.attributes.get('obj') ?? NONE) : each,
            );
            const order = inner.interpreter.call(compare, [a ?? NONE, b ?? NONE]);
            return order.kind === 'int' ? bool(order.value < 0) : cause(order);
          },
        },
      });
      return native('key', (inner) => instance(wrapper, { obj: need(inner, 0) }));
    },
    // Which implementation runs depends on types that may not be known.
    singledispatch: (call) => unknown(say`a function that dispatches on types`, call.site),
  }),
});
