/** Fills the built-in classes with their methods, once, and lists the names every module sees. */
import type { PyClass, Value } from '../../values.ts';
import { ELLIPSIS, FALSE, NONE, TRUE, native } from '../../values.ts';
import { builtinClasses as builtin, exceptionClasses } from '../classes.ts';
import type { NativeRun } from '../native.ts';
import { NOT_IMPLEMENTED, nativeMethod, nativeProperty } from '../native.ts';
import { constructors, emptyMakers, initialisers, maker } from './constructors.ts';
import { coreFunctions } from './core.ts';
import { makeClassMethod, makeProperty, makeStaticMethod, makeSuper, propertyMethods } from './descriptors.ts';
import { dictMethods, fromKeys } from './dicts.ts';
import { dunders } from './dunders.ts';
import { exceptionMethods, exceptionProperties, newException } from './exceptions.ts';
import { generatorMethods } from './generators.ts';
import { listMethods, tupleMethods } from './lists.ts';
import { floatMethods, floatProperties, fromBytes, intMethods, intProperties } from './numbers.ts';
import { numericFunctions } from './numeric.ts';
import { iteratorMakers, sequenceFunctions } from './sequences.ts';
import { setMethods } from './sets.ts';
import { bytesMethods, strMethods, strStatics } from './strings.ts';
import { numberTypeProperties } from './number-types.ts';
import { typeMethods } from './type-methods.ts';

type Table = Readonly<Record<string, NativeRun>>;

function methods(cls: PyClass, ...tables: readonly (Table | undefined)[]): void {
  for (const table of tables)
    for (const [name, run] of Object.entries(table ?? {})) cls.namespace.set(name, nativeMethod(name, run));
}

function properties(cls: PyClass, table: Table): void {
  for (const [name, run] of Object.entries(table)) cls.namespace.set(name, nativeProperty(name, run));
}

function statics(cls: PyClass, table: Table): void {
  for (const [name, run] of Object.entries(table))
    cls.namespace.set(name, { kind: 'staticmethod', callable: native(name, run) });
}

function construct(cls: PyClass, make: NativeRun): void {
  cls.namespace.set('__new__', nativeMethod('__new__', maker(cls, make)));
}

const classes: Readonly<Record<string, PyClass>> = builtin;

function install(): void {
  for (const [name, make] of Object.entries({ ...constructors, ...iteratorMakers })) {
    const cls = classes[name];
    const empty = emptyMakers[name];
    const init = initialisers[name];
    if (!cls) continue;
    if (empty && init) {
      // The type itself is made in one go; a class derived from it is made empty and filled by `__init__`.
      const direct = maker(cls, make);
      const derived = maker(cls, empty);
      methods(cls, { __new__: (call) => (call.args[0] === cls ? direct(call) : derived(call)), __init__: init });
    } else construct(cls, make);
  }
  for (const [name, table] of Object.entries(dunders)) if (classes[name]) methods(classes[name], table);
  methods(builtin.str, strMethods);
  statics(builtin.str, strStatics);
  properties(builtin.str, numberTypeProperties);
  methods(builtin.bytes, bytesMethods);
  methods(builtin.list, listMethods);
  methods(builtin.tuple, tupleMethods);
  methods(builtin.dict, dictMethods);
  builtin.dict.namespace.set('fromkeys', { kind: 'classmethod', callable: nativeMethod('fromkeys', fromKeys) });
  methods(builtin.set, setMethods);
  methods(builtin.frozenset, setMethods);
  for (const name of ['add', 'discard', 'remove', 'pop', 'clear', 'update']) builtin.frozenset.namespace.delete(name);
  methods(builtin.int, intMethods);
  properties(builtin.int, intProperties);
  builtin.int.namespace.set('from_bytes', { kind: 'classmethod', callable: nativeMethod('from_bytes', fromBytes) });
  methods(builtin.float, floatMethods);
  properties(builtin.float, floatProperties);
  methods(builtin.type, typeMethods);
  methods(builtin.generator, generatorMethods);
  methods(builtin.property, propertyMethods);
  construct(builtin.property, makeProperty);
  construct(builtin.staticmethod, makeStaticMethod);
  construct(builtin.classmethod, makeClassMethod);
  construct(builtin.super, makeSuper);
  methods(exceptionClasses.BaseException, exceptionMethods);
  properties(exceptionClasses.BaseException, exceptionProperties);
  methods(exceptionClasses.BaseException, { __new__: newException });
}
install();

/** Classes that programs do not see under a name of their own. */
const HIDDEN = new Set<PyClass>([
  builtin.iterator,
  builtin.generator,
  builtin.function,
  builtin.builtinFunction,
  builtin.method,
  builtin.module,
  builtin.NoneType,
  builtin.ellipsis,
  builtin.NotImplementedType,
]);

function listNames(): readonly (readonly [string, Value])[] {
  const names: [string, Value][] = [
    ['NotImplemented', NOT_IMPLEMENTED],
    ['Ellipsis', ELLIPSIS],
    ['None', NONE],
    ['True', TRUE],
    ['False', FALSE],
    ['__debug__', TRUE],
    ['EnvironmentError', exceptionClasses.OSError],
    ['IOError', exceptionClasses.OSError],
  ];
  for (const cls of [...Object.values(builtin), ...Object.values(exceptionClasses)])
    if (!HIDDEN.has(cls)) names.push([cls.name, cls]);
  for (const [name, run] of Object.entries({ ...coreFunctions, ...numericFunctions, ...sequenceFunctions }))
    names.push([name, native(name, run)]);
  return names;
}

const NAMES = listNames();

/** Names that every module sees. */
export const builtinNames = (): readonly (readonly [string, Value])[] => NAMES;
