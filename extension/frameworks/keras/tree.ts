/** `keras.tree` and `tf.nest`: functions on nested lists, tuples and dicts. keras/src/tree/tree_api.py */
import { say } from '../../message.ts';
import { bool, list, native, NONE, type NativeCall, type PyDict, type Value } from '../../python/values.ts';
import { sortedEntries } from './structure.ts';

const isNested = (value: Value): boolean => value.kind === 'list' || value.kind === 'tuple' || value.kind === 'dict';

/** The leaves, None among them. */
function leaves(value: Value): Value[] {
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.flatMap(leaves);
  if (value.kind === 'dict') return sortedEntries(value).flatMap((entry) => leaves(entry.value));
  return [value];
}

/** The structure with each of its leaves replaced, in the order of `leaves`. */
function rebuilt(value: Value, replace: (leaf: Value) => Value): Value {
  if (value.kind === 'list') return list(value.items.map((item) => rebuilt(item, replace)));
  if (value.kind === 'tuple') return { ...value, items: value.items.map((item) => rebuilt(item, replace)) };
  if (value.kind !== 'dict') return replace(value);
  const made = new Map<Value, Value>();
  for (const entry of sortedEntries(value)) made.set(entry.key, rebuilt(entry.value, replace));
  const entries: PyDict['entries'] = new Map();
  for (const [id, { key }] of value.entries) entries.set(id, { key, value: made.get(key) ?? NONE });
  return { ...value, entries };
}

const unknownPart = (call: NativeCall, values: readonly Value[]): Value | undefined =>
  values.find((value) => value.kind === 'unknown') ??
  (values.length === 0 ? call.interpreter.unknown(say`Nothing is given.`, call.site) : undefined);

const FUNCTIONS: Readonly<Record<string, (call: NativeCall) => Value>> = {
  is_nested: (call) => {
    const [value] = call.args;
    return value === undefined || value.kind === 'unknown'
      ? call.interpreter.unknown(say`What is given is not known.`, call.site)
      : bool(isNested(value));
  },
  flatten: (call) => {
    const value = call.args[0] ?? call.kwargs.get('structure') ?? NONE;
    return unknownPart(call, [value]) ?? list(leaves(value));
  },
  map_structure: (call) => {
    const [run = NONE, first, ...others] = call.args;
    const unknown = unknownPart(
      call,
      [first, ...others].filter((value) => value !== undefined),
    );
    if (unknown || !first) return unknown ?? NONE;
    const rest = others.map(leaves);
    let index = 0;
    return rebuilt(first, (leaf) => {
      const more = rest.map((each) => each[index] ?? NONE);
      index++;
      return call.interpreter.call(run, [leaf, ...more], new Map(), call.site);
    });
  },
  pack_sequence_as: (call) => {
    const [structure = NONE, given = NONE] = call.args;
    const flat = call.interpreter.iterate(given);
    const unknown = unknownPart(call, [structure]);
    if (unknown || !flat) return unknown ?? call.interpreter.unknown(say`The parts are not known.`, call.site);
    let index = 0;
    return rebuilt(structure, () => flat[index++] ?? NONE);
  },
  assert_same_structure: () => NONE,
};

export function treeMember(name: string): Value | undefined {
  const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  return run && native(name, run);
}
