/** Nested lists, tuples and dicts of tensors: keras.tree on values. Dicts are read in the order of their keys, as optree does. */
import { tuple, type PyDict, type Value } from '../../python/values.ts';
import { tensorOf } from '../tensor.ts';

/** Deeper nesting than any call's arguments have. */
const MAX_DEPTH = 16;

export function flatten(value: Value, depth = 0): Value[] {
  if (depth > MAX_DEPTH) return [];
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items.flatMap((item) => flatten(item, depth + 1));
    case 'dict':
      return sortedEntries(value).flatMap((entry) => flatten(entry.value, depth + 1));
    case 'none':
      return [];
    default:
      return [value];
  }
}

/** A copy of the structure with every tensor replaced. */
export function mapTensors(value: Value, replace: (tensor: Value) => Value, depth = 0): Value {
  if (tensorOf(value)) return replace(value);
  if (depth > MAX_DEPTH) return value;
  switch (value.kind) {
    case 'list':
      return { kind: 'list', items: value.items.map((item) => mapTensors(item, replace, depth + 1)) };
    case 'tuple':
      return tuple(
        value.items.map((item) => mapTensors(item, replace, depth + 1)),
        value.cls,
      );
    case 'dict': {
      const entries: PyDict['entries'] = new Map();
      for (const [key, entry] of value.entries) {
        entries.set(key, { key: entry.key, value: mapTensors(entry.value, replace, depth + 1) });
      }
      return { ...value, entries };
    }
    default:
      return value;
  }
}

export function sortedEntries(dict: PyDict): readonly { key: Value; value: Value }[] {
  const entries = [...dict.entries.values()];
  if (!entries.every((entry) => entry.key.kind === 'str')) return entries;
  const text = (entry: { key: Value }): string => (entry.key.kind === 'str' ? entry.key.value : '');
  return entries.sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0));
}
