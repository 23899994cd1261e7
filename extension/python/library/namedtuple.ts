/** `collections.namedtuple` and `typing.NamedTuple`: tuples whose class has a property for each field. */
import type { NativeCall, PyClass, Value } from '../values.ts';
import { NONE, int, native, str, tuple } from '../values.ts';
import { builtinClasses as builtin, makeClass } from '../evaluate/classes.ts';
import { emptyDict } from '../evaluate/displays.ts';
import { bindArguments, nativeClass, nativeMethod, nativeProperty, signature } from '../evaluate/native.ts';
import { reprText } from '../evaluate/repr.ts';
import { setDictItem } from '../evaluate/subscript.ts';
import { cause, machine, need } from '../evaluate/builtins/arguments.ts';
import { argument, isNone } from './table.ts';

export interface Field {
  readonly name: string;
  readonly defaultValue: Value | undefined;
}

const itemsOf = (value: Value): readonly Value[] => (value.kind === 'tuple' ? value.items : []);

/** Puts constructor, fields and helpers into the namespace of a class derived from tuple. */
export function installFields(name: string, fields: readonly Field[], namespace: Map<string, Value>): void {
  const parameters = signature(
    `${name}.__new__`,
    'cls',
    ...fields.map((each) => (each.defaultValue ? ([each.name, each.defaultValue] as const) : each.name)),
  );
  const make = (cls: Value, items: readonly Value[]): Value =>
    cls.kind === 'class' ? { kind: 'tuple', items, cls } : tuple(items);
  namespace.set(
    '__new__',
    nativeMethod('__new__', (call) => {
      const bound = bindArguments(call, parameters);
      return make(
        bound.get('cls'),
        fields.map((each) => bound.get(each.name)),
      );
    }),
  );
  for (const [index, field] of fields.entries())
    namespace.set(
      field.name,
      nativeProperty(field.name, (call) => itemsOf(need(call, 0))[index] ?? cause(need(call, 0))),
    );
  const names = tuple(fields.map((each) => str(each.name)));
  namespace.set('_fields', names);
  namespace.set('__match_args__', names);
  namespace.set('_field_defaults', emptyDict());
  const asDict = (call: NativeCall): Value => {
    const made = emptyDict();
    for (const [index, field] of fields.entries())
      setDictItem(machine(call), made, str(field.name), itemsOf(need(call, 0))[index] ?? NONE);
    return made;
  };
  namespace.set('_asdict', nativeMethod('_asdict', asDict));
  namespace.set(
    '_replace',
    nativeMethod('_replace', (call) => {
      const self = need(call, 0);
      const items = fields.map((each, index) => call.kwargs.get(each.name) ?? itemsOf(self)[index] ?? NONE);
      return make(self.kind === 'tuple' ? (self.cls ?? NONE) : NONE, items);
    }),
  );
  namespace.set('_make', {
    kind: 'classmethod',
    callable: nativeMethod('_make', (call) => {
      const items = call.interpreter.iterate(need(call, 1));
      return items ? make(need(call, 0), [...items]) : cause(need(call, 1));
    }),
  });
  if (!namespace.has('__repr__'))
    namespace.set(
      '__repr__',
      nativeMethod('__repr__', (call) => {
        const items = itemsOf(need(call, 0));
        const parts = fields.map(
          (each, index) => `${each.name}=${reprText(machine(call), items[index] ?? NONE) ?? '...'}`,
        );
        const self = need(call, 0);
        return str(`${self.kind === 'tuple' ? (self.cls?.name ?? name) : name}(${parts.join(', ')})`);
      }),
    );
}

export function makeNamedTuple(name: string, fields: readonly Field[]): PyClass {
  const namespace = new Map<string, Value>();
  installFields(name, fields, namespace);
  const cls = makeClass({ name, qualifiedName: `__main__.${name}`, bases: [builtin.tuple], namespace });
  if (!cls) throw new Error('a class with one base has an order');
  return cls;
}

export const namedtuple = native('namedtuple', (call) => {
  const name = need(call, 0);
  const listed = need(call, 1);
  const given =
    listed.kind === 'str'
      ? listed.value
          .split(/[\s,]+/)
          .filter(Boolean)
          .map(str)
      : call.interpreter.iterate(listed);
  const defaults = argument(call, 3, 'defaults');
  const last = isNone(defaults) ? [] : call.interpreter.iterate(defaults);
  if (name.kind !== 'str' || !given || !last) return cause(listed);
  const names = given.map((each) => (each.kind === 'str' ? each.value : ''));
  const offset = names.length - last.length;
  return makeNamedTuple(
    name.value,
    names.map((each, index) => ({ name: each, defaultValue: index >= offset ? last[index - offset] : undefined })),
  );
});

/** Fields of a class body: its annotations, with what it assigns to them as defaults. */
function fromBody(cls: PyClass): void {
  const annotations = cls.namespace.get('__annotations__');
  const fields: Field[] = [];
  for (const { key } of annotations?.kind === 'dict' ? annotations.entries.values() : [])
    if (key.kind === 'str') fields.push({ name: key.value, defaultValue: cls.namespace.get(key.value) });
  installFields(cls.name, fields, cls.namespace);
}

export const NamedTuple = nativeClass({
  name: 'NamedTuple',
  qualifiedName: 'typing.NamedTuple',
  bases: [builtin.tuple],
  methods: {
    // Only classes that name it as a base are made of their annotations; their own subclasses inherit the fields.
    __init_subclass__: (call) => {
      const [cls] = call.args;
      if (cls?.kind === 'class' && cls.bases.includes(NamedTuple)) fromBody(cls);
      return NONE;
    },
    __new__: (call) => {
      const [, name, listed] = call.args;
      const pairs = listed && call.interpreter.iterate(listed);
      if (name?.kind !== 'str' || !pairs) return cause(listed ?? NONE);
      const names = pairs.map((each) => call.interpreter.getItem(each, int(0)));
      return makeNamedTuple(
        name.value,
        names.map((each) => ({ name: each.kind === 'str' ? each.value : '', defaultValue: undefined })),
      );
    },
  },
});
