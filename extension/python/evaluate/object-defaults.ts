/**
 * Methods that `object` gives to everything. They are kept out of its namespace, so that looking for an operator on a
 * class finds only what somebody defined; reading the attribute (`super().__repr__()`) finds them here.
 */
import { say } from '../../message.ts';
import type { PyNative } from '../values.ts';
import { NONE, bool, int, list, str } from '../values.ts';
import { identity } from './hash.ts';
import { machineOf } from './machine.ts';
import { NOT_IMPLEMENTED, instance, nativeMethod } from './native.ts';
import { liveDict } from './live-dict.ts';

const table: readonly PyNative[] = [
  nativeMethod('__init__', () => NONE),
  nativeMethod('__init_subclass__', () => NONE),
  nativeMethod('__new__', ({ args: [cls], interpreter }) =>
    cls?.kind === 'class' ? instance(cls) : interpreter.raise('TypeError', 'object.__new__(X): X is not a type object'),
  ),
  nativeMethod('__setattr__', ({ args: [self, name, value = NONE], interpreter }) => {
    if (self?.kind === 'instance' && name?.kind === 'str')
      machineOf(interpreter).setOwnAttribute(self, name.value, value);
    return NONE;
  }),
  nativeMethod('__getattribute__', ({ args: [self = NONE, name], interpreter }) => {
    if (name?.kind !== 'str') return interpreter.unknown(say`an attribute whose name is not known`);
    return (
      interpreter.getAttribute(self, name.value) ??
      interpreter.raise('AttributeError', `object has no attribute '${name.value}'`)
    );
  }),
  nativeMethod('__repr__', ({ args: [self], interpreter }) => {
    const name = self && interpreter.typeOf(self)?.qualifiedName;
    return name ? str(`<${name} object>`) : interpreter.unknown(say`the text of an unknown object`);
  }),
  nativeMethod(
    '__str__',
    ({ args: [self = NONE], interpreter }) =>
      interpreter.callSpecial(self, '__repr__', []) ?? str(interpreter.repr(self)),
  ),
  nativeMethod('__format__', ({ args: [self = NONE], interpreter }) => str(interpreter.str(self))),
  nativeMethod('__eq__', ({ args: [self, other] }) => (self === other ? bool(true) : NOT_IMPLEMENTED)),
  nativeMethod('__ne__', ({ args: [self, other] }) => (self === other ? bool(false) : NOT_IMPLEMENTED)),
  nativeMethod('__hash__', ({ args: [self = NONE] }) => int(identity(self))),
  nativeMethod('__sizeof__', ({ interpreter }) => interpreter.unknown(say`the size of an object in memory`)),
  nativeMethod('__dir__', ({ args: [self], interpreter }) => {
    const names = self?.kind === 'instance' ? [...self.attributes.keys()] : [];
    const cls = self && interpreter.typeOf(self);
    for (const each of cls?.mro ?? []) names.push(...each.namespace.keys());
    return list([...new Set(names)].sort().map(str));
  }),
  nativeMethod('__reduce__', ({ interpreter }) => interpreter.unknown(say`pickling`)),
  nativeMethod('__getstate__', ({ args: [self] }) => (self?.kind === 'instance' ? liveDict(self.attributes) : NONE)),
  nativeMethod('__delattr__', ({ args: [self = NONE, name = NONE], interpreter }) => {
    if (self.kind === 'instance' && name.kind === 'str') {
      machineOf(interpreter).touch(self.attributes);
      if (!self.attributes.delete(name.value)) interpreter.raise('AttributeError', name.value);
    }
    return NONE;
  }),
];

export const objectDefaults: Readonly<Record<string, PyNative>> = Object.fromEntries(
  table.map((method) => [method.name, method]),
);
