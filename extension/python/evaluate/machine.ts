/**
 * The evaluator as its own parts see it. The parts (expressions, statements, calls, ...) are functions on a Machine and
 * reach each other through it where a direct import would make a circle.
 */
import type { Expression, Module, Span, Statement } from '../syntax.ts';
import type {
  CallSite,
  Cause,
  Frame,
  Interpreter,
  Place,
  PyClass,
  PyFunction,
  PyInstance,
  PyModule,
  PyUnknown,
  Scope,
  Value,
} from '../values.ts';
import type { PyRaise } from './errors.ts';
import type { Delta, Journal } from './journal.ts';
import type { Meter } from './limits.ts';
import type { ModuleProvider, Observer, Problem, SourceProvider } from './options.ts';

/** How a statement or block ended. */
export type Completion = 'normal' | 'break' | 'continue' | 'return';

/** One way a trial run can have ended. */
export interface Path {
  readonly completion: Completion;
  /** What it returns, when it returns. */
  readonly value: Value | null;
  readonly delta: Delta;
}

/** Ways out of a block that may have been taken: joined where they lead to. `depth` is the journal level opened after them. */
export interface Pending {
  readonly depth: number;
  readonly since: number;
  readonly paths: readonly Path[];
  readonly unknown: PyUnknown;
}

/** A `for` or `while` being executed. `ended`: why its further rounds are not followed (endLoop in loops.ts). */
export interface Loop {
  readonly outer: Loop | null;
  ended: PyUnknown | null;
}

/** A function, class body or module being executed. */
export interface Activation extends Frame {
  readonly file: string;
  readonly globals: Scope;
  readonly function: PyFunction | null;
  /** Names declared `global` or `nonlocal`. */
  readonly declared: ReadonlyMap<string, 'global' | 'nonlocal'> | null;
  /** What all copies of this frame (a comprehension has its own scope) share. */
  readonly state: ActivationState;
}

export interface ActivationState {
  /** The call or operator being computed. */
  at: Span | CallSite | null;
  /** What `return` gave. */
  result: Value | null;
  /** `try` statements with handlers this frame is inside of. */
  tries: number;
  /** Exceptions being handled, for a bare `raise`. */
  readonly handling: PyRaise[];
  readonly pending: Pending[];
  /** Set when a generator cannot tell what it yields next. */
  cut: Cause | null;
  /** Results of `yield` expressions inside the statement being executed. */
  readonly sent: Map<Expression, Value>;
  /** The innermost loop that is running. */
  loop: Loop | null;
  /** Functions defined in a class body: `super()` in them needs the class. */
  readonly defined: PyFunction[];
}

export interface Machine extends Interpreter {
  readonly stack: Activation[];
  readonly meter: Meter;
  readonly journal: Journal;
  readonly observer: Observer;
  readonly builtins: Scope;
  readonly providers: readonly ModuleProvider[];
  readonly sources: SourceProvider | undefined;
  readonly modules: Map<string, Value>;
  /** What the program changed in native modules, which are shared. */
  readonly overlays: Map<PyModule, Map<string, Value>>;
  /** Modules by file: a file is run once. */
  readonly files: Map<string, PyModule>;
  /** `try` statements with handlers, on the whole stack. */
  tries: number;
  /** Trial runs going on, on the whole stack. */
  trials: number;
  /** Nested calls and expressions, for the limits. */
  depth: number;
  nesting: number;
  parse(text: string): Module;
  /** A generator that runs to its end at once when the block contains no `yield`. */
  execute(body: readonly Statement[], frame: Activation): Generator<Value, Completion, Value>;
  evaluate(node: Expression, frame: Activation): Value;
  call(callee: Value, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>, site?: CallSite): Value;
  /** `object.__setattr__`: past any `__setattr__` of the class. */
  setOwnAttribute(object: PyInstance, name: string, value: Value): void;
  raise(type: string, message: string, place?: Place, args?: readonly Value[]): never;
  raiseInstance(value: PyInstance, place: Place | null): never;
  report(problem: Problem): void;
  /** Runs it; undefined when it raises an exception of this class (as if inside try/except). */
  attempt<T>(run: () => T, exception: string): T | undefined;
  /** A module of this name below the module, already imported or native. */
  submodule(module: PyModule, name: string): Value | undefined;
  isSourceModule(module: PyModule): boolean;
  importFrom(name: string, level: number, frame: Activation): Value;
  makeException(type: PyClass, message: string, args?: readonly Value[]): PyInstance;
}

/** The natives of the language itself need more than Interpreter offers; there is only one implementation. */
export const machineOf = (interpreter: Interpreter): Machine => interpreter as Machine;
