/** Methods of exception objects. */
import { say } from '../../../message.ts';
import type { NativeCall, Value } from '../../values.ts';
import { NONE, str, tuple, unknown } from '../../values.ts';
import { exceptionClasses, isSubclass } from '../classes.ts';
import type { NativeRun } from '../native.ts';
import { reprText, strText } from '../repr.ts';
import { cause, machine, need } from './arguments.ts';

function argumentsOf(call: NativeCall): readonly Value[] {
  const self = need(call, 0);
  const args = self.kind === 'instance' ? self.attributes.get('args') : undefined;
  return args?.kind === 'tuple' ? args.items : [];
}

/** `args` is set when the object is made, also when a class's own `__init__` does not call this one. */
export const newException: NativeRun = (call) => {
  const [cls = NONE, ...args] = call.args;
  if (cls.kind !== 'class') return cause(cls);
  return machine(call).makeException(cls, '', args);
};

export const exceptionMethods: Readonly<Record<string, NativeRun>> = {
  __init__: (call) => {
    const [self, ...args] = call.args;
    if (self?.kind === 'instance') self.attributes.set('args', tuple(args));
    return NONE;
  },
  __str__: (call) => {
    const args = argumentsOf(call);
    const [only] = args;
    if (!only) return str('');
    const self = need(call, 0);
    const isKey = self.kind === 'instance' && isSubclass(self.cls, exceptionClasses.KeyError);
    const value: Value = args.length === 1 ? only : tuple(args);
    const written = args.length > 1 || isKey ? reprText(machine(call), value) : strText(machine(call), value);
    return written === null ? cause(only) : str(written);
  },
  __repr__: (call) => {
    const self = need(call, 0);
    const written = argumentsOf(call).map((each) => reprText(machine(call), each) ?? '...');
    return str(`${self.kind === 'instance' ? self.cls.name : ''}(${written.join(', ')})`);
  },
  with_traceback: (call) => need(call, 0),
  add_note: () => NONE,
};

export const exceptionProperties: Readonly<Record<string, NativeRun>> = {
  __traceback__: (call) => unknown(say`a traceback`, call.site),
  __cause__: (call) => unknown(say`the cause of an exception`, call.site),
  __context__: (call) => unknown(say`the cause of an exception`, call.site),
};
