/** The `collections` module: OrderedDict, defaultdict, Counter, deque, namedtuple, ChainMap. */
import { say } from '../../message.ts';
import type { NativeCall, PyDict, Value } from '../values.ts';
import { NONE, int, list, str } from '../values.ts';
import { builtinClasses as builtin } from '../evaluate/classes.ts';
import { emptyDict } from '../evaluate/displays.ts';
import type { NativeRun } from '../evaluate/native.ts';
import { instance, nativeClass, nativeModule } from '../evaluate/native.ts';
import { plainValue, setPayload } from '../evaluate/payload.ts';
import { reprText } from '../evaluate/repr.ts';
import { setDictItem } from '../evaluate/subscript.ts';
import { cause, changing, integer, machine, need } from '../evaluate/builtins/arguments.ts';
import { fill } from '../evaluate/builtins/dicts.ts';
import { abstractClasses } from './abstract-classes.ts';
import { deque } from './deque.ts';
import { namedtuple } from './namedtuple.ts';

/** A dict with a class of its own; for a class derived from that, an instance that carries the dict. */
const newDict =
  (name: string): NativeRun =>
  (call) => {
    const wanted = need(call, 0);
    const made: PyDict =
      wanted.kind === 'class' && wanted.place === null ? { ...emptyDict(), cls: wanted } : emptyDict();
    const isDefault = name === 'defaultdict';
    const [, first, second] = call.args;
    if (isDefault && first) made.factory = first;
    const source = isDefault ? second : first;
    if (name === 'Counter') count(call, made, source, 1);
    else fill(call, made, source);
    if (made.cls || wanted.kind !== 'class') return made;
    const wrapped = instance(wanted);
    setPayload(wrapped, made);
    return wrapped;
  };

const selfDict = (call: NativeCall): PyDict | undefined => {
  const plain = plainValue(need(call, 0));
  return plain.kind === 'dict' ? plain : undefined;
};

/** `super().__init__(...)` of a derived class fills what `__new__` has filled already. */
const refill: NativeRun = (call) => {
  const self = selfDict(call);
  if (self) fill(call, self, call.args[1]);
  return NONE;
};

function moveToEnd(call: NativeCall): Value {
  const self = selfDict(call);
  const id = call.interpreter.hashKey(need(call, 1));
  const entry = id === null ? undefined : self?.entries.get(id);
  if (!self || id === null || !entry) return NONE;
  changing(call, self);
  const last = call.args[2] ?? call.kwargs.get('last');
  const toFront = last ? call.interpreter.truth(last) === false : false;
  self.entries.delete(id);
  if (!toFront) self.entries.set(id, entry);
  else {
    const rest = [...self.entries];
    self.entries.clear();
    for (const [key, value] of [[id, entry] as const, ...rest]) self.entries.set(key, value);
  }
  return NONE;
}

const plainText = (call: NativeCall, value: Value): string => reprText(machine(call), value) ?? '...';

const OrderedDict = nativeClass({
  name: 'OrderedDict',
  qualifiedName: 'collections.OrderedDict',
  bases: [builtin.dict],
  methods: {
    __new__: newDict('OrderedDict'),
    __init__: refill,
    move_to_end: moveToEnd,
    __repr__: (call) => {
      const self = selfDict(call);
      if (!self || self.open) return cause(need(call, 0));
      const pairs = [...self.entries.values()].map(
        ({ key, value }) => `(${plainText(call, key)}, ${plainText(call, value)})`,
      );
      return str(pairs.length > 0 ? `OrderedDict([${pairs.join(', ')}])` : 'OrderedDict()');
    },
  },
});

const defaultdict = nativeClass({
  name: 'defaultdict',
  qualifiedName: 'collections.defaultdict',
  bases: [builtin.dict],
  methods: {
    __new__: newDict('defaultdict'),
    __init__: () => NONE,
    __repr__: (call) => {
      const self = selfDict(call);
      if (!self) return cause(need(call, 0));
      return str(`defaultdict(${plainText(call, self.factory ?? NONE)}, ${plainText(call, { ...bare(self) })})`);
    },
  },
  properties: { default_factory: (call) => selfDict(call)?.factory ?? NONE },
});

