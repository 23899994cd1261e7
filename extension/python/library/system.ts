/** `os`, `os.path` and `sys`: paths as text; everything that would look at the machine is not known. */
import { say } from '../../message.ts';
import type { NativeCall, Value } from '../values.ts';
import { NONE, int, list, str, tuple, unknown } from '../values.ts';
import { emptyDict } from '../evaluate/displays.ts';
import type { NativeRun } from '../evaluate/native.ts';
import { nativeModule } from '../evaluate/native.ts';
import { cause, need, text } from '../evaluate/builtins/arguments.ts';
import { makeNamedTuple } from './namedtuple.ts';
import { functions, quiet, unknowable } from './table.ts';

/** A function of one path, as posixpath has it. */
const ofPath =
  (run: (path: string) => Value): NativeRun =>
  (call) => {
    const path = text(call, need(call, 0));
    return path === undefined ? cause(need(call, 0)) : run(path);
  };

function splitPath(path: string): [string, string] {
  const at = path.lastIndexOf('/') + 1;
  const head = path.slice(0, at);
  return [/^\/*$/.test(head) ? head : head.replace(/\/+$/, ''), path.slice(at)];
}

function splitExtension(path: string): [string, string] {
  const name = splitPath(path)[1];
  const dot = name.lastIndexOf('.');
  // Leading dots belong to the name: `.gitignore` has no extension.
  if (dot <= 0 || /^\.+$/.test(name.slice(0, dot))) return [path, ''];
  return [path.slice(0, path.length - name.length + dot), name.slice(dot)];
}

function joinPaths(call: NativeCall): Value {
  let result = '';
  for (const each of call.args) {
    const part = text(call, each);
    if (part === undefined) return cause(each);
    if (part.startsWith('/')) result = part;
    else result += (result === '' || result.endsWith('/') ? '' : '/') + part;
  }
  return str(result);
}

function normalise(path: string): string {
  const parts: string[] = [];
  const rooted = path.startsWith('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !rooted) parts.push(part);
  }
  return (rooted ? '/' : '') + parts.join('/') || '.';
}

const onDisk = unknowable(say`it depends on the files of the machine`);
const ofMachine = unknowable(say`it depends on the machine`);

export const osPath = nativeModule('os.path', {
  sep: str('/'),
  pathsep: str(':'),
  ...functions({
    join: joinPaths,
    basename: ofPath((path) => str(splitPath(path)[1])),
    dirname: ofPath((path) => str(splitPath(path)[0])),
    split: ofPath((path) => tuple(splitPath(path).map(str))),
    splitext: ofPath((path) => tuple(splitExtension(path).map(str))),
    normpath: ofPath((path) => str(normalise(path))),
    isabs: ofPath((path) => (path.startsWith('/') ? { kind: 'bool', value: true } : { kind: 'bool', value: false })),
    exists: onDisk,
    isfile: onDisk,
    isdir: onDisk,
    islink: onDisk,
    getsize: onDisk,
    getmtime: onDisk,
    abspath: onDisk,
    realpath: onDisk,
    relpath: onDisk,
    expanduser: ofPath((path) => (path.startsWith('~') ? unknown(say`the home directory`) : str(path))),
    expandvars: ofPath((path) => (path.includes('$') ? unknown(say`the environment`) : str(path))),
    commonprefix: onDisk,
  }),
});

/** Read by many; what a file itself writes there it reads back. */
const environment = { ...emptyDict(), open: true };

export const os = nativeModule(
  'os',
  {
    path: osPath,
    environ: environment,
    sep: str('/'),
    linesep: str('\n'),
    pathsep: str(':'),
    curdir: str('.'),
    pardir: str('..'),
    devnull: str('/dev/null'),
    ...functions({
      getenv: (call) => call.interpreter.callMethod(environment, 'get', call.args),
      makedirs: quiet,
      mkdir: quiet,
      remove: quiet,
      unlink: quiet,
      rename: quiet,
      rmdir: quiet,
      chdir: quiet,
      putenv: quiet,
      fspath: (call) => need(call, 0),
      _exit: (call) => call.interpreter.raise('SystemExit', '', call.site),
    }),
  },
  (name) => (name.startsWith('_') ? undefined : unknown(say`os.${name} depends on the machine`)),
);

const versionInfo = makeNamedTuple(
  'version_info',
  ['major', 'minor', 'micro', 'releaselevel', 'serial'].map((name) => ({ name, defaultValue: undefined })),
);

const standardStream = unknown(say`a standard stream`);

export const sys = nativeModule(
  'sys',
  {
    version_info: tuple([int(3), int(11), int(0), str('final'), int(0)], versionInfo),
    maxsize: int(9223372036854775807n),
    path: list([]),
    modules: { ...emptyDict(), open: true },
    argv: unknown(say`the command line`),
    stdout: standardStream,
    stderr: standardStream,
    stdin: standardStream,
    byteorder: str('little'),
    ...functions({
      exit: (call) => call.interpreter.raise('SystemExit', '', call.site),
      setrecursionlimit: quiet,
      getrecursionlimit: () => int(1000),
      getsizeof: ofMachine,
      exc_info: () => tuple([NONE, NONE, NONE]),
      intern: (call) => need(call, 0),
    }),
  },
  (name) => (name.startsWith('_') ? undefined : unknown(say`sys.${name} depends on the machine`)),
);
