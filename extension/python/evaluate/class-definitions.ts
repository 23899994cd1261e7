/** `class`: bases, body, method resolution order, and the hooks that a class definition calls. */
import { say } from '../../message.ts';
import type { ClassDefinition } from '../syntax.ts';
import type { Cause, PyClass, Scope, Value } from '../values.ts';
import { str, tuple } from '../values.ts';
import { METACLASS, builtinClasses as builtin, lookup, makeClass } from './classes.ts';
import { newState } from './calls.ts';
import { qualifiedPrefix } from './expressions.ts';
import { decorate, docstring } from './function-definitions.ts';
import type { Activation, Machine } from './machine.ts';
import { Names } from './names.ts';
import { bindName } from './scope.ts';
import { collectDeclared } from './layout.ts';

interface Bases {
  readonly classes: readonly PyClass[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly incomplete: Cause | null;
}

function basesOf(machine: Machine, node: ClassDefinition, frame: Activation): Bases {
  const classes: PyClass[] = [];
  const keywords = new Map<string, Value>();
  let incomplete: Cause | null = null;
  const add = (value: Value): void => {
    if (value.kind === 'class') {
      // `Generic[T], Base` and the like name a class twice without meaning it.
      if (!classes.includes(value)) classes.push(value);
      return;
    }
    const entries = value.kind === 'unknown' ? undefined : machine.getAttribute(value, '__mro_entries__');
    const replaced = entries && machine.iterate(machine.call(entries, [tuple([value])]));
    if (replaced) for (const each of replaced) add(each);
    else
      incomplete ??=
        value.kind === 'unknown' ? value.cause : { reason: say`a base class that is not known`, place: null };
  };
  for (const { kind, name, value } of node.bases) {
    const result = machine.evaluate(value, frame);
    if (kind === 'keyword' && name !== null) keywords.set(name, result);
    else if (kind === 'positional') add(result);
    else if (kind === 'star') for (const each of machine.iterate(result) ?? [result]) add(each);
  }
  const useful = classes.length > 1 ? classes.filter((each) => each !== builtin.object) : classes;
  return { classes: useful, keywords, incomplete };
}

export function classDefinition(machine: Machine, node: ClassDefinition, frame: Activation): void {
  const { classes, keywords, incomplete } = basesOf(machine, node, frame);
  const scope: Scope = { names: new Names(), parent: frame.scope, kind: 'class' };
  const moduleName = frame.globals.names.get('__name__');
  const qualified = qualifiedPrefix(frame) + node.name;
  const declared = new Map<string, 'global' | 'nonlocal'>();
  collectDeclared(node.body, declared);
  const inner: Activation = {
    name: qualified,
    self: null,
    site: frame.site,
    scope,
    file: frame.file,
    globals: frame.globals,
    function: null,
    declared: declared.size > 0 ? declared : null,
    state: newState(),
  };
  scope.names.set('__module__', moduleName ?? str('__main__'));
  scope.names.set('__qualname__', str(qualified));
  const text = docstring(node.body);
  if (text) scope.names.set('__doc__', text);
  machine.execute(node.body, inner).next();
  machine.journal.touch(scope.names);
  scope.names.delete('__qualname__');
  const meta = keywords.get('metaclass');
  if (meta?.kind === 'class' && meta !== builtin.type) scope.names.set(METACLASS, meta);
  const made = makeClass({
    name: node.name,
    qualifiedName: `${moduleName?.kind === 'str' ? moduleName.value : '__main__'}.${qualified}`,
    bases: classes.length > 0 ? classes : [builtin.object],
    namespace: scope.names,
    place: { file: frame.file, start: node.nameSpan.start, end: node.nameSpan.end },
    incomplete,
  });
  if (!made) {
    machine.raise('TypeError', 'Cannot create a consistent method resolution order (MRO) for bases');
    return;
  }
  for (const method of inner.state.defined) method.definedIn = made;
  finishClass(machine, made, keywords);
  bindName(machine, frame, node.name, decorate(machine, node.decorators, made, frame), node.nameSpan);
}

/** `__set_name__` of what the body assigned, then `__init_subclass__` of the bases. */
export function finishClass(machine: Machine, made: PyClass, keywords: ReadonlyMap<string, Value>): void {
  for (const [name, value] of [...made.namespace]) {
    if (value.kind !== 'instance') continue;
    const hook = lookup(value.cls, '__set_name__');
    if (hook) machine.call(hook, [value, made, str(name)]);
  }
  for (const base of made.mro.slice(1)) {
    const hook = base.namespace.get('__init_subclass__');
    if (hook === undefined) continue;
    const rest = new Map([...keywords].filter(([name]) => name !== 'metaclass'));
    machine.call(hook.kind === 'classmethod' ? hook.callable : hook, [made], rest);
    break;
  }
}
