/** property, staticmethod, classmethod and super. */
import { say } from '../../../message.ts';
import type { NativeCall, PyClass, PyProperty, Value } from '../../values.ts';
import { NONE, unknown } from '../../values.ts';
import type { NativeRun } from '../native.ts';
import { cause, machine, need, optional } from './arguments.ts';

const given = (value: Value | undefined): Value | null => (!value || value.kind === 'none' ? null : value);

export const makeProperty: NativeRun = (call) => ({
  kind: 'property',
  get: given(optional(call, 1, 'fget')),
  set: given(optional(call, 2, 'fset')),
  cached: false,
});

const changed =
  (part: 'get' | 'set'): NativeRun =>
  (call) => {
    const self = need(call, 0);
    if (self.kind !== 'property') return cause(self);
    const made: PyProperty = { ...self, [part]: need(call, 1) };
    return made;
  };

export const propertyMethods: Readonly<Record<string, NativeRun>> = {
  getter: changed('get'),
  setter: changed('set'),
  deleter: (call) => need(call, 0),
};

export const makeStaticMethod: NativeRun = (call) => ({ kind: 'staticmethod', callable: need(call, 1) });
export const makeClassMethod: NativeRun = (call) => ({ kind: 'classmethod', callable: need(call, 1) });

function superOf(start: Value, self: Value): Value {
  if (start.kind === 'unknown') return start;
  if (start.kind !== 'class' || (self.kind !== 'instance' && self.kind !== 'class'))
    return unknown(say`super() of something else`);
  return { kind: 'super', start, self };
}

/** With no arguments: the class whose body defines the running method, and its first argument. */
function zeroArguments(call: NativeCall): Value {
  const frame = machine(call).stack.at(-1);
  const node = frame?.function?.node;
  const start: PyClass | null = frame?.function?.definedIn ?? null;
  const first = node?.parameters[0];
  const values = first && frame?.scope.names.get(first.name);
  const self = first?.kind === 'star' && values?.kind === 'tuple' ? values.items[0] : values;
  // A function inside a method has no first argument of that kind: the method's is meant.
  const around =
    self && (self.kind === 'instance' || self.kind === 'class')
      ? self
      : (machine(call).stack.findLast((each) => each.self)?.self ?? NONE);
  if (!start) return call.interpreter.raise('RuntimeError', 'super(): no arguments', call.site);
  return superOf(start, around);
}

export const makeSuper: NativeRun = (call) => {
  const [, start, self] = call.args;
  if (!start) return zeroArguments(call);
  return self ? superOf(start, self) : unknown(say`an unbound super()`, call.site);
};
