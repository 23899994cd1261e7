/** Built-in functions about objects: attributes, types, identity, text. */
import { say } from '../../../message.ts';
import { characters } from '../characters.ts';
import type { NativeCall, PyClass, Value } from '../../values.ts';
import { NONE, bool, int, list, str, unknown } from '../../values.ts';
import { deleteAttribute } from '../attributes.ts';
import { lookup } from '../classes.ts';
import { format } from '../format-spec.ts';
import { hashNumber, identity } from '../hash.ts';
import { dictOfNames, liveDict } from '../live-dict.ts';
import type { Activation } from '../machine.ts';
import type { NativeRun } from '../native.ts';
import { reprText } from '../repr.ts';
import { findName } from '../scope.ts';
import { lengthOf } from '../sizes.ts';
import { typeName, typeOf } from '../types.ts';
import { cause, machine, need, text } from './arguments.ts';

const frameOf = (call: NativeCall): Activation | undefined => machine(call).stack.at(-1);

/** Of a function a copy, which code takes things out of (`args.pop('self')`); of a module and a class, the names themselves. */
const localNames = ({ function: within, scope }: Activation): Value =>
  within === null ? liveDict(scope.names) : dictOfNames(scope.names);

/** Classes of the second argument of isinstance; undefined where one is not known. */
function classesOf(call: NativeCall, value: Value): (PyClass | undefined)[] {
  if (value.kind === 'class') return [value];
  if (value.kind === 'tuple') return value.items.flatMap((each) => classesOf(call, each));
  // What is a function here may be a class where the code runs: keras.Variable.
  if (value.kind === 'unknown' || value.kind === 'native') return [undefined];
  return call.interpreter.raise(
    'TypeError',
    'isinstance() arg 2 must be a type, a tuple of types, or a union',
    call.site,
  );
}

function isAny(
  call: NativeCall,
  test: (cls: PyClass) => boolean | null,
  classes: readonly (PyClass | undefined)[],
): Value {
  let result: boolean | null = false;
  for (const cls of classes) {
    const matched = cls ? test(cls) : null;
    if (matched) return bool(true);
    if (matched === null) result = null;
  }
  return result === null ? unknown(say`a type that is not known`, call.site) : bool(result);
}

function hasAttribute(call: NativeCall): Value {
  const object = need(call, 0);
  const name = text(call, need(call, 1));
  if (object.kind === 'unknown') return object;
  if (name === undefined) return cause(need(call, 1));
  const value = machine(call).attempt(() => call.interpreter.getAttribute(object, name), 'AttributeError');
  // What an unknown base class has is not known; any other Unknown is an attribute that is there.
  if (value?.kind === 'unknown' && isOpen(object, name)) return value;
  return bool(value !== undefined);
}

function isOpen(object: Value, name: string): boolean {
  if (object.kind === 'instance') return !object.attributes.has(name) && lookup(object.cls, name) === undefined;
  if (object.kind === 'class') return lookup(object, name) === undefined;
  return object.kind === 'module' && !object.namespace.has(name);
}

