/** The `enum` module. Members are made when the class is: they are instances with a name and a value. */
import { say } from '../../message.ts';
import type { NativeCall, PyClass, PyDict, PyInstance, Value } from '../values.ts';
import { NONE, bool, int, list, str } from '../values.ts';
import { METACLASS, builtinClasses as builtin, isSubclass, lookup } from '../evaluate/classes.ts';
import { emptyDict } from '../evaluate/displays.ts';
import { NOT_IMPLEMENTED, instance, nativeClass, nativeModule } from '../evaluate/native.ts';
import { setPayload } from '../evaluate/payload.ts';
import { reprText, strText } from '../evaluate/repr.ts';
import { setDictItem } from '../evaluate/subscript.ts';
import { bind } from '../evaluate/attributes.ts';
import { cause, machine, need } from '../evaluate/builtins/arguments.ts';
import { functions } from './table.ts';

const MEMBERS = '_member_map_';

const auto = nativeClass({ name: 'auto', qualifiedName: 'enum.auto', methods: { __init__: () => NONE } });

const membersOf = (cls: Value): PyDict | undefined => {
  const found = cls.kind === 'class' ? cls.namespace.get(MEMBERS) : undefined;
  return found?.kind === 'dict' ? found : undefined;
};

/** Members without the second names of those that have two. */
function unique(members: PyDict): PyInstance[] {
  const all = [...members.entries.values()].map((each) => each.value).filter((each) => each.kind === 'instance');
  return [...new Set(all)];
}

const isMember = (name: string, value: Value): boolean =>
  !name.startsWith('_') && !['function', 'property', 'staticmethod', 'classmethod', 'class'].includes(value.kind);

/** What `auto()` stands for after these values. */
function nextValue(call: NativeCall, cls: PyClass, name: string, before: readonly Value[]): Value {
  const own = lookup(cls, '_generate_next_value_');
  if (own)
    return call.interpreter.call(own.kind === 'staticmethod' ? own.callable : own, [
      str(name),
      int(1),
      int(before.length),
      list(before),
    ]);
  if (cls.mro.some((each) => each.name === 'StrEnum')) return str(name.toLowerCase());
  const last = before.filter((each) => each.kind === 'int').map((each) => Number(each.value));
  const top = Math.max(0, ...last);
  return int(
    cls.mro.some((each) => each.name === 'Flag') ? (top === 0 ? 1 : 2 ** (Math.floor(Math.log2(top)) + 1)) : top + 1,
  );
}

function makeMembers(call: NativeCall, cls: PyClass): void {
  const members = emptyDict();
  const values: Value[] = [];
  for (const [name, given] of [...cls.namespace]) {
    if (!isMember(name, given)) continue;
    const isAuto = given.kind === 'instance' && given.cls === auto;
    const value = isAuto ? nextValue(call, cls, name, values) : given;
    values.push(value);
    const known = unique(members).find(
      (each) => call.interpreter.equal(each.attributes.get('_value_') ?? NONE, value) === true,
    );
    const member = known ?? makeMember(call, cls, name, value);
    setDictItem(machine(call), members, str(name), member);
    cls.namespace.set(name, member);
  }
  cls.namespace.set(MEMBERS, members);
  // `class Kind(str, Enum)` prints as an enumeration, not as text, although str comes first.
  for (const name of ['__repr__', '__str__']) {
    const owner = cls.mro.find((each) => each.namespace.has(name));
    const own = Enum.namespace.get(name);
    if (own && owner?.qualifiedName.startsWith('builtins.')) cls.namespace.set(name, own);
  }
}

function makeMember(call: NativeCall, cls: PyClass, name: string, value: Value): PyInstance {
  const member = instance(cls, { _name_: str(name), _value_: value });
  const isMixed = [builtin.int, builtin.str, builtin.float].some((each) => isSubclass(cls, each));
  if (isMixed) setPayload(member, value);
  const init = lookup(cls, '__init__');
  if (init?.kind === 'function')
    call.interpreter.call(init, [member, ...(value.kind === 'tuple' ? value.items : [value])]);
  return member;
}

function byValue(call: NativeCall, cls: PyClass, value: Value): Value {
  const members = membersOf(cls);
  if (value.kind === 'instance' && value.cls === cls) return value;
  let undecided = value.kind === 'unknown';
  for (const member of members ? unique(members) : []) {
    const same = call.interpreter.equal(member.attributes.get('_value_') ?? NONE, value);
    if (same) return member;
    undecided ||= same === null;
  }
  if (undecided) return cause(value, say`an enumeration member that is not known`);
  const missing = lookup(cls, '_missing_');
  const found = missing ? call.interpreter.call(bind(machine(call), missing, '_missing_', cls, cls), [value]) : NONE;
  if (found.kind !== 'none') return found;
  return call.interpreter.raise(
    'ValueError',
    `${reprText(machine(call), value) ?? ''} is not a valid ${cls.name}`,
    call.site,
  );
}

const enumMeta = nativeClass({
  name: 'EnumType',
  qualifiedName: 'enum.EnumType',
  bases: [builtin.type],
  methods: {
    __iter__: (call) => list(unique(membersOf(need(call, 0)) ?? emptyDict())),
    __len__: (call) => int(unique(membersOf(need(call, 0)) ?? emptyDict()).length),
    __bool__: () => bool(true),
    __getitem__: (call) => {
      const members = membersOf(need(call, 0));
      return members ? call.interpreter.getItem(members, need(call, 1)) : cause(need(call, 1));
    },
    __contains__: (call) => {
      const [cls, value] = [need(call, 0), need(call, 1)];
      if (value.kind === 'unknown') return value;
      return bool(value.kind === 'instance' && value.cls === cls);
    },
    __call__: (call) => {
      const [cls, value, names] = call.args;
      if (cls?.kind !== 'class') return cause(need(call, 0));
      if (!membersOf(cls) && value?.kind === 'str' && names) return fromNames(call, cls, value.value, names);
      return byValue(call, cls, value ?? NONE);
    },
  },
  properties: { __members__: (call) => membersOf(need(call, 0)) ?? emptyDict() },
});

