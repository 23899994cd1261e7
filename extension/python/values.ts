/**
 * The value model of the abstract interpreter: what a Python expression can evaluate to.
 * Core types are tagged records. Everything that is not core (tensors, layers, symbolic integers) is an
 * instance of a native class, and takes part in operators through the same double-underscore methods that
 * a user's class would define, so frameworks need no door of their own into the evaluator.
 * Nothing here knows of neural networks.
 */
import type { Message } from '../message.ts';
import type { BinaryOperator, FunctionDefinition, LambdaExpression, Span } from './syntax.ts';

/** A span in one of the files of the workspace. */
export interface Place extends Span {
  readonly file: string;
}

/** Why a value is not known: the first cause, shown to people. */
export interface Cause {
  readonly reason: Message;
  readonly place: Place | null;
}

export interface PyNone {
  readonly kind: 'none';
}
export interface PyEllipsis {
  readonly kind: 'ellipsis';
}
export interface PyBool {
  readonly kind: 'bool';
  readonly value: boolean;
}
/** number while it is a safe integer, bigint beyond. */
export interface PyInt {
  readonly kind: 'int';
  readonly value: number | bigint;
}
export interface PyFloat {
  readonly kind: 'float';
  readonly value: number;
}
export interface PyStr {
  readonly kind: 'str';
  readonly value: string;
}
export interface PyBytes {
  readonly kind: 'bytes';
  readonly value: string;
}
export interface PyTuple {
  readonly kind: 'tuple';
  readonly items: readonly Value[];
  /** e.g. torch.Size or a namedtuple */ readonly cls?: PyClass;
}
export interface PyList {
  readonly kind: 'list';
  readonly items: Value[];
  /** The epoch it was made in: what is made inside a branch that may not be taken need not be undone after it. */
  readonly born?: number;
  /** Its length is not known: `items` holds one Unknown. Interpreter.iterate gives null. */
  uncertain?: Cause;
}
/** Keys are kept by `hashKey`; the map remembers insertion order. `cls` for OrderedDict, defaultdict, ... */
export interface PyDict {
  readonly kind: 'dict';
  readonly entries: Map<string, { key: Value; value: Value }>;
  readonly cls?: PyClass;
  /** defaultdict's factory. */
  factory?: Value;
  /** True once an unknown key was stored: absent keys are then Unknown, not KeyError. */
  open?: boolean;
  readonly born?: number;
}
export interface PySet {
  readonly kind: 'set';
  readonly entries: Map<string, Value>;
  readonly frozen: boolean;
  readonly born?: number;
  /** There may be more or fewer elements than these. */
  uncertain?: Cause;
}
export interface PySlice {
  readonly kind: 'slice';
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;
}
export interface PyRange {
  readonly kind: 'range';
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}
/** Lazy: generators, map, zip, iter(...). `next` gives undefined at the end. */
export interface PyIterator {
  readonly kind: 'iterator';
  readonly typeName: string;
  next(): Value | undefined;
  /** Set when `next` gave undefined because what follows cannot be told. */
  cut?: Cause;
  /** One more, after `next` was cut, for who asks by `next(iterator)` and not in a loop that would not end. */
  further?(): Value | undefined;
}

