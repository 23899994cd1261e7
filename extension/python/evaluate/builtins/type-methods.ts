/** Methods of classes themselves. */
import { say } from '../../../message.ts';
import type { Value } from '../../values.ts';
import { NO_KEYWORDS, instantiate } from '../calls.ts';
import type { NativeRun } from '../native.ts';
import { list, unknown } from '../../values.ts';
import { cause, machine, need } from './arguments.ts';

export const typeMethods: Readonly<Record<string, NativeRun>> = {
  mro: (call) => {
    const cls = need(call, 0);
    return cls.kind === 'class' ? list(cls.mro) : cause(cls);
  },
  __subclasses__: (call) => unknown(say`the classes derived from a class`, call.site),
  /** What `super().__call__(...)` in a metaclass means: make an instance in the usual way. */
  __call__: (call): Value => {
    const [cls, ...args] = call.args;
    if (cls?.kind !== 'class') return cause(need(call, 0));
    return instantiate(machine(call), cls, args, call.kwargs.size > 0 ? call.kwargs : NO_KEYWORDS, call.site, true);
  },
};
