/** Finding and binding names. */
import type { Span } from '../syntax.ts';
import type { Scope, Value } from '../values.ts';
import type { Activation, Machine } from './machine.ts';

/** Undefined when there is no such name. Class bodies are seen only from directly inside. */
export function findName(frame: Activation, name: string): Value | undefined {
  const declared = frame.declared?.get(name);
  let scope: Scope | null = declared === 'global' ? frame.globals : frame.scope;
  if (declared === 'nonlocal') scope = frame.scope.parent;
  const own = scope;
  while (scope) {
    if (scope.kind !== 'class' || scope === own || own?.kind === 'comprehension') {
      const found = scope.names.get(name);
      if (found !== undefined) return found;
    }
    scope = scope.parent;
  }
  return undefined;
}

/** The scope an assignment in this frame writes to. */
export function targetScope(frame: Activation, name: string): Scope {
  const declared = frame.declared?.get(name);
  if (declared === 'global') return frame.globals;
  if (declared === 'nonlocal') {
    for (let scope = frame.scope.parent; scope; scope = scope.parent)
      if (scope.kind === 'function' && scope.names.has(name)) return scope;
  }
  return frame.scope;
}

export function bindName(machine: Machine, frame: Activation, name: string, value: Value, span: Span | null): void {
  const { names } = frame.declared ? targetScope(frame, name) : frame.scope;
  machine.journal.touch(names);
  names.set(name, value);
  if (span && machine.observer.bound)
    machine.observer.bound({ file: frame.file, start: span.start, end: span.end }, name, value);
}

/** Walrus targets and `del` in comprehensions belong to the scope around them. */
export function outerFrame(frame: Activation): Activation {
  let { scope } = frame;
  while (scope.kind === 'comprehension' && scope.parent) scope = scope.parent;
  return scope === frame.scope ? frame : { ...frame, scope };
}