/** `Enum('Color', 'RED GREEN')`. */
function fromNames(call: NativeCall, base: PyClass, name: string, listed: Value): Value {
  const names = listed.kind === 'str' ? listed.value.split(/[\s,]+/).map(str) : call.interpreter.iterate(listed);
  if (!names) return cause(listed);
  const namespace = new Map<string, Value>();
  for (const [index, each] of names.entries()) {
    const pair = each.kind === 'tuple' ? each.items : [each, int(index + 1)];
    const [key, value] = pair;
    if (key?.kind === 'str' && value) namespace.set(key.value, value);
  }
  if (listed.kind === 'dict')
    for (const { key, value } of listed.entries.values()) if (key.kind === 'str') namespace.set(key.value, value);
  const cls = nativeClass({
    name,
    qualifiedName: `__main__.${name}`,
    bases: [base],
    attributes: Object.fromEntries(namespace),
  });
  makeMembers(call, cls);
  return cls;
}

const attribute = (call: NativeCall, name: string): Value => {
  const self = need(call, 0);
  return (self.kind === 'instance' ? self.attributes.get(name) : undefined) ?? cause(self);
};
const nameText = (call: NativeCall): string => {
  const self = need(call, 0);
  const name = attribute(call, '_name_');
  return `${self.kind === 'instance' ? self.cls.name : ''}.${name.kind === 'str' ? name.value : ''}`;
};

const Enum = nativeClass({
  name: 'Enum',
  qualifiedName: 'enum.Enum',
  attributes: { [METACLASS]: enumMeta },
  methods: {
    __init_subclass__: (call) => {
      const cls = need(call, 0);
      if (cls.kind === 'class') makeMembers(call, cls);
      return NONE;
    },
    __repr__: (call) => str(`<${nameText(call)}: ${reprText(machine(call), attribute(call, '_value_')) ?? '...'}>`),
    __str__: (call) => str(nameText(call)),
    __deepcopy__: (call) => need(call, 0),
    __copy__: (call) => need(call, 0),
  },
  properties: { name: (call) => attribute(call, '_name_'), value: (call) => attribute(call, '_value_') },
});

const valueText = (call: NativeCall): Value => {
  const text = strText(machine(call), attribute(call, '_value_'));
  return text === null ? cause(need(call, 0)) : str(text);
};

const IntEnum = nativeClass({
  name: 'IntEnum',
  qualifiedName: 'enum.IntEnum',
  bases: [builtin.int, Enum],
  methods: {
    __str__: valueText,
    __repr__: (call) => str(`<${nameText(call)}: ${reprText(machine(call), attribute(call, '_value_')) ?? '...'}>`),
  },
});
const StrEnum = nativeClass({
  name: 'StrEnum',
  qualifiedName: 'enum.StrEnum',
  bases: [builtin.str, Enum],
  methods: {
    __str__: valueText,
    __repr__: (call) => str(`<${nameText(call)}: ${reprText(machine(call), attribute(call, '_value_')) ?? '...'}>`),
  },
});

/** Flags combine to flags that are no members. */
function combine(call: NativeCall, operator: '|' | '&' | '^'): Value {
  const [a, b] = [need(call, 0), need(call, 1)];
  if (a.kind !== 'instance' || b.kind !== 'instance' || a.cls !== b.cls) return NOT_IMPLEMENTED;
  const value = call.interpreter.binary(
    operator,
    a.attributes.get('_value_') ?? NONE,
    b.attributes.get('_value_') ?? NONE,
  );
  const members = membersOf(a.cls);
  const known =
    members &&
    unique(members).find((each) => call.interpreter.equal(each.attributes.get('_value_') ?? NONE, value) === true);
  return known ?? instance(a.cls, { _name_: NONE, _value_: value });
}

const Flag = nativeClass({
  name: 'Flag',
  qualifiedName: 'enum.Flag',
  bases: [Enum],
  methods: {
    __or__: (call) => combine(call, '|'),
    __and__: (call) => combine(call, '&'),
    __xor__: (call) => combine(call, '^'),
    __bool__: (call) => {
      const known = call.interpreter.truth(attribute(call, '_value_'));
      return known === null ? cause(need(call, 0)) : bool(known);
    },
    __eq__: (call) => {
      const [a, b] = [need(call, 0), need(call, 1)];
      if (a.kind !== 'instance' || b.kind !== 'instance') return NOT_IMPLEMENTED;
      const same = call.interpreter.equal(a.attributes.get('_value_') ?? NONE, b.attributes.get('_value_') ?? NONE);
      return same === null ? cause(b) : bool(a.cls === b.cls && same);
    },
    __contains__: (call) => {
      const [both, wanted] = [combine(call, '&'), need(call, 1)];
      if (both.kind !== 'instance' || wanted.kind !== 'instance') return both;
      const value = (each: PyInstance): Value => each.attributes.get('_value_') ?? NONE;
      return bool(call.interpreter.equal(value(both), value(wanted)) === true);
    },
  },
});

export const enumeration = nativeModule('enum', {
  Enum,
  IntEnum,
  StrEnum,
  Flag,
  IntFlag: Flag,
  EnumMeta: enumMeta,
  EnumType: enumMeta,
  auto,
  ...functions({
    unique: (call) => need(call, 0),
    member: (call) => need(call, 0),
    nonmember: (call) => need(call, 0),
  }),
});
