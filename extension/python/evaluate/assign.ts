/** Assignment to every kind of target. */
import { say } from '../../message.ts';
import type { Expression } from '../syntax.ts';
import type { Value } from '../values.ts';
import { list, unknown } from '../values.ts';
import { deleteAttribute } from './attributes.ts';
import { iterator } from './iterate.ts';
import type { Activation, Machine } from './machine.ts';
import { privateName } from './private-names.ts';
import { bindName, findName, targetScope } from './scope.ts';
import { deleteItem, setItem } from './subscript.ts';
import { typeName } from './types.ts';

export function assign(machine: Machine, frame: Activation, target: Expression, value: Value): void {
  switch (target.kind) {
    case 'Name':
      bindName(machine, frame, frame.scope.kind === 'class' ? privateName(frame, target.id) : target.id, value, target);
      return;
    case 'Attribute': {
      const object = machine.evaluate(target.object, frame);
      machine.setAttribute(object, privateName(frame, target.name), value);
      const { nameSpan } = target;
      machine.observer.bound?.({ file: frame.file, start: nameSpan.start, end: nameSpan.end }, target.name, value);
      return;
    }
    case 'Subscript':
      setItem(machine, machine.evaluate(target.object, frame), machine.evaluate(target.index, frame), value);
      return;
    case 'Tuple':
    case 'List':
      unpack(machine, frame, target.items, value);
      return;
    case 'Starred':
      assign(machine, frame, target.value, value);
      return;
    default:
  }
}

const unpackable = (value: Value): boolean =>
  !['none', 'bool', 'int', 'float', 'function', 'native', 'method', 'module', 'ellipsis'].includes(value.kind);

const notIterable = (machine: Machine, value: Value): never =>
  machine.raise('TypeError', `cannot unpack non-iterable ${typeName(value)} object`);

function unpack(machine: Machine, frame: Activation, targets: readonly Expression[], value: Value): void {
  const star = targets.findIndex((each) => each.kind === 'Starred');
  const source = unpackable(value) ? iterator(machine, value) : notIterable(machine, value);
  const items: Value[] = [];
  // One more than fits tells that there are too many, also of an endless generator.
  const most = star < 0 ? targets.length + 1 : Infinity;
  for (let item = source?.next(); item !== undefined && items.length < most; item = source?.next()) {
    machine.meter.step();
    items.push(item);
    machine.meter.collection(items.length & 255 ? 0 : items.length);
  }
  const cut = source?.cut;
  if (!source || (cut && items.length < targets.length)) {
    const missing: Value = cut
      ? { kind: 'unknown', cause: cut }
      : value.kind === 'unknown'
        ? value
        : unknown(say`the items of a value that is not known`);
    for (const target of targets) assign(machine, frame, target, missing);
    return;
  }
  const needed = star < 0 ? targets.length : targets.length - 1;
  if (items.length < needed)
    machine.raise(
      'ValueError',
      `not enough values to unpack (expected ${star < 0 ? '' : 'at least '}${needed}, got ${items.length})`,
    );
  if (star < 0 && items.length > needed) machine.raise('ValueError', `too many values to unpack (expected ${needed})`);
  for (const [index, target] of targets.entries()) {
    if (index === star) {
      const rest = list(items.slice(star, items.length - (needed - star)));
      assign(machine, frame, target, rest);
      continue;
    }
    const item = items[star >= 0 && index > star ? items.length - (targets.length - index) : index];
    if (item) assign(machine, frame, target, item);
  }
}

/** Gives every name and attribute a target would have bound the same value: the statement was lost. */
export function assignLost(machine: Machine, frame: Activation, target: Expression, value: Value): void {
  switch (target.kind) {
    case 'Name':
      bindName(machine, frame, target.id, value, target);
      return;
    case 'Tuple':
    case 'List':
      for (const item of target.items) assignLost(machine, frame, item, value);
      return;
    case 'Starred':
      assignLost(machine, frame, target.value, value);
      return;
    case 'Attribute':
      if (target.object.kind === 'Name') {
        const object = findName(frame, target.object.id);
        if (object)
          machine.attempt(() => machine.setAttribute(object, privateName(frame, target.name), value), 'BaseException');
      }
      return;
    default:
  }
}

export function remove(machine: Machine, frame: Activation, target: Expression): void {
  switch (target.kind) {
    case 'Name': {
      const { names } = targetScope(frame, target.id);
      machine.journal.touch(names);
      if (!names.delete(target.id))
        machine.raise('NameError', `name '${target.id}' is not defined`, {
          file: frame.file,
          start: target.start,
          end: target.end,
        });
      return;
    }
    case 'Attribute':
      deleteAttribute(machine, machine.evaluate(target.object, frame), privateName(frame, target.name));
      return;
    case 'Subscript':
      deleteItem(machine, machine.evaluate(target.object, frame), machine.evaluate(target.index, frame));
      return;
    case 'Tuple':
    case 'List':
      for (const item of target.items) remove(machine, frame, item);
      return;
    default:
  }
}
