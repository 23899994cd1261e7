/** Calling anything that can be called. */
import { say } from '../../message.ts';
import type { Place, CallSite, PyClass, PyFunction, PyInstance, PyIterator, Scope, Value } from '../values.ts';
import { Slot } from '../values.ts';
import { NONE, str, tuple } from '../values.ts';
import type { Expression, Parameter } from '../syntax.ts';
import { builtinClasses as builtin, isSubclass, lookup, metaclassOf } from './classes.ts';
import { PyRaise } from './errors.ts';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { LimitReached } from './limits.ts';
import type { Activation, ActivationState, Machine } from './machine.ts';
import { Names } from './names.ts';
import { instance } from './native.ts';
import { endFunction } from './trial.ts';
import { typeName } from './types.ts';

export const NO_KEYWORDS: ReadonlyMap<string, Value> = new Map();
const NO_SPANS: CallSite['keywords'] = new Map();
const NO_SITE: CallSite = { file: '', start: 0, end: 0, positional: [], keywords: NO_SPANS };

/** Where the running frame is: the call or operator it is computing. What native code calls or raises stands there. */
export function currentSite(machine: Machine): CallSite {
  const frame = machine.stack.at(-1);
  const at = frame?.state.at;
  if (!frame || !at) return frame?.site ?? NO_SITE;
  if ('positional' in at) return at;
  return { file: frame.file, start: at.start, end: at.end, positional: [], keywords: NO_SPANS };
}

/** Where evaluation stands, for what has to be told before the stack is taken down; null outside of any file. */
export function placeNow(machine: Machine): Place | null {
  const { file, start, end } = currentSite(machine);
  return file === '' ? null : { file, start, end };
}

export function call(
  machine: Machine,
  callee: Value,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value> = NO_KEYWORDS,
  site: CallSite = currentSite(machine),
): Value {
  switch (callee.kind) {
    case 'native':
      machine.meter.step();
      return callee.run({ interpreter: machine, args, kwargs, site });
    case 'method': {
      const all = [callee.self, ...args];
      if (callee.callable.kind === 'function')
        return callFunction(machine, callee.callable, all, kwargs, site, callee.self);
      machine.meter.step();
      return callee.callable.run({ interpreter: machine, args: all, kwargs, site });
    }
    case 'function':
      return callFunction(machine, callee, args, kwargs, site, null);
    case 'class':
      return instantiate(machine, callee, args, kwargs, site);
    case 'staticmethod':
    case 'classmethod':
      return call(machine, callee.callable, args, kwargs, site);
    case 'unknown':
      return callee;
    case 'instance':
      return callInstance(machine, callee, args, kwargs, site);
    default:
      return machine.raise('TypeError', `'${typeName(callee)}' object is not callable`, site);
  }
}

function callInstance(
  machine: Machine,
  callee: PyInstance,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: CallSite,
): Value {
  const method = lookup(callee.cls, '__call__');
  if (method === undefined) {
    if (callee.cls.incomplete) return { kind: 'unknown', cause: callee.cls.incomplete };
    return machine.raise('TypeError', `'${callee.cls.name}' object is not callable`, site);
  }
  if (method.kind === 'function') return callFunction(machine, method, [callee, ...args], kwargs, site, callee);
  if (method.kind === 'native') return call(machine, method, [callee, ...args], kwargs, site);
  return call(machine, machine.getAttribute(callee, '__call__') ?? NONE, args, kwargs, site);
}

/** Calls a class: `__new__`, then `__init__`; or its metaclass's `__call__`. */
export function instantiate(
  machine: Machine,
  cls: PyClass,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: CallSite,
  skipMetaclass = false,
): Value {
  const meta = skipMetaclass ? undefined : metaclassOf(cls);
  const metaCall = meta && lookup(meta, '__call__');
  if (metaCall) return call(machine, metaCall, [cls, ...args], kwargs, site);
  const maker = lookup(cls, '__new__');
  const object = maker
    ? call(machine, maker.kind === 'staticmethod' ? maker.callable : maker, [cls, ...args], kwargs, site)
    : instance(cls);
  if (maker && !(object.kind === 'instance' && isSubclass(object.cls, cls))) return object;
  const init = lookup(cls, '__init__');
  if (init?.kind === 'function') callFunction(machine, init, [object, ...args], kwargs, site, object);
  else if (init) call(machine, init, [object, ...args], kwargs, site);
  else if (!maker && !cls.incomplete && args.length + kwargs.size > 0)
    machine.raise('TypeError', `${cls.name}() takes no arguments`, site);
  // Native classes may want to know that their object is complete: an exception or a limit would have ended it before.
  const complete = lookup(cls, '__complete__');
  if (complete?.kind === 'native') call(machine, complete, [object], NO_KEYWORDS, site);
  return object;
}

