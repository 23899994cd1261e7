/** `typing`, `typing_extensions`, `types`, `abc`, `numbers`: what annotations are written with. */
import { say } from '../../message.ts';
import type { PyClass, PyModule, Value } from '../values.ts';
import { FALSE, NONE, native, str, unknown } from '../values.ts';
import { METACLASS, builtinClasses as builtin } from '../evaluate/classes.ts';
import { instance, nativeClass, nativeModule } from '../evaluate/native.ts';
import { makeProperty } from '../evaluate/builtins/descriptors.ts';
import { need, optional } from '../evaluate/builtins/arguments.ts';
import { abcMeta, abstractClasses, numberClasses } from './abstract-classes.ts';
import { NamedTuple } from './namedtuple.ts';
import { functions, quiet } from './table.ts';

/** Names of `typing` that stand for a class of Python: isinstance works with them. */
const ALIASES: Readonly<Record<string, PyClass>> = {
  List: builtin.list,
  Dict: builtin.dict,
  Tuple: builtin.tuple,
  Set: builtin.set,
  FrozenSet: builtin.frozenset,
  Type: builtin.type,
  Text: builtin.str,
  AbstractSet: abstractClasses['Set'] ?? builtin.set,
};

/** Only mean something to a type checker; can be subscripted and derived from. */
const FORMS = [
  'Any',
  'Optional',
  'Union',
  'Literal',
  'Final',
  'ClassVar',
  'Generic',
  'Protocol',
  'Annotated',
  'NoReturn',
  'Never',
  'Self',
  'LiteralString',
  'TypeAlias',
  'Concatenate',
  'TypeGuard',
  'Unpack',
  'Required',
  'NotRequired',
  'SupportsInt',
  'SupportsFloat',
  'SupportsIndex',
  'AnyStr',
  'IO',
  'TextIO',
  'BinaryIO',
  'Pattern',
  'Match',
  'Deque',
  'DefaultDict',
  'OrderedDict',
  'Counter',
  'ChainMap',
  'ContextManager',
  'Reversible',
  'KeysView',
  'ValuesView',
  'ItemsView',
  'MappingView',
  'ByteString',
  'AsyncIterator',
  'AsyncIterable',
  'AsyncGenerator',
];

const variable = nativeClass({ name: 'TypeVar', qualifiedName: 'typing.TypeVar' });
const typedDict = nativeClass({ name: 'TypedDict', qualifiedName: 'typing.TypedDict', bases: [builtin.dict] });

const forms: Record<string, Value> = Object.fromEntries(
  FORMS.map((name) => [name, nativeClass({ name, qualifiedName: `typing.${name}` })]),
);

const newVariable = native('TypeVar', (call) => instance(variable, { __name__: optional(call, 0) ?? str('T') }));

const entries: Readonly<Record<string, Value>> = {
  ...abstractClasses,
  ...forms,
  ...ALIASES,
  NamedTuple,
  TypedDict: typedDict,
  TYPE_CHECKING: FALSE,
  TypeVar: newVariable,
  ParamSpec: newVariable,
  TypeVarTuple: newVariable,
  ...functions({
    cast: (call) => need(call, 1),
    assert_type: (call) => need(call, 0),
    overload: (call) => need(call, 0),
    final: (call) => need(call, 0),
    override: (call) => need(call, 0),
    no_type_check: (call) => need(call, 0),
    runtime_checkable: (call) => need(call, 0),
    NewType: (call) => {
      void need(call, 1);
      return native('NewType', (inner) => need(inner, 0));
    },
    get_type_hints: (call) => unknown(say`type hints`, call.site),
    get_origin: (call) => unknown(say`the origin of a type`, call.site),
    get_args: (call) => unknown(say`the arguments of a type`, call.site),
    reveal_type: (call) => need(call, 0),
  }),
};

const anyOther = (name: string): Value | undefined =>
  name.startsWith('_') ? undefined : unknown(say`typing.${name} is not known to Layerscope`);

export const typing = nativeModule('typing', entries, anyOther);
export const typingExtensions = nativeModule('typing_extensions', entries, anyOther);

/** Python itself would refuse to make an object of a class with abstract methods left; code that runs does not try. */
export const abc: PyModule = nativeModule('abc', {
  ABC: nativeClass({ name: 'ABC', qualifiedName: 'abc.ABC', attributes: { [METACLASS]: abcMeta } }),
  ABCMeta: abcMeta,
  ...functions({
    abstractmethod: (call) => need(call, 0),
    abstractclassmethod: (call) => ({ kind: 'classmethod', callable: need(call, 0) }),
    abstractstaticmethod: (call) => ({ kind: 'staticmethod', callable: need(call, 0) }),
    abstractproperty: (call) => makeProperty({ ...call, args: [builtin.property, ...call.args] }),
  }),
});

const SimpleNamespace = nativeClass({
  name: 'SimpleNamespace',
  qualifiedName: 'types.SimpleNamespace',
  methods: {
    __init__: (call) => {
      const self = need(call, 0);
      if (self.kind === 'instance') for (const [name, value] of call.kwargs) self.attributes.set(name, value);
      return NONE;
    },
    __repr__: (call) => {
      const self = need(call, 0);
      const parts =
        self.kind === 'instance'
          ? [...self.attributes].map(([name, value]) => `${name}=${call.interpreter.repr(value)}`)
          : [];
      return str(`namespace(${parts.join(', ')})`);
    },
  },
});

export const types = nativeModule('types', {
  SimpleNamespace,
  FunctionType: builtin.function,
  LambdaType: builtin.function,
  MethodType: nativeClass({
    name: 'method',
    qualifiedName: 'types.MethodType',
    bases: [builtin.method],
    methods: {
      __new__: (call) => {
        const [, callable, self] = call.args;
        return self && (callable?.kind === 'function' || callable?.kind === 'native')
          ? { kind: 'method', self, callable }
          : unknown(say`a bound method`, call.site);
      },
    },
  }),
  BuiltinFunctionType: builtin.builtinFunction,
  GeneratorType: builtin.generator,
  ModuleType: builtin.module,
  NoneType: builtin.NoneType,
  ...functions({
    coroutine: (call) => need(call, 0),
    new_class: (call) => unknown(say`a class made by new_class`, call.site),
    prepare_class: quiet,
  }),
});

export const numbers = nativeModule('numbers', numberClasses);
