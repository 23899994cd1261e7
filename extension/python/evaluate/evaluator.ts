/**
 * The abstract interpreter: runs Python text the way Python would, as far as values are known, within limits.
 * It knows nothing of neural networks; native modules give meaning to imports.
 */
import { type Message, say, verbatim } from '../../message.ts';
import type { BinaryOperator, Expression, Module, Statement } from '../syntax.ts';
import type { CallSite, Mutable, Place, PyClass, PyInstance, PyModule, PyUnknown, Scope, Value } from '../values.ts';
import { unknown } from '../values.ts';
import { getAttribute, setAttribute, setOwnAttribute } from './attributes.ts';
import { builtinNames } from './builtins/install.ts';
import { call, callSpecial, currentSite, placeNow } from './calls.ts';
import { equal } from './compare.ts';
import { PyRaise } from './errors.ts';
import { exceptionClass, makeException, messageOf } from './exceptions.ts';
import { evaluate, missingAttribute } from './expressions.ts';
import { hashKey } from './hash.ts';
import { iterate } from './iterate.ts';
import { Journal } from './journal.ts';
import { LimitReached, Meter } from './limits.ts';
import type { Activation, Completion, Machine } from './machine.ts';
import * as modules from './modules.ts';
import { Names } from './names.ts';
import { binary } from './operators.ts';
import type { EvaluatorOptions, ModuleProvider, Observer, Problem, SourceProvider } from './options.ts';
import { reprText, strText } from './repr.ts';
import { truth } from './sizes.ts';
import { execute } from './statements.ts';
import { getItem, setItem } from './subscript.ts';
import { backTo, joinValues, markOf } from './trial.ts';
import { isInstance, typeOf } from './types.ts';

export type { EvaluatorOptions, ModuleProvider, Observer, Problem, SourceProvider } from './options.ts';

const placeOf = ({ file, start, end }: Place): Place => ({ file, start, end });