/** Calls a `__method__` of the type; undefined when the type has none. */
export function callSpecial(machine: Machine, object: Value, name: string, args: readonly Value[]): Value | undefined {
  let found: Value | undefined;
  switch (object.kind) {
    case 'instance':
      found = lookup(object.cls, name);
      if (found === undefined && object.cls.incomplete) return { kind: 'unknown', cause: object.cls.incomplete };
      break;
    case 'class': {
      const meta = metaclassOf(object);
      found = meta && lookup(meta, name);
      break;
    }
    case 'tuple':
    case 'dict':
      // What tuple and dict do themselves is done without methods.
      for (const each of object.cls?.mro ?? []) {
        if (each === builtin.tuple || each === builtin.dict) break;
        found = each.namespace.get(name);
        if (found !== undefined) break;
      }
      break;
    default:
  }
  if (found === undefined) return undefined;
  if (found.kind === 'none') return undefined;
  if (found.kind === 'function')
    return callFunction(machine, found, [object, ...args], NO_KEYWORDS, currentSite(machine), object);
  if (found.kind === 'native') return call(machine, found, [object, ...args], NO_KEYWORDS, currentSite(machine));
  const bound = machine.getAttribute(object, name);
  return bound && call(machine, bound, args, NO_KEYWORDS, currentSite(machine));
}

export const newState = (): ActivationState => ({
  at: null,
  result: null,
  tries: 0,
  handling: [],
  pending: [],
  cut: null,
  sent: new Map<Expression, Value>(),
  loop: null,
  defined: [],
});

const moduleScope = (scope: Scope): Scope => {
  let found = scope;
  while (found.kind !== 'module' && found.parent) found = found.parent;
  return found;
};

export function callFunction(
  machine: Machine,
  callee: PyFunction,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: CallSite,
  self: Value | null,
): Value {
  const layout = layoutOf(callee.node);
  machine.meter.step();
  if (machine.trials >= machine.meter.limits.trials)
    return machine.unknown(say`a call behind many conditions that are not known`, site);
  if (machine.trials > 0 && isBlindRecursion(machine, callee, self ? args.slice(1) : args))
    return machine.unknown(say`a recursion on what is not known`, site);
  const names = new Names(undefined, true);
  bindParameters(machine, callee, layout, args, kwargs, site, names);
  const scope: Scope = { names, parent: callee.closure, kind: 'function' };
  const frame: Activation = {
    name: callee.name,
    self,
    site,
    scope,
    file: callee.file,
    globals: moduleScope(callee.closure),
    function: callee,
    declared: layout.declared,
    state: newState(),
  };
  if (callee.node.kind === 'FunctionDef' && callee.node.isGenerator) return generator(machine, callee, frame);
  return run(machine, callee, frame);
}

/** Behind a condition that is not known a function calls itself on nothing that is known: every level would do the same again. */
const isBlindRecursion = (machine: Machine, { node }: PyFunction, args: readonly Value[]): boolean =>
  args.length > 0 &&
  args.every(({ kind }) => kind === 'unknown') &&
  machine.stack.some((frame) => frame.function?.node === node);

function enter(machine: Machine, frame: Activation): void {
  if (machine.depth >= machine.meter.limits.callDepth)
    throw new LimitReached('callDepth', say`too many nested calls`, frame.site);
  machine.depth++;
  machine.stack.push(frame);
}

function run(machine: Machine, callee: PyFunction, frame: Activation): Value {
  const levels = machine.journal.depth;
  enter(machine, frame);
  try {
    if (callee.node.kind === 'Lambda') return machine.evaluate(callee.node.body, frame);
    machine.execute(callee.node.body, frame).next();
    const { result, pending } = frame.state;
    return pending.length === 0 ? (result ?? NONE) : endFunction(machine, frame, result ?? NONE);
  } catch (thrown) {
    if (thrown instanceof PyRaise && frame.state.pending.length > 0) return endFunction(machine, frame, null);
    if (frame.state.pending.length > 0) machine.journal.commit(levels);
    throw thrown;
  } finally {
    machine.stack.pop();
    machine.depth--;
  }
}

/** What `generator.send` leaves for the `yield` that is waiting. */
const outbox = new Slot<Value | undefined, PyIterator>();
export const sendTo = (target: PyIterator, value: Value): void => {
  outbox.set(target, value);
};