export interface PyFunction {
  readonly kind: 'function';
  readonly name: string;
  readonly qualifiedName: string;
  readonly node: FunctionDefinition | LambdaExpression;
  readonly file: string;
  readonly closure: Scope;
  readonly defaults: ReadonlyMap<string, Value>;
  /** `__doc__`, `__wrapped__`, whatever the user sets. */
  readonly attributes: Map<string, Value>;
  /** The class whose body defined it, for zero-argument super(). */
  definedIn: PyClass | null;
}
export interface PyNative {
  readonly kind: 'native';
  readonly name: string;
  readonly run: (call: NativeCall) => Value;
}
export interface PyBoundMethod {
  readonly kind: 'method';
  readonly self: Value;
  readonly callable: PyFunction | PyNative;
}
export interface PyProperty {
  readonly kind: 'property';
  readonly get: Value | null;
  readonly set: Value | null;
  readonly cached: boolean;
}
export interface PyStaticMethod {
  readonly kind: 'staticmethod';
  readonly callable: Value;
}
export interface PyClassMethod {
  readonly kind: 'classmethod';
  readonly callable: Value;
}
export interface PyClass {
  readonly kind: 'class';
  readonly name: string;
  /** e.g. `keras.layers.Conv2D` or `__main__.UNet`. */
  readonly qualifiedName: string;
  readonly bases: readonly PyClass[];
  /** Method resolution order, the class itself first, `object` last. */
  readonly mro: readonly PyClass[];
  readonly namespace: Map<string, Value>;
  /** Where the user wrote it; null for native classes. */
  readonly place: Place | null;
  /** A base could not be resolved: missing attributes are Unknown, with this cause. */
  readonly incomplete: Cause | null;
}
export interface PyInstance {
  readonly kind: 'instance';
  readonly cls: PyClass;
  readonly attributes: Map<string, Value>;
}
export interface PySuper {
  readonly kind: 'super';
  readonly start: PyClass;
  readonly self: PyInstance | PyClass;
}
export interface PyModule {
  readonly kind: 'module';
  readonly name: string;
  readonly namespace: Map<string, Value>;
  /** Asked for names that the namespace does not have yet (lazy tables, submodules). */
  readonly lookup?: (name: string) => Value | undefined;
}
export interface PyUnknown {
  readonly kind: 'unknown';
  readonly cause: Cause;
}

export type Value =
  | PyNone
  | PyEllipsis
  | PyBool
  | PyInt
  | PyFloat
  | PyStr
  | PyBytes
  | PyTuple
  | PyList
  | PyDict
  | PySet
  | PySlice
  | PyRange
  | PyIterator
  | PyFunction
  | PyNative
  | PyBoundMethod
  | PyProperty
  | PyStaticMethod
  | PyClassMethod
  | PyClass
  | PyInstance
  | PySuper
  | PyModule
  | PyUnknown;

/** Names of one function call, class body or module. */
export interface Scope {
  readonly names: Map<string, Value>;
  readonly parent: Scope | null;
  readonly kind: 'module' | 'function' | 'class' | 'comprehension' | 'builtins';
}

/** Where and how a call stands in the text, so that a finding can point at the argument that is wrong. */
export interface CallSite extends Place {
  readonly positional: readonly Span[];
  readonly keywords: ReadonlyMap<string, Span>;
}

/** One level of the Python call stack. */
export interface Frame {
  readonly name: string;
  /** The receiver when a method runs. */
  readonly self: Value | null;
  /** Where the call that made this frame stands; null for the module itself. */
  readonly site: CallSite | null;
  readonly scope: Scope;
}

/** What a native function is given. `args[0]` is the receiver when it is called as a method. */
export interface NativeCall {
  readonly interpreter: Interpreter;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly site: CallSite;
}

/** State of native code that takes part in trial runs: see Interpreter.touch. */
export interface Journaled {
  readonly kind: 'journaled';
  /** See PyList.born. */
  readonly born?: number;
  /** An immutable copy of the state. */
  capture(): unknown;
  restore(state: unknown): void;
  /** Sets the state to what holds in every one of these. */
  join(states: readonly unknown[], cause: Cause): void;
}
export type Mutable = Map<string, Value> | PyList | PyDict | PySet | Journaled;

