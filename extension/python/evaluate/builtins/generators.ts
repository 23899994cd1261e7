/** Methods of generators. */
import { say } from '../../../message.ts';
import type { Value } from '../../values.ts';
import { NONE } from '../../values.ts';
import { sendTo } from '../calls.ts';
import type { NativeRun } from '../native.ts';
import { cause, need } from './arguments.ts';

function advance(self: Value & { kind: 'iterator' }): Value | undefined {
  return self.next() ?? self.further?.() ?? (self.cut ? { kind: 'unknown', cause: self.cut } : undefined);
}

export const generatorMethods: Readonly<Record<string, NativeRun>> = {
  send: (call) => {
    const self = need(call, 0);
    if (self.kind !== 'iterator') return cause(self);
    sendTo(self, need(call, 1));
    return advance(self) ?? call.interpreter.raise('StopIteration', '', call.site);
  },
  __next__: (call) => {
    const self = need(call, 0);
    if (self.kind !== 'iterator') return cause(self);
    return advance(self) ?? call.interpreter.raise('StopIteration', '', call.site);
  },
  __iter__: (call) => need(call, 0),
  close: () => NONE,
  throw: (call) => cause(need(call, 0), say`a generator that an exception was thrown into`),
};