function generator(machine: Machine, callee: PyFunction, frame: Activation): PyIterator {
  if (callee.node.kind !== 'FunctionDef') throw new Error('a lambda is no generator');
  const body = machine.execute(callee.node.body, frame);
  const { state } = frame;
  let finished = false;
  let running = false;
  const made: PyIterator = {
    kind: 'iterator',
    typeName: 'generator',
    next: () => {
      if (finished) return undefined;
      if (running) return machine.raise('ValueError', 'generator already executing');
      const levels = machine.journal.depth;
      const tries = machine.tries;
      enter(machine, frame);
      running = true;
      machine.tries += state.tries;
      try {
        const sent = outbox.get(made) ?? NONE;
        outbox.set(made, undefined);
        const step = body.next(sent);
        const doubtful = state.pending.length > 0;
        if (doubtful) {
          // It may have ended before this point.
          if (!step.done) state.cut ??= state.pending[0]?.unknown.cause ?? null;
          state.pending.length = 0;
          machine.journal.commit(levels);
        }
        finished = step.done === true || state.cut !== null;
        if (state.cut) made.cut = state.cut;
        return step.done === true || state.cut ? undefined : step.value;
      } catch (thrown) {
        finished = true;
        state.pending.length = 0;
        machine.journal.commit(levels);
        throw thrown;
      } finally {
        running = false;
        machine.tries = tries;
        machine.stack.pop();
        machine.depth--;
      }
    },
  };
  return made;
}

/** Puts arguments into the names of the function that is called; TypeErrors as Python words them. */
function bindParameters(
  machine: Machine,
  callee: PyFunction,
  layout: Layout,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: CallSite,
  names: Names,
): void {
  const { positional, star, doubleStar } = layout;
  const count = Math.min(args.length, positional.length);
  for (let index = 0; index < count; index++) {
    const name = positional[index]?.name;
    const value = args[index];
    if (name !== undefined && value) names.set(name, value);
  }
  if (star) names.set(star.name, tuple(args.slice(positional.length)));
  else if (args.length > positional.length) tooMany(machine, callee, positional, args.length, site);
  const extra = doubleStar ? new Map<string, { key: Value; value: Value }>() : null;
  for (const [name, value] of kwargs) {
    if (layout.byKeyword.has(name)) {
      if (names.has(name)) fail(machine, callee, `got multiple values for argument '${name}'`, site);
      names.set(name, value);
    } else if (extra) extra.set(`s${name}`, { key: str(name), value });
    else {
      const span = site.keywords.get(name);
      fail(
        machine,
        callee,
        `got an unexpected keyword argument '${name}'`,
        span ? { ...site, start: span.start, end: span.end } : site,
      );
    }
  }
  if (extra && doubleStar) names.set(doubleStar.name, { kind: 'dict', entries: extra, born: names.born });
  if (names.size < layout.parameters.length) fillDefaults(machine, callee, layout, site, names);
  observeParameters(machine, callee, layout, names);
}

function fillDefaults(machine: Machine, callee: PyFunction, layout: Layout, site: CallSite, names: Names): void {
  const missing: string[] = [];
  for (const { name, kind } of layout.parameters) {
    if (names.has(name) || kind === 'star' || kind === 'double-star') continue;
    const value = callee.defaults.get(name);
    if (value === undefined) missing.push(`'${name}'`);
    else names.set(name, value);
  }
  if (missing.length === 0) return;
  const last = missing.pop() ?? '';
  const listed = missing.length === 0 ? last : `${missing.join(', ')}${missing.length > 1 ? ',' : ''} and ${last}`;
  const many = missing.length > 0 ? 's' : '';
  const only = layout.keywordOnly.some((each) => `'${each.name}'` === last) ? 'keyword-only' : 'positional';
  fail(machine, callee, `missing ${missing.length + 1} required ${only} argument${many}: ${listed}`, site);
}

const fail = (machine: Machine, callee: PyFunction, message: string, site: CallSite): never =>
  machine.raise('TypeError', `${callee.qualifiedName}() ${message}`, site);

function tooMany(
  machine: Machine,
  callee: PyFunction,
  positional: readonly Parameter[],
  given: number,
  site: CallSite,
): never {
  const required = positional.filter((each) => !callee.defaults.has(each.name)).length;
  const takes =
    required === positional.length ? positional.length.toString() : `from ${required} to ${positional.length}`;
  const one = positional.length === 1 ? '' : 's';
  return fail(
    machine,
    callee,
    `takes ${takes} positional argument${one} but ${given} ${given === 1 ? 'was' : 'were'} given`,
    site,
  );
}

function observeParameters(machine: Machine, callee: PyFunction, layout: Layout, names: Names): void {
  if (!machine.observer.bound) return;
  for (const { name, nameSpan } of layout.parameters) {
    const value = names.get(name);
    if (value) machine.observer.bound({ file: callee.file, start: nameSpan.start, end: nameSpan.end }, name, value);
  }
}
