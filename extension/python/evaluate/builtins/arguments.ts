/** Reading the arguments of native functions: known, of the right type, or else an early Unknown. */
import { say } from '../../../message.ts';
import type { NativeCall, PyDict, PyList, PySet, PyUnknown, Value } from '../../values.ts';
import { asInt, unknown } from '../../values.ts';
import type { Machine } from '../machine.ts';
import { machineOf } from '../machine.ts';
import { plainValue } from '../payload.ts';
import { typeName } from '../types.ts';

/** A positional argument that must be there. */
export function need(call: NativeCall, index: number): Value {
  return (
    call.args[index] ??
    call.interpreter.raise('TypeError', `expected at least ${index + 1} arguments, got ${call.args.length}`, call.site)
  );
}

/** By position or by keyword; undefined when neither is given. */
export const optional = (call: NativeCall, index: number, name?: string): Value | undefined =>
  call.args[index] ?? (name === undefined ? undefined : call.kwargs.get(name));

export const cause = (value: Value, reason = say`a value that is not known`): PyUnknown =>
  value.kind === 'unknown' ? value : unknown(reason);

/** The receiver of a method of a built-in type, also for instances of classes derived from it. */
export function receiver<K extends Value['kind']>(call: NativeCall, kind: K): (Value & { kind: K }) | undefined {
  const plain = plainValue(need(call, 0));
  if (plain.kind === kind) return plain as Value & { kind: K };
  if (plain.kind === 'unknown' || plain.kind === 'instance') return undefined;
  return call.interpreter.raise(
    'TypeError',
    `descriptor requires a '${kind}' object but received '${typeName(plain)}'`,
  );
}

/** An integer argument; undefined when it is not known. */
export function integer(call: NativeCall, value: Value): number | undefined {
  const plain = asInt(value);
  if (plain !== undefined) return plain;
  if (value.kind === 'unknown') return undefined;
  if (value.kind === 'instance') {
    const index = call.interpreter.callSpecial(value, '__index__', []);
    if (index) return asInt(index);
    const inner = plainValue(value);
    if (inner !== value) return integer(call, inner);
  }
  return call.interpreter.raise(
    'TypeError',
    `'${typeName(value)}' object cannot be interpreted as an integer`,
    call.site,
  );
}

/** A string argument; undefined when it is not known. */
export function text(call: NativeCall, value: Value): string | undefined {
  const plain = plainValue(value);
  if (plain.kind === 'str') return plain.value;
  if (plain.kind === 'unknown' || plain.kind === 'instance') return undefined;
  return call.interpreter.raise('TypeError', `expected str, got ${typeName(value)}`, call.site);
}

export const machine = (call: NativeCall): Machine => machineOf(call.interpreter);

/** Lists, dicts and sets about to be changed. */
export function changing<T extends PyList | PyDict | PySet>(call: NativeCall, target: T): T {
  machine(call).journal.touch(target);
  return target;
}

/** The list is not what we know any more. */
export function makeUncertain(call: NativeCall, target: PyList, why: Value): void {
  changing(call, target);
  const item = cause(why, say`a list whose items are not known`);
  target.items.splice(0, target.items.length, item);
  target.uncertain = item.cause;
}
