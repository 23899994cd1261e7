/** `import` and `from ... import`. */
import { say } from '../../message.ts';
import type { Import, ImportFrom } from '../syntax.ts';
import type { PyModule, Value } from '../values.ts';
import { unknown } from '../values.ts';
import type { Activation, Machine } from './machine.ts';
import { addOpenImport, fromOpenImports, passOpenImports } from './open-imports.ts';
import { bindName } from './scope.ts';

export function importStatement(machine: Machine, node: Import, frame: Activation): void {
  for (const { name, alias, start, end } of node.names) {
    const module = machine.importFrom(name, 0, frame);
    const [first = name] = name.split('.');
    const value =
      alias === null
        ? first !== name
          ? machine.importFrom(first, 0, frame)
          : module
        : named(machine, name, module, frame);
    bindName(machine, frame, alias ?? first, value, { start, end });
  }
}

/** `import a.b as c` binds what `a` calls `b`: a function of that name comes before the module. */
function named(machine: Machine, name: string, module: Value, frame: Activation): Value {
  const dot = name.lastIndexOf('.');
  const parent = dot < 0 ? undefined : machine.importFrom(name.slice(0, dot), 0, frame);
  if (parent?.kind !== 'module' || machine.isSourceModule(parent)) return module;
  const found = parent.namespace.get(name.slice(dot + 1));
  return found && found.kind !== 'unknown' ? found : module;
}

function listedNames(module: PyModule): Value | undefined {
  const listed = module.namespace.get('__all__') ?? module.lookup?.('__all__');
  return listed?.kind === 'unknown' ? undefined : listed;
}

/** Names that `import *` brings: `__all__`, else all that are public. */
function publicNames(machine: Machine, module: PyModule): readonly string[] {
  const listed = listedNames(module);
  const names = listed && machine.iterate(listed);
  if (names) return names.flatMap((each) => (each.kind === 'str' ? [each.value] : []));
  return [...module.namespace.keys()].filter((name) => !name.startsWith('_'));
}

export function importFromStatement(machine: Machine, node: ImportFrom, frame: Activation): void {
  if (node.module === '__future__') return;
  const module = machine.importFrom(node.module, node.level, frame);
  if (node.names === null) {
    importAll(machine, module, frame);
    return;
  }
  for (const { name, alias, start, end } of node.names) {
    const value = importedName(machine, node, module, name, frame);
    bindName(machine, frame, alias ?? name, value, { start, end });
  }
}

function importedName(machine: Machine, node: ImportFrom, module: Value, name: string, frame: Activation): Value {
  const isSource = module.kind === 'module' && machine.isSourceModule(module);
  const found = isSource ? module.namespace.get(name) : undefined;
  if (found !== undefined) return found;
  // A submodule that nobody imported yet.
  const below = node.module === '' ? name : `${node.module}.${name}`;
  if (module.kind === 'unknown' || isSource) {
    const submodule = machine.importFrom(below, node.level, frame);
    if (submodule.kind === 'module' || (module.kind === 'unknown' && node.module === '')) return submodule;
  }
  if (module.kind === 'unknown') return module;
  const value = machine.getAttribute(module, name);
  if (value !== undefined) return value;
  const open = module.kind === 'module' ? fromOpenImports(module.namespace, name) : undefined;
  if (open) return open;
  const place = { file: frame.file, start: node.start, end: node.end };
  return machine.raise('ImportError', `cannot import name '${name}' from '${node.module}'`, place);
}

function importAll(machine: Machine, module: Value, frame: Activation): void {
  if (module.kind !== 'module') {
    // Whatever name is missing later may have come from here.
    addOpenImport(frame.globals.names, module.kind === 'unknown' ? module : unknown(say`a module that is not known`));
    return;
  }
  for (const name of publicNames(machine, module)) {
    const value = machine.getAttribute(module, name);
    if (value) bindName(machine, frame, name, value, null);
  }
  passOpenImports(module.namespace, frame.globals.names);
  // A table that is asked name by name does not list them all, unless it says so.
  if (module.lookup && !listedNames(module)) addOpenImport(frame.globals.names, module);
}
