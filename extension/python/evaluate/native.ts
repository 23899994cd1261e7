/**
 * How native code makes Python objects: classes with methods, instances, modules, and Python's own rules for binding
 * arguments. Operators find native methods exactly as they find a user's (`__add__`, `__getitem__`, `__call__` ...).
 */
import type { Span } from '../syntax.ts';
import type { NativeCall, Place, PyClass, PyInstance, PyModule, PyNative, PyProperty, Value } from '../values.ts';
import { native } from '../values.ts';
import { Names } from './names.ts';
import { InstanceObject, ModuleObject } from './objects.ts';
import { builtinClasses as builtin, exceptionClasses, makeClass } from './classes.ts';

export type NativeRun = (call: NativeCall) => Value;

/** Every class a native class can derive from. */
export const builtinClasses = { ...builtin, ...exceptionClasses };

/** What an operator method returns to say that it does not know the other operand. */
export const NOT_IMPLEMENTED: PyInstance = instance(builtin.NotImplementedType);

export interface NativeClassParts {
  readonly name: string;
  /** `keras.layers.Conv2D`, as people know it. */
  readonly qualifiedName: string;
  /** `object` when left out. */
  readonly bases?: readonly PyClass[];
  readonly methods?: Readonly<Record<string, NativeRun>>;
  /** Read-only properties; `args[0]` is the instance. */
  readonly properties?: Readonly<Record<string, NativeRun>>;
  readonly attributes?: Readonly<Record<string, Value>>;
}

export function nativeClass(parts: NativeClassParts): PyClass {
  const namespace = new Map<string, Value>();
  for (const [name, run] of Object.entries(parts.methods ?? {})) namespace.set(name, nativeMethod(name, run));
  for (const [name, run] of Object.entries(parts.properties ?? {})) namespace.set(name, nativeProperty(name, run));
  for (const [name, value] of Object.entries(parts.attributes ?? {})) namespace.set(name, value);
  const bases = parts.bases ?? [builtin.object];
  const cls = makeClass({ name: parts.name, qualifiedName: parts.qualifiedName, bases, namespace });
  if (!cls) throw new Error(`the bases of ${parts.qualifiedName} contradict each other`);
  return cls;
}

const methods = new WeakSet<PyNative>();

/** A native function that becomes a bound method in every class that lists it, also in a user's. */
export function nativeMethod(name: string, run: NativeRun): PyNative {
  const method = native(name, run);
  methods.add(method);
  return method;
}

export const isNativeMethod = (value: PyNative): boolean => methods.has(value);

export const nativeProperty = (name: string, get: NativeRun, set?: NativeRun): PyProperty => ({
  kind: 'property',
  get: native(name, get),
  set: set ? native(name, set) : null,
  cached: false,
});

/** An object of the class, made without calling its `__init__`. */
export function instance(cls: PyClass, attributes?: Readonly<Record<string, Value>>): PyInstance {
  return new InstanceObject(cls, new Names(attributes ? Object.entries(attributes) : undefined));
}

export function nativeModule(
  name: string,
  entries: Readonly<Record<string, Value>>,
  lookup?: (name: string) => Value | undefined,
): PyModule {
  const namespace = new Map(Object.entries(entries));
  return new ModuleObject(name, namespace, lookup);
}

export interface SignatureParameter {
  readonly name: string;
  readonly kind: 'positional-only' | 'positional' | 'keyword-only' | 'star' | 'double-star';
  /** Undefined: required. */
  readonly defaultValue: Value | undefined;
}

/** A parameter list as Python writes it. */
export interface Signature {
  /** What messages call the function. */
  readonly name: string;
  readonly parameters: readonly SignatureParameter[];
}

/**
 * `signature('conv', 'self', 'x', ['stride', int(1)], '*', ['bias', TRUE], '**kwargs')`:
 * a name is a required parameter, a pair has a default; `/`, `*`, `*args` and `**kwargs` mean what they mean in Python.
 */
export function signature(name: string, ...entries: readonly (string | readonly [string, Value])[]): Signature {
  const parameters: SignatureParameter[] = [];
  let kind: SignatureParameter['kind'] = 'positional';
  for (const entry of entries) {
    const [text, defaultValue] = typeof entry === 'string' ? [entry, undefined] : entry;
    if (text === '/') {
      for (const [index, each] of parameters.entries()) parameters[index] = { ...each, kind: 'positional-only' };
    } else if (text.startsWith('**')) {
      parameters.push({ name: text.slice(2), kind: 'double-star', defaultValue });
    } else if (text.startsWith('*')) {
      kind = 'keyword-only';
      if (text.length > 1) parameters.push({ name: text.slice(1), kind: 'star', defaultValue });
    } else parameters.push({ name: text, kind, defaultValue });
  }
  return { name, parameters };
}