function getAttr(call: NativeCall): Value {
  const object = need(call, 0);
  const name = text(call, need(call, 1));
  if (object.kind === 'unknown') return object;
  if (name === undefined) return cause(need(call, 1));
  const fallback = call.args[2];
  const read = (): Value | undefined => call.interpreter.getAttribute(object, name);
  const value = fallback ? (machine(call).attempt(read, 'AttributeError') ?? fallback) : read();
  return (
    value ??
    call.interpreter.raise('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`, call.site)
  );
}

function variables(call: NativeCall): Value {
  const [object] = call.args;
  const frame = frameOf(call);
  if (!object) return frame ? localNames(frame) : NONE;
  return (
    call.interpreter.getAttribute(object, '__dict__') ??
    call.interpreter.raise('TypeError', 'vars() argument must have __dict__ attribute', call.site)
  );
}

function directory(call: NativeCall): Value {
  const [object] = call.args;
  const frame = frameOf(call);
  if (!object) return list([...(frame?.scope.names.keys() ?? [])].sort().map(str));
  if (object.kind === 'unknown') return object;
  if (object.kind === 'module') return list([...object.namespace.keys()].sort().map(str));
  return call.interpreter.callMethod(object, '__dir__', []);
}

const escapeWide = (unit: string): string => {
  const code = unit.codePointAt(0) ?? 0;
  if (code < 128) return unit;
  return code < 256
    ? `\\x${code.toString(16)}`
    : code < 65536
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\U${code.toString(16).padStart(8, '0')}`;
};

/** `eval('name')` and other expressions; what is not known stays so. */
function evaluateText(call: NativeCall): Value {
  const source = need(call, 0);
  const code = text(call, source);
  const frame = frameOf(call);
  if (code === undefined || !frame) return cause(source);
  const { body } = machine(call).parse(code.trim());
  const [statement] = body;
  if (body.length !== 1 || statement?.kind !== 'ExpressionStatement')
    return call.interpreter.raise('SyntaxError', 'invalid syntax', call.site);
  const known = statement.value.kind === 'Name' ? findName(frame, statement.value.id) : undefined;
  return known ?? machine(call).evaluate(statement.value, frame);
}

export const coreFunctions: Readonly<Record<string, NativeRun>> = {
  print: () => NONE,
  len: (call) => lengthOf(machine(call), need(call, 0)),
  repr: (call) => {
    const written = reprText(machine(call), need(call, 0));
    return written === null ? cause(need(call, 0)) : str(written);
  },
  ascii: (call) => {
    const written = reprText(machine(call), need(call, 0));
    if (written === null) return cause(need(call, 0));
    return str(characters(written).map(escapeWide).join(''));
  },
  format: (call) => {
    const spec = call.args[1] ?? str('');
    const written = spec.kind === 'str' ? format(machine(call), need(call, 0), spec.value) : null;
    return written === null ? cause(need(call, 0)) : str(written);
  },
  isinstance: (call) => {
    const value = need(call, 0);
    const classes = classesOf(call, need(call, 1));
    return isAny(
      call,
      (cls) => {
        const meta = machine(call).callSpecial(cls, '__instancecheck__', [value]);
        return meta ? machine(call).truth(meta) : machine(call).isInstance(value, cls);
      },
      classes,
    );
  },
  issubclass: (call) => {
    const value = need(call, 0);
    if (value.kind === 'unknown') return value;
    if (value.kind !== 'class')
      return call.interpreter.raise('TypeError', 'issubclass() arg 1 must be a class', call.site);
    const test = (cls: PyClass): boolean | null => (value.mro.includes(cls) ? true : value.incomplete ? null : false);
    return isAny(call, test, classesOf(call, need(call, 1)));
  },
  callable: (call) => {
    const value = need(call, 0);
    switch (value.kind) {
      case 'unknown':
        return value;
      case 'function':
      case 'native':
      case 'method':
      case 'class':
        return bool(true);
      case 'instance':
        if (lookup(value.cls, '__call__')) return bool(true);
        return value.cls.incomplete ? { kind: 'unknown', cause: value.cls.incomplete } : bool(false);
      default:
        return bool(false);
    }
  },
  hasattr: hasAttribute,
  getattr: getAttr,
  setattr: (call) => {
    const name = text(call, need(call, 1));
    if (name !== undefined) call.interpreter.setAttribute(need(call, 0), name, need(call, 2));
    return NONE;
  },
  delattr: (call) => {
    const name = text(call, need(call, 1));
    if (name !== undefined) deleteAttribute(machine(call), need(call, 0), name);
    return NONE;
  },
  id: (call) => int(identity(need(call, 0))),
  hash: (call) => {
    const value = need(call, 0);
    const key = call.interpreter.hashKey(value);
    if (key === null) return cause(value);
    if (value.kind === 'int' || value.kind === 'bool') return int(Number(value.value));
    return int(hashNumber(key));
  },
  vars: variables,
  dir: directory,
  locals: (call) => {
    const frame = frameOf(call);
    return frame ? localNames(frame) : NONE;
  },
  globals: (call) => {
    const frame = frameOf(call);
    return frame ? liveDict(frame.globals.names) : NONE;
  },
  eval: evaluateText,
  exec: (call) => {
    // Names that are missing later may have come from here.
    frameOf(call)?.globals.names.set('*', unknown(say`names that exec() may have made`, call.site));
    return NONE;
  },
  compile: (call) => unknown(say`compiled code`, call.site),
  input: (call) => unknown(say`what a user types`, call.site),
  open: (call) => unknown(say`the content of a file`, call.site),
  breakpoint: () => NONE,
  exit: (call) => call.interpreter.raise('SystemExit', '', call.site),
  quit: (call) => call.interpreter.raise('SystemExit', '', call.site),
  __import__: (call) => {
    const name = text(call, need(call, 0));
    if (name === undefined) return cause(need(call, 0));
    call.interpreter.importModule(name);
    return call.interpreter.importModule(name.split('.')[0] ?? name);
  },
};

/** `type(x)`; with three arguments a class is made. */
export const typeOfValue = (value: Value): Value => typeOf(value) ?? cause(value);
