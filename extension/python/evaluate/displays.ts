/** Tuple, list, set and dict displays, and f-strings. */
import { say } from '../../message.ts';
import type { DictExpression, Expression, FString } from '../syntax.ts';
import type { PyDict, PySet, Value } from '../values.ts';
import { epoch, list, str, unknown } from '../values.ts';
import { format } from './format-spec.ts';
import { textValue } from './format-template.ts';
import type { Activation, Machine } from './machine.ts';
import { plainValue } from './payload.ts';
import { setDictItem } from './subscript.ts';
import { typeName } from './types.ts';

/** The values of `a, *b, c`; Unknown when a starred part is. */
export function spread(
  machine: Machine,
  nodes: readonly Expression[],
  frame: Activation,
): Value[] | (Value & { kind: 'unknown' }) {
  const values: Value[] = [];
  for (const node of nodes) {
    const value = machine.evaluate(node, frame);
    if (node.kind !== 'Starred') {
      values.push(value);
      continue;
    }
    const items = machine.iterate(value);
    if (!items) return value.kind === 'unknown' ? value : unknown(say`the items of a value that is not known`);
    machine.meter.collection(values.length + items.length);
    for (const item of items) values.push(item);
  }
  return values;
}

export function tupleDisplay(machine: Machine, nodes: readonly Expression[], frame: Activation): Value {
  const items = spread(machine, nodes, frame);
  return Array.isArray(items) ? { kind: 'tuple', items } : items;
}

export function listDisplay(machine: Machine, nodes: readonly Expression[], frame: Activation): Value {
  const items = spread(machine, nodes, frame);
  if (Array.isArray(items)) return { kind: 'list', items, born: epoch.now };
  return { ...list([items]), uncertain: items.cause };
}

export function setDisplay(machine: Machine, nodes: readonly Expression[], frame: Activation): Value {
  const items = spread(machine, nodes, frame);
  return Array.isArray(items) ? setOf(machine, items) : items;
}

export function setOf(machine: Machine, items: Iterable<Value>, frozen = false): PySet {
  const made: PySet = { kind: 'set', entries: new Map<string, Value>(), frozen, born: epoch.now };
  for (const item of items) addToSet(machine, made, item);
  return made;
}

export function addToSet(machine: Machine, set: PySet, item: Value): void {
  const id = machine.hashKey(item);
  if (id === null)
    set.uncertain ??= item.kind === 'unknown' ? item.cause : { reason: say`an element that is not known`, place: null };
  else if (!set.entries.has(id)) set.entries.set(id, item);
}

export const emptyDict = (): PyDict => ({
  kind: 'dict',
  entries: new Map<string, { key: Value; value: Value }>(),
  born: epoch.now,
});

export function dictDisplay(machine: Machine, node: DictExpression, frame: Activation): Value {
  const made = emptyDict();
  for (const { key, value } of node.entries) {
    if (key) {
      const keyValue = machine.evaluate(key, frame);
      setDictItem(machine, made, keyValue, machine.evaluate(value, frame));
    } else mergeInto(machine, made, machine.evaluate(value, frame));
  }
  return made;
}

/** `{**other}` and `dict(other)`. */
export function mergeInto(machine: Machine, target: PyDict, source: Value): void {
  const plain = plainValue(source);
  if (plain.kind === 'unknown') target.open = true;
  else if (plain.kind === 'dict') {
    for (const { key, value } of plain.entries.values()) setDictItem(machine, target, key, value);
    if (plain.open) target.open = true;
  } else if (plain.kind === 'instance') {
    const keys = machine.getAttribute(plain, 'keys');
    const names = keys && machine.iterate(machine.call(keys, []));
    if (!keys) machine.raise('TypeError', `'${typeName(source)}' object is not a mapping`);
    if (!names) target.open = true;
    for (const key of names ?? []) setDictItem(machine, target, key, machine.getItem(plain, key));
  } else machine.raise('TypeError', `'${typeName(source)}' object is not a mapping`);
}

export function fString(machine: Machine, node: FString, frame: Activation): Value {
  let text = '';
  let missing: Value | null = null;
  for (const part of node.parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = machine.evaluate(part.value, frame);
    if (part.debug !== null) text += `${part.debug}=`;
    const spec: Value = part.format ? fString(machine, part.format, frame) : str('');
    // `{x=}` shows the repr unless something else is asked for.
    const conversion = part.conversion ?? (part.debug !== null && !part.format ? 'r' : null);
    const converted = conversion === null ? value : textValue(machine, value, conversion);
    const piece = spec.kind === 'str' && converted ? format(machine, converted, spec.value) : null;
    if (piece === null) missing ??= value.kind === 'unknown' ? value : unknown(say`text with an unknown part`);
    else text += piece;
    machine.meter.text(text.length);
  }
  return missing ?? str(text);
}
