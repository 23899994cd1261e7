/** Finding, running and keeping modules. */
import { type Message, say } from '../../message.ts';
import type { Statement } from '../syntax.ts';
import type { PyModule, Scope, Value } from '../values.ts';
import { Slot } from '../values.ts';
import { NONE, str, unknown } from '../values.ts';
import { newState, placeNow } from './calls.ts';
import { LimitReached } from './limits.ts';
import type { Activation, Machine } from './machine.ts';
import { Names } from './names.ts';
import { ModuleObject } from './objects.ts';
import { loseTargets } from './recovery.ts';
import { backTo, markOf } from './trial.ts';
import type { Mark } from './trial.ts';

const scopes = new Slot<Scope, PyModule>();

export const scopeOf = (machine: Machine, module: PyModule): Scope =>
  scopes.get(module) ?? { names: module.namespace, parent: machine.builtins, kind: 'module' };

export function moduleFrame(machine: Machine, module: PyModule, file: string): Activation {
  const scope = scopeOf(machine, module);
  return {
    name: module.name,
    self: null,
    site: null,
    scope,
    file,
    globals: scope,
    function: null,
    declared: null,
    state: newState(),
  };
}

/** Runs a text as a module. It is known under its file while it runs, so that circular imports find it. */
export function runSource(machine: Machine, file: string, text: string, name: string): PyModule {
  const module = new ModuleObject(name, new Names(undefined, true));
  module.namespace.set('__name__', str(name));
  module.namespace.set('__file__', str(file));
  module.namespace.set('__doc__', NONE);
  scopes.set(module, { names: module.namespace, parent: machine.builtins, kind: 'module' });
  machine.files.set(file, module);
  runBody(machine, module, file, text);
  return module;
}

/** One top-level statement after the other: a limit costs one of them. */
function runBody(machine: Machine, module: PyModule, file: string, text: string): void {
  const frame = moduleFrame(machine, module, file);
  const outermost = machine.stack.length === 0;
  machine.stack.push(frame);
  const mark = markOf(machine, frame);
  try {
    for (const statement of topLevelStatements(machine.parse(text).body, module.name)) {
      if (!outermost) {
        // Only the outermost module can start afresh after a limit: it holds for everything below it.
        machine.execute([statement], frame).next();
        continue;
      }
      machine.meter.refill();
      if (machine.meter.exhausted) stopped(machine, statement, frame, say`too much work altogether`);
      else topLevel(machine, statement, frame, mark);
      machine.meter.finish();
    }
  } finally {
    machine.stack.length = mark.stack - 1;
  }
}

/** Those under `if __name__ == '__main__':` count as top-level ones: a training run that is cut short there costs itself only. */
function topLevelStatements(body: readonly Statement[], name: string): readonly Statement[] {
  return body.flatMap((statement) => {
    if (statement.kind !== 'If' || statement.otherwise.length > 0 || statement.test.kind !== 'Compare')
      return [statement];
    const { left, rest } = statement.test;
    const [first, second] = rest;
    if (left.kind !== 'Name' || left.id !== '__name__' || first?.operator !== '==' || second) return [statement];
    return first.right.kind === 'Str' && first.right.value === name ? statement.body : [statement];
  });
}

function topLevel(machine: Machine, statement: Statement, frame: Activation, mark: Mark): void {
  const levels = machine.journal.depth;
  try {
    machine.execute([statement], frame).next();
  } catch (thrown) {
    if (!(thrown instanceof LimitReached) && !(thrown instanceof RangeError)) throw thrown;
    const [type, message, given] =
      thrown instanceof LimitReached
        ? [thrown.limit, thrown.why, thrown.place]
        : ['nesting', say`too deeply nested`, null];
    const place = given ?? placeNow(machine) ?? { file: frame.file, start: statement.start, end: statement.end };
    machine.report({ kind: 'limit', type, message, place, maybe: false });
    machine.journal.commit(levels);
    frame.state.pending.length = 0;
    backTo(machine, frame, mark);
    machine.meter.shrink();
    machine.meter.refill();
    stopped(machine, statement, frame, message);
  }
}

/** What the statement would have bound is not known. */
function stopped(machine: Machine, statement: Statement, frame: Activation, message: Message): void {
  const place = { file: frame.file, start: statement.start, end: statement.end };
  loseTargets(machine, statement, frame, unknown(say`the analysis stopped here: ${message}`, place));
}

const notKnown = (name: string): Value => unknown(say`module ${name} is not known to Layerscope`);

function native(machine: Machine, name: string): PyModule | undefined {
  for (const provider of machine.providers) {
    const found = provider.find(name);
    if (found) return found;
  }
  return undefined;
}

/** A source file as a module, run once. */
function fromSource(machine: Machine, name: string, level: number, from: string): PyModule | undefined {
  const source = machine.sources?.find(name, level, from);
  if (!source) return undefined;
  return machine.files.get(source.file) ?? runSource(machine, source.file, source.text, name || from);
}

export const isSourceModule = (module: PyModule): boolean => scopes.get(module) !== undefined;

function attach(machine: Machine, parent: Value, name: string, child: Value): void {
  if (parent.kind !== 'module' || parent.namespace.has(name)) return;
  machine.journal.touch(parent.namespace);
  parent.namespace.set(name, child);
}

/** `import a.b.c`: imports a, a.b and a.b.c; gives the last. */
export function importAbsolute(machine: Machine, name: string, from: string): Value {
  const known = machine.modules.get(name);
  if (known) return known;
  const dot = name.lastIndexOf('.');
  const parent = dot < 0 ? null : importAbsolute(machine, name.slice(0, dot), from);
  const last = name.slice(dot + 1);
  let found: Value | undefined = native(machine, name);
  if (!found && parent?.kind === 'module' && !isSourceModule(parent)) {
    const below = parent.namespace.get(last) ?? parent.lookup?.(last);
    // `import torch.nn.functional as F` where the table lists it as an attribute.
    if (below?.kind === 'module' || below?.kind === 'class') found = below;
  }
  found ??= fromSource(machine, name, 0, from);
  if (!found) return notKnown(name);
  machine.modules.set(name, found);
  if (parent) attach(machine, parent.kind === 'unknown' ? folder(machine, name.slice(0, dot)) : parent, last, found);
  return found;
}

/** A package without `__init__.py`: only what is found below it tells that it is one. */
function folder(machine: Machine, name: string): PyModule {
  const made = new ModuleObject(name, new Names([['__name__', str(name)]], true));
  scopes.set(made, { names: made.namespace, parent: machine.builtins, kind: 'module' });
  machine.modules.set(name, made);
  const dot = name.lastIndexOf('.');
  if (dot > 0) {
    const above = machine.modules.get(name.slice(0, dot)) ?? folder(machine, name.slice(0, dot));
    attach(machine, above, name.slice(dot + 1), made);
  }
  return made;
}

export function importRelative(machine: Machine, name: string, level: number, from: string): Value {
  const key = `${'.'.repeat(level)}${name}@${from}`;
  const known = machine.modules.get(key);
  if (known) return known;
  const found = fromSource(machine, name, level, from);
  if (!found) return notKnown('.'.repeat(level) + name);
  machine.modules.set(key, found);
  const dot = name.lastIndexOf('.');
  if (dot > 0) attach(machine, importRelative(machine, name.slice(0, dot), level, from), name.slice(dot + 1), found);
  return found;
}

/** `package.module` read as an attribute: imported before, or native. */
export function submodule(machine: Machine, module: PyModule, name: string): Value | undefined {
  const full = `${module.name}.${name}`;
  return machine.modules.get(full) ?? native(machine, full);
}
