/** Modules that deal with the world outside the file: time, files, logging, processes. What they give is not known, and they are quiet. */
import type { PyModule, Value } from '../values.ts';
import { NONE, native, Slot, unknown } from '../values.ts';
import { builtinClasses as builtin } from '../evaluate/classes.ts';
import { instance, nativeClass, nativeModule } from '../evaluate/native.ts';
import { need, optional } from '../evaluate/builtins/arguments.ts';
import { range } from '../evaluate/builtins/sequences.ts';
import { functions, opaqueModule, quiet, unknowable } from './table.ts';

const REASONS: Readonly<Record<string, string>> = {
  time: 'it depends on the time',
  datetime: 'it depends on the time',
  logging: 'logging is not followed',
  'logging.handlers': 'logging is not followed',
  'logging.config': 'logging is not followed',
  json: 'it depends on data outside the file',
  yaml: 'it depends on data outside the file',
  csv: 'it depends on data outside the file',
  pickle: 'it depends on data outside the file',
  re: 'regular expressions are not followed',
  pathlib: 'it depends on the files of the machine',
  glob: 'it depends on the files of the machine',
  shutil: 'it depends on the files of the machine',
  tempfile: 'it depends on the files of the machine',
  io: 'it depends on the files of the machine',
  zipfile: 'it depends on the files of the machine',
  tarfile: 'it depends on the files of the machine',
  gzip: 'it depends on the files of the machine',
  subprocess: 'other programs are not run',
  threading: 'threads are not followed',
  multiprocessing: 'processes are not followed',
  concurrent: 'threads are not followed',
  'concurrent.futures': 'threads are not followed',
  asyncio: 'coroutines are not followed',
  queue: 'threads are not followed',
  signal: 'it depends on the machine',
  socket: 'it depends on the machine',
  platform: 'it depends on the machine',
  getpass: 'it depends on the machine',
  uuid: 'it depends on the machine',
  hashlib: 'it depends on data outside the file',
  base64: 'it depends on data outside the file',
  struct: 'it depends on data outside the file',
  urllib: 'it depends on the network',
  'urllib.request': 'it depends on the network',
  'urllib.parse': 'it depends on the network',
  requests: 'it depends on the network',
  traceback: 'it depends on the run',
  inspect: 'it depends on the run',
  gc: 'it depends on the run',
  ctypes: 'it depends on the machine',
  pprint: 'printing is not followed',
  textwrap: 'text is not followed here',
  statistics: 'it depends on data outside the file',
  fractions: 'fractions are not followed',
  decimal: 'decimal numbers are not followed',
  bisect: 'it is not followed',
  heapq: 'it is not followed',
  weakref: 'weak references are not followed',
  importlib: 'it depends on the run',
  'importlib.util': 'it depends on the run',
  unittest: 'tests are not followed',
  doctest: 'tests are not followed',
  secrets: 'it is random',
};

/** Statements that only log or warn must not make Unknown conditions of what they give: it is None. */
const EXTRA: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  time: functions({ sleep: quiet }),
  gc: functions({ collect: () => ({ kind: 'int', value: 0 }) }),
  pprint: functions({ pprint: quiet }),
  inspect: functions({
    isclass: (call) => ({ kind: 'bool', value: need(call, 0).kind === 'class' }),
    isfunction: (call) => ({ kind: 'bool', value: need(call, 0).kind === 'function' }),
  }),
};

const catcher = nativeClass({
  name: 'catch_warnings',
  qualifiedName: 'warnings.catch_warnings',
  methods: { __init__: () => NONE, __enter__: () => NONE, __exit__: () => NONE },
});

const warnings = nativeModule(
  'warnings',
  {
    catch_warnings: catcher,
    ...functions({ warn: quiet, filterwarnings: quiet, simplefilter: quiet, warn_explicit: quiet }),
  },
  (name) => (name.startsWith('_') ? undefined : unknown(`warnings.${name}`)),
);

const wrappedBy = new Slot<Value>();

/** A progress bar gives what it is wrapped around; what is not known is wrapped by itself. */
const progressBar = nativeClass({
  name: 'tqdm',
  qualifiedName: 'tqdm.tqdm',
  methods: {
    __new__: (call) => {
      const wrapped = optional(call, 1, 'iterable');
      const [cls] = call.args;
      if (cls?.kind !== 'class' || wrapped?.kind === 'unknown') return wrapped ?? NONE;
      const bar = instance(cls);
      if (wrapped && wrapped.kind !== 'none') wrappedBy.set(bar, wrapped);
      return bar;
    },
    __init__: () => NONE,
    __enter__: (call) => need(call, 0),
    __exit__: () => NONE,
    __iter__: (call) => wrappedBy.get(call.args[0]) ?? unknown('the steps of a progress bar', call.site),
    __len__: (call) => {
      const wrapped = wrappedBy.get(call.args[0]);
      const length = wrapped && call.interpreter.callSpecial(wrapped, '__len__', []);
      return length ?? unknown('the steps of a progress bar', call.site);
    },
    __getattr__: unknowable('a progress bar'),
    reset: quiet,
    clear: quiet,
    update: quiet,
    close: quiet,
    set_description: quiet,
    set_postfix: quiet,
    set_postfix_str: quiet,
    set_description_str: quiet,
    refresh: quiet,
    write: quiet,
  },
});
const progress: Readonly<Record<string, Value>> = {
  tqdm: progressBar,
  trange: native('trange', (call) => {
    const bar = instance(progressBar);
    wrappedBy.set(bar, range({ ...call, args: [builtin.range, ...call.args], kwargs: new Map() }));
    return bar;
  }),
  tqdm_notebook: progressBar,
};

export const quietModules: Readonly<Record<string, PyModule>> = {
  ...Object.fromEntries(
    Object.entries(REASONS).map(([name, reason]) => [name, opaqueModule(name, reason, EXTRA[name] ?? {})]),
  ),
  warnings,
  tqdm: nativeModule('tqdm', progress),
  'tqdm.auto': nativeModule('tqdm.auto', progress),
  'tqdm.notebook': nativeModule('tqdm.notebook', progress),
};
