/** Modules that deal with the world outside the file: time, files, logging, processes. What they give is not known, and they are quiet. */
import { type Message, say } from '../../message.ts';
import type { PyModule, Value } from '../values.ts';
import { NONE, native, Slot, unknown } from '../values.ts';
import { builtinClasses as builtin } from '../evaluate/classes.ts';
import { instance, nativeClass, nativeModule } from '../evaluate/native.ts';
import { need, optional } from '../evaluate/builtins/arguments.ts';
import { range } from '../evaluate/builtins/sequences.ts';
import { functions, opaqueModule, quiet, unknowable } from './table.ts';

const REASONS: Readonly<Record<string, Message>> = {
  time: say`it depends on the time`,
  datetime: say`it depends on the time`,
  logging: say`logging is not followed`,
  'logging.handlers': say`logging is not followed`,
  'logging.config': say`logging is not followed`,
  json: say`it depends on data outside the file`,
  yaml: say`it depends on data outside the file`,
  csv: say`it depends on data outside the file`,
  pickle: say`it depends on data outside the file`,
  re: say`regular expressions are not followed`,
  pathlib: say`it depends on the files of the machine`,
  glob: say`it depends on the files of the machine`,
  shutil: say`it depends on the files of the machine`,
  tempfile: say`it depends on the files of the machine`,
  io: say`it depends on the files of the machine`,
  zipfile: say`it depends on the files of the machine`,
  tarfile: say`it depends on the files of the machine`,
  gzip: say`it depends on the files of the machine`,
  subprocess: say`other programs are not run`,
  threading: say`threads are not followed`,
  multiprocessing: say`processes are not followed`,
  concurrent: say`threads are not followed`,
  'concurrent.futures': say`threads are not followed`,
  asyncio: say`coroutines are not followed`,
  queue: say`threads are not followed`,
  signal: say`it depends on the machine`,
  socket: say`it depends on the machine`,
  platform: say`it depends on the machine`,
  getpass: say`it depends on the machine`,
  uuid: say`it depends on the machine`,
  hashlib: say`it depends on data outside the file`,
  base64: say`it depends on data outside the file`,
  struct: say`it depends on data outside the file`,
  urllib: say`it depends on the network`,
  'urllib.request': say`it depends on the network`,
  'urllib.parse': say`it depends on the network`,
  requests: say`it depends on the network`,
  traceback: say`it depends on the run`,
  inspect: say`it depends on the run`,
  gc: say`it depends on the run`,
  ctypes: say`it depends on the machine`,
  pprint: say`printing is not followed`,
  textwrap: say`text is not followed here`,
  statistics: say`it depends on data outside the file`,
  fractions: say`fractions are not followed`,
  decimal: say`decimal numbers are not followed`,
  bisect: say`it is not followed`,
  heapq: say`it is not followed`,
  weakref: say`weak references are not followed`,
  importlib: say`it depends on the run`,
  'importlib.util': say`it depends on the run`,
  unittest: say`tests are not followed`,
  doctest: say`tests are not followed`,
  secrets: say`it is random`,
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
  (name) => (name.startsWith('_') ? undefined : unknown(say`warnings.${name}`)),
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
    __iter__: (call) => wrappedBy.get(call.args[0]) ?? unknown(say`the steps of a progress bar`, call.site),
    __len__: (call) => {
      const wrapped = wrappedBy.get(call.args[0]);
      const length = wrapped && call.interpreter.callSpecial(wrapped, '__len__', []);
      return length ?? unknown(say`the steps of a progress bar`, call.site);
    },
    __getattr__: unknowable(say`a progress bar`),
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
