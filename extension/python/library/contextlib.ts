/** The `contextlib` module. */
import { say } from '../../message.ts';
import type { NativeCall, PyIterator, Value } from '../values.ts';
import { NONE, TRUE, Slot, bool, native } from '../values.ts';
import { isSubclass } from '../evaluate/classes.ts';
import { SUPPRESSES } from '../evaluate/statements.ts';
import type { NativeRun } from '../evaluate/native.ts';
import { instance, nativeClass, nativeModule } from '../evaluate/native.ts';
import { cause, need } from '../evaluate/builtins/arguments.ts';
import { functions } from './table.ts';

const generators = new Slot<PyIterator>();

/** What `@contextmanager` makes of a generator: the part before `yield` enters, the part after it leaves. */
const generatorContext = nativeClass({
  name: '_GeneratorContextManager',
  qualifiedName: 'contextlib._GeneratorContextManager',
  methods: {
    __enter__: (call) => {
      const source = generators.get(need(call, 0));
      const value = source?.next();
      if (source?.cut) return { kind: 'unknown', cause: source.cut };
      return value ?? call.interpreter.raise('RuntimeError', "generator didn't yield", call.site);
    },
    __exit__: (call) => {
      generators.get(need(call, 0))?.next();
      return bool(false);
    },
    /** A context manager made this way decorates functions, too. */
    __call__: (call) => need(call, 1),
  },
});

function contextManager(call: NativeCall): Value {
  const maker = need(call, 0);
  return native('contextmanager', (inner) => {
    const source = inner.interpreter.call(maker, inner.args, inner.kwargs, inner.site);
    if (source.kind !== 'iterator') return cause(source, say`a context manager`);
    const made = instance(generatorContext);
    generators.set(made, source);
    return made;
  });
}

const suppress = nativeClass({
  name: 'suppress',
  qualifiedName: 'contextlib.suppress',
  attributes: { [SUPPRESSES]: TRUE },
  methods: {
    __init__: (call) => {
      const [self, ...types] = call.args;
      if (self?.kind === 'instance') self.attributes.set('_exceptions', { kind: 'tuple', items: types });
      return NONE;
    },
    __enter__: () => NONE,
    __exit__: (call) => {
      const [self, type] = call.args;
      const types = self?.kind === 'instance' ? self.attributes.get('_exceptions') : undefined;
      if (type?.kind !== 'class' || types?.kind !== 'tuple') return bool(false);
      return bool(
        types.items.some((each) => each.kind === 'unknown' || (each.kind === 'class' && isSubclass(type, each))),
      );
    },
  },
});

const enterArgument: NativeRun = (call) => {
  const self = need(call, 0);
  return (self.kind === 'instance' ? self.attributes.get('enter_result') : undefined) ?? NONE;
};

const nullcontext = nativeClass({
  name: 'nullcontext',
  qualifiedName: 'contextlib.nullcontext',
  methods: {
    __init__: (call) => {
      const self = need(call, 0);
      if (self.kind === 'instance')
        self.attributes.set('enter_result', call.args[1] ?? call.kwargs.get('enter_result') ?? NONE);
      return NONE;
    },
    __enter__: enterArgument,
    __exit__: () => bool(false),
  },
});

const ExitStack = nativeClass({
  name: 'ExitStack',
  qualifiedName: 'contextlib.ExitStack',
  methods: {
    __enter__: (call) => need(call, 0),
    __exit__: () => bool(false),
    enter_context: (call) => call.interpreter.callSpecial(need(call, 1), '__enter__', []) ?? cause(need(call, 1)),
    callback: (call) => need(call, 1),
    push: (call) => need(call, 1),
    close: () => NONE,
    pop_all: (call) => need(call, 0),
  },
});

const ContextDecorator = nativeClass({ name: 'ContextDecorator', qualifiedName: 'contextlib.ContextDecorator' });
const AbstractContextManager = nativeClass({
  name: 'AbstractContextManager',
  qualifiedName: 'contextlib.AbstractContextManager',
  methods: { __enter__: (call) => need(call, 0), __exit__: () => NONE },
});

export const contextlib = nativeModule('contextlib', {
  suppress,
  nullcontext,
  ExitStack,
  ContextDecorator,
  AbstractContextManager,
  ...functions({
    contextmanager: contextManager,
    asynccontextmanager: contextManager,
    redirect_stdout: (call) => instance(nullcontext, { enter_result: need(call, 0) }),
    redirect_stderr: (call) => instance(nullcontext, { enter_result: need(call, 0) }),
    closing: (call) => instance(nullcontext, { enter_result: need(call, 0) }),
  }),
});
