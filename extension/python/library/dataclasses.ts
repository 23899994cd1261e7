/** The `dataclasses` module. */
import { say } from '../../message.ts';
import type { NativeCall, PyClass, PyInstance, Value } from '../values.ts';
import { NONE, bool, list, native, str, tuple } from '../values.ts';
import { lookup } from '../evaluate/classes.ts';
import { hashNumber } from '../evaluate/hash.ts';
import { emptyDict } from '../evaluate/displays.ts';
import type { BoundArguments, NativeRun, Signature, SignatureParameter } from '../evaluate/native.ts';
import {
  NOT_IMPLEMENTED,
  bindArguments,
  instance,
  nativeClass,
  nativeMethod,
  nativeModule,
} from '../evaluate/native.ts';
import { orderAny } from '../evaluate/compare.ts';
import { reprText } from '../evaluate/repr.ts';
import { setDictItem } from '../evaluate/subscript.ts';
import { cause, machine, need } from '../evaluate/builtins/arguments.ts';
import { deepCopy } from './copy.ts';
import { functions } from './table.ts';

const FIELDS = '__dataclass_fields__';
const missing = instance(nativeClass({ name: '_MISSING_TYPE', qualifiedName: 'dataclasses._MISSING_TYPE' }));
const InitVar = nativeClass({ name: 'InitVar', qualifiedName: 'dataclasses.InitVar' });
const KeywordOnly = nativeClass({ name: 'KW_ONLY', qualifiedName: 'dataclasses.KW_ONLY' });

const Field = nativeClass({
  name: 'Field',
  qualifiedName: 'dataclasses.Field',
  methods: {
    __init__: (call) => {
      const self = need(call, 0);
      if (self.kind === 'instance') for (const [name, value] of call.kwargs) self.attributes.set(name, value);
      return NONE;
    },
  },
});

const fieldOption = (field: PyInstance, name: string): Value | undefined => {
  const value = field.attributes.get(name);
  return value === missing ? undefined : value;
};

const isOff = (field: PyInstance, name: string): boolean => {
  const value = fieldOption(field, name);
  return value?.kind === 'bool' && !value.value;
};

/** Fields of a class, those of its bases first; a later definition replaces an earlier one in its place. */
function collect(cls: PyClass, keywordOnly: boolean): Map<string, PyInstance> {
  const fields = new Map<string, PyInstance>();
  for (const base of [...cls.mro].reverse()) {
    const inherited = base === cls ? undefined : base.namespace.get(FIELDS);
    for (const { key, value } of inherited?.kind === 'dict' ? inherited.entries.values() : [])
      if (key.kind === 'str' && value.kind === 'instance') fields.set(key.value, value);
  }
  const annotations = cls.namespace.get('__annotations__');
  let onlyKeywords = keywordOnly;
  for (const { key, value: type } of annotations?.kind === 'dict' ? annotations.entries.values() : []) {
    if (key.kind !== 'str') continue;
    if (type === KeywordOnly) {
      onlyKeywords = true;
      continue;
    }
    if (isClassVariable(type)) continue;
    const given = cls.namespace.get(key.value);
    const field =
      given?.kind === 'instance' && given.cls === Field ? given : instance(Field, given ? { default: given } : {});
    field.attributes.set('name', key);
    field.attributes.set('type', type);
    if (onlyKeywords && !field.attributes.has('kw_only')) field.attributes.set('kw_only', bool(true));
    const fallback = fieldOption(field, 'default');
    if (fallback) cls.namespace.set(key.value, fallback);
    else if (given === field) cls.namespace.delete(key.value);
    fields.set(key.value, field);
  }
  return fields;
}

const isClassVariable = (type: Value): boolean =>
  (type.kind === 'class' && type.name === 'ClassVar') || (type.kind === 'str' && /\bClassVar\b/.test(type.value));

/** Stands for "call the field's factory" in the signature. */
const FROM_FACTORY = instance(nativeClass({ name: 'factory', qualifiedName: 'dataclasses.factory' }));

