/** The class of every kind of value. */
import type { PyClass, Value } from '../values.ts';
import { builtinClasses as builtin, isSubclass } from './classes.ts';

const iteratorClasses: Readonly<Record<string, PyClass>> = {
  generator: builtin.generator,
  enumerate: builtin.enumerate,
  zip: builtin.zip,
  map: builtin.map,
  filter: builtin.filter,
  reversed: builtin.reversed,
};

/** null for Unknown. */
export function typeOf(value: Value): PyClass | null {
  switch (value.kind) {
    case 'instance':
      return value.cls;
    case 'tuple':
      return value.cls ?? builtin.tuple;
    case 'dict':
      return value.cls ?? builtin.dict;
    case 'set':
      return value.frozen ? builtin.frozenset : builtin.set;
    case 'none':
      return builtin.NoneType;
    case 'class':
      return builtin.type;
    case 'native':
      return builtin.builtinFunction;
    case 'iterator':
      return iteratorClasses[value.typeName] ?? builtin.iterator;
    case 'unknown':
      return null;
    default:
      return builtin[value.kind];
  }
}

/** What messages call the type: `'int' object ...`. */
export const typeName = (value: Value): string => typeOf(value)?.name ?? 'unknown';

/** null when it cannot be told. Unknown may be anything. */
export function isInstance(value: Value, cls: PyClass): boolean | null {
  const type = typeOf(value);
  if (!type) return null;
  if (isSubclass(type, cls) || cls === builtin.object) return true;
  return type.incomplete ? null : false;
}