export class Evaluator implements Machine {
  readonly stack: Activation[] = [];
  readonly meter: Meter;
  readonly journal: Journal;
  readonly observer: Observer;
  readonly builtins: Scope;
  readonly providers: readonly ModuleProvider[];
  readonly sources: SourceProvider | undefined;
  readonly modules = new Map<string, Value>();
  readonly overlays = new Map<PyModule, Map<string, Value>>();
  readonly files = new Map<string, PyModule>();
  tries = 0;
  trials = 0;
  depth = 0;
  nesting = 0;
  readonly #options: EvaluatorOptions;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    this.meter = new Meter(options.limits);
    this.journal = new Journal(
      (a, b) => joinValues(this, a, b),
      // Each item is copied before a branch, after it, and when the branches are joined.
      (items) => this.meter.step(items >> 2),
    );
    this.observer = options.observer ?? {};
    this.providers = options.modules;
    this.sources = options.sources;
    this.builtins = { names: new Names(builtinNames(), true), parent: null, kind: 'builtins' };
  }

  /** Runs a text as the main module: `if __name__ == "__main__"` is true in it. */
  runModule(file: string, text: string, name = '__main__'): PyModule {
    return modules.runSource(this, file, text, name);
  }

  /** Evaluates one expression among a module's names. An exception or limit makes it Unknown, and is reported. */
  evaluateExpression(text: string, module: PyModule): Value {
    return this.#guarded(() => {
      const [statement] = this.parse(text).body;
      if (statement?.kind !== 'ExpressionStatement') return this.unknown(say`not an expression: ${text}`);
      return evaluate(this, statement.value, modules.moduleFrame(this, module, module.name));
    });
  }

  /** Calls from outside any module, under the limits: what nobody calls, we call. */
  callFromOutside(callee: Value, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>, site?: CallSite): Value {
    return this.#guarded(() => this.call(callee, args, kwargs, site));
  }

  #guarded(run: () => Value): Value {
    const levels = this.journal.depth;
    const frame =
      this.stack.at(-1) ?? modules.moduleFrame(this, { kind: 'module', name: '', namespace: new Names() }, '');
    const mark = markOf(this, frame);
    this.meter.refill();
    try {
      return run();
    } catch (thrown) {
      const here = placeNow(this);
      this.journal.commit(levels);
      backTo(this, frame, mark);
      if (thrown instanceof PyRaise) {
        const message = messageOf(this, thrown.value);
        const type = thrown.value.cls.name;
        this.report({ kind: 'exception', type, message: verbatim(message), place: thrown.place, maybe: false });
        return unknown(verbatim(`${type}: ${message}`), thrown.place);
      }
      if (!(thrown instanceof LimitReached) && !(thrown instanceof RangeError)) throw thrown;
      const type = thrown instanceof LimitReached ? thrown.limit : 'nesting';
      const place = (thrown instanceof LimitReached ? thrown.place : null) ?? here;
      const message = thrown instanceof LimitReached ? thrown.why : say`too deeply nested`;
      this.report({ kind: 'limit', type, message, place, maybe: false });
      this.meter.shrink();
      return unknown(say`the analysis stopped here: ${message}`, place);
    } finally {
      this.meter.finish();
    }
  }

  parse(text: string): Module {
    return this.#options.parse(text);
  }
  execute(body: readonly Statement[], frame: Activation): Generator<Value, Completion, Value> {
    return execute(this, body, frame);
  }
  evaluate(node: Expression, frame: Activation): Value {
    return evaluate(this, node, frame);
  }
  call(callee: Value, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>, site?: CallSite): Value {
    return call(this, callee, args, kwargs, site);
  }
  callMethod(object: Value, name: string, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>): Value {
    const frame = this.stack.at(-1);
    const method = getAttribute(this, object, name);
    if (method) return call(this, method, args, kwargs);
    if (frame) return missingAttribute(this, object, name, frame, frame.site ?? { start: 0, end: 0 });
    return this.raise('AttributeError', name);
  }
  callSpecial(object: Value, name: string, args: readonly Value[]): Value | undefined {
    return callSpecial(this, object, name, args);
  }
  getAttribute(object: Value, name: string): Value | undefined {
    return getAttribute(this, object, name);
  }
  setAttribute(object: Value, name: string, value: Value): void {
    setAttribute(this, object, name, value);
  }
  setOwnAttribute(object: PyInstance, name: string, value: Value): void {
    setOwnAttribute(this, object, name, value);
  }
  getItem(object: Value, key: Value): Value {
    return getItem(this, object, key);
  }
  setItem(object: Value, key: Value, value: Value): void {
    setItem(this, object, key, value);
  }
  binary(operator: BinaryOperator, left: Value, right: Value): Value {
    return binary(this, operator, left, right);
  }
  touch(target: Mutable): void {
    this.journal.touch(target);
  }
  hashKey(value: Value): string | null {
    return hashKey(this, value);
  }
  iterate(value: Value): readonly Value[] | null {
    return iterate(this, value);
  }
  truth(value: Value): boolean | null {
    return truth(this, value);
  }
  equal(a: Value, b: Value): boolean | null {
    return equal(this, a, b);
  }
  repr(value: Value): string {
    return reprText(this, value) ?? '<unknown>';
  }
  str(value: Value): string {
    return strText(this, value) ?? '<unknown>';
  }
  isInstance(value: Value, cls: PyClass): boolean | null {
    return isInstance(value, cls);
  }
  typeOf(value: Value): PyClass | null {
    return typeOf(value);
  }
  unknown(reason: Message, place?: Place | null): PyUnknown {
    return unknown(reason, place ?? null);
  }
  raise(type: string, message: string, place?: Place, args?: readonly Value[]): never {
    const site = place ?? currentSite(this);
    throw new PyRaise(makeException(exceptionClass(type), message, args), site.file === '' ? null : placeOf(site));
  }
  raiseInstance(value: PyInstance, place: Place | null): never {
    throw new PyRaise(value, place);
  }
  makeException(type: PyClass, message: string, args?: readonly Value[]): PyInstance {
    return makeException(type, message, args);
  }
  report(problem: Problem): void {
    this.observer.problem?.(problem);
  }
  attempt<T>(run: () => T, exception: string): T | undefined {
    const levels = this.journal.depth;
    const { nesting, depth, trials } = this;
    const stack = this.stack.length;
    this.tries++;
    const { tries } = this;
    try {
      return run();
    } catch (thrown) {
      if (!(thrown instanceof PyRaise) || !thrown.value.cls.mro.some((each) => each.name === exception)) throw thrown;
      this.journal.commit(levels);
      this.nesting = nesting;
      this.depth = depth;
      this.trials = trials;
      this.tries = tries;
      this.stack.length = stack;
      return undefined;
    } finally {
      this.tries--;
    }
  }
  work(steps: number): void {
    this.meter.work(steps);
  }
  importModule(name: string): Value {
    return modules.importAbsolute(this, name, this.stack.at(-1)?.file ?? '');
  }
  importFrom(name: string, level: number, frame: Activation): Value {
    return level === 0
      ? modules.importAbsolute(this, name, frame.file)
      : modules.importRelative(this, name, level, frame.file);
  }
  submodule(module: PyModule, name: string): Value | undefined {
    return modules.submodule(this, module, name);
  }
  isSourceModule(module: PyModule): boolean {
    return modules.isSourceModule(module);
  }
}