/** The evaluator as native code sees it. Every method obeys the limits and may throw PyRaise or LimitReached. */
export interface Interpreter {
  readonly stack: readonly Frame[];
  call(callee: Value, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>, site?: CallSite): Value;
  /** Undefined when there is no such attribute (Python's AttributeError). */
  getAttribute(object: Value, name: string, site?: Place): Value | undefined;
  setAttribute(object: Value, name: string, value: Value): void;
  /** Calls a double-underscore method found on the type; undefined when the type has none. */
  callSpecial(object: Value, name: string, args: readonly Value[]): Value | undefined;
  /** Calls made by this name on the object: `interpreter.callMethod(x, 'append', [y])`; AttributeError when there is none. */
  callMethod(object: Value, name: string, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>): Value;
  /** `object[key]`, `object[key] = value`, `a + b` and so on, by Python's rules. */
  getItem(object: Value, key: Value): Value;
  setItem(object: Value, key: Value, value: Value): void;
  binary(operator: BinaryOperator, left: Value, right: Value): Value;
  /**
   * To be called before native code changes a list, dict, set, a map of names or state of its own in place: a branch
   * that may not be taken is run on trial, undone, and joined with the other.
   */
  touch(target: Mutable): void;
  /** The identity of a dict key or set element (PyDict.entries); null when it cannot be told. */
  hashKey(value: Value): string | null;
  /** A bounded list of the items; null when the value is unknown or may be endless. */
  iterate(value: Value): readonly Value[] | null;
  /** null when it cannot be told. */
  truth(value: Value): boolean | null;
  equal(a: Value, b: Value): boolean | null;
  repr(value: Value): string;
  str(value: Value): string;
  isInstance(value: Value, cls: PyClass): boolean | null;
  typeOf(value: Value): PyClass | null;
  unknown(reason: Message, place?: Place | null): PyUnknown;
  /** Raises a Python exception: `raise('ValueError', 'channels must ...', site)`. */
  raise(type: string, message: string, place?: Place): never;
  /** Counts work of native code, in steps of the evaluator (half a microsecond): more than the limits allow ends the statement. */
  work(steps: number): void;
  /** Imports as `import name` would and gives the module named last; Unknown when it cannot be found. */
  importModule(name: string): Value;
}

/** Counts the branches that were run on trial so far; see PyList.born. */
export const epoch = { now: 0 };

export const NONE: PyNone = { kind: 'none' };
export const ELLIPSIS: PyEllipsis = { kind: 'ellipsis' };
export const TRUE: PyBool = { kind: 'bool', value: true };
export const FALSE: PyBool = { kind: 'bool', value: false };
export const bool = (value: boolean): PyBool => (value ? TRUE : FALSE);
export const int = (value: number | bigint): PyInt => ({
  kind: 'int',
  value: typeof value === 'bigint' && value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value,
});
export const float = (value: number): PyFloat => ({ kind: 'float', value });
export const str = (value: string): PyStr => ({ kind: 'str', value });
export const tuple = (items: readonly Value[], cls?: PyClass): PyTuple =>
  cls ? { kind: 'tuple', items, cls } : { kind: 'tuple', items };
export const list = (items: readonly Value[]): PyList => ({ kind: 'list', items: [...items], born: epoch.now });
export const native = (name: string, run: (call: NativeCall) => Value): PyNative => ({ kind: 'native', name, run });
export const unknown = (reason: Message, place: Place | null = null): PyUnknown => ({
  kind: 'unknown',
  cause: { reason, place },
});

/** A safe integer (bool counts, as in Python), else undefined. */
export function asInt(value: Value | undefined): number | undefined {
  if (value?.kind === 'int' && typeof value.value === 'number') return value.value;
  if (value?.kind === 'bool') return value.value ? 1 : 0;
  return undefined;
}

/** Any real number as a JavaScript number, else undefined. */
export function asNumber(value: Value | undefined): number | undefined {
  return value?.kind === 'float' ? value.value : value?.kind === 'int' ? Number(value.value) : asInt(value);
}

/**
 * Typed data that is kept with a value, or with another object of one analysis (a tensor's shape, a layer's configuration). It is a
 * property of that object: a WeakMap costs several times as much to fill, and V8's quick collections of garbage, which come between
 * two keystrokes, take everything for alive that one holds.
 */
export class Slot<T, Holder extends object = PyInstance | PyClass | PyFunction> {
  readonly #key = Symbol('slot');
  get(holder: Value | Holder | undefined): T | undefined {
    return (holder as { readonly [key: symbol]: T | undefined } | undefined)?.[this.#key];
  }
  set(holder: Holder, data: T): void {
    const object: object = holder;
    (object as { [key: symbol]: T })[this.#key] = data;
  }
}
