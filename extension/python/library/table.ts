/** Small helpers that the modules of the library are made with. */
import { type Message, say } from '../../message.ts';
import type { NativeCall, PyModule, Value } from '../values.ts';
import { NONE, native, unknown } from '../values.ts';
import type { NativeRun } from '../evaluate/native.ts';
import { nativeModule } from '../evaluate/native.ts';

/** Functions by name as module entries. */
export const functions = (table: Readonly<Record<string, NativeRun>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(table).map(([name, run]) => [name, native(name, run)]));

/** A function whose result is not known: it depends on the world outside the file. */
export const unknowable =
  (reason: Message): NativeRun =>
  (call) =>
    unknown(reason, call.site);

/** A function that does something outside the file and gives None. */
export const quiet: NativeRun = () => NONE;

/** A module of which nothing is known but that it exists: all of it is quiet. */
export function opaqueModule(name: string, reason: Message, entries: Readonly<Record<string, Value>> = {}): PyModule {
  return nativeModule(name, entries, (attribute) =>
    attribute.startsWith('__') ? undefined : unknown(say`${name}.${attribute}: ${reason}`),
  );
}

/** The argument at a position or by keyword, else what is given for it. */
export const argument = (call: NativeCall, index: number, name: string, otherwise: Value = NONE): Value =>
  call.args[index] ?? call.kwargs.get(name) ?? otherwise;

export const isNone = (value: Value | undefined): boolean => value === undefined || value.kind === 'none';