/** Arguments sorted to the parameters they belong to. */
export class BoundArguments {
  /** What `*args` collected. */
  readonly rest: readonly Value[];
  /** What `**kwargs` collected. */
  readonly extra: ReadonlyMap<string, Value>;
  readonly #values: ReadonlyMap<string, Value>;
  readonly #spans: ReadonlyMap<string, Span>;
  readonly #given: ReadonlySet<string>;

  constructor(
    values: ReadonlyMap<string, Value>,
    given: ReadonlySet<string>,
    spans: ReadonlyMap<string, Span>,
    rest: readonly Value[],
    extra: ReadonlyMap<string, Value>,
  ) {
    this.#values = values;
    this.#given = given;
    this.#spans = spans;
    this.rest = rest;
    this.extra = extra;
  }

  /** The argument, or the parameter's default. */
  get(name: string): Value {
    const value = this.#values.get(name);
    if (value === undefined) throw new Error(`no parameter named ${name}`);
    return value;
  }
  /** True when the caller wrote it (then it is not the default). */
  given(name: string): boolean {
    return this.#given.has(name);
  }
  /** Where the caller wrote it. */
  span(name: string): Span | undefined {
    return this.#spans.get(name);
  }
  /** All parameters but `*args` and `**kwargs`, in the order of the signature. */
  entries(): Iterable<[string, Value]> {
    return this.#values;
  }
}

/** Python's rules, with Python's TypeErrors. A receiver in `args[0]` is bound like any other argument. */
export function bindArguments(call: NativeCall, to: Signature): BoundArguments {
  const { args, kwargs, site, interpreter } = call;
  const fail = (message: string, place: Place = site): never =>
    interpreter.raise('TypeError', `${to.name}() ${message}`, place);
  const values = new Map<string, Value>();
  const given = new Set<string>();
  const spans = new Map<string, Span>();
  const extra = new Map<string, Value>();
  let rest: readonly Value[] = [];
  // A receiver is not written between the parentheses.
  const unwritten = Math.max(0, args.length - site.positional.length);
  let position = 0;
  let used = 0;
  for (const parameter of to.parameters) {
    const { name, kind } = parameter;
    if (kind === 'star') {
      rest = args.slice(position);
      position = args.length;
    } else if (kind !== 'double-star') {
      const positional = kind === 'keyword-only' ? undefined : args[position];
      const keyword = kind === 'positional-only' ? undefined : kwargs.get(name);
      if (positional !== undefined) {
        if (keyword !== undefined) fail(`got multiple values for argument '${name}'`);
        values.set(name, positional);
        given.add(name);
        const span = site.positional[position - unwritten];
        if (span) spans.set(name, span);
        position++;
      } else if (keyword !== undefined) {
        values.set(name, keyword);
        given.add(name);
        const span = site.keywords.get(name);
        if (span) spans.set(name, span);
        used++;
      } else if (parameter.defaultValue !== undefined) values.set(name, parameter.defaultValue);
    }
  }
  if (position < args.length) {
    const most = to.parameters.filter((each) => each.kind.startsWith('positional')).length;
    const span = site.positional[position - unwritten];
    fail(
      `takes ${most} positional argument${most === 1 ? '' : 's'} but ${args.length} were given`,
      span ? { file: site.file, start: span.start, end: span.end } : site,
    );
  }
  if (used < kwargs.size) {
    const open = to.parameters.some((each) => each.kind === 'double-star');
    for (const [name, value] of kwargs) {
      if (values.has(name) && given.has(name)) continue;
      const span = site.keywords.get(name);
      if (open) extra.set(name, value);
      else
        fail(
          `got an unexpected keyword argument '${name}'`,
          span ? { file: site.file, start: span.start, end: span.end } : site,
        );
    }
  }
  const missing = to.parameters
    .filter((each) => each.kind !== 'star' && each.kind !== 'double-star' && !values.has(each.name))
    .map((each) => `'${each.name}'`);
  if (missing.length > 0)
    fail(`missing ${missing.length} required argument${missing.length === 1 ? '' : 's'}: ${missing.join(', ')}`);
  return new BoundArguments(values, given, spans, rest, extra);
}