function initSignature(cls: PyClass, fields: ReadonlyMap<string, PyInstance>): Signature {
  const parameters: SignatureParameter[] = [{ name: 'self', kind: 'positional', defaultValue: undefined }];
  const later: SignatureParameter[] = [];
  for (const [name, field] of fields) {
    if (isOff(field, 'init')) continue;
    const defaultValue =
      fieldOption(field, 'default') ?? (fieldOption(field, 'default_factory') ? FROM_FACTORY : undefined);
    const keyword = fieldOption(field, 'kw_only');
    if (keyword?.kind === 'bool' && keyword.value) later.push({ name, kind: 'keyword-only', defaultValue });
    else parameters.push({ name, kind: 'positional', defaultValue });
  }
  return { name: `${cls.name}.__init__`, parameters: [...parameters, ...later] };
}

function initialise(call: NativeCall, fields: ReadonlyMap<string, PyInstance>, bound: BoundArguments): Value {
  const self = bound.get('self');
  if (self.kind !== 'instance') return NONE;
  const initOnly: Value[] = [];
  for (const [name, field] of fields) {
    const factory = fieldOption(field, 'default_factory');
    const given = isOff(field, 'init')
      ? (fieldOption(field, 'default') ?? (factory ? FROM_FACTORY : undefined))
      : bound.get(name);
    const value = given === FROM_FACTORY && factory ? call.interpreter.call(factory, []) : given;
    if (!value) continue;
    if (fieldOption(field, 'type') === InitVar) initOnly.push(value);
    // A frozen class may have a __setattr__ that refuses: the constructor goes past it, as Python's does.
    else machine(call).setOwnAttribute(self, name, value);
  }
  const after = lookup(self.cls, '__post_init__');
  if (after) call.interpreter.call(after, [self, ...initOnly], undefined, call.site);
  return NONE;
}

function fieldsOf(value: Value): Map<string, PyInstance> | null {
  const cls = value.kind === 'instance' ? value.cls : value.kind === 'class' ? value : undefined;
  const listed = cls && lookup(cls, FIELDS);
  if (listed?.kind !== 'dict') return null;
  const fields = new Map<string, PyInstance>();
  for (const { key, value: field } of listed.entries.values())
    if (key.kind === 'str' && field.kind === 'instance') fields.set(key.value, field);
  return fields;
}

const valuesOf = (self: Value, fields: ReadonlyMap<string, PyInstance>, without: string): Value[] =>
  self.kind === 'instance'
    ? [...fields].filter(([, field]) => !isOff(field, without)).map(([name]) => self.attributes.get(name) ?? NONE)
    : [];

function comparing(fields: ReadonlyMap<string, PyInstance>, decide: (order: number) => boolean): NativeRun {
  return (call) => {
    const [self, other] = [need(call, 0), need(call, 1)];
    if (self.kind !== 'instance' || other.kind !== 'instance' || self.cls !== other.cls) return NOT_IMPLEMENTED;
    const order = orderAny(
      machine(call),
      tuple(valuesOf(self, fields, 'compare')),
      tuple(valuesOf(other, fields, 'compare')),
    );
    return order === null || order === undefined
      ? cause(other, say`a comparison that cannot be told`)
      : bool(decide(order));
  };
}

