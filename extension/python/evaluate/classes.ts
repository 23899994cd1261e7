/** Class objects: the C3 method resolution order, lookups along it, and the classes Python itself brings. */
import type { PyClass, Value } from '../values.ts';
import { ClassObject, type ClassParts } from './objects.ts';

/** C3 linearisation; null when the bases contradict each other (Python's TypeError). */
function linearise(bases: readonly PyClass[]): PyClass[] | null {
  if (bases.length === 1) return [...(bases[0]?.mro ?? [])];
  const queues = [...bases.map((base) => [...base.mro]), [...bases]];
  const order: PyClass[] = [];
  for (;;) {
    const open = queues.filter((queue) => queue.length > 0);
    if (open.length === 0) return order;
    const next = open
      .map((queue) => queue[0])
      .find((candidate) => candidate && !open.some((queue) => queue.indexOf(candidate, 1) > 0));
    if (!next) return null;
    order.push(next);
    for (const queue of open) if (queue[0] === next) queue.shift();
  }
}

/** Undefined when no consistent method resolution order exists. */
export function makeClass(parts: ClassParts): PyClass | undefined {
  const order = linearise(parts.bases);
  if (!order) return undefined;
  const mro: PyClass[] = [];
  const cls = new ClassObject(parts, mro);
  mro.push(cls, ...order);
  return cls;
}

/** What the class or one of its bases defines under this name. */
export function lookup(cls: PyClass, name: string): Value | undefined {
  for (const each of cls.mro) {
    const found = each.namespace.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Nothing marks a class object as having a metaclass of its own but this entry of its namespace. */
export const METACLASS = '__metaclass__';

export function metaclassOf(cls: PyClass): PyClass | undefined {
  const found = lookup(cls, METACLASS);
  return found?.kind === 'class' ? found : undefined;
}

export const isSubclass = (cls: PyClass, base: PyClass): boolean => cls.mro.includes(base);

function bare(name: string, bases: readonly PyClass[], qualifiedName = `builtins.${name}`): PyClass {
  const cls = makeClass({ name, qualifiedName, bases });
  if (!cls) throw new Error(`the bases of ${name} contradict each other`);
  return cls;
}

const object = bare('object', []);
const plain = (name: string): PyClass => bare(name, [object]);
const int = plain('int');
const BaseException = plain('BaseException');
const Exception = bare('Exception', [BaseException]);
const error = (name: string, base: PyClass = Exception): PyClass => bare(name, [base]);
const ArithmeticError = error('ArithmeticError');
const LookupError = error('LookupError');
const OSError = error('OSError');
const RuntimeError = error('RuntimeError');
const ValueError = error('ValueError');
const ImportError = error('ImportError');
const NameError = error('NameError');
const Warning = error('Warning');

/** The classes every Python program has; their methods are put in by builtins/install.ts. */
export const builtinClasses = {
  object,
  type: plain('type'),
  int,
  bool: bare('bool', [int]),
  float: plain('float'),
  complex: plain('complex'),
  str: plain('str'),
  bytes: plain('bytes'),
  bytearray: plain('bytearray'),
  list: plain('list'),
  tuple: plain('tuple'),
  dict: plain('dict'),
  set: plain('set'),
  frozenset: plain('frozenset'),
  slice: plain('slice'),
  range: plain('range'),
  iterator: plain('iterator'),
  generator: plain('generator'),
  enumerate: plain('enumerate'),
  zip: plain('zip'),
  map: plain('map'),
  filter: plain('filter'),
  reversed: plain('reversed'),
  function: plain('function'),
  builtinFunction: plain('builtin_function_or_method'),
  method: plain('method'),
  module: plain('module'),
  property: plain('property'),
  staticmethod: plain('staticmethod'),
  classmethod: plain('classmethod'),
  super: plain('super'),
  NoneType: plain('NoneType'),
  ellipsis: plain('ellipsis'),
  NotImplementedType: plain('NotImplementedType'),
} as const;

export const exceptionClasses = {
  BaseException,
  Exception,
  ArithmeticError,
  LookupError,
  OSError,
  RuntimeError,
  ValueError,
  ImportError,
  NameError,
  Warning,
  ZeroDivisionError: error('ZeroDivisionError', ArithmeticError),
  OverflowError: error('OverflowError', ArithmeticError),
  FloatingPointError: error('FloatingPointError', ArithmeticError),
  IndexError: error('IndexError', LookupError),
  KeyError: error('KeyError', LookupError),
  AttributeError: error('AttributeError'),
  AssertionError: error('AssertionError'),
  TypeError: error('TypeError'),
  UnicodeError: error('UnicodeError', ValueError),
  UnboundLocalError: error('UnboundLocalError', NameError),
  NotImplementedError: error('NotImplementedError', RuntimeError),
  RecursionError: error('RecursionError', RuntimeError),
  ModuleNotFoundError: error('ModuleNotFoundError', ImportError),
  FileNotFoundError: error('FileNotFoundError', OSError),
  FileExistsError: error('FileExistsError', OSError),
  PermissionError: error('PermissionError', OSError),
  TimeoutError: error('TimeoutError', OSError),
  ConnectionError: error('ConnectionError', OSError),
  EOFError: error('EOFError'),
  MemoryError: error('MemoryError'),
  StopIteration: error('StopIteration'),
  StopAsyncIteration: error('StopAsyncIteration'),
  BufferError: error('BufferError'),
  SyntaxError: error('SyntaxError'),
  SystemError: error('SystemError'),
  KeyboardInterrupt: error('KeyboardInterrupt', BaseException),
  SystemExit: error('SystemExit', BaseException),
  GeneratorExit: error('GeneratorExit', BaseException),
  UserWarning: error('UserWarning', Warning),
  DeprecationWarning: error('DeprecationWarning', Warning),
  FutureWarning: error('FutureWarning', Warning),
  RuntimeWarning: error('RuntimeWarning', Warning),
  ImportWarning: error('ImportWarning', Warning),
} as const satisfies Record<string, PyClass>;