/** Without the class, so that it prints as a dict does. */
const bare = (self: PyDict): PyDict => ({
  ...emptyDict(),
  entries: self.entries,
  ...(self.open ? { open: true } : {}),
});

function count(call: NativeCall, into: PyDict, source: Value | undefined, sign: 1 | -1): void {
  changing(call, into);
  const add = (key: Value, amount: Value): void => {
    const id = call.interpreter.hashKey(key);
    const old = id === null ? undefined : into.entries.get(id)?.value;
    setDictItem(machine(call), into, key, call.interpreter.binary(sign > 0 ? '+' : '-', old ?? int(0), amount));
  };
  const plain = source && plainValue(source);
  if (plain?.kind === 'dict') for (const { key, value } of plain.entries.values()) add(key, value);
  else if (plain && plain.kind !== 'none') {
    const items = call.interpreter.iterate(plain);
    if (!items) into.open = true;
    for (const item of items ?? []) add(item, int(1));
  }
  for (const [name, value] of call.kwargs) add(str(name), value);
}

/** Largest counts first, equal ones in the order they came. */
function mostCommon(self: PyDict): { key: Value; value: Value }[] {
  const size = (value: Value): number => (value.kind === 'int' ? Number(value.value) : 0);
  return [...self.entries.values()].sort((a, b) => size(b.value) - size(a.value));
}

const counted =
  (run: (self: PyDict, call: NativeCall) => Value): NativeRun =>
  (call) => {
    const self = selfDict(call);
    return self && !self.open ? run(self, call) : cause(need(call, 0), say`a Counter whose keys are not all known`);
  };

const Counter = nativeClass({
  name: 'Counter',
  qualifiedName: 'collections.Counter',
  bases: [builtin.dict],
  methods: {
    __new__: newDict('Counter'),
    __init__: () => NONE,
    __missing__: () => int(0),
    most_common: counted((self, call) => {
      const limit = call.args[1];
      const most = mostCommon(self);
      const shown = limit && limit.kind !== 'none' ? most.slice(0, integer(call, limit) ?? most.length) : most;
      return list(shown.map(({ key, value }) => ({ kind: 'tuple', items: [key, value] })));
    }),
    elements: counted((self, call) => {
      const all: Value[] = [];
      for (const { key, value } of self.entries.values()) {
        const times = integer(call, value) ?? 0;
        machine(call).meter.collection(all.length + times);
        for (let round = 0; round < times; round++) all.push(key);
      }
      return list(all);
    }),
    total: counted((self, call) =>
      [...self.entries.values()].reduce<Value>((sum, each) => call.interpreter.binary('+', sum, each.value), int(0)),
    ),
    update: (call) => {
      const self = selfDict(call);
      if (self) count(call, self, call.args[1], 1);
      return NONE;
    },
    subtract: (call) => {
      const self = selfDict(call);
      if (self) count(call, self, call.args[1], -1);
      return NONE;
    },
    __add__: counted((self, call) => {
      const made: PyDict = { ...emptyDict(), entries: new Map(self.entries), ...(self.cls ? { cls: self.cls } : {}) };
      count(call, made, need(call, 1), 1);
      return made;
    }),
    __repr__: counted((self, call) => {
      const pairs = mostCommon(self).map(({ key, value }) => `${plainText(call, key)}: ${plainText(call, value)}`);
      return str(pairs.length > 0 ? `Counter({${pairs.join(', ')}})` : 'Counter()');
    }),
  },
});

export const orderedDict = OrderedDict;

export const collections = nativeModule('collections', {
  OrderedDict,
  defaultdict,
  Counter,
  deque,
  namedtuple,
  UserDict: builtin.dict,
  UserList: builtin.list,
  // Until Python 3.10 these stood here, too, and old code still says so.
  ...abstractClasses,
});