function makeDataclass(call: NativeCall, cls: Value, options: ReadonlyMap<string, Value>): Value {
  if (cls.kind !== 'class') return cls;
  const is = (name: string, otherwise: boolean): boolean => {
    const given = options.get(name);
    return given ? (call.interpreter.truth(given) ?? otherwise) : otherwise;
  };
  const fields = collect(cls, is('kw_only', false));
  const listed = emptyDict();
  for (const [name, field] of fields) setDictItem(machine(call), listed, str(name), field);
  cls.namespace.set(FIELDS, listed);
  const define = (name: string, run: NativeRun): void => {
    if (!cls.namespace.has(name)) cls.namespace.set(name, nativeMethod(name, run));
  };
  const parameters = initSignature(cls, fields);
  if (is('init', true)) define('__init__', (inner) => initialise(inner, fields, bindArguments(inner, parameters)));
  if (is('repr', true))
    define('__repr__', (inner) => {
      const self = need(inner, 0);
      const shown = [...fields].filter(([, field]) => !isOff(field, 'repr'));
      const parts = shown.map(([name]) => {
        const value = self.kind === 'instance' ? self.attributes.get(name) : undefined;
        return `${name}=${reprText(machine(inner), value ?? NONE) ?? '...'}`;
      });
      return str(`${self.kind === 'instance' ? self.cls.name : cls.name}(${parts.join(', ')})`);
    });
  if (is('eq', true))
    define('__eq__', (inner) => {
      const [self, other] = [need(inner, 0), need(inner, 1)];
      if (self.kind !== 'instance' || other.kind !== 'instance' || self.cls !== other.cls) return NOT_IMPLEMENTED;
      const same = inner.interpreter.equal(
        tuple(valuesOf(self, fields, 'compare')),
        tuple(valuesOf(other, fields, 'compare')),
      );
      return same === null ? cause(other, say`a comparison that cannot be told`) : bool(same);
    });
  if (is('order', false)) {
    define(
      '__lt__',
      comparing(fields, (order) => order < 0),
    );
    define(
      '__le__',
      comparing(fields, (order) => order <= 0),
    );
    define(
      '__gt__',
      comparing(fields, (order) => order > 0),
    );
    define(
      '__ge__',
      comparing(fields, (order) => order >= 0),
    );
  }
  if (is('frozen', false)) {
    define('__setattr__', (inner) => {
      const name = need(inner, 1);
      return inner.interpreter.raise(
        'AttributeError',
        `cannot assign to field '${name.kind === 'str' ? name.value : ''}'`,
        inner.site,
      );
    });
    define('__hash__', (inner) => {
      const key = inner.interpreter.hashKey(tuple(valuesOf(need(inner, 0), fields, 'compare')));
      return key === null ? cause(need(inner, 0)) : { kind: 'int', value: hashNumber(key) };
    });
  }
  cls.namespace.set('__match_args__', tuple([...fields.keys()].map(str)));
  return cls;
}

function asPlain(call: NativeCall, value: Value, asDict: boolean, depth = 0): Value {
  const inner = (each: Value): Value => asPlain(call, each, asDict, depth + 1);
  const fields = value.kind === 'instance' ? fieldsOf(value) : null;
  machine(call).meter.collection(depth > 100 ? Infinity : 0);
  if (fields && value.kind === 'instance') {
    const values = valuesOf(value, fields, '').map(inner);
    if (!asDict) return tuple(values);
    const made = emptyDict();
    for (const [index, name] of [...fields.keys()].entries())
      setDictItem(machine(call), made, str(name), values[index] ?? NONE);
    return made;
  }
  if (value.kind === 'list') return list(value.items.map(inner));
  if (value.kind === 'tuple' && !value.cls) return tuple(value.items.map(inner));
  if (value.kind === 'dict') {
    const made = emptyDict();
    for (const [id, entry] of value.entries) made.entries.set(id, { key: entry.key, value: inner(entry.value) });
    return made;
  }
  return deepCopy(call, value);
}

export const dataclasses = nativeModule('dataclasses', {
  MISSING: missing,
  InitVar,
  KW_ONLY: KeywordOnly,
  Field,
  ...functions({
    dataclass: (call) => {
      const [cls] = call.args;
      if (cls && cls.kind !== 'none') return makeDataclass(call, cls, call.kwargs);
      return native('dataclass', (inner) => makeDataclass(inner, need(inner, 0), call.kwargs));
    },
    field: (call) => instance(Field, Object.fromEntries(call.kwargs)),
    fields: (call) => {
      const fields = fieldsOf(need(call, 0));
      return fields
        ? tuple([...fields.values()])
        : cause(need(call, 0), say`the fields of something that is no dataclass`);
    },
    asdict: (call) => asPlain(call, need(call, 0), true),
    astuple: (call) => asPlain(call, need(call, 0), false),
    is_dataclass: (call) => (need(call, 0).kind === 'unknown' ? need(call, 0) : bool(fieldsOf(need(call, 0)) !== null)),
    replace: (call) => {
      const self = need(call, 0);
      const fields = fieldsOf(self);
      if (self.kind !== 'instance' || !fields) return cause(self);
      const given = new Map<string, Value>();
      for (const [name, field] of fields)
        if (!isOff(field, 'init')) given.set(name, call.kwargs.get(name) ?? self.attributes.get(name) ?? NONE);
      return call.interpreter.call(self.cls, [], given, call.site);
    },
    make_dataclass: (call) => cause(need(call, 0), say`a class made by make_dataclass`),
  }),
});
