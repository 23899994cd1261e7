/** `collections.abc`: classes that recognise objects by their methods. */
import { say } from '../../message.ts';
import type { PyClass, Value } from '../values.ts';
import { bool, unknown } from '../values.ts';
import { METACLASS, builtinClasses as builtin, lookup } from '../evaluate/classes.ts';
import { nativeClass } from '../evaluate/native.ts';
import { need } from '../evaluate/builtins/arguments.ts';
import { typeOf } from '../evaluate/types.ts';

type Kind = Value['kind'];
const SEQUENCES: readonly Kind[] = ['list', 'tuple', 'str', 'range', 'bytes'];
const COLLECTIONS: readonly Kind[] = [...SEQUENCES, 'dict', 'set'];

interface Recognised {
  readonly kinds: readonly Kind[];
  /** Methods an object of another class must have; none: only those that derive from the class. */
  readonly methods: readonly string[];
}

const TABLE: Readonly<Record<string, Recognised>> = {
  Hashable: {
    kinds: [
      'none',
      'bool',
      'int',
      'float',
      'str',
      'bytes',
      'tuple',
      'range',
      'function',
      'native',
      'class',
      'instance',
    ],
    methods: [],
  },
  Iterable: { kinds: [...COLLECTIONS, 'iterator'], methods: ['__iter__'] },
  Iterator: { kinds: ['iterator'], methods: ['__iter__', '__next__'] },
  Generator: { kinds: ['iterator'], methods: ['__iter__', '__next__', 'send'] },
  Sized: { kinds: COLLECTIONS, methods: ['__len__'] },
  Container: { kinds: COLLECTIONS, methods: ['__contains__'] },
  Collection: { kinds: COLLECTIONS, methods: ['__len__', '__iter__', '__contains__'] },
  Callable: { kinds: ['function', 'native', 'method', 'class'], methods: ['__call__'] },
  Sequence: { kinds: SEQUENCES, methods: [] },
  MutableSequence: { kinds: ['list'], methods: [] },
  Mapping: { kinds: ['dict'], methods: [] },
  MutableMapping: { kinds: ['dict'], methods: [] },
  Set: { kinds: ['set'], methods: [] },
  MutableSet: { kinds: ['set'], methods: [] },
  Awaitable: { kinds: [], methods: ['__await__'] },
  Coroutine: { kinds: [], methods: ['__await__', 'send'] },
};

/** Built-in classes whose derived classes count as well. */
const DERIVED: Readonly<Record<string, readonly PyClass[]>> = {
  Sequence: [builtin.list, builtin.tuple, builtin.str],
  MutableSequence: [builtin.list],
  Mapping: [builtin.dict],
  MutableMapping: [builtin.dict],
  Set: [builtin.set, builtin.frozenset],
  MutableSet: [builtin.set],
};

function recognise(cls: PyClass, value: Value): boolean | null {
  const type = typeOf(value);
  if (!type) return null;
  if (type.mro.includes(cls)) return true;
  const isNumber = cls.qualifiedName.startsWith('numbers.');
  const rule = isNumber
    ? NUMBERS[cls.name]
    : cls.qualifiedName.startsWith('collections.abc.')
      ? TABLE[cls.name]
      : undefined;
  if (!rule) return type.incomplete ? null : false;
  if (rule.kinds.includes(value.kind)) return true;
  const derived = isNumber ? NUMBERS[cls.name]?.derived : DERIVED[cls.name];
  if (derived?.some((each) => type.mro.includes(each))) return true;
  if (value.kind !== 'instance' || rule.methods.length === 0) return type.incomplete ? null : false;
  return rule.methods.every((name) => lookup(type, name) !== undefined) || (type.incomplete ? null : false);
}

export const abcMeta = nativeClass({
  name: 'ABCMeta',
  qualifiedName: 'abc.ABCMeta',
  bases: [builtin.type],
  methods: {
    __instancecheck__: (call) => {
      const [cls, value] = [need(call, 0), need(call, 1)];
      const known = cls.kind === 'class' ? recognise(cls, value) : null;
      return known === null ? unknown(say`a type that is not known`, call.site) : bool(known);
    },
    register: (call) => need(call, 1),
  },
});

const NUMBERS: Readonly<Record<string, Recognised & { readonly derived: readonly PyClass[] }>> = {
  Number: { kinds: ['int', 'float', 'bool'], methods: [], derived: [builtin.int, builtin.float, builtin.complex] },
  Complex: { kinds: ['int', 'float', 'bool'], methods: [], derived: [builtin.int, builtin.float, builtin.complex] },
  Real: { kinds: ['int', 'float', 'bool'], methods: [], derived: [builtin.int, builtin.float] },
  Rational: { kinds: ['int', 'bool'], methods: [], derived: [builtin.int] },
  Integral: { kinds: ['int', 'bool'], methods: [], derived: [builtin.int] },
};

/** The classes of the `numbers` module. */
export const numberClasses: Readonly<Record<string, PyClass>> = Object.fromEntries(
  Object.keys(NUMBERS).map((name) => [
    name,
    nativeClass({ name, qualifiedName: `numbers.${name}`, attributes: { [METACLASS]: abcMeta } }),
  ]),
);

export const abstractClasses: Readonly<Record<string, PyClass>> = Object.fromEntries(
  Object.keys(TABLE).map((name) => [
    name,
    nativeClass({ name, qualifiedName: `collections.abc.${name}`, attributes: { [METACLASS]: abcMeta } }),
  ]),
);
